"""Shell: the two sockets, /ws/kiosk and /ws/seat: who may open one."""

import asyncio
import contextlib
from collections.abc import Awaitable

from starlette.routing import WebSocketRoute
from starlette.websockets import WebSocket

from cloud_seat.hub.auth import Doorkeeper, admit
from cloud_seat.hub.config import Limits
from cloud_seat.hub.conversation import Conversation
from cloud_seat.hub.kiosk_talk import KioskTalk
from cloud_seat.hub.lanes import Lanes
from cloud_seat.hub.links import CLOSE_SIGNED_OUT, Link
from cloud_seat.hub.seat_talk import SeatTalk
from cloud_seat.hub.seat_words import SeatWords, WriteDown
from cloud_seat.hub.store.away import RemoteStoreAwayError
from cloud_seat.hub.store.people import SeatProfile


class Sockets:
    """Opens, greets, listens, and tells matching when somebody is gone."""

    def __init__(self, lanes: Lanes, doorkeeper: Doorkeeper, *, limits: Limits, write_down: WriteDown) -> None:
        self._lanes, self._doorkeeper, self._limits, self._write_down = lanes, doorkeeper, limits, write_down

    def routes(self) -> list[WebSocketRoute]:
        """Both sockets."""
        return [WebSocketRoute("/ws/kiosk", self.kiosk), WebSocketRoute("/ws/seat", self.seat)]

    async def kiosk(self, socket: WebSocket) -> None:
        """One booth, from connect to goodbye."""
        link = await admit(socket, self._doorkeeper.kiosk(socket), queue=self._limits.send_queue)
        if link is None:
            return
        talk = KioskTalk(link.profile, link, self._lanes)
        await Conversation(socket, link, self._limits).run(talk.arrive, talk.hear)
        await _left(talk.leave())

    async def seat(self, socket: WebSocket) -> None:
        """One official's page, from connect to goodbye."""
        link = await admit(socket, self._doorkeeper.seat(socket), queue=self._limits.send_queue)
        if link is None:
            return
        said = SeatWords(link.profile.seat, self._lanes, self._write_down)
        talk = SeatTalk(link.profile, link, self._lanes, said=said)
        watch = asyncio.create_task(self._watch_session(socket, link, talk))
        await Conversation(socket, link, self._limits, silence_s=self._limits.page_silent_s).run(talk.arrive, talk.hear)
        watch.cancel()
        await asyncio.gather(watch, return_exceptions=True)
        await _left(talk.leave())

    async def _watch_session(self, socket: WebSocket, link: Link[SeatProfile], talk: SeatTalk) -> None:
        """Work on the socket keeps the sign-in alive; an idle official's page is closed when it ends."""
        while True:
            await asyncio.sleep(self._limits.session_check_s)
            with contextlib.suppress(RemoteStoreAwayError):
                if not await self._doorkeeper.still_signed_in(socket, at_work=talk.was_at_work()):
                    link.drop(CLOSE_SIGNED_OUT)


async def _left(leave: Awaitable[None]) -> None:
    """What could not be written down yet waits in matching's queue."""
    with contextlib.suppress(RemoteStoreAwayError):
        await leave
