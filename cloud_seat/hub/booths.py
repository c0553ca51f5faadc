"""Shell: which booth asks, by a proof of its key or a token; how it comes to its key; that a revoked one is out.

A token can be copied; a proof is good for one request, once, for a few minutes. A booth that has a key has no token.
"""

import asyncio
import base64
import binascii
import secrets
import time

from sqlalchemy import Connection
from starlette.requests import HTTPConnection, Request
from starlette.responses import Response
from starlette.routing import Route

from cloud_seat.contract import proof
from cloud_seat.hub import shapes
from cloud_seat.hub.answers import RemoteRequestError, json_of, reply
from cloud_seat.hub.config import Limits
from cloud_seat.hub.described import described
from cloud_seat.hub.links import CLOSE_POLICY
from cloud_seat.hub.lockout import Lockouts, Waits
from cloud_seat.hub.log import say
from cloud_seat.hub.rooms import Rooms
from cloud_seat.hub.store import audit, guesses, machines, people
from cloud_seat.hub.store.away import RemoteStoreAwayError
from cloud_seat.hub.store.database import Database
from cloud_seat.hub.store.people import KioskProfile

PUBLIC_KEY_BYTES = 32


class Booths:
    """Answers which booth it is, or raises RemoteRequestError."""

    def __init__(self, db: Database, limits: Limits) -> None:
        self._db, self._limits = db, limits

    async def known(self, connection: HTTPConnection) -> KioskProfile:
        """The booth behind `Authorization`."""
        scheme, _, word = connection.headers.get("authorization", "").partition(" ")
        found = None
        if scheme == proof.SCHEME:
            found = await self._proven(connection, word)
        elif scheme.lower() == "bearer" and word.strip():
            found = await self._db.run(lambda db: people.kiosk_of_token(db, word.strip()))
        if found is None:
            raise RemoteRequestError(401, "unknown_kiosk")
        return found

    async def _proven(self, connection: HTTPConnection, word: str) -> KioskProfile | None:
        try:
            claim = proof.read_claim(word)
            public = await self._db.run(lambda db: machines.key_of(db, claim.kiosk_id))
            proof.check(word, public)
        except proof.RemoteProofError:
            return None
        if (claim.method, claim.path) != _asked(connection) or not await self._is_fresh(claim):
            raise RemoteRequestError(401, "stale_proof", headers={proof.HUB_TIME: f"{time.time():.3f}"})
        return await self._db.run(lambda db: people.kiosk(db, claim.kiosk_id))

    async def _is_fresh(self, claim: proof.Claim) -> bool:
        """Once, at whichever hub, and of these minutes by both clocks."""
        now_s = time.time()
        if abs(claim.at_s - now_s) > self._limits.proof_window_s:
            return False
        return await self._db.run(lambda db: guesses.use_proof(db, claim.kiosk_id, claim.nonce, now_s))


class Enrolment:
    """`/api/v1/enrol`: a booth with a code brings the public half of the key that it made."""

    def __init__(self, db: Database, limits: Limits, lockouts: Lockouts) -> None:
        self._db, self._limits = db, limits
        waits = Waits(limits.link_failures, first_s=limits.link_lock_s, longest_s=limits.link_lock_longest_s)
        self._lockout = lockouts.of("enrol", waits)

    def routes(self) -> list[Route]:
        """One request."""
        return [Route("/api/v1/enrol", self.enrol, methods=["POST"])]

    @described(takes=proof.Enrolling, answers=shapes.Enrolled, status=201, refuses=(404, 429))
    async def enrol(self, request: Request) -> Response:
        """Code and key → which booth this is. The code is used up, an earlier key or token worth nothing."""
        who = request.client.host if request.client else ""
        await self._lockout.require_patience(who)
        asked: proof.Enrolling = await json_of(request, proof.Enrolling, self._limits.small_body_bytes)
        key = _key_in(asked)
        kiosk_id = await self._db.run(lambda db: _take(db, asked.code, key))
        if not kiosk_id:
            await self._lockout.count(who)
            raise RemoteRequestError(404, "code_over")
        say("hub.booths", "a booth has its key", kiosk_id=kiosk_id)
        return reply({"kiosk_id": kiosk_id}, 201)


async def drop_revoked(db: Database, rooms: Rooms, every_s: float) -> None:
    """Sockets of booths that an operator revoked at the command line are closed within `every_s`."""
    while True:
        await asyncio.sleep(every_s)
        try:
            known = {one.kiosk_id for one in await db.run(people.kiosks)}
        except RemoteStoreAwayError:
            continue
        for kiosk_id, link in rooms.kiosks:
            if kiosk_id not in known:
                say("hub.booths", "a revoked booth is out", kiosk_id=kiosk_id)
                link.drop(CLOSE_POLICY)


def _take(db: Connection, code: str, key: bytes) -> str:
    kiosk_id = machines.take_code(db, code, now_s=time.time())
    if kiosk_id:
        machines.put_key(db, kiosk_id, key)
        people.renew_token(db, kiosk_id, secrets.token_urlsafe(32))  # told to nobody
        audit.note(db, actor=f"kiosk:{kiosk_id}", what="key_enrolled")
    return kiosk_id


def _key_in(asked: proof.Enrolling) -> bytes:
    try:
        key = base64.b64decode(asked.public_key, validate=True)
    except (binascii.Error, ValueError) as error:
        raise RemoteRequestError(400, "bad_request") from error
    if len(key) != PUBLIC_KEY_BYTES:
        raise RemoteRequestError(400, "bad_request")
    return key


def _asked(connection: HTTPConnection) -> tuple[str, str]:
    """Method and path with query, as they came over the wire."""
    scope = connection.scope
    query = scope["query_string"].decode("latin-1")
    path = scope.get("raw_path", b"").decode("latin-1")
    return scope.get("method", "GET"), f"{path}?{query}" if query else path
