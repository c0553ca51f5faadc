"""Core: when a booth rehearses: once a night, from its hour on, again after a while when somebody came in between."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from zlib import crc32

WINDOW = timedelta(hours=4)
"""Later than this after its hour people come to the booth: the night goes without."""
AGAIN_AFTER = timedelta(minutes=20)
"""Who came in at night may still be there."""
SPREAD_MIN = 30
"""Booths do not all call at once: the hub's host has few bots."""


@dataclass(frozen=True, slots=True)
class Night:
    """`begins`: local time of the first try."""

    begins: time

    def is_due(self, now: datetime, *, ended: datetime | None, tried: datetime | None) -> bool:
        """Local times. `ended`: when the newest rehearsal came to its end; `tried`: when one was begun last."""
        since = datetime.combine(now.date(), self.begins)
        since = since if since <= now else since - timedelta(days=1)
        if now - since > WINDOW or (ended is not None and since <= ended <= now):
            return False
        return tried is None or tried > now or now - tried >= AGAIN_AFTER


def night_of(kiosk_id: str, at: str) -> Night | None:
    """`at`: HH:MM; each booth has its own minutes after it. None: this booth does not rehearse by itself."""
    if not at:
        return None
    first = datetime.combine(datetime.min + timedelta(days=1), time.fromisoformat(at))
    return Night((first + timedelta(minutes=crc32(kiosk_id.encode()) % SPREAD_MIN)).time())
