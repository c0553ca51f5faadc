"""Shell: who may do what, where and when, as the operator wrote it down; read anew every minute, for it may change
beside a running hub."""

import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from cloud_seat.contract.hours import read_hours
from cloud_seat.hub.answers import reply
from cloud_seat.hub.auth import Doorkeeper
from cloud_seat.hub.catalogue import Catalogue
from cloud_seat.hub.duty import Duty, gaps, opens
from cloud_seat.hub.matching.standing import Standing
from cloud_seat.hub.rooms import Rooms
from cloud_seat.hub.store import duties as store
from cloud_seat.hub.store.database import Database

_FRESH_S = 60.0


class Duties:
    """The table, and `/api/v1/coverage` for those who see to it that somebody is there."""

    def __init__(self, db: Database, rooms: Rooms, catalogue: Catalogue, *, utc_offset_h: int) -> None:
        self._db, self._rooms, self._catalogue, self._utc_offset_h = db, rooms, catalogue, utc_offset_h
        self._known = dict[str, Duty]()
        self._read_at_s = 0.0
        self._clock: Callable[[], float] = time.monotonic

    def routes(self, doorkeeper: Doorkeeper) -> list[Route]:
        """The one answer."""

        async def coverage(request: Request) -> Response:
            await doorkeeper.seat(request)
            return reply(await self._gaps())

        return [Route("/api/v1/coverage", coverage, methods=["GET"])]

    async def refresh(self, *, at_once: bool = False) -> None:
        """Read the table if it was not read just now."""
        if at_once or not self._read_at_s or self._clock() - self._read_at_s > _FRESH_S:
            rows = await self._db.run(store.every)
            self._known, self._read_at_s = {row["seat_id"]: self._duty(row) for row in rows}, self._clock()

    async def of(self, seat_id: str) -> Standing:
        """Of an official who comes."""
        await self.refresh(at_once=True)
        duty = self._known.get(seat_id)
        return duty.standing if duty else Standing()

    async def place_of(self, kiosk_id: str) -> str:
        """Where a booth stands."""
        return await self._db.run(lambda db: store.place_of(db, kiosk_id))

    def opens(self, item_id: str) -> str:
        """When somebody will be there for it, local time to the minute; empty: nobody knows."""
        at = opens(self._known.values(), item_id, self._now(), self._catalogue.workdays)
        return at.isoformat(timespec="minutes") if at else ""

    async def _gaps(self) -> dict[str, object]:
        await self.refresh(at_once=True)
        now, workdays = self._now(), self._catalogue.workdays
        here = {seat.seat_id for seat in self._rooms.state_now().seats.values() if seat.at_work}
        soon = {duty.seat_id for duty in self._known.values() if duty.is_soon(now, workdays)}
        items = self._rooms.directory.items
        asked = [item.id for item in items.values() if "seat" in item.channels]
        return {
            "at": now.isoformat(timespec="minutes"),
            "items": len(asked),
            "gaps": [
                {"item_id": gap.item_id, "name": items[gap.item_id].name, "reachable": gap.reachable, "able": gap.able}
                for gap in gaps(asked, self._known.values(), frozenset(here | soon))
            ],
        }

    def _now(self) -> datetime:
        return (datetime.now(UTC) + timedelta(hours=self._utc_offset_h)).replace(tzinfo=None)

    def _duty(self, row: store.Row) -> Duty:
        """Rights as matching knows them: who may do a part of a package is asked about the package."""
        with_packages = self._rooms.directory.with_packages
        standing = Standing(
            rights=frozenset(with_packages(tuple(row["rights"].split()))),
            deputy_rights=frozenset(with_packages(tuple(row["deputy_rights"].split()))),
            places=frozenset(row["places"].split()),
            languages=frozenset(row["languages"].split()),
        )
        return Duty(row["seat_id"], standing, read_hours(row["hours"]))
