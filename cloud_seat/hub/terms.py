"""Core: the statutory clock of a case: what has to be done until when, and how many working days are left."""

from dataclasses import dataclass
from datetime import date

from cloud_seat.contract.workdays import after_workdays, workdays_left

CHECK_WORKDAYS = 5
"""Say once, in writing, what is missing, or it counts as accepted on the day received (DOMAIN: Cases)."""


@dataclass(frozen=True, slots=True)
class Term:
    """`kind`: check (accept or return), finish (what was promised). `left_workdays` 0: today is the last day."""

    kind: str
    due_on: str
    left_workdays: int


def term_of(*, received_on: str, accepted_on: str, promised_workdays: int, today: str) -> Term:
    """Of a case that waits for the office. Days are of the office's wall."""
    if accepted_on:
        return _term("finish", accepted_on, promised_workdays, today)
    return _term("check", received_on, CHECK_WORKDAYS, today)


def _term(kind: str, start: str, workdays: int, today: str) -> Term:
    due = after_workdays(date.fromisoformat(start), workdays)
    return Term(kind, due.isoformat(), workdays_left(date.fromisoformat(today), due))
