"""Core: when a booked time is now, early, late or another day."""

from datetime import UTC, datetime
from types import SimpleNamespace

import pytest

from cloud_seat.hub.inquiries import best_booking, when_booked

NOW = datetime(2026, 11, 27, 9, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("day", "time", "when"),
    [
        ("2026-11-27", "09:00", "now"),
        ("2026-11-27", "09:30", "now"),
        ("2026-11-27", "09:31", "early"),
        ("2026-11-27", "08:30", "now"),
        ("2026-11-27", "08:29", "late"),
        ("2026-11-28", "09:00", "other_day"),
        ("2026-11-26", "09:00", "other_day"),
    ],
)
def test_punctuality(day: str, time: str, when: str) -> None:
    assert when_booked(day, time, NOW, early_min=30, late_min=30) == when


@pytest.mark.parametrize(
    ("days", "chosen"),
    [
        (("2026-11-26", "2026-11-27", "2026-11-28"), "2026-11-27"),
        (("2026-11-26", "2026-11-29", "2026-11-30"), "2026-11-29"),
        (("2026-11-20", "2026-11-26"), "2026-11-26"),
    ],
)
def test_todays_then_the_next_then_the_last(days: tuple[str, ...], chosen: str) -> None:
    assert best_booking([SimpleNamespace(day=day) for day in days], NOW).day == chosen


def test_no_booking() -> None:
    assert best_booking([], NOW) is None
