"""Shell: one socket each: a bounded outbox with its sender, a heartbeat, and who is connected right now."""

import asyncio
import contextlib
import logging
from collections.abc import Callable, Iterator
from typing import Generic, TypeVar

import msgspec
from starlette.websockets import WebSocket, WebSocketDisconnect, WebSocketState

from cloud_seat.contract.codec import encode
from cloud_seat.contract.signalling import Heartbeat, Message
from cloud_seat.hub.companions.passes import Pass
from cloud_seat.hub.log import say
from cloud_seat.hub.store.people import KioskProfile, SeatProfile

CLOSE_POLICY = 1008
CLOSE_AGAIN = 1012
CLOSE_SLOW = 1013
CLOSE_REPLACED = 4000
CLOSE_SIGNED_OUT = 4001
CLOSE_SILENT = 4002
_CLOSE_WAIT_S = 1.0

Profile = TypeVar("Profile", KioskProfile, SeatProfile, Pass)


class Link(Generic[Profile]):
    """A connected kiosk, seat or helper. `send` never waits: who does not read is dropped when the outbox is full."""

    def __init__(self, socket: WebSocket, profile: Profile, *, queue: int) -> None:
        self.profile: Profile = profile
        self.version = ""
        self.told_presence: tuple[int, int, str, int, int, str] | None = None
        self.watched: tuple[str, ...] = ()
        self.told_officials: tuple[object, object] | None = None
        self._socket = socket
        self._outbox: asyncio.Queue[bytes] = asyncio.Queue(queue)
        self._dropped = asyncio.Event()
        self._code = 1000

    def send(self, message: Message) -> None:
        """Queue one message. Never raises: a peer's odd values must not stop the lane that passes them on."""
        try:
            self._outbox.put_nowait(encode(message))
        except asyncio.QueueFull:
            self.drop(CLOSE_SLOW)
        except (msgspec.MsgspecError, RecursionError, ValueError) as error:
            say("hub.links", "a message could not be passed on", level=logging.ERROR, error=type(error).__name__)

    def drop(self, code: int) -> None:
        """Close this socket soon."""
        if not self._dropped.is_set():
            self._code = code
            self._dropped.set()

    async def pump(self) -> None:
        """Send what is queued until the link is dropped."""
        while True:
            await self._socket.send_text((await self._outbox.get()).decode())

    async def beat(self, every_s: float) -> None:
        """Send a heartbeat now and then: pages cannot see the protocol's own pings."""
        nonce = 0
        while True:
            await asyncio.sleep(every_s)
            nonce += 1
            self.send(Heartbeat(nonce=nonce))

    async def dropped(self) -> None:
        """Returns when the hub wants this link closed."""
        await self._dropped.wait()

    async def close(self) -> None:
        """Say goodbye if the socket still listens; a stuck one is left to the ping."""
        if self._socket.application_state is WebSocketState.CONNECTED:
            with contextlib.suppress(TimeoutError, WebSocketDisconnect, RuntimeError):
                await asyncio.wait_for(self._flush_and_close(), _CLOSE_WAIT_S)

    async def _flush_and_close(self) -> None:
        while not self._outbox.empty():
            await self._socket.send_text(self._outbox.get_nowait().decode())
        await self._socket.close(self._code)


class Roll(Generic[Profile]):
    """Who is connected, by id: one link each."""

    def __init__(self) -> None:
        self._links: dict[str, Link[Profile]] = {}
        self.elsewhere: Callable[[str, Message], None] = lambda name, message: None

    def enter(self, name: str, link: Link[Profile]) -> bool:
        """Put this link in place; an older one is dropped. True when there was one."""
        old = self._links.get(name)
        self._links[name] = link
        if old:
            old.drop(CLOSE_REPLACED)
            say("hub.links", "an older socket was replaced")
        return old is not None

    def leave(self, name: str, link: Link[Profile]) -> bool:
        """Take this link out. False when a newer one has its place."""
        if self._links.get(name) is not link:
            return False
        del self._links[name]
        return True

    def send(self, name: str, message: Message) -> bool:
        """Send to one; False when they are not connected."""
        link = self._links.get(name)
        if link:
            link.send(message)
        return link is not None

    def reach(self, name: str, message: Message) -> None:
        """Send to one, wherever they are connected."""
        if not self.send(name, message):
            self.elsewhere(name, message)

    def get(self, name: str) -> Link[Profile] | None:
        """The link of one."""
        return self._links.get(name)

    def __iter__(self) -> Iterator[tuple[str, Link[Profile]]]:
        return iter(list(self._links.items()))

    def __len__(self) -> int:
        return len(self._links)
