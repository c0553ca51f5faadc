"""Shell: one client's talk over its socket: hello first, size and rate limits, three sorts of bad input, a clean end.

Malformed, oversize or too frequent messages are refused; several in a row end the talk (close 1008). Messages of a
type that this version does not know are ignored: the client is newer than we are.
"""

import asyncio
import time
from collections.abc import Awaitable, Callable
from typing import Any

from starlette.websockets import WebSocket

from cloud_seat.contract.codec import RemoteMessageError, Unknown, decode
from cloud_seat.contract.signalling import Heartbeat, Hello, Message, Refused
from cloud_seat.hub.acts import may_say
from cloud_seat.hub.config import Limits
from cloud_seat.hub.links import CLOSE_AGAIN, CLOSE_POLICY, CLOSE_SILENT, Link
from cloud_seat.hub.log import say
from cloud_seat.hub.store.away import RemoteStoreAwayError
from cloud_seat.hub.texts import text_of

VERSION_LONGEST = 32
Arrive = Callable[[], Awaitable[None]]
"""Puts the client on the roll; the first thing it sends is Welcome."""
Hear = Callable[[Message], Awaitable[str]]
"""Acts on one message; the answer is a refusal code or ""."""


class Pace:
    """A token bucket: `burst` messages at once, `per_s` for ever."""

    def __init__(self, burst: int, per_s: float) -> None:
        self._burst, self._per_s = burst, per_s
        self._tokens, self._at_s = float(burst), time.monotonic()

    def allows(self) -> bool:
        """Take one token."""
        now_s = time.monotonic()
        self._tokens = min(self._burst, self._tokens + (now_s - self._at_s) * self._per_s)
        self._at_s = now_s
        if self._tokens < 1:
            return False
        self._tokens -= 1
        return True


class Conversation:
    """Runs one socket to its end. `arrive` is called at Hello, `hear` for every message after it.

    `silence_s`: a client that says nothing for so long is gone, though its browser still answers pings for it.
    """

    def __init__(self, socket: WebSocket, link: Link[Any], limits: Limits, *, silence_s: float | None = None) -> None:
        self._socket, self._link, self._limits, self._silence_s = socket, link, limits, silence_s
        self._pace = Pace(limits.messages_burst, limits.messages_per_s)
        self._strikes = 0
        self._greeted, self._arrived = False, False

    async def run(self, arrive: Arrive, hear: Hear) -> None:
        """Until either side closes."""
        tasks = [
            asyncio.create_task(work)
            for work in (
                self._listen(arrive, hear),
                self._link.pump(),
                self._link.beat(self._limits.heartbeat_s),
                self._link.dropped(),
            )
        ]
        await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        for task in tasks:
            task.cancel()
        for outcome in await asyncio.gather(*tasks, return_exceptions=True):
            self._note(outcome)
        await self._link.close()

    def _note(self, outcome: BaseException | None) -> None:
        """A peer that went away is ordinary; anything else is our bug, logged by type only."""
        ordinary = (asyncio.CancelledError, OSError)
        gone = type(outcome).__name__ in ("WebSocketDisconnect", "ClientDisconnected")
        if isinstance(outcome, BaseException) and not isinstance(outcome, ordinary) and not gone:
            say("hub.conversation", "a talk failed", level=40, error=type(outcome).__name__)

    async def _listen(self, arrive: Arrive, hear: Hear) -> None:
        while self._strikes < self._limits.strikes:
            data = await self._next()
            if data is None:
                return
            try:
                code, about = await self._take(data, arrive, hear)
            except RemoteStoreAwayError:
                code, about = "store_away", ""
                if not self._arrived:
                    self._link.drop(CLOSE_AGAIN)
            self._strikes = self._strikes + 1 if code in ("malformed", "too_large", "too_fast", "hello_first") else 0
            if code:
                self._link.send(Refused(code=code, text=text_of(code), about=about))
        self._link.drop(CLOSE_POLICY)

    async def _next(self) -> str | bytes | None:
        """The next message; None when the client left, has not said hello in time, or says nothing any more."""
        wait_s = self._silence_s if self._greeted else self._limits.hello_s
        try:
            event = await asyncio.wait_for(self._socket.receive(), wait_s)
        except TimeoutError:
            self._link.drop(CLOSE_SILENT if self._greeted else CLOSE_POLICY)
            return None
        if event["type"] != "websocket.receive":
            return None
        text: str | None = event.get("text")
        return text if text is not None else event["bytes"]

    async def _take(self, data: str | bytes, arrive: Arrive, hear: Hear) -> tuple[str, str]:
        """(refusal code or "", type of the message)."""
        if not self._pace.allows():
            return "too_fast", ""
        try:
            message = decode(data if isinstance(data, bytes) else data.encode())
        except (RemoteMessageError, UnicodeError) as error:
            return (error.code if isinstance(error, RemoteMessageError) else "malformed"), ""
        match message:
            case Unknown():
                return "", message.type
            case Heartbeat():
                if not message.echo:
                    self._link.send(Heartbeat(nonce=message.nonce, echo=True))
            case Hello():
                self._link.version = message.version[:VERSION_LONGEST]
                await self._greet(arrive)
            case _ if not self._greeted:
                return "hello_first", type(message).__name__
            case _ if not may_say(type(message).__name__, self._link.profile.roles):
                return "not_yours", type(message).__name__
            case _:
                return await hear(message), type(message).__name__
        return "", ""

    async def _greet(self, arrive: Arrive) -> None:
        if not self._greeted:
            self._greeted = True
            await arrive()
            self._arrived = True
