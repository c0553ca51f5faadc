"""Shell: the hub's clock, in the two forms that it writes down."""

import time
from datetime import UTC, datetime, timedelta


def now_ms() -> int:
    """Milliseconds since 1970 UTC."""
    return time.time_ns() // 1_000_000


def now_utc() -> str:
    """UTC, ISO 8601, to the second: 2026-11-23T07:01:00Z."""
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def on_the_wall(at_ms: int, utc_offset_h: int) -> datetime:
    """The moment as the office's clock shows it, naive."""
    return (datetime.fromtimestamp(at_ms / 1000, UTC) + timedelta(hours=utc_offset_h)).replace(tzinfo=None)


def wall_hour(at_ms: int, utc_offset_h: int) -> str:
    """HH:MM there; empty: midnight."""
    words = f"{on_the_wall(at_ms, utc_offset_h):%H:%M}"
    return "" if words == "00:00" else words


def moment_ms(on_the_wall: datetime, utc_offset_h: int) -> int:
    """The way back."""
    return round((on_the_wall - timedelta(hours=utc_offset_h)).replace(tzinfo=UTC).timestamp() * 1000)


def local_now(utc_offset_h: int) -> datetime:
    """On the office's wall."""
    return on_the_wall(now_ms(), utc_offset_h)


def start_of_day(day: str, utc_offset_h: int) -> str:
    """The moment at which a day of the office begins, in UTC. Raises ValueError when it is none."""
    at = datetime.strptime(day, "%Y-%m-%d") - timedelta(hours=utc_offset_h)
    return at.strftime("%Y-%m-%dT%H:%M:%SZ")


def local_day(at_utc: str, utc_offset_h: int) -> str:
    """The day on the office's wall at such a moment: terms count from it. 2026-11-23."""
    return (datetime.fromisoformat(at_utc) + timedelta(hours=utc_offset_h)).date().isoformat()


def judged_on(submitted_at: str, today: str, utc_offset_h: int) -> str:
    """The day by which a form's rules are judged: the booth's own when the resident submitted, so that both ends say
    the same however long the case waited. A booth whose clock runs ahead, or that tells no time, is judged by today."""
    try:
        return min(local_day(submitted_at, utc_offset_h), today)
    except ValueError:
        return today
