"""Shell: hasty, clumsy and many hands on the glass: nothing is ever said twice, no key sticks."""

import time

import pytest
from PySide6.QtCore import QObject, QPoint, QPointF
from PySide6.QtGui import QGuiApplication, QPointingDevice
from PySide6.QtQml import QQmlExpression, qmlContext
from PySide6.QtTest import QTest

from kiosk_app.ui.writing.touches import MOST_FINGERS, is_palm
from tests.kiosk_app.qml.fingers import await_rest, tap, tap_item
from tests.kiosk_app.qml.measure import find_item, middle
from tests.kiosk_app.qml.sample_views import field, presentation
from tests.kiosk_app.qml.stage import Stage
from tests.kiosk_app.qml.test_ways import edits, form_of

STALL_S = 0.05
TYPED = 10_000


class Hands:
    """Several fingers at once."""

    def __init__(self, stage: Stage, device: QPointingDevice) -> None:
        self._stage, self._device = stage, device
        self._down: dict[int, QPoint] = {}

    def press(self, *fingers: tuple[int, QPoint]) -> None:
        """These come down together; those that are down stay."""
        touch = QTest.touchEvent(self._stage.window, self._device, False)
        for number in self._down:
            touch.stationary(number)
        for number, at in fingers:
            touch.press(number, at, self._stage.window)
        touch.commit()
        self._down |= dict(fingers)
        QGuiApplication.processEvents()

    def move(self, finger: int, at: QPoint) -> None:
        """One slides, the others stay."""
        touch = QTest.touchEvent(self._stage.window, self._device, False)
        for number in self._down:
            touch.move(number, at, self._stage.window) if number == finger else touch.stationary(number)
        touch.commit()
        self._down[finger] = at
        QGuiApplication.processEvents()

    def lift(self, *fingers: int) -> None:
        """These go; all of them by default."""
        touch = QTest.touchEvent(self._stage.window, self._device, False)
        for number, at in self._down.items():
            if number in (fingers or self._down):
                touch.release(number, at, self._stage.window)
            else:
                touch.stationary(number)
        touch.commit()
        self._down = {n: at for n, at in self._down.items() if fingers and n not in fingers}
        QGuiApplication.processEvents()


@pytest.fixture(scope="module")
def panel(qapp: QGuiApplication) -> QPointingDevice:
    """A touch panel."""
    return QTest.createTouchDevice()


@pytest.fixture
def hands(stage: Stage, panel: QPointingDevice) -> Hands:
    return Hands(stage, panel)


def at(stage: Stage, name: str) -> QPoint:
    """Where an item is touched, once it takes a press."""
    item = find_item(stage.window, name)
    await_rest(item)
    return middle(item).toPoint()


def writing_english(stage: Stage, *, limit: int = 0, widget: str = "text") -> None:
    """A page with the finger in one field."""
    stage.show(form_of(field("name", widget, "姓名", maxLength=limit), field("other", "text", "别的")))
    tap(stage, "field-name")
    stage.settle()
    stage.keyboard.switchTo("en")
    stage.settle()


def stuck(stage: Stage) -> list[str]:
    """Buttons and keys that are still down."""
    return [item.objectName() for item in stage.items() if item.property("pressed") is True]


def test_two_thumbs_write_both_letters(stage: Stage, hands: Hands) -> None:
    writing_english(stage)
    hands.press((0, at(stage, "key-a")))
    hands.press((1, at(stage, "key-l")))
    hands.lift()
    hands.press((0, at(stage, "key-s")), (1, at(stage, "key-k")))
    hands.lift()
    assert sorted(str(edits(stage, "name")[-1])) == ["a", "k", "l", "s"]
    assert stuck(stage) == []


def test_two_buttons_at_once_are_one(stage: Stage, hands: Hands) -> None:
    stage.show(presentation("guide"))
    hands.press((0, at(stage, "goOn")), (1, at(stage, "goBack")))
    hands.lift(1)
    hands.lift()
    assert stage.intents.names() == ["goOn"]
    assert stuck(stage) == []


@pytest.mark.parametrize("page", ["review", "check", "sign", "guide"])
def test_drumming_on_the_way_forward_is_one_press(stage: Stage, hands: Hands, page: str) -> None:
    shown = presentation(page)
    stage.show({**shown, "frame": {**shown["frame"], "primaryEnabled": True}})
    name = "goOn" if page != "sign" else "goBack"
    spot = at(stage, name)
    with stage.steady():
        for _ in range(12):
            hands.press((0, spot))
            hands.lift()
    assert stage.intents.names() == [name]


def test_a_flat_hand_presses_nothing(stage: Stage, hands: Hands) -> None:
    stage.show(presentation("review"))
    middle_ = at(stage, "goOn")
    hands.press(*((n, middle_ + QPoint(12 * n, 6 * n)) for n in range(MOST_FINGERS + 1)))
    hands.lift(1)
    hands.press((7, middle_))
    hands.lift()
    assert stage.intents.names() == []
    tap(stage, "goOn")
    assert stage.intents.names() == ["goOn"], "afterwards a finger counts again"
    assert stuck(stage) == []


def test_a_finger_that_turns_into_a_hand_presses_nothing(stage: Stage, hands: Hands) -> None:
    stage.show(presentation("review"))
    spot = at(stage, "goOn")
    hands.press((0, spot))
    assert stuck(stage) == ["goOn"]
    hands.press(*((n, spot + QPoint(10 * n, 0)) for n in range(1, MOST_FINGERS + 1)))
    assert stuck(stage) == []
    hands.lift()
    assert stage.intents.names() == []


@pytest.mark.parametrize(
    ("contacts", "palm"),
    [([12.0], False), ([90.0, 60.0, 0.0], False), ([0.0] * MOST_FINGERS, False), ([400.0], True), ([0.0] * 4, True),
     ([30.0, 260.0], True), ([], False)],
)  # fmt: skip
def test_size_and_number_make_a_palm(contacts: list[float], palm: bool) -> None:
    assert is_palm(contacts, 1080) is palm


def test_a_finger_that_slides_off_presses_nothing(stage: Stage, hands: Hands) -> None:
    stage.show(presentation("review"))
    hands.press((0, at(stage, "goOn")))
    hands.move(0, QPoint(900, 300))
    hands.lift()
    assert stage.intents.names() == []
    assert stuck(stage) == []


def test_backspace_repeats_while_held_and_stops(stage: Stage, hands: Hands) -> None:
    writing_english(stage)
    for letter in "abcdefghijklmnopqrstuvwxyz":
        stage.keyboard.typeKey(letter)
    spot = at(stage, "key-backspace")
    hands.press((0, spot))
    QTest.qWait(900)
    hands.lift()
    left = str(edits(stage, "name")[-1])
    assert 26 - len(left) > 1
    QTest.qWait(200)
    assert edits(stage, "name")[-1] == left
    hands.press((0, spot))
    hands.move(0, spot + QPoint(0, -500))
    QTest.qWait(600)
    assert 26 > len(left) - len(str(edits(stage, "name")[-1])) <= 1, "a finger that slid off erases no more"
    hands.lift()
    assert stuck(stage) == []


def test_a_trembling_finger_strikes_a_drawn_key_once(stage: Stage) -> None:
    writing_english(stage)
    with stage.trembling(3_600_000):
        for key in ("a", "a", "b", "b", "c"):
            tap_item(stage, find_item(stage.window, f"key-{key}"))
    assert edits(stage, "name")[-1] == "abc"


def test_a_hidden_button_that_never_heard_of_the_lifted_finger_locks_no_other(stage: Stage) -> None:
    writing_english(stage)
    hide = find_item(stage.window, "key-hide")
    guard = next(o for o in hide.findChildren(QObject) if o.metaObject().className().startswith("PressGuard"))
    stage.show(presentation("guide"))
    context = qmlContext(guard)
    assert context is not None and not hide.isVisible()
    QQmlExpression(context, guard, "Theme.held = control").evaluate()
    tap(stage, "goOn")
    assert stage.intents.names()[-1] == "goOn"


def test_a_held_key_does_not_outlive_its_page(stage: Stage, hands: Hands) -> None:
    writing_english(stage)
    hands.press((0, at(stage, "key-backspace")))
    stage.show(presentation("welcome"))
    stage.intents.heard.clear()
    QTest.qWait(600)
    hands.lift()
    assert stage.intents.names() == []
    assert stuck(stage) == []


@pytest.mark.parametrize("typed", [1_000, pytest.param(TYPED, marks=pytest.mark.deep)])
@pytest.mark.parametrize("widget", ["text", "multiline"])
def test_many_letters_meet_a_limit_in_words(stage: Stage, widget: str, typed: int) -> None:
    writing_english(stage, limit=300, widget=widget)
    slowest_s = 0.0
    for number in range(typed):
        began_s = time.thread_time()
        stage.keyboard.typeKey("abcdefghij "[number % 11])
        QGuiApplication.processEvents()
        slowest_s = max(slowest_s, time.thread_time() - began_s)
    assert len(str(edits(stage, "name")[-1])) == 300
    assert slowest_s < STALL_S
    words = [str(item.property("text")) for item in stage.items() if item.isVisible() and item.property("text")]
    assert "最多写 300 个字，写不下了" in words
    tap_item(stage, find_item(stage.window, "key-backspace"))
    stage.settle()
    words = [str(item.property("text")) for item in stage.items() if item.isVisible() and item.property("text")]
    assert "最多写 300 个字，写不下了" not in words


@pytest.mark.parametrize("typed", [1_000, pytest.param(TYPED, marks=pytest.mark.deep)])
def test_a_long_field_never_holds_up_the_glass(stage: Stage, typed: int) -> None:
    writing_english(stage, limit=typed, widget="multiline")
    slowest_s = 0.0
    for number in range(typed):
        began_s = time.thread_time()
        stage.keyboard.typeKey("abcdefghij "[number % 11])
        QGuiApplication.processEvents()
        slowest_s = max(slowest_s, time.thread_time() - began_s)
    assert len(str(edits(stage, "name")[-1])) == typed
    assert slowest_s < STALL_S


def test_where_the_ink_goes_a_second_finger_does_not_write(stage: Stage, hands: Hands) -> None:
    if "hand" not in list(stage.keyboard.property("offered")):
        pytest.skip("install libzinnia0 and tegaki-zinnia-simplified-chinese to test handwriting")
    writing_english(stage)
    stage.keyboard.switchTo("hand")
    stage.settle()
    box = find_item(stage.window, "hand-0")
    corner = box.mapToScene(QPointF(20, 20)).toPoint()
    hands.press((0, corner))
    hands.press((1, corner + QPoint(200, 200)))
    hands.move(1, corner + QPoint(260, 200))
    hands.move(0, corner + QPoint(100, 0))
    hands.lift()
    inks = [item for item in stage.items() if item.metaObject().className().startswith("InkView")]
    assert [item.property("empty") for item in inks] == [False, True]
