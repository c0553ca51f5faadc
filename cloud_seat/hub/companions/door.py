"""Shell: the helper's way in: a link, or its number; take it for this browser, and the socket of whoever took it.

The token comes in a header and stands in no address; whoever took the link is known by a cookie of their own.
"""

import secrets
import time

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route, WebSocketRoute
from starlette.websockets import WebSocket

from cloud_seat.contract import companions as cp
from cloud_seat.hub import shapes
from cloud_seat.hub.answers import RemoteRequestError, json_of, reply
from cloud_seat.hub.auth import admit, cookie_name, require_own_origin
from cloud_seat.hub.companions.helper_pages import HelperTalk
from cloud_seat.hub.companions.passes import Pass
from cloud_seat.hub.config import Settings
from cloud_seat.hub.conversation import Conversation
from cloud_seat.hub.described import described
from cloud_seat.hub.lanes import Lanes
from cloud_seat.hub.lockout import Lockouts, Waits

PATH = "/ws/with"
OVER = (404, "link_over")


class HelperDoor:
    """`/api/v1/with` and `/ws/with`."""

    def __init__(self, lanes: Lanes, settings: Settings, lockouts: Lockouts) -> None:
        limits = settings.limits
        self._rooms, self._talk, self._company = lanes.rooms, lanes.companions, lanes.companions.company
        self._limits, self._secure = limits, settings.is_secure
        self._cookie = cookie_name("xiaowu_with", secure=settings.is_secure)
        waits = Waits(limits.link_failures, first_s=limits.link_lock_s, longest_s=limits.link_lock_longest_s)
        self._lockout = lockouts.of("helper", waits)

    def routes(self) -> list[BaseRoute]:
        """By number, look, take, come in."""
        return [
            Route("/api/v1/with/number", self.find, methods=["POST"]),
            Route("/api/v1/with", self.look, methods=["GET"]),
            Route("/api/v1/with", self.take, methods=["POST"]),
            WebSocketRoute(PATH, self.come_in),
        ]

    @described(takes=cp.NumberTyped, answers=shapes.TokenTold, refuses=(404, 429))
    async def find(self, request: Request) -> Response:
        """The link of a number that was told by telephone."""
        require_own_origin(request)
        typed: cp.NumberTyped = await json_of(request, cp.NumberTyped, self._limits.small_body_bytes)
        digits = "".join(letter for letter in typed.number[:40] if letter.isdigit())
        found = await self._found(request, await self._company.kept.find(number=digits))
        return reply({"token": found.token})

    @described(answers=cp.LinkShown, refuses=(404, 409, 429))
    async def look(self, request: Request) -> Response:
        """Whose call it is. Somebody else's by now, or none: says so, and no more."""
        one = await self._of_token(request)
        if one.word_sha256 and not await self._is_theirs(request, one):
            raise RemoteRequestError(409, "link_taken")
        call = self._rooms.state_now().calls.get(one.call_id)
        if call is None:
            raise RemoteRequestError(*OVER)
        names = self._rooms.directory
        await names.learn(call.seat_id, call.kiosk_id)
        return reply(
            cp.LinkShown(
                kiosk=names.kiosks[call.kiosk_id],
                official=names.seats.get(call.seat_id),
                item_name=names.item_name(call.item_id),
                lives_s=max(0, int(one.ends_at_s - time.time())),
            )
        )

    @described(takes=cp.HelperCame, refuses=(404, 409, 429))
    async def take(self, request: Request) -> Response:
        """The first browser has it; the same one may say its name again."""
        require_own_origin(request)
        came: cp.HelperCame = await json_of(request, cp.HelperCame, self._limits.small_body_bytes)
        one, name = await self._of_token(request), _name(came.name)
        if not name:
            raise RemoteRequestError(400, "bad_request")
        if one.word_sha256 and not await self._is_theirs(request, one):
            raise RemoteRequestError(409, "link_taken")
        word = secrets.token_urlsafe(32)
        if not await self._company.kept.take(one, word=word, name=name):
            raise RemoteRequestError(409, "link_taken")
        response = Response(status_code=204, headers={"Cache-Control": "no-store"})
        response.set_cookie(self._cookie, word, httponly=True, samesite="strict", secure=self._secure, path="/")
        return response

    async def come_in(self, socket: WebSocket) -> None:
        """One helper's page, from connect to goodbye."""
        link = await admit(socket, self._holder(socket), queue=self._limits.send_queue)
        if link is None:
            return
        talk = HelperTalk(self._rooms, self._talk, link)
        await Conversation(socket, link, self._limits, silence_s=self._limits.page_silent_s).run(talk.arrive, talk.hear)
        await talk.leave()

    async def _holder(self, socket: WebSocket) -> Pass:
        require_own_origin(socket)
        one = await self._company.kept.find(word=socket.cookies.get(self._cookie, ""))
        if one is None:
            raise RemoteRequestError(*OVER)
        return one

    async def _of_token(self, request: Request) -> Pass:
        scheme, _, token = request.headers.get("authorization", "").partition(" ")
        return await self._found(request, await self._company.kept.find(token=token) if scheme == "With" else None)

    async def _found(self, request: Request, one: Pass | None) -> Pass:
        """Raises RemoteRequestError: an unknown, used up or revoked one look the same; who guesses has to wait."""
        who = request.client.host if request.client else ""
        await self._lockout.require_patience(who)
        if one is None:
            await self._lockout.count(who)
            raise RemoteRequestError(*OVER)
        return one

    async def _is_theirs(self, request: Request, one: Pass) -> bool:
        theirs = await self._company.kept.find(word=request.cookies.get(self._cookie, ""))
        return theirs is not None and theirs.companion_id == one.companion_id


def _name(said: str) -> str:
    """What can be shown on one line."""
    return "".join(letter for letter in said.strip() if letter.isprintable())[: cp.NAME_LONGEST]
