"""Shell: pictures of papers while a call lives: from the kiosk, to the official in that call, in memory only."""

from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from cloud_seat.hub.answers import RemoteRequestError, body_of, raw_reply
from cloud_seat.hub.auth import Doorkeeper
from cloud_seat.hub.config import Limits
from cloud_seat.hub.described import BYTES, described
from cloud_seat.hub.matching.state import CallState
from cloud_seat.hub.rooms import Rooms

_MAGIC = {b"\xff\xd8\xff": "image/jpeg", b"\x89PNG\r\n\x1a\n": "image/png"}


@dataclass(frozen=True, slots=True)
class _Scan:
    media_type: str
    data: bytes


class Scans:
    """`PUT` and `GET /api/v1/calls/{call_id}/scans/{scan_id}`."""

    def __init__(self, rooms: Rooms, doorkeeper: Doorkeeper, limits: Limits) -> None:
        self._rooms, self._doorkeeper, self._limits = rooms, doorkeeper, limits
        self._kept: dict[str, dict[str, _Scan]] = {}
        self._all_bytes = 0

    def routes(self) -> list[Route]:
        """Both ways."""
        path = "/api/v1/calls/{call_id:str}/scans/{scan_id:str}"
        return [Route(path, self.put, methods=["PUT"]), Route(path, self.get, methods=["GET"])]

    def forget(self, call: CallState) -> None:
        """The call is over."""
        self._all_bytes -= sum(len(scan.data) for scan in self._kept.pop(call.call_id, {}).values())

    @described(takes=BYTES, refuses=(415, 429))
    async def put(self, request: Request) -> Response:
        """The kiosk of a waiting or live call shows a paper."""
        kiosk = await self._doorkeeper.kiosk(request)
        call_id, scan_id = _names(request)
        self._call_of_kiosk(call_id, kiosk.kiosk_id)
        data = await body_of(request, self._limits.scan_bytes)
        media_type = next((kind for magic, kind in _MAGIC.items() if data.startswith(magic)), "")
        if not media_type:
            raise RemoteRequestError(415, "bad_media")
        self._call_of_kiosk(call_id, kiosk.kiosk_id)  # it may have ended while the picture was on its way
        self._keep(call_id, scan_id, _Scan(media_type, data))
        return Response(status_code=204, headers={"Cache-Control": "no-store"})

    @described(answers=tuple(_MAGIC.values()))
    async def get(self, request: Request) -> Response:
        """The official in the live call looks at it; to anyone else it does not exist."""
        profile = await self._doorkeeper.seat(request)
        call_id, scan_id = _names(request)
        live = self._rooms.live(call_id, seat_id=profile.seat.seat_id)
        scan = self._kept.get(call_id, {}).get(scan_id)
        if live is None or scan is None:
            raise RemoteRequestError(404, "not_found")
        return raw_reply(scan.data, scan.media_type)

    def _call_of_kiosk(self, call_id: str, kiosk_id: str) -> None:
        call = self._rooms.state_now().calls.get(call_id)
        if call is None or call.kiosk_id != kiosk_id:
            raise RemoteRequestError(404, "not_in_call")

    def _keep(self, call_id: str, scan_id: str, scan: _Scan) -> None:
        kept = self._kept.setdefault(call_id, {})
        old_bytes = len(kept[scan_id].data) if scan_id in kept else 0
        all_bytes = self._all_bytes - old_bytes + len(scan.data)
        full = scan_id not in kept and len(kept) >= self._limits.scans_per_call
        if full or all_bytes > self._limits.scans_all_bytes:
            raise RemoteRequestError(429, "too_many")
        kept[scan_id], self._all_bytes = scan, all_bytes


def _names(request: Request) -> tuple[str, str]:
    return request.path_params["call_id"][:64], request.path_params["scan_id"][:64]
