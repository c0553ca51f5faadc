"""Shell: a closing is kept on the booth's disk: without the hub, over a restart, until its hour."""

from pathlib import Path

import pytest

from cloud_seat.contract.board import BoothClosed, ErrandAsked
from kiosk_app.hands.closing import ClosingHand
from kiosk_app.session import events as on
from tests.conftest import ExpectedLogs

TOLD = BoothClosed(left_s=3600, until="15:00", reason="power")


class Booth:
    """What the hand posts, by a clock that the test turns."""

    def __init__(self, path: Path) -> None:
        self.path, self.now_s, self.posted = path, 1_000_000.0, list[on.Event]()
        self.start()

    def start(self) -> None:
        self.hand = ClosingHand(self.posted.append, self.path, lambda: self.now_s)

    def said(self) -> list[BoothClosed | None]:
        said = [event.closing for event in self.posted if isinstance(event, on.ClosingTold)]
        self.posted.clear()
        return said


@pytest.fixture
def booth(tmp_path: Path) -> Booth:
    return Booth(tmp_path / "closing.json")


def test_closed_over_a_restart_and_open_by_its_hour(booth: Booth) -> None:
    booth.hand.hear(ErrandAsked(errand_id="e1", what="message"))
    assert booth.said() == []
    booth.hand.hear(TOLD)
    booth.hand.look()
    assert booth.said() == [TOLD]
    booth.now_s += 3599
    booth.start()
    booth.hand.look()
    assert booth.said() == [TOLD], "the program restarted, the hub is away"
    booth.now_s += 1
    booth.hand.look()
    booth.hand.look()
    assert booth.said() == [None] and not booth.path.exists()
    booth.start()
    assert booth.said() == []


def test_opened_by_the_supervisor_and_closed_anew(booth: Booth) -> None:
    longer = BoothClosed(left_s=7200, reason="repair")
    for told in (TOLD, BoothClosed(), longer):
        booth.hand.hear(told)
    assert booth.said() == [TOLD, None, longer]
    booth.now_s += 3601
    booth.hand.look()
    assert booth.said() == []


def test_a_restart_after_its_hour_begins_open(booth: Booth) -> None:
    booth.hand.hear(TOLD)
    booth.said()
    booth.now_s += 4000
    booth.start()
    assert booth.said() == [] and not booth.path.exists()


@pytest.mark.parametrize("turned_s", [-400_000.0, 400_000.0])
def test_a_clock_that_was_set_does_not_keep_it_shut_for_days(booth: Booth, turned_s: float) -> None:
    booth.hand.hear(TOLD)
    booth.said()
    booth.now_s += turned_s
    booth.hand.look()
    assert booth.said() == [None]


@pytest.mark.parametrize("left_s", [float("nan"), -1.0, 1e9])
def test_a_length_that_makes_no_sense_closes_nothing(booth: Booth, left_s: float) -> None:
    booth.hand.hear(BoothClosed(left_s=left_s, reason="power"))
    assert booth.said() == [None]


def test_a_file_that_does_not_read_is_no_closing(booth: Booth, expected_logs: ExpectedLogs) -> None:
    expected_logs.allow("kiosk_app.hands.closing", "does not read")
    booth.path.write_bytes(b"{")
    booth.start()
    assert booth.said() == []
    booth.hand.hear(TOLD)
    assert booth.said() == [TOLD]
