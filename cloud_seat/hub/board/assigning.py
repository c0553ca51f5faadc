"""Shell: a supervisor says who is asked next for a resident who waits. Into the audit first."""

import msgspec
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from cloud_seat.contract.board import WallSeat
from cloud_seat.hub.answers import RemoteRequestError, json_of, reply
from cloud_seat.hub.auth import Doorkeeper
from cloud_seat.hub.board.wall import seat_shown
from cloud_seat.hub.config import Limits
from cloud_seat.hub.described import described
from cloud_seat.hub.lanes import Lanes
from cloud_seat.hub.matching import events as ev
from cloud_seat.hub.matching.seat import SeatState
from cloud_seat.hub.matching.state import CallState, Phase
from cloud_seat.hub.store import audit
from cloud_seat.hub.store.database import Database
from cloud_seat.hub.welcome import NO_TIME_YET

SHOWN = 50


class Assigned(msgspec.Struct, frozen=True):
    """To whom."""

    seat_id: str


class Assigning:
    """`/api/v1/board/calls/…`."""

    def __init__(self, db: Database, lanes: Lanes, doorkeeper: Doorkeeper, limits: Limits) -> None:
        self._db, self._lanes, self._doorkeeper, self._limits = db, lanes, doorkeeper, limits

    def routes(self) -> list[Route]:
        """Who could, and who shall."""
        at = "/api/v1/board/calls/{call_id:str}"
        return [
            Route(f"{at}/seats", self.seats, methods=["GET"]),
            Route(f"{at}/seat", self.assign, methods=["POST"]),
        ]

    @described(answers=list[WallSeat])
    async def seats(self, request: Request) -> Response:
        """Officials who may handle this call and can be asked now, the longest idle first."""
        await self._doorkeeper.seat(request)
        call = self._waiting(request)
        found = self._able(call)
        found.sort(key=lambda seat: (seat.idle_since_ms, seat.seat_id))
        return reply([seat_shown(seat, self._lanes.rooms.directory) for seat in found[:SHOWN]])

    @described(takes=Assigned, refuses=(409,))
    async def assign(self, request: Request) -> Response:
        """It rings there next; whoever it rings at now is asked no more."""
        profile = await self._doorkeeper.seat(request)
        asked: Assigned = await json_of(request, Assigned, self._limits.small_body_bytes)
        call = self._waiting(request)
        if asked.seat_id not in {seat.seat_id for seat in self._able(call)}:
            raise RemoteRequestError(409, "colleague_busy")
        said = {"actor": f"supervisor:{profile.seat.seat_id}", "about": f"{call.call_id} {asked.seat_id}"}
        await self._db.run(lambda db: audit.note(db, what="call_assigned", **said))
        event = ev.CallAssigned(
            at_ms=NO_TIME_YET, call_id=call.call_id, attempt=call.last_attempt, seat_id=asked.seat_id
        )
        await self._lanes.dispatch.submit(event)
        return Response(status_code=204, headers={"Cache-Control": "no-store"})

    def _waiting(self, request: Request) -> CallState:
        call = self._lanes.dispatch.state.calls.get(request.path_params["call_id"][:64])
        if call is None or call.phase is Phase.ACTIVE:
            raise RemoteRequestError(404, "not_waiting")
        return call

    def _able(self, call: CallState) -> list[SeatState]:
        seats = self._lanes.dispatch.state.seats.values()
        return [seat for seat in seats if seat.takes_own and seat.may(call.item_id)]
