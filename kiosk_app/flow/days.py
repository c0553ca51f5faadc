"""Core: days and hours as people say them."""

from datetime import date, datetime

_MONTHS = "January February March April May June July August September October November December".split()  # noqa: SIM905


def day_words(day: date, en: bool, *, year: bool = False) -> str:
    """12 月 7 日; 7 December; with the year where a day may lie in the next one."""
    if en:
        return f"{day.day} {_MONTHS[day.month - 1]}" + f" {day.year}" * year
    return f"{day.year} 年 " * year + f"{day.month} 月 {day.day} 日"


def local_time(at_utc: str, en: bool) -> str:
    """Month, day, hour and minute where the booth stands."""
    at = datetime.fromisoformat(at_utc).astimezone()
    return f"{day_words(at, en)} {at:%H:%M}"
