"""Shell: who is it? Kiosks by their key or token, officials by cookie; both for HTTP and for sockets."""

import ipaddress
import time
from collections.abc import Awaitable
from urllib.parse import urlsplit

from sqlalchemy import Connection
from starlette.requests import HTTPConnection
from starlette.websockets import WebSocket

from cloud_seat.hub.answers import STORE_AWAY, RemoteRequestError, refused
from cloud_seat.hub.booths import Booths
from cloud_seat.hub.config import Limits
from cloud_seat.hub.gate import require
from cloud_seat.hub.links import Link, Profile
from cloud_seat.hub.lockout import Lockouts
from cloud_seat.hub.store import sessions
from cloud_seat.hub.store.away import RemoteStoreAwayError
from cloud_seat.hub.store.database import Database
from cloud_seat.hub.store.people import KioskProfile, SeatProfile

_SAFE = ("GET", "HEAD", "OPTIONS")


class Doorkeeper:
    """Answers who a request or socket comes from, or raises RemoteRequestError."""

    def __init__(self, db: Database, limits: Limits, *, lockouts: Lockouts, secure: bool) -> None:
        self._db, self._limits, self._booths, self.lockouts = db, limits, Booths(db, limits), lockouts
        self.cookie = cookie_name("xiaowu_session", secure=secure)

    async def kiosk(self, connection: HTTPConnection) -> KioskProfile:
        """The booth behind `Authorization`."""
        found = await self._booths.known(connection)
        require(connection, found.roles, kiosk_id=found.kiosk_id)
        return found

    async def seat(self, connection: HTTPConnection) -> SeatProfile:
        """The official behind the cookie. What changes something, and every socket, must come from our own page."""
        if connection.scope.get("method", "WEBSOCKET") not in _SAFE:
            require_own_origin(connection)
        found = await self._signed_in(connection, at_work=True)
        if found is None:
            raise RemoteRequestError(401, "sign_in")
        require(connection, found.roles, seat_id=found.seat.seat_id)
        return found

    async def still_signed_in(self, connection: HTTPConnection, *, at_work: bool) -> bool:
        """Whether the page behind an open socket may stay. `at_work`: its official did something, or is in a call."""
        return await self._signed_in(connection, at_work=at_work) is not None

    async def _signed_in(self, connection: HTTPConnection, *, at_work: bool) -> SeatProfile | None:
        word, network = connection.cookies.get(self.cookie, ""), network_of(connection)
        ages = sessions.Ages(time.time(), self._limits.session_idle_s, self._limits.session_longest_s)

        def find(db: Connection) -> SeatProfile | None:
            return sessions.seat_of_session(db, word, ages, network=network, is_seen=at_work)

        return await self._db.run(find) if word else None

    async def anyone(self, connection: HTTPConnection) -> KioskProfile | SeatProfile:
        """A kiosk or an official."""
        if "authorization" in connection.headers:
            return await self.kiosk(connection)
        return await self.seat(connection)


def cookie_name(name: str, *, secure: bool) -> str:
    """Under TLS with the prefix that no other host or path can set (RFC 6265bis §4.1.3.2)."""
    return f"__Host-{name}" if secure else name


def network_of(connection: HTTPConnection) -> str:
    """Where it comes from, to the /24 or /64: an office keeps that when its addresses are given out anew."""
    host = connection.client.host if connection.client else ""
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        return ""
    return str(ipaddress.ip_network((address, 24 if address.version == 4 else 64), strict=False))


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
        await socket.send_denial_response(refused(error))
        return None
    except RemoteStoreAwayError:
        await socket.send_denial_response(refused(STORE_AWAY))
        return None
    await socket.accept()
    return Link(socket, profile, queue=queue)
