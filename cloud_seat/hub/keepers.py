"""Shell: writes down what keepers do at the booths."""

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from cloud_seat.contract.keeper import ACTS, KeeperActed
from cloud_seat.hub.answers import RemoteRequestError, json_of
from cloud_seat.hub.auth import Doorkeeper
from cloud_seat.hub.config import Limits
from cloud_seat.hub.described import described
from cloud_seat.hub.log import say
from cloud_seat.hub.store import cases
from cloud_seat.hub.store.database import Database


class Keepers:
    """`/api/v1/keeper-log`, for kiosks only."""

    def __init__(self, db: Database, doorkeeper: Doorkeeper, limits: Limits) -> None:
        self._db, self._doorkeeper, self._limits = db, doorkeeper, limits

    def routes(self) -> list[Route]:
        """One act at a time."""
        return [Route("/api/v1/keeper-log", self.note, methods=["POST"])]

    @described(takes=KeeperActed)
    async def note(self, request: Request) -> Response:
        """Into the chained audit, once."""
        kiosk = await self._doorkeeper.kiosk(request)
        told: KeeperActed = await json_of(request, KeeperActed, self._limits.small_body_bytes)
        if told.act not in ACTS or not 0 < len(told.act_id) <= 64 or len(told.at) > 40:
            raise RemoteRequestError(400, "bad_request")
        actor, about = f"keeper:{kiosk.kiosk_id}", f"{told.at} {told.act_id}"
        await self._db.run(lambda db: cases.note_act(db, at=told.at, actor=actor, what=told.act, about=about))
        say("hub.keepers", "keeper at a booth", kiosk_id=kiosk.kiosk_id, status=told.act)
        return Response(status_code=204, headers={"Cache-Control": "no-store"})
