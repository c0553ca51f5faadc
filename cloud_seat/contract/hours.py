"""Core: office hours of a working day, such as "9:00-12:00 14:00-17:00": whether it is time, and when it is again."""

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from cloud_seat.contract.workdays import Workdays

_SPAN = re.compile(r"(\d{1,2}):(\d{2})-(\d{1,2}):(\d{2})")
_LOOK_AHEAD_DAYS = 14
"""Longer than the longest holidays: who is away for longer has no hours that can be told."""


@dataclass(frozen=True, slots=True)
class Hours:
    """Spans of local time on working days, each from its first minute to before its last."""

    spans: tuple[tuple[time, time], ...] = ()

    def next(self, now: datetime, workdays: Workdays) -> datetime | None:
        """`now` when it is time; else when it next is; None: not within two weeks, or nothing is known."""
        days = (now.date() + timedelta(days=ahead) for ahead in range(_LOOK_AHEAD_DAYS) if self.spans)
        spans = (span for day in days if day in workdays for span in self._on(day))
        return next((max(begins, now) for begins, ends in spans if now < ends), None)

    def _on(self, day: date) -> list[tuple[datetime, datetime]]:
        return [(datetime.combine(day, begins), datetime.combine(day, ends)) for begins, ends in self.spans]


def read_hours(words: str) -> Hours:
    """As in a list of officials; nothing: not known. Raises ValueError when it is neither."""
    spans = list[tuple[time, time]]()
    for word in words.split():
        found = _SPAN.fullmatch(word)
        if not found:
            raise ValueError(word)
        first_h, first_min, last_h, last_min = map(int, found.groups())
        span = (time(first_h, first_min), time(last_h, last_min))
        if span[0] >= span[1] or (spans and span[0] < spans[-1][1]):
            raise ValueError(word)
        spans.append(span)
    return Hours(tuple(spans))
