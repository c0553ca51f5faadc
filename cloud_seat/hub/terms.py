"""Core: the statutory clock of a case: what has to be done until when, and how many working days are left."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from cloud_seat.contract.workdays import Workdays

CHECK_WORKDAYS = 5
"""Say once, in writing, what is missing, or it counts as accepted on the day received (DOMAIN: Cases)."""


CREDIBLE_DAYS = 120
"""A booth works for months without the hub; a clock that is further behind lost its battery."""


def counts_from(submitted_at: str, received_at: str) -> str:
    """The moment, UTC, from which the office's time runs: when the resident submitted, however long the case was on its
    way. A booth's clock that was ahead or far behind is not believed: then it runs from the arrival."""
    try:
        submitted, received = datetime.fromisoformat(submitted_at), datetime.fromisoformat(received_at)
        is_credible = timedelta(0) <= received - submitted <= timedelta(days=CREDIBLE_DAYS)
    except (ValueError, TypeError):  # no time, or one without a zone
        return received_at
    return submitted.astimezone(UTC).isoformat() if is_credible else received_at


@dataclass(frozen=True, slots=True)
class Term:
    """`kind`: check (accept or return), finish (what was promised). `left_workdays` 0: today is the last day.

    `weekends_only`: the table of holidays does not reach that day yet.
    """

    kind: str
    due_on: str
    left_workdays: int
    weekends_only: bool = False


@dataclass(frozen=True, slots=True)
class Clock:
    """Counts from this day of the office's wall."""

    today: str
    workdays: Workdays

    def term(self, *, received_on: str, accepted_on: str, promised_workdays: int) -> Term:
        """Of a case that waits for the office."""
        if accepted_on:
            return self._term("finish", accepted_on, promised_workdays)
        return self._term("check", received_on, CHECK_WORKDAYS)

    def _term(self, kind: str, start: str, days: int) -> Term:
        due = self.workdays.after(date.fromisoformat(start), days)
        left = self.workdays.left(date.fromisoformat(self.today), due)
        return Term(kind, due.isoformat(), left, weekends_only=not self.workdays.knows(due))
