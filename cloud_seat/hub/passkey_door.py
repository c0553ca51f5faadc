"""Shell: officials see, add and remove their passkeys; both changes ask for the password again."""

from typing import Any

import msgspec
from sqlalchemy import Connection
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from cloud_seat.hub import passkeys, shapes
from cloud_seat.hub.answers import RemoteRequestError, json_of, reply
from cloud_seat.hub.auth import Doorkeeper, network_of
from cloud_seat.hub.config import Limits
from cloud_seat.hub.described import described
from cloud_seat.hub.second_factor import SecondFactor, has_any, new_codes
from cloud_seat.hub.store import audit, factors
from cloud_seat.hub.store import passkeys as store
from cloud_seat.hub.store.database import Database
from cloud_seat.hub.store.people import SeatProfile
from cloud_seat.hub.tries import Tries, actor_of


class Again(msgspec.Struct, frozen=True):
    """The password, asked for before what matters."""

    password: str


class Made(msgspec.Struct, frozen=True):
    """What the browser made, as its `toJSON` tells it, and how its owner calls it."""

    passkey: dict[str, Any]
    name: str = ""


class PasskeyDoor:
    """`/api/v1/session/passkeys…`."""

    def __init__(
        self, db: Database, doorkeeper: Doorkeeper, tries: Tries, *, factor: SecondFactor, limits: Limits
    ) -> None:
        self._db, self._doorkeeper, self._tries = db, doorkeeper, tries
        self._factor, self._limits = factor, limits

    def routes(self) -> list[Route]:
        """See; ask to add, add; remove."""
        path = "/api/v1/session/passkeys"
        return [
            Route(path, self.list, methods=["GET"]),
            Route(f"{path}/begin", self.begin, methods=["POST"]),
            Route(path, self.add, methods=["POST"]),
            Route(f"{path}/{{passkey_id:str}}/remove", self.remove, methods=["POST"]),
        ]

    @described(answers=list[shapes.PasskeyTold])
    async def list(self, request: Request) -> Response:
        """One's own passkeys, the oldest first."""
        profile = await self._doorkeeper.seat(request)
        found = await self._db.run(lambda db: store.of(db, profile.seat.seat_id))
        names = ("passkey_id", "name", "added_at", "used_at", "rp_id")
        return reply([{name: getattr(one, name) for name in names} for one in found])

    @described(takes=Again, answers=dict[str, Any], refuses=(409, 429))
    async def begin(self, request: Request) -> Response:
        """With the password: what the browser is asked to make a passkey with."""
        profile = await self._with_password(request)
        site, lives_s = passkeys.site_of(request), self._limits.passkey_answer_s
        asked = await self._db.run(lambda db: passkeys.asked_for_new(db, profile, site, lives_s))
        if asked is None:
            raise RemoteRequestError(409, "no_passkey_here")
        return reply(asked)

    @described(takes=Made, answers=shapes.CodesTold, status=201)
    async def add(self, request: Request) -> Response:
        """What the browser made. The first factor of an account brings recovery codes."""
        profile = await self._doorkeeper.seat(request)
        made: Made = await json_of(request, Made, self._limits.small_body_bytes)
        site, seat_id = passkeys.site_of(request), profile.seat.seat_id

        def keep(db: Connection) -> tuple[str, ...] | None:
            is_first = not has_any(db, seat_id)
            try:
                passkeys.take_new(db, seat_id, site, made.passkey, made.name)
            except passkeys.RemotePasskeyError:
                return None
            if is_first:
                return new_codes(db, seat_id, "passkey_added")
            audit.note(db, actor=actor_of(profile), what="passkey_added")
            return ()

        codes = await self._db.run(keep)
        if codes is None:
            raise RemoteRequestError(400, "wrong_passkey")
        return reply({"recovery_codes": codes}, 201)

    @described(takes=Again, refuses=(409, 429))
    async def remove(self, request: Request) -> Response:
        """With the password; the last factor of an account that needs one stays."""
        profile = await self._with_password(request)
        code = await self._db.run(lambda db: self._removed(db, profile, request.path_params["passkey_id"][:64]))
        if code:
            raise RemoteRequestError(404 if code == "not_found" else 409, code)
        return Response(status_code=204, headers={"Cache-Control": "no-store"})

    def _removed(self, db: Connection, profile: SeatProfile, passkey_id: str) -> str:
        seat_id = profile.seat.seat_id
        mine, app = store.of(db, seat_id), factors.find(db, seat_id)
        is_last = [one.passkey_id for one in mine] == [passkey_id] and not (app and app.confirmed)
        if is_last and self._factor.is_needed(profile):
            return "last_factor"
        if not store.remove(db, seat_id, passkey_id):
            return "not_found"
        if is_last:
            factors.forget(db, seat_id)
        audit.note(db, actor=actor_of(profile), what="passkey_removed")
        return ""

    async def _with_password(self, request: Request) -> SeatProfile:
        profile = await self._doorkeeper.seat(request)
        asked: Again = await json_of(request, Again, self._limits.small_body_bytes)
        return await self._tries.proven(profile.user, asked.password, network_of(request))
