"""Shell: pictures of papers while a call lives: from the kiosk, to the official in that call; kept until it ends."""

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from cloud_seat.hub.answers import RemoteRequestError, body_of, raw_reply
from cloud_seat.hub.auth import Doorkeeper
from cloud_seat.hub.config import Limits
from cloud_seat.hub.described import BYTES, described
from cloud_seat.hub.matching.state import CallState
from cloud_seat.hub.rooms import Rooms
from cloud_seat.hub.store.shown import Shown

_MAGIC = {b"\xff\xd8\xff": "image/jpeg", b"\x89PNG\r\n\x1a\n": "image/png"}


class Scans:
    """`PUT` and `GET /api/v1/calls/{call_id}/scans/{scan_id}`."""

    def __init__(self, rooms: Rooms, doorkeeper: Doorkeeper, shown: Shown, limits: Limits) -> None:
        self._rooms, self._doorkeeper, self._shown, self._limits = rooms, doorkeeper, shown, limits

    def routes(self) -> list[Route]:
        """Both ways."""
        path = "/api/v1/calls/{call_id:str}/scans/{scan_id:str}"
        return [Route(path, self.put, methods=["PUT"]), Route(path, self.get, methods=["GET"])]

    async def forget(self, call: CallState) -> None:
        """The call is over."""
        await self._shown.forget(call.call_id)

    @described(takes=BYTES, refuses=(415, 429))
    async def put(self, request: Request) -> Response:
        """The kiosk of a waiting or live call shows a paper."""
        kiosk = await self._doorkeeper.kiosk(request)
        call_id, scan_id = _names(request)
        await self._call_of_kiosk(call_id, kiosk.kiosk_id)
        data = await body_of(request, self._limits.scan_bytes)
        if not _media_type(data):
            raise RemoteRequestError(415, "bad_media")
        await self._call_of_kiosk(call_id, kiosk.kiosk_id)  # it may have ended while the picture was on its way
        if not await self._shown.put(call_id, scan_id, data):
            raise RemoteRequestError(429, "too_many")
        return Response(status_code=204, headers={"Cache-Control": "no-store"})

    @described(answers=tuple(_MAGIC.values()))
    async def get(self, request: Request) -> Response:
        """The official in the live call looks at it; to anyone else it does not exist."""
        profile = await self._doorkeeper.seat(request)
        call_id, scan_id = _names(request)
        live = self._rooms.live(call_id, seat_id=profile.seat.seat_id)
        data = await self._shown.get(call_id, scan_id) if live else None
        if data is None:
            raise RemoteRequestError(404, "not_found")
        return raw_reply(data, _media_type(data))

    async def _call_of_kiosk(self, call_id: str, kiosk_id: str) -> None:
        if call_id not in self._rooms.state_now().calls:
            await self._rooms.read_on()  # the booth's socket may be at another hub
        call = self._rooms.state_now().calls.get(call_id)
        if call is None or call.kiosk_id != kiosk_id:
            raise RemoteRequestError(404, "not_in_call")


def _media_type(data: bytes) -> str:
    """Empty: no picture that is taken."""
    return next((kind for magic, kind in _MAGIC.items() if data.startswith(magic)), "")


def _names(request: Request) -> tuple[str, str]:
    return request.path_params["call_id"][:64], request.path_params["scan_id"][:64]
