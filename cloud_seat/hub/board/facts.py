"""Shell: what the board reads from the database and counts, every ten seconds while somebody looks, once for all."""

import asyncio
import time
from dataclasses import dataclass, field
from datetime import UTC, datetime

from sqlalchemy import Connection

from cloud_seat.contract.board import Morning, WallTold
from cloud_seat.contract.text import Text
from cloud_seat.hub.clock import local_day, now_utc, start_of_day
from cloud_seat.hub.coverage import Coverage
from cloud_seat.hub.duties import Duties
from cloud_seat.hub.opening import Opening, openings
from cloud_seat.hub.store import board as store
from cloud_seat.hub.store.database import Database
from cloud_seat.hub.waiting import Waiting, waitings

FRESH_S = 10.0
THIN_SHOWN = 200


@dataclass(frozen=True, slots=True)
class Known:
    """`names`: every booth; `seats`: how many officials there are at all."""

    names: dict[str, Text] = field(default_factory=dict[str, Text])
    seats: int = 0
    told: WallTold = field(default_factory=WallTold)


class Facts:
    """The newest of them."""

    def __init__(self, db: Database, duties: Duties, *, utc_offset_h: int) -> None:
        self._db, self._duties, self._utc_offset_h = db, duties, utc_offset_h
        self._known, self._read_at_s = Known(), 0.0
        self._reading = asyncio.Lock()

    async def newest(self) -> Known:
        """Read anew when it is old."""
        async with self._reading:
            if not self._read_at_s or time.monotonic() - self._read_at_s > FRESH_S:
                thin = await self._duties.coverage()
                self._known = await self._db.run(lambda db: self._read(db, thin))
                self._read_at_s = time.monotonic()
            return self._known

    def _read(self, db: Connection, thin: Coverage) -> Known:
        day, now = local_day(now_utc(), self._utc_offset_h), datetime.now(UTC)
        outboxes = {one.kiosk_id: one for one in waitings(db, now)}
        opened = openings(db, now)
        told = WallTold(
            served=store.served(db, day=day, begins=start_of_day(day, self._utc_offset_h)),
            mornings=tuple(morning(one, outboxes[one.kiosk_id]) for one in opened),
            items=thin.items,
            thin=thin.gaps[:THIN_SHOWN],
        )
        return Known({one.kiosk_id: one.name for one in opened}, store.officials(db), told)


def morning(opening: Opening, outbox: Waiting) -> Morning:
    """Of one booth."""
    return Morning(
        kiosk_id=opening.kiosk_id,
        is_ready=opening.is_ready,
        text=opening.text,
        age_h=opening.age_h,
        outbox=outbox.count,
        oldest_s=max((group.oldest_s for group in outbox.groups), default=0.0),
        needs_person=outbox.needs_person,
    )
