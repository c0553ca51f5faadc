"""Shell: who is it? Kiosks by bearer token, officials by cookie; both for HTTP and for sockets. Sign in and out."""

import secrets
import time
from collections.abc import Awaitable
from urllib.parse import urlsplit

import msgspec
from sqlalchemy import Connection
from starlette.requests import HTTPConnection, Request
from starlette.responses import Response
from starlette.routing import Route
from starlette.websockets import WebSocket

from cloud_seat.hub import passwords
from cloud_seat.hub.answers import RemoteRequestError, json_of, refusal, reply
from cloud_seat.hub.config import Limits
from cloud_seat.hub.links import CLOSE_SIGNED_OUT, Link, Profile
from cloud_seat.hub.lockout import Lockout
from cloud_seat.hub.log import say
from cloud_seat.hub.rooms import Rooms
from cloud_seat.hub.store import people
from cloud_seat.hub.store.database import Database
from cloud_seat.hub.store.people import KioskProfile, SeatProfile

COOKIE = "xiaowu_session"
_SAFE = ("GET", "HEAD", "OPTIONS")
_PASSWORD_LONGEST = 1024


class Doorkeeper:
    """Answers who a request or socket comes from, or raises RemoteRequestError."""

    def __init__(self, db: Database, limits: Limits) -> None:
        self._db, self._limits = db, limits

    async def kiosk(self, connection: HTTPConnection) -> KioskProfile:
        """The booth behind `Authorization: Bearer …`."""
        scheme, _, token = connection.headers.get("authorization", "").partition(" ")
        found = None
        if scheme.lower() == "bearer" and token:
            found = await self._db.run(lambda db: people.kiosk_of_token(db, token.strip()))
        if found is None:
            raise RemoteRequestError(401, "unknown_kiosk")
        return found

    async def seat(self, connection: HTTPConnection) -> SeatProfile:
        """The official behind the cookie. What changes something, and every socket, must come from our own page."""
        if connection.scope.get("method", "WEBSOCKET") not in _SAFE:
            require_own_origin(connection)
        found = await self._signed_in(connection.cookies.get(COOKIE, ""), at_work=True)
        if found is None:
            raise RemoteRequestError(401, "sign_in")
        return found

    async def still_signed_in(self, connection: HTTPConnection, *, at_work: bool) -> bool:
        """Whether the page behind an open socket may stay. `at_work`: its official did something, or is in a call."""
        return await self._signed_in(connection.cookies.get(COOKIE, ""), at_work=at_work) is not None

    async def _signed_in(self, word: str, *, at_work: bool) -> SeatProfile | None:
        now_s, limits = time.time(), self._limits

        def find(db: Connection) -> SeatProfile | None:
            people.end_old_sessions(db, now_s=now_s, idle_s=limits.session_idle_s, longest_s=limits.session_longest_s)
            return people.seat_of_session(db, word, seen_at_s=now_s if at_work else None)

        return await self._db.run(find) if word else None

    async def anyone(self, connection: HTTPConnection) -> KioskProfile | SeatProfile:
        """A kiosk or an official."""
        if "authorization" in connection.headers:
            return await self.kiosk(connection)
        return await self.seat(connection)


def require_own_origin(connection: HTTPConnection) -> None:
    """Refuse pages of other sites (CSRF, cross-site WebSocket hijacking): Origin must name the host that was asked."""
    origin = connection.headers.get("origin", "")
    if urlsplit(origin).netloc.lower() != connection.headers.get("host", "").lower() or not origin:
        raise RemoteRequestError(403, "origin")


async def admit(socket: WebSocket, who: Awaitable[Profile], *, queue: int) -> Link[Profile] | None:
    """Opens the socket for whoever it turns out to be; None: it was refused, with the reason in the answer."""
    try:
        profile = await who
    except RemoteRequestError as error:
        await socket.send_denial_response(refusal(error.status, error.code))
        return None
    await socket.accept()
    return Link(socket, profile, queue=queue)


class _SignIn(msgspec.Struct, frozen=True):
    user: str
    password: str


class SessionDesk:
    """POST, GET and DELETE /api/v1/session."""

    def __init__(self, db: Database, doorkeeper: Doorkeeper, rooms: Rooms, *, limits: Limits, secure: bool) -> None:
        self._db, self._doorkeeper, self._rooms = db, doorkeeper, rooms
        self._limits, self._secure = limits, secure
        self._lockout = Lockout(
            free=limits.sign_in_failures, first_s=limits.sign_in_lock_s, longest_s=limits.sign_in_lock_longest_s
        )

    def routes(self) -> list[Route]:
        """The three answers."""
        return [
            Route("/api/v1/session", self.sign_in, methods=["POST"]),
            Route("/api/v1/session", self.who, methods=["GET"]),
            Route("/api/v1/session", self.sign_out, methods=["DELETE"]),
        ]

    async def sign_in(self, request: Request) -> Response:
        """Right name and password → a cookie that scripts cannot read and other sites cannot send."""
        require_own_origin(request)
        asked: _SignIn = await json_of(request, _SignIn, self._limits.small_body_bytes)
        user, now_s = asked.user.strip()[:64], time.monotonic()
        wait_s = self._lockout.wait_s(user, now_s)
        if wait_s > 0:
            raise RemoteRequestError(429, "locked", retry_after_s=int(wait_s) + 1)
        found = await self._db.run(lambda db: people.seat_of_user(db, user))
        right = await passwords.matches(await self._hash_of(user), asked.password[:_PASSWORD_LONGEST])
        if not found or not right:
            self._lockout.failed(user, time.monotonic())
            raise RemoteRequestError(401, "wrong_password")
        self._lockout.succeeded(user)
        return await self._open(found)

    async def who(self, request: Request) -> Response:
        """The official who is signed in."""
        return reply(_public(await self._doorkeeper.seat(request)))

    async def sign_out(self, request: Request) -> Response:
        """Forget the cookie and close this official's page's socket."""
        profile = await self._doorkeeper.seat(request)
        word = request.cookies.get(COOKIE, "")
        await self._db.run(lambda db: people.close_session(db, word))
        link = self._rooms.seats.get(profile.seat.seat_id)
        if link:
            link.drop(CLOSE_SIGNED_OUT)
        response = Response(status_code=204, headers={"Cache-Control": "no-store"})
        response.delete_cookie(COOKIE, httponly=True, samesite="strict", secure=self._secure)
        return response

    async def _hash_of(self, user: str) -> str:
        return await self._db.run(lambda db: people.password_hash_of(db, user))

    async def _open(self, profile: SeatProfile) -> Response:
        word, seat_id = secrets.token_urlsafe(32), profile.seat.seat_id
        await self._db.run(lambda db: people.open_session(db, word, seat_id, time.time()))
        say("hub.auth", "signed in", seat_id=seat_id)
        response = reply(_public(profile))
        response.set_cookie(COOKIE, word, httponly=True, samesite="strict", secure=self._secure, path="/")
        return response


def _public(profile: SeatProfile) -> dict[str, object]:
    seat = profile.seat
    return {"seat_id": seat.seat_id, "name": seat.name, "department": seat.department, "number": seat.number}
