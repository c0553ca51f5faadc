"""Core: the statutory clock counts working days of the office, and stops for nobody."""

from datetime import date

import pytest

from cloud_seat.contract.workdays import after_workdays, workdays_left
from cloud_seat.hub.terms import Term, term_of

FRIDAY, MONDAY = "2026-11-20", "2026-11-23"


def test_five_days_to_say_what_is_missing_then_what_was_promised() -> None:

    def term(accepted_on: str, today: str) -> Term:
        return term_of(received_on=FRIDAY, accepted_on=accepted_on, promised_workdays=10, today=today)

    assert term("", MONDAY) == Term("check", "2026-11-27", 4)
    assert term(MONDAY, MONDAY) == Term("finish", "2026-12-07", 10)
    assert term("", "2026-12-01") == Term("check", "2026-11-27", -2)


@pytest.mark.parametrize("days", range(8))
def test_what_is_left_agrees_with_the_term(days: int) -> None:
    for start in range(20, 29):
        first = date(2026, 11, start)
        assert workdays_left(first, after_workdays(first, days)) == days
