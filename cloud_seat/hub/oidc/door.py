"""Shell: the way in by the district's own sign-in, there and back, and its word that somebody has left.

The provider tells who somebody is. What they may do stands in the hub's own roles; who has no account stays out.
"""

import asyncio
import secrets
import time
from collections.abc import Awaitable
from typing import Any
from urllib.parse import parse_qs, urlencode

from authlib.oauth2.rfc7636 import create_s256_code_challenge
from sqlalchemy import Connection
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from cloud_seat.hub import shapes
from cloud_seat.hub.answers import RemoteRequestError, body_of, reply
from cloud_seat.hub.auth import cookie_name, network_of
from cloud_seat.hub.config import Settings
from cloud_seat.hub.described import described
from cloud_seat.hub.links import CLOSE_SIGNED_OUT
from cloud_seat.hub.log import say
from cloud_seat.hub.oidc.provider import Provider, RemoteProviderError, Returned, Told, is_safe
from cloud_seat.hub.oidc.tokens import Person, RemoteTokenError
from cloud_seat.hub.rooms import Rooms
from cloud_seat.hub.second_factor import SecondFactor
from cloud_seat.hub.sign_ins import SignIns
from cloud_seat.hub.store import audit, elsewhere
from cloud_seat.hub.store.database import Database
from cloud_seat.hub.tries import account_of, actor_of

PAGES = ("seat", "board")
"""Whence somebody may set out, and whither they come back; the first unless told."""
_PATH = "/api/v1/sign-in"
_FORM = "application/x-www-form-urlencoded"


class ElsewhereDoor:
    """`/api/v1/sign-in…`. `provider` None: there is no such way in."""

    def __init__(
        self, db: Database, rooms: Rooms, sign_ins: SignIns, *, factor: SecondFactor, settings: Settings
    ) -> None:
        self._db, self._rooms, self._sign_ins, self._tries, self._factor = db, rooms, sign_ins, sign_ins.tries, factor
        self._limits, self._secure = settings.limits, settings.is_secure
        self._provider = Provider(settings.oidc) if settings.oidc else None
        self._cookie = cookie_name("xiaowu_elsewhere", secure=settings.is_secure)

    def routes(self) -> list[Route]:
        """Is there one; go there, come back; leave there; it says that somebody left."""
        return [
            Route(_PATH, self.ways, methods=["GET"]),
            Route(f"{_PATH}/elsewhere", self.go, methods=["GET"]),
            Route(f"{_PATH}/back", self.back, methods=["GET"]),
            Route(f"{_PATH}/leave", self.leave, methods=["GET"]),
            Route(f"{_PATH}/over", self.over, methods=["POST"]),
        ]

    @described(answers=shapes.WaysIn)
    async def ways(self, _request: Request) -> Response:
        """Name of the district's own sign-in; empty: only number and password."""
        return reply({"elsewhere": self._provider.about.name if self._provider else ""})

    @described(status=303, asks={"to": str}, refuses=(404,))
    async def go(self, request: Request) -> Response:
        """To the provider, with a question that only this browser can bring the answer to."""
        page = _page_in(request.query_params.get("to", ""))
        return await _or_page(self._ask(request, self._known(), page), page)

    async def _ask(self, request: Request, provider: Provider, page: str) -> Response:
        await self._tries.require_patience("", network_of(request))
        told = await self._told(provider)
        nonce, verifier = secrets.token_urlsafe(32), secrets.token_urlsafe(48)
        state = f"{page}.{secrets.token_urlsafe(32)}"
        asked, lives_s = elsewhere.Asked(verifier, nonce), self._limits.elsewhere_s
        await self._db.run(lambda db: elsewhere.ask(db, state, asked, now_s=time.time(), lives_s=lives_s))
        words = {"response_type": "code", "scope": "openid", "client_id": provider.about.client_id, "state": state}
        words |= {"nonce": nonce, "redirect_uri": self._back_to(request), "code_challenge_method": "S256"}
        words["code_challenge"] = create_s256_code_challenge(verifier)
        response = _to(f"{told.authorization_endpoint}?{urlencode(words)}")
        how: Any = {"httponly": True, "secure": self._secure, "path": "/", "max_age": int(lives_s)}
        response.set_cookie(self._cookie, state, samesite="lax", **how)  # it has to come along when the browser returns
        return response

    @described(status=303, asks={"code": str, "state": str, "iss": str, "error": str}, refuses=(404,))
    async def back(self, request: Request) -> Response:
        """From the provider: to the desk, signed in, or with the word for a sentence that says why not."""
        page = _page_in(request.query_params.get("state", "").partition(".")[0])
        response = await _or_page(self._let_in(request, self._known(), page), page)
        response.delete_cookie(self._cookie, httponly=True, secure=self._secure, samesite="lax")
        return response

    @described(status=303, asks={"to": str}, refuses=(404,))
    async def leave(self, request: Request) -> Response:
        """To the provider's own way out, where it has one; else to the desk's sign-in."""
        page = _page_in(request.query_params.get("to", ""))
        return await _or_page(self._away(request, self._known(), page), page)

    async def _away(self, request: Request, provider: Provider, page: str) -> Response:
        end = (await self._told(provider)).end_session_endpoint
        if not is_safe(end):
            return _to(f"/{page}")
        back_to = f"{self._here(request)}/{page}"
        words = {"client_id": provider.about.client_id, "post_logout_redirect_uri": back_to}
        return _to(f"{end}?{urlencode(words)}")

    @described(takes=_FORM, answers=shapes.Alive, refuses=(404, 502))
    async def over(self, request: Request) -> Response:
        """The provider tells that a session, or a person, has left: theirs here are over (back-channel logout)."""
        provider = self._known()
        body = await body_of(request, self._limits.small_body_bytes)
        token = (parse_qs(body.decode("latin-1")).get("logout_token") or [""])[0]
        try:
            subject, sid = await asyncio.to_thread(provider.signed_out, token)
        except RemoteTokenError as error:
            raise RemoteRequestError(400, "bad_request") from error
        except RemoteProviderError as error:
            raise RemoteRequestError(502, "elsewhere_silent") from error
        for seat_id in await self._db.run(lambda db: _ended(db, subject, sid)):
            if link := self._rooms.seats.get(seat_id):
                link.drop(CLOSE_SIGNED_OUT)
        return reply({"ok": True})

    async def _let_in(self, request: Request, provider: Provider, page: str) -> Response:
        network, asked = network_of(request), request.query_params
        await self._tries.require_patience("", network)
        state = asked.get("state", "")
        is_own = bool(state) and secrets.compare_digest(state.encode(), request.cookies.get(self._cookie, "").encode())
        known = await self._db.run(lambda db: elsewhere.take(db, state, time.time())) if is_own else None
        if known is None or asked.get("iss", provider.about.issuer) != provider.about.issuer or not asked.get("code"):
            raise await self._refused("elsewhere_failed", network)
        returned = Returned(asked["code"], known.verifier, known.nonce, self._back_to(request))
        try:
            person = await asyncio.to_thread(provider.person, returned)
        except (RemoteTokenError, RemoteProviderError) as error:
            say("hub.oidc", "the provider's answer was refused", level=30, error=type(error).__name__)
            raise await self._refused("elsewhere_failed", network) from error
        return await self._enter(person, network, page)

    async def _enter(self, person: Person, network: str, page: str) -> Response:
        found, _ = await self._db.run(lambda db: account_of(db, person.named)) if person.named else (None, "")
        if found is None:
            raise await self._refused("unknown_person", network)
        if self._factor.is_needed(found) and not person.has_factor:
            await self._db.run(lambda db: audit.note(db, actor=actor_of(found), what="no_factor_elsewhere"))
            raise RemoteRequestError(403, "elsewhere_factor")
        there = person.subject[:255], person.sid
        word, _ = await self._sign_ins.open(found, network, factor=person.has_factor, from_there=there)
        return self._sign_ins.give(_to(f"/{page}?sign-in=done"), word)

    async def _refused(self, code: str, network: str) -> RemoteRequestError:
        await self._tries.failed(f"elsewhere {network}", network, None)
        return RemoteRequestError(403, code)

    async def _told(self, provider: Provider) -> Told:
        try:
            return await asyncio.to_thread(provider.told)
        except RemoteProviderError as error:
            raise RemoteRequestError(502, "elsewhere_silent") from error

    def _known(self) -> Provider:
        if self._provider is None:
            raise RemoteRequestError(404, "not_found")
        return self._provider

    def _back_to(self, request: Request) -> str:
        return f"{self._here(request)}{_PATH}/back"

    def _here(self, request: Request) -> str:
        return f"{'https' if self._secure else 'http'}://{request.headers.get('host', '')}"


def _ended(db: Connection, subject: str, sid: str) -> list[str]:
    seat_ids = elsewhere.end(db, subject, sid)
    for seat_id in seat_ids:
        audit.note(db, actor=f"seat:{seat_id}", what="signed_out_elsewhere")
    return seat_ids


def _page_in(told: str) -> str:
    return told if told in PAGES else PAGES[0]


async def _or_page(way: Awaitable[Response], page: str) -> Response:
    """Somebody sits before a browser: what went wrong is told by the page, in a sentence."""
    try:
        return await way
    except RemoteRequestError as error:
        return _to(f"/{page}?{urlencode({'sign-in': error.code})}")


def _to(where: str) -> Response:
    return RedirectResponse(where, 303, headers={"Cache-Control": "no-store"})
