"""Shell: who else is at their desk: for handing a resident over and for asking a colleague."""

from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from cloud_seat.hub import shapes
from cloud_seat.hub.answers import reply
from cloud_seat.hub.auth import Doorkeeper
from cloud_seat.hub.described import described
from cloud_seat.hub.matching.queue import status_shown
from cloud_seat.hub.matching.seat import SeatState
from cloud_seat.hub.rooms import Rooms

LISTED = 100
IN_CALL = "in_call"
HIDDEN = "hidden"


class Colleagues:
    """`/api/v1/colleagues`, for signed-in officials."""

    def __init__(self, rooms: Rooms, doorkeeper: Doorkeeper) -> None:
        self._rooms, self._doorkeeper = rooms, doorkeeper

    def routes(self) -> list[Route]:
        """The one answer."""
        return [Route("/api/v1/colleagues", self.list, methods=["GET"])]

    @described(answers=list[shapes.Colleague], asks={"item": str})
    async def list(self, request: Request) -> Response:
        """Who is connected, who may handle `?item=` and is ready first; nobody reads of their own desk."""
        profile, item_id = await self._doorkeeper.seat(request), request.query_params.get("item", "")[:100]
        seats = [seat for seat in self._rooms.state_now().seats.values() if seat.online]
        others = [seat for seat in seats if seat.seat_id != profile.seat.seat_id]
        others.sort(key=lambda seat: (not seat.may(item_id), not seat.free, seat.idle_since_ms, seat.seat_id))
        return reply([self._line(seat, item_id) for seat in others[:LISTED]])

    def _line(self, seat: SeatState, item_id: str) -> dict[str, Any]:
        known = self._rooms.directory.seats.get(seat.seat_id)
        return {
            "seat_id": seat.seat_id,
            "name": known.name if known else "",
            "number": known.number if known else "",
            "department": known.department if known else None,
            "state": _state(seat),
            "free": seat.free,
            "may": seat.may(item_id),
        }


def _state(seat: SeatState) -> str:
    if seat.call_id:
        return IN_CALL
    return HIDDEN if seat.unseen else status_shown(seat)
