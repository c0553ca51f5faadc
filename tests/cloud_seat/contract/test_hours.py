"""Core: when it is time by office hours, and when it is again: over lunch, nights, weekends and holidays."""

from datetime import date, datetime

import pytest

from cloud_seat.contract.hours import Hours, read_hours
from cloud_seat.contract.workdays import Workdays

HOURS = read_hours("9:00-12:00 14:00-17:00")
TABLE = Workdays(off=frozenset([date(2026, 11, 27)]), worked=frozenset([date(2026, 11, 28)]))


@pytest.mark.parametrize(
    ("now", "begins"),
    [
        ("2026-11-26T08:10", "2026-11-26T09:00"),
        ("2026-11-26T09:00", "2026-11-26T09:00"),
        ("2026-11-26T11:59", "2026-11-26T11:59"),
        ("2026-11-26T12:00", "2026-11-26T14:00"),
        ("2026-11-26T17:00", "2026-11-28T09:00"),
        ("2026-11-28T18:00", "2026-11-30T09:00"),
    ],
)
def test_when_it_is_next(now: str, begins: str) -> None:
    assert HOURS.next(datetime.fromisoformat(now), TABLE) == datetime.fromisoformat(begins)


def test_nothing_known_is_nothing_said() -> None:
    assert read_hours(" ") == Hours()
    assert Hours().next(datetime(2026, 11, 26, 10), TABLE) is None


@pytest.mark.parametrize("words", ["9-12", "12:00-9:00", "9:00-12:00 11:00-13:00", "25:00-26:00", "always"])
def test_what_is_no_hours_is_refused(words: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        read_hours(words)
