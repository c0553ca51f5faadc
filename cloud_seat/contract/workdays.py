"""Core: counting working days by the published table of holidays (assets/calendar); without one by weekends alone."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

import msgspec

_SATURDAY = 5
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Workdays:
    """`off`: holidays; `worked`: weekend days that are worked instead; `years`: those whose table is known."""

    off: frozenset[date] = frozenset()
    worked: frozenset[date] = frozenset()
    years: frozenset[int] = frozenset()

    def __contains__(self, day: date) -> bool:
        return day in self.worked or (day.weekday() < _SATURDAY and day not in self.off)

    def after(self, start: date, days: int) -> date:
        """The last day of a term of `days` working days that begins the day after `start`."""
        day = start
        while days > 0:
            day += _DAY
            days -= day in self
        return day

    def left(self, today: date, due: date) -> int:
        """Working days after `today` up to `due`; 0: the last day; below 0: over by so many."""
        first, last = min(today, due), max(today, due)
        count = sum(first + timedelta(days=at) in self for at in range(1, (last - first).days + 1))
        return count if due >= today else -count

    def knows(self, last: date) -> bool:
        """Whether the table reaches that day; of later ones only weekends are known."""
        return last.year in self.years


WEEKENDS_ONLY = Workdays()


class _Year(msgspec.Struct, frozen=True):
    source: str
    off: tuple[tuple[date, date], ...]
    worked: tuple[date, ...]


def read_workdays(data: bytes) -> Workdays:
    """The file of assets/calendar. Raises msgspec.ValidationError when it is not one."""
    years: Mapping[str, _Year] = msgspec.json.decode(data, type=dict[str, _Year])
    spans = [span for year in years.values() for span in year.off]
    off = {first + timedelta(days=at) for first, last in spans for at in range((last - first).days + 1)}
    worked = {day for year in years.values() for day in year.worked}
    return Workdays(frozenset(off), frozenset(worked), frozenset(int(year) for year in years))
