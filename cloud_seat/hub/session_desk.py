"""Shell: officials sign in and out, change their password, sign out everywhere. All of it stands in the audit."""

import secrets
import time
from dataclasses import replace

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
from cloud_seat.hub.lockout import Lockout
from cloud_seat.hub.log import say
from cloud_seat.hub.rooms import Rooms
from cloud_seat.hub.second_factor import Passed, SecondFactor
from cloud_seat.hub.store import audit, people, roles, sessions
from cloud_seat.hub.store.database import Database
from cloud_seat.hub.store.people import SeatProfile


class _SignIn(msgspec.Struct, frozen=True):
    user: str
    password: str
    code: str = ""


class _Changed(msgspec.Struct, frozen=True):
    old: str
    new: str


class SessionDesk:
    """`/api/v1/session…`."""

    def __init__(
        self, db: Database, doorkeeper: Doorkeeper, rooms: Rooms, *, factor: SecondFactor, settings: Settings
    ) -> None:
        limits = settings.limits
        self._db, self._doorkeeper, self._rooms, self._factor = db, doorkeeper, rooms, factor
        self._limits, self._secure = limits, settings.is_secure
        waits = {"first_s": limits.sign_in_lock_s, "longest_s": limits.sign_in_lock_longest_s}
        self._names = Lockout(free=limits.sign_in_failures, **waits)
        self._addresses = Lockout(free=limits.sign_in_failures_address, **waits)

    def routes(self) -> list[Route]:
        """The five answers."""
        return [
            Route("/api/v1/session", self.sign_in, methods=["POST"]),
            Route("/api/v1/session", self.who, methods=["GET"]),
            Route("/api/v1/session", self.sign_out, methods=["DELETE"]),
            Route("/api/v1/session/password", self.change_password, methods=["POST"]),
            Route("/api/v1/session/all", self.sign_out_everywhere, methods=["DELETE"]),
        ]

    @described(takes=_SignIn, answers=shapes.SignedIn, refuses=(401, 403, 429))
    async def sign_in(self, request: Request) -> Response:
        """Right name, password and code → a cookie that scripts cannot read and other sites cannot send."""
        require_own_origin(request)
        asked: _SignIn = await json_of(request, _SignIn, self._limits.small_body_bytes)
        user, network = asked.user.strip()[:64], network_of(request)
        self._require_patience(user, network)
        found = await self._proven(user, asked.password, network)
        try:
            passed = await self._factor.check(found, asked.code)
        except RemoteRequestError as error:
            if error.code == "wrong_code":
                await self._failed(user, network, found)
            raise
        self._names.succeeded(user)
        self._addresses.succeeded(network)
        return await self._open(found, passed, network)

    @described(answers=shapes.SignedIn)
    async def who(self, request: Request) -> Response:
        """The official who is signed in."""
        return reply(_public(await self._doorkeeper.seat(request)))

    @described()
    async def sign_out(self, request: Request) -> Response:
        """Forget the cookie and close this official's page's socket."""
        profile = await self._doorkeeper.seat(request)
        word, actor = request.cookies.get(self._doorkeeper.cookie, ""), _actor(profile)

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
            audit.note(db, actor=_actor(profile), what="signed_out_everywhere", about=str(count))

        await self._db.run(close)
        return self._goodbye(profile)

    @described(takes=_Changed, refuses=(429,))
    async def change_password(self, request: Request) -> Response:
        """With the old one; every other sign-in of this account ends."""
        profile = await self._doorkeeper.seat(request)
        asked: _Changed = await json_of(request, _Changed, self._limits.small_body_bytes)
        network = network_of(request)
        self._require_patience(profile.user, network)
        await self._proven(profile.user, asked.old, network)
        if not passwords.is_fit(asked.new) or asked.new in (asked.old, profile.user):
            raise RemoteRequestError(400, "weak_password")
        new_hash = await passwords.hashed(asked.new)
        word = request.cookies.get(self._doorkeeper.cookie, "")

        def change(db: Connection) -> None:
            people.set_password(db, profile.seat.seat_id, new_hash)
            count = sessions.close_all(db, profile.seat.seat_id, but=word)
            audit.note(db, actor=_actor(profile), what="password_changed", about=str(count))

        await self._db.run(change)
        return Response(status_code=204, headers={"Cache-Control": "no-store"})

    # --- what all of them need ---
    def _require_patience(self, user: str, network: str) -> None:
        now_s = time.monotonic()
        wait_s = max(self._names.wait_s(user, now_s), self._addresses.wait_s(network, now_s))
        if wait_s > 0:
            raise RemoteRequestError(429, "locked", retry_after_s=int(wait_s) + 1)

    async def _proven(self, user: str, password: str, network: str) -> SeatProfile:
        """Whose name and password these are. Takes as long for a name that nobody has."""
        found, kept_hash = await self._db.run(lambda db: _account(db, user))
        right = await passwords.matches(kept_hash, password)
        if not found or not right:
            await self._failed(user, network, found)
            raise RemoteRequestError(401, "wrong_password")
        return found

    async def _failed(self, user: str, network: str, found: SeatProfile | None) -> None:
        """Counted and written down; of a name that nobody has only where it came from: it may be a password."""
        now_s, actor = time.monotonic(), _actor(found) if found else "unknown"
        self._names.failed(user, now_s)
        self._addresses.failed(network, now_s)
        what = "sign_in_locked" if self._names.wait_s(user, now_s) else "sign_in_failed"
        await self._db.run(lambda db: audit.note(db, actor=actor, what=what, about=network))

    async def _open(self, profile: SeatProfile, passed: Passed, network: str) -> Response:
        word, seat_id = secrets.token_urlsafe(32), profile.seat.seat_id
        who = sessions.SignedIn(seat_id, network, passed.factor)

        def open_it(db: Connection) -> None:
            sessions.open_session(db, word, who, time.time())
            audit.note(db, actor=_actor(profile), what="signed_in", about=network)

        await self._db.run(open_it)
        say("hub.auth", "signed in", seat_id=seat_id)
        codes = {"recovery_codes": passed.recovery_codes} if passed.recovery_codes else {}
        response = reply({**_public(profile), **codes})
        name = self._doorkeeper.cookie
        response.set_cookie(name, word, httponly=True, samesite="strict", secure=self._secure, path="/")
        return response

    def _goodbye(self, profile: SeatProfile) -> Response:
        link = self._rooms.seats.get(profile.seat.seat_id)
        if link:
            link.drop(CLOSE_SIGNED_OUT)
        response = Response(status_code=204, headers={"Cache-Control": "no-store"})
        response.delete_cookie(self._doorkeeper.cookie, httponly=True, samesite="strict", secure=self._secure)
        return response


def _account(db: Connection, user: str) -> tuple[SeatProfile | None, str]:
    found = people.seat_of_user(db, user)
    if found is None:
        return None, ""
    return replace(found, roles=roles.roles_of(db, found.seat.seat_id)), found.password_hash


def _actor(profile: SeatProfile) -> str:
    return f"seat:{profile.seat.seat_id}"


def _public(profile: SeatProfile) -> dict[str, object]:
    seat = profile.seat
    who = {"seat_id": seat.seat_id, "name": seat.name, "department": seat.department, "number": seat.number}
    return {**who, "roles": sorted(profile.roles)}
