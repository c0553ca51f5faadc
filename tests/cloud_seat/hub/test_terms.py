"""Core: the statutory clock counts working days of the office, and stops for nobody."""

from datetime import date

import pytest

from cloud_seat.contract.workdays import WEEKENDS_ONLY
from cloud_seat.hub.terms import Clock, Term, counts_from
from tests.cloud_seat.hub.running import TABLE

FRIDAY, MONDAY = "2026-11-20", "2026-11-23"


def test_five_days_to_say_what_is_missing_then_what_was_promised() -> None:

    def term(accepted_on: str, today: str) -> Term:
        return Clock(today, TABLE).term(received_on=FRIDAY, accepted_on=accepted_on, promised_workdays=10)

    assert term("", MONDAY) == Term("check", "2026-11-27", 4)
    assert term(MONDAY, MONDAY) == Term("finish", "2026-12-07", 10)
    assert term("", "2026-12-01") == Term("check", "2026-11-27", -2)


@pytest.mark.parametrize(
    ("start", "days", "last"),
    [
        ("2026-11-20", 1, "2026-11-23"),
        ("2026-11-20", 15, "2026-12-11"),
        ("2026-09-30", 1, "2026-10-08"),  # 国庆节
        ("2026-10-08", 2, "2026-10-10"),  # a Saturday that is worked
        ("2026-02-13", 1, "2026-02-14"),
        ("2026-02-14", 5, "2026-02-28"),  # 春节, then a Saturday that is worked
        ("2025-12-31", 1, "2026-01-04"),
        ("2025-01-24", 2, "2025-01-27"),
    ],
)
def test_holidays_do_not_count_and_weekends_that_are_worked_do(start: str, days: int, last: str) -> None:
    due = TABLE.after(date.fromisoformat(start), days)
    assert due.isoformat() == last
    assert TABLE.left(date.fromisoformat(start), due) == days


def test_a_year_without_its_table_counts_weekends_and_says_so() -> None:
    year = max(TABLE.years) + 1
    clock = Clock(f"{year}-09-28", TABLE)
    term = clock.term(received_on=f"{year}-09-28", accepted_on="", promised_workdays=0)
    assert term.weekends_only
    assert term.due_on == WEEKENDS_ONLY.after(date(year, 9, 28), 5).isoformat()
    assert not Clock(MONDAY, TABLE).term(received_on=MONDAY, accepted_on="", promised_workdays=0).weekends_only


def test_the_table_is_what_was_published() -> None:
    """Days that are worked instead are Saturdays and Sundays; statutory days are off."""
    assert {2025, 2026} <= TABLE.years
    assert all(day.weekday() >= 5 for day in TABLE.worked)
    for day in ("2026-01-01", "2026-02-16", "2026-02-19", "2026-04-05", "2026-05-02", "2026-06-19", "2026-10-03"):
        assert date.fromisoformat(day) not in TABLE
    for year, off, worked in ((2025, 28, 5), (2026, 33, 6)):
        counts = [sum(day.year == year for day in days) for days in (TABLE.off, TABLE.worked)]
        assert counts == [off, worked]


@pytest.mark.parametrize("days", range(8))
def test_what_is_left_agrees_with_the_term(days: int) -> None:
    for start in range(20, 29):
        first = date(2026, 9, start)
        assert TABLE.left(first, TABLE.after(first, days)) == days


@pytest.mark.parametrize(
    ("submitted_at", "counts"),
    [
        ("2026-11-23T07:00:00+00:00", "2026-11-23T07:00:00+00:00"),
        ("2026-11-23T15:00:00+08:00", "2026-11-23T07:00:00+00:00"),
        ("2026-08-01T00:00:00+00:00", "2026-08-01T00:00:00+00:00"),  # months without the hub
        ("2026-11-26T07:00:01+00:00", "arrival"),  # ahead
        ("2000-01-01T00:00:00+00:00", "arrival"),  # a clock without a battery
        ("2026-11-23T07:00:00", "arrival"),
        ("yesterday", "arrival"),
    ],
)
def test_the_office_s_time_runs_from_when_the_resident_submitted(submitted_at: str, counts: str) -> None:
    arrival = "2026-11-26T07:00:00Z"
    assert counts_from(submitted_at, arrival) == (arrival if counts == "arrival" else counts)
