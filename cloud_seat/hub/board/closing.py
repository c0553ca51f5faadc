"""Shell: a supervisor closes a seat, or all of a department, for the rest of the day or until an hour; and opens it
again. Into the audit first."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import datetime, time, timedelta

import msgspec
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from cloud_seat.contract.board import ClosedFor, ClosedSeat, Closings, Office
from cloud_seat.contract.signalling import Seat
from cloud_seat.contract.text import Text
from cloud_seat.hub.answers import RemoteRequestError, json_of, reply
from cloud_seat.hub.auth import Doorkeeper
from cloud_seat.hub.clock import local_now, moment_ms
from cloud_seat.hub.config import Settings
from cloud_seat.hub.described import described
from cloud_seat.hub.lanes import Lanes
from cloud_seat.hub.matching import events as ev
from cloud_seat.hub.matching.seat import SeatState
from cloud_seat.hub.store import audit, inquiries
from cloud_seat.hub.store.database import Database
from cloud_seat.hub.welcome import NO_TIME_YET

NOBODY = Seat(seat_id="", name="", department=Text(zh=""))
MOST_AT_ONCE = 1000


class Closed(msgspec.Struct, frozen=True, kw_only=True):
    """One seat, or all of a department by its Chinese name. `until`: HH:MM of today; empty: until midnight."""

    seat_id: str = ""
    department: str = ""
    until: str = ""
    reason: ClosedFor = "other"


class Opened(msgspec.Struct, frozen=True, kw_only=True):
    """These seats."""

    seat_ids: tuple[str, ...]


class Closing:
    """`/api/v1/board/closings`, `/api/v1/board/openings`."""

    def __init__(self, db: Database, lanes: Lanes, doorkeeper: Doorkeeper, settings: Settings) -> None:
        self._db, self._lanes, self._doorkeeper = db, lanes, doorkeeper
        self._limits, self._utc_offset_h = settings.limits, settings.utc_offset_h

    def routes(self) -> list[Route]:
        """What is closed, what shall be, what no longer."""
        return [
            Route("/api/v1/board/closings", self.closings, methods=["GET"]),
            Route("/api/v1/board/closings", self.close, methods=["POST"]),
            Route("/api/v1/board/openings", self.open_again, methods=["POST"]),
        ]

    @described(answers=Closings)
    async def closings(self, request: Request) -> Response:
        """Seats that are closed, the departments, and who booked one of their seats for today."""
        await self._doorkeeper.seat(request)
        await self._lanes.rooms.directory.renew()
        today = local_now(self._utc_offset_h).date().isoformat()
        bookings = await self._db.run(lambda db: inquiries.booked_seats(db, today))
        seats = self._lanes.dispatch.state.seats
        closed = [self._closed(seat) for seat in seats.values() if seat.closed_until_ms]
        closed.sort(key=lambda seat: (seat.department.zh, seat.number))
        offices = _offices(self._lanes.rooms.directory.seats.values(), seats, bookings)
        return reply(Closings(closed=tuple(closed), offices=offices, bookings=bookings))

    @described(takes=Closed, refuses=(404, 422))
    async def close(self, request: Request) -> Response:
        """Nothing rings there until then; a running call goes on, residents are told when it opens again."""
        profile = await self._doorkeeper.seat(request)
        asked: Closed = await json_of(request, Closed, self._limits.small_body_bytes)
        await self._lanes.rooms.directory.renew()
        seat_ids = self._meant(asked)
        if not seat_ids:
            raise RemoteRequestError(404, "no_such_seat")
        until = hour_meant(asked.until, local_now(self._utc_offset_h))
        about = f"{asked.seat_id or asked.department}: {len(seat_ids)}, {until:%m-%d %H:%M}, {asked.reason}"
        await self._note(profile.seat.seat_id, "seats_closed", about)
        await self._lanes.duties.refresh(at_once=True)  # booths say why and until when, also of a new official's items
        event = ev.SeatsClosed(
            at_ms=NO_TIME_YET,
            seat_ids=seat_ids,
            until_ms=moment_ms(until, self._utc_offset_h),
            reason=asked.reason,
        )
        await self._lanes.dispatch.submit(event)
        return Response(status_code=204, headers={"Cache-Control": "no-store"})

    @described(takes=Opened, refuses=(404,))
    async def open_again(self, request: Request) -> Response:
        """As their officials last said of themselves, and who waits is offered at once."""
        profile = await self._doorkeeper.seat(request)
        asked: Opened = await json_of(request, Opened, self._limits.small_body_bytes)
        seats = self._lanes.dispatch.state.seats
        seat_ids = tuple(sorted({one for one in asked.seat_ids if one in seats and seats[one].closed_until_ms}))
        if not seat_ids:
            raise RemoteRequestError(404, "no_such_seat")
        await self._note(profile.seat.seat_id, "seats_opened", f"{len(seat_ids)}: {' '.join(seat_ids)}")
        await self._lanes.dispatch.submit(ev.SeatsClosed(at_ms=NO_TIME_YET, seat_ids=seat_ids))
        return Response(status_code=204, headers={"Cache-Control": "no-store"})

    async def _note(self, supervisor: str, what: str, about: str) -> None:
        actor = f"supervisor:{supervisor}"
        await self._db.run(lambda db: audit.note(db, actor=actor, what=what, about=about))

    def _meant(self, asked: Closed) -> tuple[str, ...]:
        seats = self._lanes.rooms.directory.seats
        if asked.seat_id:
            return (asked.seat_id,) if asked.seat_id in seats else ()
        of_it = sorted(seat.seat_id for seat in seats.values() if asked.department == seat.department.zh)
        return tuple(of_it[:MOST_AT_ONCE])

    def _closed(self, seat: SeatState) -> ClosedSeat:
        known = self._lanes.rooms.directory.seats.get(seat.seat_id, NOBODY)
        return ClosedSeat(
            seat_id=seat.seat_id,
            name=known.name,
            number=known.number,
            department=known.department,
            until=self._lanes.duties.hour_of(seat.closed_until_ms),
            reason=seat.closed_why,
        )


def hour_meant(words: str, now: datetime) -> datetime:
    """Local: HH:MM of today; without words midnight. Raises RemoteRequestError."""
    if not words:
        return datetime.combine(now.date() + timedelta(days=1), time())
    try:
        until = datetime.combine(now.date(), time.fromisoformat(words))
    except ValueError as error:
        raise RemoteRequestError(422, "closing_over") from error
    if until.tzinfo or until <= now:
        raise RemoteRequestError(422, "closing_over")
    return until


def _offices(known: Iterable[Seat], states: Mapping[str, SeatState], bookings: Mapping[str, int]) -> tuple[Office, ...]:
    seats = defaultdict[str, list[Seat]](list)
    for seat in known:
        seats[seat.department.zh].append(seat)
    return tuple(
        Office(
            department=those[0].department,
            seats=len(those),
            online=sum(states[seat.seat_id].online for seat in those if seat.seat_id in states),
            bookings=sum(bookings.get(seat.seat_id, 0) for seat in those),
        )
        for _, those in sorted(seats.items())
    )
