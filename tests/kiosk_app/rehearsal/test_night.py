"""Core: at which hours a booth tries itself, how often, and that not all do so at once."""

from datetime import datetime, time, timedelta

import msgspec
import pytest

from kiosk_app.config import Settings
from kiosk_app.rehearsal.night import AGAIN_AFTER, SPREAD_MIN, WINDOW, Night, night_of

NIGHT = Night(time(23, 50))
FIRST = datetime(2026, 11, 26, 23, 50)
MINUTE = timedelta(minutes=1)


def _due(now: datetime, *, ended: datetime | None = None, tried: datetime | None = None) -> bool:
    return NIGHT.is_due(now, ended=ended, tried=tried)


def test_once_a_night_from_its_hour_on_also_over_midnight() -> None:
    assert not _due(FIRST - MINUTE)
    assert _due(FIRST) and _due(FIRST + 3 * MINUTE * 60)
    assert not _due(FIRST + WINDOW + MINUTE), "people come"
    ended = FIRST + 2 * MINUTE
    assert not _due(FIRST + 60 * MINUTE, ended=ended)
    assert _due(FIRST + timedelta(days=1), ended=ended)


def test_again_after_somebody_came_in_but_not_at_once() -> None:
    tried = FIRST + MINUTE
    assert not _due(tried + MINUTE, tried=tried)
    assert _due(tried + AGAIN_AFTER, tried=tried)


def test_a_clock_that_was_set_back_stops_nothing() -> None:
    later = FIRST + timedelta(days=400)
    assert _due(FIRST, ended=later, tried=later)


def test_booths_begin_one_after_the_other() -> None:
    begins = {night.begins for number in range(106) if (night := night_of(f"PY-{number:04}", "23:50"))}
    assert len(begins) > SPREAD_MIN / 2
    minutes = {
        (24 * 60 + begin.hour * 60 + begin.minute - FIRST.hour * 60 - FIRST.minute) % (24 * 60) for begin in begins
    }
    assert max(minutes) < SPREAD_MIN
    assert night_of("PY-0417", "") is None


@pytest.mark.parametrize("at", ["25:00", "3:30", "03:30:00", "night"])
def test_an_hour_that_is_none_stops_the_start(at: str) -> None:
    with pytest.raises(msgspec.ValidationError, match="rehearse_at"):
        msgspec.convert({"rehearse_at": at}, Settings)
    assert msgspec.convert({"rehearse_at": "03:30"}, Settings).rehearse_at == "03:30"
