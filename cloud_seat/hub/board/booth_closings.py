"""Shell: which booths are closed, until when and why; those connected here hear it, other hubs read it anew."""

import asyncio
import contextlib

from sqlalchemy import Connection

from cloud_seat.contract.board import BoothClosed
from cloud_seat.contract.text import Text
from cloud_seat.hub import words
from cloud_seat.hub.clock import now_ms, on_the_wall, wall_hour
from cloud_seat.hub.config import Settings
from cloud_seat.hub.nearest import nearest
from cloud_seat.hub.rooms import Rooms
from cloud_seat.hub.store import audit, booth_closings, duties
from cloud_seat.hub.store.away import RemoteStoreAwayError
from cloud_seat.hub.store.booth_closings import Row
from cloud_seat.hub.store.database import Database

LOOK_S = 30.0
"""How old the name of the nearest open booth may be, and what another hub said that was not heard."""
_Told = tuple[Row, str]
"""What a booth was told: its closing, and where to go instead."""


class BoothClosings:
    """Kept in the database; a closing ends by itself."""

    def __init__(self, db: Database, rooms: Rooms, settings: Settings) -> None:
        self._db, self._rooms, self._utc_offset_h = db, rooms, settings.utc_offset_h
        self._closed, self._places = db.run_now(_read)
        self._told = dict[str, _Told]()

    def now(self) -> dict[str, Row]:
        """Booth → its closing."""
        at_ms = now_ms()
        return {kiosk_id: row for kiosk_id, row in self._closed.items() if row.until_ms > at_ms}

    def words_now(self) -> dict[str, tuple[str, str]]:
        """Booth → why, and until when: HH:MM, empty for midnight."""
        return {kiosk_id: (row.reason, self._hour(row)) for kiosk_id, row in self.now().items()}

    def until(self, kiosk_id: str) -> str:
        """Local time to the minute; empty: it is open."""
        row = self.now().get(kiosk_id)
        return on_the_wall(row.until_ms, self._utc_offset_h).isoformat(timespec="minutes") if row else ""

    async def put(self, kiosk_id: str, row: Row | None, *, by: str) -> None:
        """Into the audit first; None: it is open again."""
        what, about = ("booth_closed", f"{kiosk_id}, {self._about(row)}") if row else ("booth_opened", kiosk_id)

        def keep(db: Connection) -> None:
            audit.note(db, actor=by, what=what, about=about)
            booth_closings.put(db, kiosk_id, row, now_ms=now_ms())

        await self._db.run(keep)
        await self.read_again()
        self._rooms.peers.tell(words.BoothsClosed())

    def arrived(self, kiosk_id: str) -> None:
        """A booth that was away, or has restarted, hears it whatever it was told before."""
        self._tell(kiosk_id, self.now())

    async def read_again(self) -> None:
        """Whatever hub it was said at; the booths here hear what is new to them."""
        self._closed, self._places = await self._db.run(_read)
        closed = self.now()
        for kiosk_id, _ in self._rooms.kiosks:
            if self._told.get(kiosk_id) != self._telling(kiosk_id, closed):
                self._tell(kiosk_id, closed)

    async def keep_true(self) -> None:
        """Until cancelled."""
        while True:
            await asyncio.sleep(LOOK_S)
            with contextlib.suppress(RemoteStoreAwayError):  # at the next look, then
                await self.read_again()

    def _tell(self, kiosk_id: str, closed: dict[str, Row]) -> None:
        telling = self._telling(kiosk_id, closed)
        said = BoothClosed()
        if telling is None:
            self._told.pop(kiosk_id, None)
        else:
            self._told[kiosk_id] = telling
            row, other = telling
            said = BoothClosed(
                left_s=(row.until_ms - now_ms()) / 1000,
                until=self._hour(row),
                reason=row.reason,
                instead=self._rooms.directory.kiosks.get(other, Text(zh="")),
            )
        self._rooms.kiosks.send(kiosk_id, said)

    def _telling(self, kiosk_id: str, closed: dict[str, Row]) -> _Told | None:
        if kiosk_id not in closed:
            return None
        there = {other for other, _, _ in self._rooms.booths if other not in closed}
        return closed[kiosk_id], nearest(kiosk_id, self._places, there)

    def _hour(self, row: Row) -> str:
        return wall_hour(row.until_ms, self._utc_offset_h)

    def _about(self, row: Row) -> str:
        return f"{on_the_wall(row.until_ms, self._utc_offset_h):%m-%d %H:%M}, {row.reason}"


def _read(db: Connection) -> tuple[dict[str, Row], dict[str, str]]:
    return booth_closings.every(db), duties.places(db)
