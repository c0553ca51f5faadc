"""Shell: raw websocket ends: a kiosk and a seat that say exactly what a test wants, and wait for what it expects."""

import asyncio
import json
import uuid
from dataclasses import dataclass, field
from typing import Any, Self

from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed

from cloud_seat.contract import companions as cp
from cloud_seat.contract import signalling as sg
from cloud_seat.contract.codec import Unknown, decode, encode
from tests.cloud_seat.hub.running import RunningHub

WAIT_S = 30.0
"""What does not come by then never comes."""


@dataclass
class End:
    """One socket. `heard` keeps everything but heartbeats."""

    socket: ClientConnection
    heard: list[Any] = field(default_factory=list)

    async def say(self, message: sg.Message) -> None:
        await self.socket.send(encode(message).decode())

    async def say_raw(self, data: str | bytes) -> None:
        await self.socket.send(data)

    async def say_object(self, value: dict[str, Any]) -> None:
        await self.socket.send(json.dumps(value))

    async def hear(self, kind: type[Any], *, wait_s: float = WAIT_S, **fields: Any) -> Any:
        """The next message of this kind whose fields have these values; others are kept in `heard`."""
        async with asyncio.timeout(wait_s):
            while True:
                message = decode(await self.socket.recv())
                if isinstance(message, sg.Heartbeat | Unknown):
                    continue
                self.heard.append(message)
                if isinstance(message, kind) and all(getattr(message, k) == v for k, v in fields.items()):
                    return message

    async def hear_roster(self, **who: Any) -> cp.RosterChanged:
        """The next roster with somebody like this in it."""
        async with asyncio.timeout(WAIT_S):
            while True:
                roster: cp.RosterChanged = await self.hear(cp.RosterChanged)
                if any(all(getattr(one, k) == v for k, v in who.items()) for one in roster.people):
                    return roster

    async def hear_refused(self, code: str) -> sg.Refused:
        refused: sg.Refused = await self.hear(sg.Refused)
        assert refused.code == code
        assert refused.text.zh and refused.text.en
        return refused

    async def hears_nothing_of(self, *kinds: type[Any], for_s: float = 0.4) -> None:
        """Fails when one of these kinds arrives."""
        try:
            unwanted = await self.hear(object, wait_s=for_s) if not kinds else await self._first_of(kinds, for_s)
        except TimeoutError:
            return
        raise AssertionError(f"unexpected {type(unwanted).__name__}")

    async def _first_of(self, kinds: tuple[type[Any], ...], for_s: float) -> Any:
        async with asyncio.timeout(for_s):
            while True:
                message = await self.hear(object, wait_s=for_s + 1)
                if isinstance(message, kinds):
                    return message

    async def closed(self, wait_s: float = WAIT_S) -> int:
        """Wait for the hub to close; the code."""
        async with asyncio.timeout(wait_s):
            try:
                while True:
                    await self.socket.recv()
            except ConnectionClosed as error:
                return error.rcvd.code if error.rcvd else 1006

    async def close(self) -> None:
        await self.socket.close()

    def drop(self) -> None:
        """Vanish without a goodbye."""
        self.socket.transport.abort()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.close()


async def _open(hub: RunningHub, path: str, headers: dict[str, str]) -> End:
    url = hub.url.replace("http", "ws", 1) + path
    how: Any = {"compression": None, "ping_interval": None, "max_size": 2**20, "open_timeout": WAIT_S}
    socket = await connect(url, additional_headers=headers, **how)
    return End(socket)


async def open_kiosk(hub: RunningHub, token: str, *, hello: bool = True, path: str = "/ws/kiosk") -> End:
    """A booth that has said hello."""
    end = await _open(hub, path, {"Authorization": f"Bearer {token}"})
    if hello:
        await end.say(sg.Hello(version="test"))
        await end.hear(sg.Welcome)
    return end


async def open_seat(
    hub: RunningHub, cookie: str, *, status: str = "ready", hello: bool = True, path: str = "/ws/seat"
) -> End:
    """An official's page that has said hello and how the official is."""
    end = await _open(hub, path, {"Cookie": cookie, "Origin": hub.url})
    if hello:
        await end.say(sg.Hello(version="test"))
        await end.hear(sg.Welcome)
    if hello and status:
        await end.say(sg.PresenceSet(status=status))
        await end.hear(sg.PresenceChanged, mine=status)
    return end


async def open_helper(hub: RunningHub, cookie: str) -> End:
    """The page of somebody who took a link."""
    end = await _open(hub, "/ws/with", {"Cookie": cookie, "Origin": hub.url})
    await end.say(sg.Hello(version="test"))
    await end.hear(sg.Welcome)
    return end


def new_call(item_id: str = "", case_id: str = "") -> sg.CallRequested:
    return sg.CallRequested(call_id=str(uuid.uuid4()), case_id=case_id or str(uuid.uuid4()), item_id=item_id)


async def connected(kiosk: End, seat: End, asked: sg.CallRequested) -> int:
    """Ask, ring, accept: both ends are matched; returns the attempt."""
    await kiosk.say(asked)
    offer = await seat.hear(sg.Offered, call_id=asked.call_id)
    await seat.say(sg.OfferAccepted(call_id=asked.call_id, attempt=offer.attempt))
    for end in (kiosk, seat):
        await end.hear(sg.CallConnected, call_id=asked.call_id, attempt=offer.attempt, resumed=False)
    return int(offer.attempt)
