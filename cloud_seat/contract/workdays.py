"""Core: counting working days. Saturdays, Sundays and the given holidays do not count."""

from collections.abc import Collection
from datetime import date, timedelta

_SATURDAY = 5


def after_workdays(start: date, days: int, holidays: Collection[date] = ()) -> date:
    """The last day of a term of `days` working days that begins the day after `start`."""
    day = start
    while days > 0:
        day += timedelta(days=1)
        days -= day.weekday() < _SATURDAY and day not in holidays
    return day


def workdays_left(today: date, due: date, holidays: Collection[date] = ()) -> int:
    """Working days after `today` up to `due`; 0: the last day; below 0: over by so many."""
    first, last = min(today, due), max(today, due)
    days = (first + timedelta(days=at) for at in range(1, (last - first).days + 1))
    count = sum(day.weekday() < _SATURDAY and day not in holidays for day in days)
    return count if due >= today else -count
