"""Shell: what operators change of items and rights, at this hub, at another one or by a command, heard by the running
hub: by its table of items, by booths, by its list of officials, and by matching, of those who are at their desks."""

import asyncio

from cloud_seat.hub.catalogue import Catalogue
from cloud_seat.hub.lanes import Lanes
from cloud_seat.hub.matching import events as ev
from cloud_seat.hub.matching.standing import Standing
from cloud_seat.hub.store import duties
from cloud_seat.hub.store.away import RemoteStoreAwayError
from cloud_seat.hub.store.database import Database
from cloud_seat.hub.welcome import NO_TIME_YET


class Following:
    """`look` when something was changed here, `run` for the rest."""

    def __init__(self, db: Database, catalogue: Catalogue, lanes: Lanes) -> None:
        self._db, self._catalogue, self._lanes = db, catalogue, lanes
        self._rights_seen = db.run_now(duties.changes)
        self._one = asyncio.Lock()

    async def run(self, every_s: float) -> None:
        """Until cancelled."""
        while True:
            await asyncio.sleep(every_s)
            try:
                await self.look()
            except (RemoteStoreAwayError, TimeoutError):  # the banner says so; the next look finds it
                continue

    async def look(self) -> None:
        """Whether anything changed; then tell. What is told again changes nothing. One look at a time: an earlier one
        that ends later would tell what was."""
        async with self._one:
            await self._look()

    async def _look(self) -> None:
        items_changed = await self._catalogue.follow()
        if items_changed:
            self._lanes.rooms.tell_published()
        number = await self._db.run(duties.changes)
        if items_changed or number != self._rights_seen:
            await self._lanes.duties.refresh(at_once=True)
            for seat_id, _link in list(self._lanes.rooms.seats):
                await self._tell(seat_id)
            for _, booth in self._lanes.rooms.kiosks:
                booth.told_officials = None  # hours may be others: they hear anew of who is there, or will be
            self._lanes.rooms.tell_presence()
            self._rights_seen = number

    async def _tell(self, seat_id: str) -> None:
        """Their standing, if matching knows another; a package counts as a part of it does."""
        standing = self._lanes.duties.standing_of(seat_id)
        seat = self._lanes.dispatch.state.seats.get(seat_id)
        if seat is not None and seat.standing != standing:
            named = {name: tuple(sorted(getattr(standing, name))) for name in Standing.__struct_fields__}
            await self._lanes.dispatch.submit(ev.SeatStandingSet(at_ms=NO_TIME_YET, seat_id=seat_id, **named))
