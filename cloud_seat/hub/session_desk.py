"""Shell: officials sign in and out, change their password, sign out everywhere. All of it stands in the audit."""

import time
from typing import Any

import msgspec
from sqlalchemy import Connection
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from cloud_seat.hub import passwords, shapes
from cloud_seat.hub.answers import RemoteRequestError, json_of, reply
from cloud_seat.hub.auth import Doorkeeper, network_of, require_own_origin
from cloud_seat.hub.config import Settings
from cloud_seat.hub.described import described
from cloud_seat.hub.links import CLOSE_SIGNED_OUT
from cloud_seat.hub.oidc.door import ElsewhereDoor
from cloud_seat.hub.passkey_door import PasskeyDoor
from cloud_seat.hub.passkeys import site_of
from cloud_seat.hub.rooms import Rooms
from cloud_seat.hub.second_factor import SecondFactor, Shown
from cloud_seat.hub.sign_ins import SignIns
from cloud_seat.hub.store import audit, elsewhere, first_passwords, people, sessions
from cloud_seat.hub.store.database import Database
from cloud_seat.hub.store.people import SeatProfile
from cloud_seat.hub.tries import actor_of


class _SignIn(msgspec.Struct, frozen=True):
    user: str
    password: str
    code: str = ""
    new: str = ""
    passkey: dict[str, Any] | None = None


class _Changed(msgspec.Struct, frozen=True):
    old: str
    new: str


class SessionDesk:
    """`/api/v1/session…`."""

    def __init__(
        self, db: Database, doorkeeper: Doorkeeper, rooms: Rooms, *, factor: SecondFactor, settings: Settings
    ) -> None:
        self._db, self._doorkeeper, self._rooms, self._factor = db, doorkeeper, rooms, factor
        self._limits, self._settings, self._sign_ins = settings.limits, settings, SignIns(db, doorkeeper, settings)
        self._tries = self._sign_ins.tries

    def routes(self) -> list[Route]:
        """Signing in and out, the password, the passkeys."""
        door = PasskeyDoor(self._db, self._doorkeeper, self._tries, factor=self._factor, limits=self._limits)
        return [
            Route("/api/v1/session", self.sign_in, methods=["POST"]),
            Route("/api/v1/session", self.who, methods=["GET"]),
            Route("/api/v1/session", self.sign_out, methods=["DELETE"]),
            Route("/api/v1/session/password", self.change_password, methods=["POST"]),
            Route("/api/v1/session/all", self.sign_out_everywhere, methods=["DELETE"]),
            *door.routes(),
            *self._elsewhere().routes(),
        ]

    @described(takes=_SignIn, answers=shapes.SignedIn, refuses=(401, 403, 429))
    async def sign_in(self, request: Request) -> Response:
        """Right name, password and code → a cookie that scripts cannot read and other sites cannot send."""
        require_own_origin(request)
        asked: _SignIn = await json_of(request, _SignIn, self._limits.small_body_bytes)
        user, network = asked.user.strip()[:64], network_of(request)
        found = await self._tries.proven(user, asked.password, network)
        await self._require_own_password(found, asked)
        try:
            passed = await self._factor.check(found, Shown(site_of(request), asked.code, asked.passkey))
        except RemoteRequestError as error:
            if error.code in ("wrong_code", "wrong_passkey"):
                await self._tries.failed(user, network, found)
            raise
        await self._tries.succeeded(user, network)
        word, changes = await self._sign_ins.open(found, network, factor=passed.factor)
        told = {"changes": changes} if changes else {}
        codes = {"recovery_codes": passed.recovery_codes} if passed.recovery_codes else {}
        return self._sign_ins.give(reply({**_public(found), "elsewhere": False, **codes, **told}), word)

    async def _require_own_password(self, found: SeatProfile, asked: _SignIn) -> None:
        """A first password, known to whoever told it, opens nothing but the way to one's own."""
        seat_id = found.seat.seat_id
        ends_at_s = await self._db.run(lambda db: first_passwords.ends_at_s(db, seat_id))
        if ends_at_s is None:
            return
        if time.time() > ends_at_s:
            raise RemoteRequestError(401, "first_password_over")
        if not asked.new:
            raise RemoteRequestError(401, "new_password_first")
        await self._set_password(found, asked.password, asked.new, but="")

    async def _set_password(self, profile: SeatProfile, old: str, new: str, *, but: str) -> None:
        """Every sign-in of this account ends, `but` the one with this word."""
        if code := "weak_password" if new == old else passwords.unfit(new, profile.user):
            raise RemoteRequestError(400, code)
        new_hash = await passwords.hashed(new)

        def change(db: Connection) -> None:
            people.set_password(db, profile.seat.seat_id, new_hash)
            first_passwords.forget(db, profile.seat.seat_id)
            count = sessions.close_all(db, profile.seat.seat_id, but=but)
            audit.note(db, actor=actor_of(profile), what="password_changed", about=str(count))

        await self._db.run(change)

    @described(answers=shapes.SignedIn)
    async def who(self, request: Request) -> Response:
        """The official who is signed in."""
        profile, word = await self._doorkeeper.seat(request), request.cookies.get(self._doorkeeper.cookie, "")
        from_there = await self._db.run(lambda db: elsewhere.was_opened(db, word))
        return reply({**_public(profile), "elsewhere": from_there})

    @described()
    async def sign_out(self, request: Request) -> Response:
        """Forget the cookie and close this official's page's socket."""
        profile = await self._doorkeeper.seat(request)
        word, actor = request.cookies.get(self._doorkeeper.cookie, ""), actor_of(profile)

        def close(db: Connection) -> None:
            sessions.close_session(db, word)
            audit.note(db, actor=actor, what="signed_out")

        await self._db.run(close)
        return self._goodbye(profile)

    @described()
    async def sign_out_everywhere(self, request: Request) -> Response:
        """Here and at every other computer."""
        profile = await self._doorkeeper.seat(request)

        def close(db: Connection) -> None:
            count = sessions.close_all(db, profile.seat.seat_id)
            audit.note(db, actor=actor_of(profile), what="signed_out_everywhere", about=str(count))

        await self._db.run(close)
        return self._goodbye(profile)

    @described(takes=_Changed, refuses=(429,))
    async def change_password(self, request: Request) -> Response:
        """With the old one; every other sign-in of this account ends."""
        profile = await self._doorkeeper.seat(request)
        asked: _Changed = await json_of(request, _Changed, self._limits.small_body_bytes)
        await self._tries.proven(profile.user, asked.old, network_of(request))
        word = request.cookies.get(self._doorkeeper.cookie, "")
        await self._set_password(profile, asked.old, asked.new, but=word)
        return Response(status_code=204, headers={"Cache-Control": "no-store"})

    def _elsewhere(self) -> ElsewhereDoor:
        how: Any = {"factor": self._factor, "settings": self._settings}
        return ElsewhereDoor(self._db, self._rooms, self._sign_ins, **how)

    def _goodbye(self, profile: SeatProfile) -> Response:
        link = self._rooms.seats.get(profile.seat.seat_id)
        if link:
            link.drop(CLOSE_SIGNED_OUT)
        return self._sign_ins.take_back(Response(status_code=204, headers={"Cache-Control": "no-store"}))


def _public(profile: SeatProfile) -> dict[str, object]:
    seat = profile.seat
    who = {"seat_id": seat.seat_id, "name": seat.name, "department": seat.department, "number": seat.number}
    return {**who, "roles": sorted(profile.roles)}
