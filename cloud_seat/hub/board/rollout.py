"""Shell: the roll-out on the board: how it stands, for all who watch; pause, resume and the wish to withdraw, for who
publishes. The hub only delays: what a booth runs, and what goes back, the release keys sign elsewhere."""

import time
from pathlib import Path

import msgspec
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from cloud_seat.hub.answers import RemoteRequestError, json_of, reply
from cloud_seat.hub.auth import Doorkeeper
from cloud_seat.hub.config import Limits
from cloud_seat.hub.described import described
from cloud_seat.hub.overview import Overview, look_over, speak
from cloud_seat.hub.releases import read_plan
from cloud_seat.hub.store.database import Database


class Said(msgspec.Struct, frozen=True):
    """`act`: paused, resumed, withdraw. `version`: of which release it was said."""

    act: str
    version: str


class RolloutDesk:
    """`/api/v1/releases`, `/api/v1/releases/steering`."""

    def __init__(self, db: Database, folder: Path, doorkeeper: Doorkeeper, limits: Limits) -> None:
        self._db, self._folder, self._doorkeeper, self._limits = db, folder, doorkeeper, limits

    def routes(self) -> list[Route]:
        """To look, and to speak."""
        return [
            Route("/api/v1/releases", self.overview, methods=["GET"]),
            Route("/api/v1/releases/steering", self.steer, methods=["POST"]),
        ]

    @described(answers=Overview)
    async def overview(self, request: Request) -> Response:
        """The roll-out that holds, and which release every booth has."""
        await self._doorkeeper.seat(request)
        plan, now_s = read_plan(self._folder), time.time()
        return reply(await self._db.run(lambda db: look_over(db, plan, now_s)))

    @described(takes=Said, answers=Overview, refuses=(409,))
    async def steer(self, request: Request) -> Response:
        """Nobody new is told to run it; or it goes on. How it stands then."""
        profile = await self._doorkeeper.seat(request)
        said: Said = await json_of(request, Said, self._limits.small_body_bytes)
        plan, by, now_s = read_plan(self._folder), f"release:{profile.seat.seat_id}", time.time()
        if plan is None or said.version != plan.version:
            raise RemoteRequestError(409, "rollout_moved")
        return reply(await self._db.run(lambda db: speak(db, plan, said.act, by=by, now_s=now_s)))
