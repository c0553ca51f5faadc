"""Shell: who may do what, where and when, as the operator wrote it down; read anew every minute, for it may change
beside a running hub."""

import time
from collections.abc import Callable
from datetime import datetime

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from cloud_seat.contract.hours import read_hours
from cloud_seat.contract.items import Item
from cloud_seat.hub.answers import reply
from cloud_seat.hub.auth import Doorkeeper
from cloud_seat.hub.catalogue import Catalogue
from cloud_seat.hub.clock import local_now, on_the_wall, wall_hour
from cloud_seat.hub.coverage import Coverage, coverage
from cloud_seat.hub.described import described
from cloud_seat.hub.directory import with_packages
from cloud_seat.hub.duty import Duty, Shut, opens
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

        @described(answers=Coverage)
        async def coverage(request: Request) -> Response:
            """Items with fewer than two people within reach this hour."""
            await doorkeeper.seat(request)
            return reply(await self.coverage())

        return [Route("/api/v1/coverage", coverage, methods=["GET"])]

    async def refresh(self, *, at_once: bool = False) -> None:
        """Read the table if it was not read just now."""
        if at_once or not self._read_at_s or self._clock() - self._read_at_s > _FRESH_S:
            self._known, self._read_at_s = self._duties_of(await self._db.run(store.every)), self._clock()

    async def of(self, seat_id: str) -> Standing:
        """Of an official who comes."""
        found = self._duties_of(await self._db.run(lambda db: store.every(db, seat_id)))
        self._known |= found
        return found[seat_id].standing if found else Standing()

    def standing_of(self, seat_id: str) -> Standing:
        """As last read."""
        found = self._known.get(seat_id)
        return found.standing if found else Standing()

    def _duties_of(self, rows: list[store.Row]) -> dict[str, Duty]:
        packages = self._rooms.directory.packages()
        return {row["seat_id"]: duty_of(row, packages) for row in rows}

    async def place_of(self, kiosk_id: str) -> str:
        """Where a booth stands."""
        return await self._db.run(lambda db: store.place_of(db, kiosk_id))

    def opens(self, item_id: str) -> tuple[str, str]:
        """When somebody will be there for it, local time to the minute, empty: nobody knows; and if it would be sooner
        but for a closed seat, why that is."""
        found = opens(self._known.values(), item_id, self._now(), self._catalogue.workdays, self._closed())
        return found.at.isoformat(timespec="minutes") if found.at else "", found.why

    def hour_of(self, at_ms: int) -> str:
        """HH:MM on the office's wall; empty: midnight, or never (0)."""
        return wall_hour(at_ms, self._utc_offset_h) if at_ms else ""

    async def coverage(self) -> Coverage:
        """Of this hour."""
        await self.refresh(at_once=True)
        state, workdays = self._rooms.state_now(), self._catalogue.workdays
        return coverage(self._rooms.directory.items, self._known.values(), state, now=self._now(), workdays=workdays)

    def _closed(self) -> dict[str, Shut]:
        seats = self._rooms.state_now().seats.values()
        return {
            seat.seat_id: Shut(on_the_wall(seat.closed_until_ms, self._utc_offset_h), seat.closed_why)
            for seat in seats
            if seat.closed_until_ms
        }

    def _now(self) -> datetime:
        return local_now(self._utc_offset_h)


def duty_of(row: store.Row, packages: list[Item]) -> Duty:
    """Rights as matching knows them: who may do a part of a package is asked about the package."""
    standing = Standing(
        rights=frozenset(with_packages(row["rights"].split(), packages)),
        deputy_rights=frozenset(with_packages(row["deputy_rights"].split(), packages)),
        places=frozenset(row["places"].split()),
        languages=frozenset(row["languages"].split()),
    )
    return Duty(row["seat_id"], standing, read_hours(row["hours"]))
