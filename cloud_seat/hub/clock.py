"""Shell: the hub's clock, in the two forms that it writes down."""

import time
from datetime import UTC, datetime


def now_ms() -> int:
    """Milliseconds since 1970 UTC."""
    return time.time_ns() // 1_000_000


def now_utc() -> str:
    """UTC, ISO 8601, to the second: 2026-11-23T07:01:00Z."""
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
