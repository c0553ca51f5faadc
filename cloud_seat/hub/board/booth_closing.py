"""Shell: a supervisor closes a booth of their places for the rest of the day or until an hour, and opens it again."""

import msgspec
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from cloud_seat.contract.board import BoothClosedFor
from cloud_seat.hub.answers import RemoteRequestError, json_of
from cloud_seat.hub.auth import Doorkeeper
from cloud_seat.hub.board.booth import BoothView
from cloud_seat.hub.board.closing import hour_meant
from cloud_seat.hub.clock import local_now, moment_ms
from cloud_seat.hub.config import Settings
from cloud_seat.hub.described import described
from cloud_seat.hub.lanes import Lanes
from cloud_seat.hub.store.booth_closings import Row


class BoothToClose(msgspec.Struct, frozen=True, kw_only=True):
    """`until`: HH:MM of today; empty: until midnight."""

    until: str = ""
    reason: BoothClosedFor = "other"


class BoothClosing:
    """`/api/v1/board/kiosks/{kiosk_id}/closing`."""

    def __init__(self, lanes: Lanes, doorkeeper: Doorkeeper, view: BoothView, settings: Settings) -> None:
        self._lanes, self._doorkeeper, self._view = lanes, doorkeeper, view
        self._limits, self._utc_offset_h = settings.limits, settings.utc_offset_h

    def routes(self) -> list[Route]:
        """Closed, and open again."""
        at = "/api/v1/board/kiosks/{kiosk_id:str}/closing"
        return [Route(at, self.close, methods=["POST"]), Route(at, self.open_again, methods=["DELETE"])]

    @described(takes=BoothToClose, refuses=(422,))
    async def close(self, request: Request) -> Response:
        """Whoever comes next reads why and where to go; who is in the middle of a matter finishes. Again: anew."""
        kiosk_id, by = await self._meant(request)
        asked: BoothToClose = await json_of(request, BoothToClose, self._limits.small_body_bytes)
        until = hour_meant(asked.until, local_now(self._utc_offset_h))
        await self._lanes.closings.put(kiosk_id, Row(moment_ms(until, self._utc_offset_h), asked.reason), by=by)
        return Response(status_code=204, headers={"Cache-Control": "no-store"})

    @described(refuses=(409,))
    async def open_again(self, request: Request) -> Response:
        """Before its hour."""
        kiosk_id, by = await self._meant(request)
        if kiosk_id not in self._lanes.closings.now():
            raise RemoteRequestError(409, "not_closed")
        await self._lanes.closings.put(kiosk_id, None, by=by)
        return Response(status_code=204, headers={"Cache-Control": "no-store"})

    async def _meant(self, request: Request) -> tuple[str, str]:
        """Booth and supervisor. Raises RemoteRequestError: none, or of places that are not this supervisor's."""
        seat_id = (await self._doorkeeper.seat(request)).seat.seat_id
        kiosk_id = (await self._view.known(request.path_params["kiosk_id"][:32])).kiosk_id
        own, place = (await self._lanes.duties.of(seat_id)).places, await self._lanes.duties.place_of(kiosk_id)
        if own and not any(place.startswith(code) for code in own):
            raise RemoteRequestError(403, "not_your_place")
        return kiosk_id, f"supervisor:{seat_id}"
