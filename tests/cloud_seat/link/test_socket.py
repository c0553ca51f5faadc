"""Shell: the link against real sockets: a hub that dies, falls silent, refuses, talks rubbish, or is no hub at all."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from http import HTTPStatus

from websockets.asyncio.server import ServerConnection, serve
from websockets.exceptions import ConnectionClosed
from websockets.http11 import Request, Response

from cloud_seat.contract import codec
from cloud_seat.contract.signalling import (
    CallEnded,
    Heartbeat,
    Hello,
    Message,
    PresenceChanged,
    PresenceSet,
    Refused,
    Welcome,
)
from cloud_seat.contract.text import Text
from cloud_seat.link.socket import OUTGOING_LIMIT, Link, LinkDown, LinkEvent, LinkUp, MessageReceived
from tests.conftest import ExpectedLogs

Talk = Callable[[ServerConnection], Awaitable[None]]


@dataclass
class Ear:
    """Collects what the link publishes and waits for a kind of it."""

    events: list[LinkEvent] = field(default_factory=list)
    changed: asyncio.Event = field(default_factory=asyncio.Event)

    def __call__(self, event: LinkEvent) -> None:
        self.events.append(event)
        self.changed.set()

    async def wait_for(self, wanted: type[LinkEvent], count: int = 1) -> list[LinkEvent]:
        async with asyncio.timeout(10):
            while len(found := [e for e in self.events if isinstance(e, wanted)]) < count:
                self.changed.clear()
                await self.changed.wait()
        return found


async def say(socket: ServerConnection, message: Message) -> None:
    await socket.send(codec.encode(message), text=True)


async def welcome(socket: ServerConnection, resume: str = "word") -> Hello:
    hello = codec.decode(await socket.recv())
    assert isinstance(hello, Hello)
    await say(socket, Welcome(resume=resume, seats_online=3))
    return hello


@asynccontextmanager
async def linked(url: str, *, open_timeout_s: float = 5) -> AsyncIterator[tuple[Link, Ear]]:
    ear = Ear()
    headers = {"Authorization": "Bearer test"}
    link = Link(url, headers=headers, version="1.2.3", publish=ear, open_timeout_s=open_timeout_s)
    task = asyncio.create_task(link.run())
    try:
        yield link, ear
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
        assert not link.up
        assert not [task for task in asyncio.all_tasks() if "cloud_seat/link/socket.py" in repr(task)]


@asynccontextmanager
async def hub(talk: Talk, port: int = 0) -> AsyncIterator[int]:
    async with serve(talk, "127.0.0.1", port, close_timeout=0.2, ping_interval=None) as server:
        yield next(iter(server.sockets)).getsockname()[1]


def url(port: int) -> str:
    return f"ws://127.0.0.1:{port}/ws/kiosk"


def test_says_hello_is_welcomed_and_talks_both_ways() -> None:
    heard: list[object] = []

    async def talk(socket: ServerConnection) -> None:
        assert socket.request is not None
        heard.append(socket.request.headers["Authorization"])
        heard.append(await welcome(socket))
        await say(socket, PresenceChanged(seats_online=4, seats_ready=1))
        heard.append(codec.decode(await socket.recv()))

    async def run() -> None:
        async with hub(talk) as port, linked(url(port)) as (link, ear):
            assert not link.send(PresenceSet(status="ready"))
            await ear.wait_for(LinkUp)
            assert link.up
            assert link.send(PresenceSet(status="ready"))
            assert await ear.wait_for(MessageReceived) == [
                MessageReceived(PresenceChanged(seats_online=4, seats_ready=1))
            ]
            await ear.wait_for(LinkDown)

    asyncio.run(run())
    assert heard == ["Bearer test", Hello(version="1.2.3"), PresenceSet(status="ready")]


def test_comes_back_when_the_hub_died_and_shows_its_resume_word() -> None:
    hellos: list[Hello] = []

    async def talk(socket: ServerConnection) -> None:
        hellos.append(await welcome(socket))
        await socket.wait_closed()

    async def run() -> None:
        async with hub(talk) as port:
            link_context = linked(url(port))
            link, ear = await link_context.__aenter__()
            await ear.wait_for(LinkUp)
        down = await ear.wait_for(LinkDown)
        assert isinstance(down[0], LinkDown)
        assert down[0].retry_in_s == 0
        assert not link.up
        async with hub(talk, port):
            await ear.wait_for(LinkUp, 2)
            await link_context.__aexit__(None, None, None)

    asyncio.run(run())
    assert [hello.resume for hello in hellos] == ["", "word"]


def test_a_silent_hub_counts_as_down() -> None:
    beats: list[Message | codec.Unknown] = []

    async def talk(socket: ServerConnection) -> None:
        await welcome(socket)
        with suppress(ConnectionClosed):
            async for data in socket:
                beats.append(codec.decode(data))

    async def run() -> None:
        async with hub(talk) as port, linked(url(port)) as (_, ear):
            (down,) = await ear.wait_for(LinkDown)
            assert isinstance(down, LinkDown)
            assert down.reason == "silent"

    asyncio.run(run())
    assert beats[:2] == [Heartbeat(nonce=1), Heartbeat(nonce=2)]


def test_answers_the_hubs_heartbeat() -> None:
    answers: list[Message | codec.Unknown] = []

    async def talk(socket: ServerConnection) -> None:
        await welcome(socket)
        await say(socket, Heartbeat(nonce=77))
        answers.append(codec.decode(await socket.recv()))

    async def run() -> None:
        async with hub(talk) as port, linked(url(port)) as (_, ear):
            await ear.wait_for(LinkDown)
            assert not [e for e in ear.events if isinstance(e, MessageReceived)]

    asyncio.run(run())
    assert answers == [Heartbeat(nonce=77, echo=True)]


def test_a_wrong_token_is_a_strangers() -> None:
    async def talk(socket: ServerConnection) -> None:
        await welcome(socket)
        await socket.wait_closed()

    def deny(connection: ServerConnection, request: Request) -> Response | None:
        known = request.headers["Authorization"] == "Bearer of a new enrolment"
        return None if known else connection.respond(HTTPStatus.UNAUTHORIZED, "no")

    async def run() -> None:
        async with serve(talk, "127.0.0.1", 0, process_request=deny) as server:
            port = next(iter(server.sockets)).getsockname()[1]
            async with linked(url(port)) as (link, ear):
                downs = await ear.wait_for(LinkDown, 2)
                link.headers = {"Authorization": "Bearer of a new enrolment"}
                await ear.wait_for(LinkUp)
        assert [d.reason for d in downs if isinstance(d, LinkDown)][:2] == ["stranger", "stranger"]

    asyncio.run(run())


def test_a_refusal_instead_of_a_welcome_is_refused() -> None:
    async def talk(socket: ServerConnection) -> None:
        await socket.recv()
        await say(socket, Refused(code="version", text=Text(zh="版本不同", en="another version")))

    async def run() -> None:
        async with hub(talk) as port, linked(url(port)) as (_, ear):
            (down, *_) = await ear.wait_for(LinkDown)
            assert isinstance(down, LinkDown)
            assert down.reason == "refused"

    asyncio.run(run())


def test_captive_and_half_open_networks_count_as_down() -> None:
    async def captive(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\nContent-Type: text/html\r\n\r\nlogin")
        await writer.drain()
        writer.close()

    async def half_open(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.read()
        writer.close()

    async def reason(talk: Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]) -> str:
        async with await asyncio.start_server(talk, "127.0.0.1", 0) as server:
            port = server.sockets[0].getsockname()[1]
            async with linked(url(port), open_timeout_s=0.4) as (_, ear):
                (down, *_) = await ear.wait_for(LinkDown)
        assert isinstance(down, LinkDown)
        return down.reason

    assert asyncio.run(reason(captive)) == "not_a_hub"
    assert asyncio.run(reason(half_open)) == "timeout"


def test_rubbish_is_counted_and_strangers_are_ignored(expected_logs: ExpectedLogs) -> None:
    expected_logs.allow("cloud_seat.link.socket", "cannot be read: malformed")

    async def talk(socket: ServerConnection) -> None:
        await welcome(socket)
        await socket.send("{secret")
        await socket.send('{"type": "NextVersion", "x": 1}')
        await say(socket, CallEnded(call_id="c"))
        await socket.wait_closed()

    async def run() -> None:
        async with hub(talk) as port, linked(url(port)) as (link, ear):
            received = await ear.wait_for(MessageReceived)
            assert received == [MessageReceived(CallEnded(call_id="c"))]
            assert link.malformed == 1

    asyncio.run(run())


def test_an_oversize_message_ends_the_socket() -> None:
    async def talk(socket: ServerConnection) -> None:
        await welcome(socket)
        await socket.send("x" * (codec.LIMIT_BYTES + 1))
        await socket.wait_closed()

    async def run() -> None:
        async with hub(talk) as port, linked(url(port)) as (_, ear):
            (down, *_) = await ear.wait_for(LinkDown)
            assert isinstance(down, LinkDown)
            assert down.reason == "malformed"

    asyncio.run(run())


def test_a_full_queue_says_so() -> None:
    async def run() -> None:
        async with hub(_deaf) as port, linked(url(port)) as (link, ear):
            await ear.wait_for(LinkUp)
            taken = sum(link.send(PresenceSet(status="ready")) for _ in range(OUTGOING_LIMIT + 50))
            assert taken == OUTGOING_LIMIT

    asyncio.run(run())


async def _deaf(socket: ServerConnection) -> None:
    await welcome(socket)
    await socket.wait_closed()
