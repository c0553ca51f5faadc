"""Shell: strokes in, characters out, never on the GUI lane."""

import json
import threading
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from PySide6.QtCore import QElapsedTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest

from kiosk_app.ui.keyboard import KeyboardInput
from kiosk_app.ui.writing.hand import HandInput, open_hand
from kiosk_app.ui.writing.zinnia import HandwritingMissingError, Stroke, Zinnia, find_zinnia, in_square
from tests.conftest import ExpectedLogs

WANG = [[(20, 20), (80, 18)], [(25, 50), (75, 49)], [(50, 20), (50, 82)], [(10, 84), (92, 82)]]
ZHONG = [[(20, 30), (22, 60)], [(21, 30), (78, 28), (74, 56)], [(23, 56), (76, 54)], [(50, 8), (50, 92)]]
DA = [[(18, 40), (82, 38)], [(48, 10), (45, 50), (15, 88)], [(48, 45), (65, 70), (92, 88)]]
_WAIT_MS = 5000


@pytest.fixture
def hand(qapp: QGuiApplication) -> Iterator[HandInput]:
    found = open_hand()
    if found is None:
        pytest.skip("install libzinnia0 and tegaki-zinnia-simplified-chinese to test handwriting")
    yield found
    found.close()


def ink(strokes: Sequence[Stroke]) -> str:
    """As InkView writes it, on a surface of 100×100."""
    return json.dumps([[{"x": x / 100, "y": y / 100, "t": 0, "p": 1} for x, y in stroke] for stroke in strokes])


def wait_for_words(hand: HandInput) -> tuple[str, ...]:
    """What the recogniser says once it has looked."""
    clock = QElapsedTimer()
    clock.start()
    while not hand.found() and clock.elapsed() < _WAIT_MS:
        QTest.qWait(2)
    return hand.found()


@pytest.mark.parametrize(("char", "strokes"), [("王", WANG), ("中", ZHONG), ("大", DA)])
def test_characters_are_recognised(hand: HandInput, char: str, strokes: list[Stroke]) -> None:
    hand.look(ink(strokes), 600.0, 400.0)
    assert char in wait_for_words(hand)[:3]


@pytest.mark.parametrize("scale", [0.1, 1, 7])
def test_size_and_place_do_not_matter(scale: float) -> None:
    moved = [[(x * scale + 300, y * scale + 40) for x, y in stroke] for stroke in WANG]
    assert all(
        abs(a[0] - b[0]) <= 1 and abs(a[1] - b[1]) <= 1
        for one, two in zip(in_square(WANG), in_square(moved), strict=True)
        for a, b in zip(one, two, strict=True)
    )


@pytest.mark.parametrize("strokes", [[], [[]], [[(5, 5)]], [[(5, 5)], []], [[(1, 1)] * 3000] * 3], ids=range(5))
def test_odd_ink_breaks_nothing(strokes: list[Stroke]) -> None:
    try:
        zinnia = Zinnia()
    except HandwritingMissingError:
        pytest.skip("install libzinnia0 and tegaki-zinnia-simplified-chinese to test handwriting")
    assert isinstance(zinnia.recognise(strokes, 5), tuple)
    zinnia.close()


class Slow:
    """A recogniser that answers only when it is let: says how many strokes it saw."""

    def __init__(self) -> None:
        self.let = threading.Semaphore(0)
        self.seen: list[int] = []
        self.threads: set[int] = set()

    def recognise(self, strokes: Sequence[Stroke], limit: int) -> tuple[str, ...]:
        self.let.acquire(timeout=5)
        self.seen.append(len(strokes))
        self.threads.add(threading.get_ident())
        return (f"{len(strokes)}画",)

    def close(self) -> None:
        """Nothing to free."""


@pytest.fixture
def slow(qapp: QGuiApplication) -> Iterator[tuple[HandInput, Slow]]:
    recogniser = Slow()
    hand = HandInput(lambda: recogniser)
    yield hand, recogniser
    recogniser.let.release(10)
    hand.close()


def test_only_the_newest_strokes_wait_and_the_glass_never_does(slow: tuple[HandInput, Slow]) -> None:
    hand, recogniser = slow
    for count in range(1, 5):
        hand.look(ink(WANG[:count]), 100.0, 100.0)
    recogniser.let.release(4)
    assert wait_for_words(hand) == ("4画",)
    assert recogniser.seen == [1, 4]
    assert threading.get_ident() not in recogniser.threads


def test_going_on_in_the_other_box_takes_the_likeliest(slow: tuple[HandInput, Slow]) -> None:
    hand, recogniser = slow
    taken: list[str] = []
    hand.wordReady.connect(taken.append)
    hand.look(ink(WANG), 100.0, 100.0)
    hand.finish()
    hand.look(ink(DA[:1]), 100.0, 100.0)
    hand.look(ink(DA[:2]), 100.0, 100.0)
    recogniser.let.release(4)
    assert wait_for_words(hand) == ("2画",)
    assert taken == ["4画"]
    hand.finish()
    assert taken == ["4画", "2画"]
    assert hand.found() == ()


def test_what_was_wiped_meanwhile_never_shows(slow: tuple[HandInput, Slow]) -> None:
    hand, recogniser = slow
    keyboard = KeyboardInput({}, hand)
    hand.look(ink(WANG), 100.0, 100.0)
    keyboard.forget()
    QTest.qWait(1)
    recogniser.let.release()
    hand.look(ink(DA[:1]), 100.0, 100.0)
    recogniser.let.release()
    assert wait_for_words(hand) == ("1画",)
    hand.setParent(None)


def test_a_missing_model_is_said_once_and_not_offered(
    qapp: QGuiApplication, expected_logs: ExpectedLogs, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(HandwritingMissingError):
        find_zinnia(tmp_path / "none.model")
    expected_logs.allow("kiosk_app.ui.writing.hand", "no handwriting")
    monkeypatch.setattr("ctypes.util.find_library", lambda name: None)
    assert open_hand() is None
    assert "hand" not in KeyboardInput({}, None).property("offered")


def test_a_broken_model_is_said(qapp: QGuiApplication, expected_logs: ExpectedLogs, tmp_path: Path) -> None:
    expected_logs.allow("kiosk_app.ui.writing.hand", "cannot be read")
    broken = tmp_path / "broken.model"
    broken.write_bytes(b"nothing")
    hand = HandInput(lambda: Zinnia(broken))
    hand.look(ink(WANG), 100.0, 100.0)
    hand.close()
    assert hand.found() == ()
