"""Shell: `/ws/board`, and what the page asks for by HTTP: one booth whole, errands for it."""

import asyncio
import time

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route, WebSocketRoute
from starlette.websockets import WebSocket

from cloud_seat.contract.board import WallMoved, WallTold
from cloud_seat.contract.text import Text
from cloud_seat.hub.answers import json_of, reply
from cloud_seat.hub.auth import Doorkeeper, admit
from cloud_seat.hub.board.booth import BoothTold, BoothView
from cloud_seat.hub.board.errands import Errand, Wish
from cloud_seat.hub.board.facts import Facts, Known
from cloud_seat.hub.board.wall import Fleet, Seen, wall
from cloud_seat.hub.clock import now_ms
from cloud_seat.hub.config import Limits
from cloud_seat.hub.conversation import Conversation
from cloud_seat.hub.described import described
from cloud_seat.hub.lanes import Lanes
from cloud_seat.hub.links import CLOSE_SIGNED_OUT, Link
from cloud_seat.hub.store.people import SeatProfile
from cloud_seat.hub.welcome import welcome

LOOK_S = 0.4
"""So that a change is on the board within a second."""


class BoardDesk:
    """For supervisors and operators."""

    def __init__(self, lanes: Lanes, doorkeeper: Doorkeeper, limits: Limits, *, facts: Facts, view: BoothView) -> None:
        self._lanes, self._doorkeeper, self._limits, self._facts, self._view = lanes, doorkeeper, limits, facts, view
        self._wall, self._looked_at_s = WallMoved(now_ms=0), 0.0

    def routes(self) -> list[BaseRoute]:
        """A socket and two requests."""
        at = "/api/v1/board/kiosks/{kiosk_id:str}"
        return [
            WebSocketRoute("/ws/board", self.socket),
            Route(at, self.booth, methods=["GET"]),
            Route(f"{at}/errands", self.errand, methods=["POST"]),
        ]

    @described(answers=BoothTold)
    async def booth(self, request: Request) -> Response:
        """One booth whole."""
        await self._doorkeeper.seat(request)
        return reply(await self._view.whole(request.path_params["kiosk_id"][:32]))

    @described(takes=Wish, answers=Errand, refuses=(409,))
    async def errand(self, request: Request) -> Response:
        """Words, a self-test or a restart for one booth."""
        profile = await self._doorkeeper.seat(request)
        wish: Wish = await json_of(request, Wish, self._limits.small_body_bytes)
        kiosk_id = (await self._view.known(request.path_params["kiosk_id"][:32])).kiosk_id
        return reply(await self._lanes.errands.ask(kiosk_id, wish, by=f"operator:{profile.seat.seat_id}"))

    # --- the socket ---
    async def socket(self, socket: WebSocket) -> None:
        """One page, from connect to goodbye. While it is open its sign-in does not run out for being idle."""
        link = await admit(socket, self._doorkeeper.seat(socket), queue=self._limits.send_queue)
        if link is None:
            return
        greeted = asyncio.Event()

        async def arrive() -> None:
            link.send(welcome(self._lanes.dispatch, link.profile.seat))
            greeted.set()

        jobs = [asyncio.create_task(job) for job in (self._show(link, greeted), self._watch_session(socket, link))]
        talk = Conversation(socket, link, self._limits, silence_s=self._limits.page_silent_s)
        await talk.run(arrive, _hear_nothing)
        for job in jobs:
            job.cancel()
        await asyncio.gather(*jobs, return_exceptions=True)

    async def look(self) -> tuple[WallMoved, WallTold]:
        """As a page would see it now."""
        known = await self._facts.newest()
        return self._look(known), known.told

    async def _show(self, link: Link[SeatProfile], greeted: asyncio.Event) -> None:
        await greeted.wait()
        shown, told = WallMoved(now_ms=0), WallTold()
        while True:
            moved, facts = await self.look()
            if _moves(moved) != _moves(shown):
                link.send(moved)
                shown = moved
            if facts != told:
                link.send(facts)
                told = facts
            await asyncio.sleep(LOOK_S)

    def _look(self, known: Known) -> WallMoved:
        """Once for all pages."""
        if time.monotonic() - self._looked_at_s > LOOK_S / 2:
            rooms = self._lanes.rooms
            seen = {kiosk_id: Seen(version, health) for kiosk_id, version, health in rooms.booths}
            new = {kiosk_id: rooms.directory.kiosks.get(kiosk_id, Text(zh=kiosk_id)) for kiosk_id in seen}
            names = new | known.names
            closed = self._lanes.closings.words_now()
            fleet = Fleet(names, seen, self._lanes.errands.words, known.seats, closed)
            self._wall = wall(rooms.state_now(), rooms.directory, fleet, now_ms=now_ms())
            self._looked_at_s = time.monotonic()
        return self._wall

    async def _watch_session(self, socket: WebSocket, link: Link[SeatProfile]) -> None:
        while True:
            await asyncio.sleep(self._limits.session_check_s)
            if not await self._doorkeeper.still_signed_in(socket, at_work=True):
                link.drop(CLOSE_SIGNED_OUT)


def _moves(moved: WallMoved) -> tuple[object, ...]:
    """All but the clock."""
    return (moved.kiosks, moved.seats, moved.seats_known, moved.waits)


async def _hear_nothing(_message: object) -> str:
    return "not_yours"
