"""Shell: the websocket to the hub. Carries out what the machine decides; parses at the edge; never blocks its owner."""

import asyncio
import logging
import random
import ssl
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Protocol, assert_never

from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed, InvalidHandshake, InvalidStatus, WebSocketException

from cloud_seat.contract import codec
from cloud_seat.contract.signalling import Heartbeat, Hello, Message, Welcome
from cloud_seat.link import machine

log = logging.getLogger(__name__)

OUTGOING_LIMIT = 256
MALFORMED_LIMIT = 20
TICK_S = 0.25
CLOSE_TIMEOUT_S = 0.5
"""A half-open socket never answers a close; do not wait for it longer than a person would notice."""


@dataclass(frozen=True, slots=True)
class LinkUp:
    """The hub said Welcome: messages flow both ways."""

    welcome: Welcome


@dataclass(frozen=True, slots=True)
class LinkDown:
    """A try failed or the link broke. reason: stranger (the hub does not know who we are), refused, unreachable,
    timeout, not_a_hub, silent, closed, malformed."""

    reason: str
    retry_in_s: float


@dataclass(frozen=True, slots=True)
class MessageReceived:
    """The hub said something other than a heartbeat."""

    message: Message


LinkEvent = LinkUp | LinkDown | MessageReceived


class _BrokenError(Exception):
    """This socket is over; `reason` as in LinkDown."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class Door(Protocol):
    """How a socket is opened when that is not the same each time."""

    @property
    def tls(self) -> ssl.SSLContext | None:
        """Whom it trusts; None: the system's list."""

    def headers(self) -> Mapping[str, str]:
        """Of the next try."""

    def refused(self, headers: Mapping[str, str]) -> None:
        """The hub refused the last one, with these."""


@dataclass(frozen=True, slots=True)
class SameHeaders:
    """A door that opens in the same way each time."""

    always: Mapping[str, str]
    tls: ssl.SSLContext | None = None

    def headers(self) -> Mapping[str, str]:
        """Those."""
        return self.always

    def refused(self, headers: Mapping[str, str]) -> None:
        """They stay what they are."""


class Link:
    """One lasting link to the hub. Everything happens on the loop that awaits `run`; `publish` must return quickly."""

    def __init__(
        self,
        url: str,
        *,
        headers: Mapping[str, str] | Door,
        version: str,
        publish: Callable[[LinkEvent], None],
        open_timeout_s: float = machine.CALM.open_s,
    ) -> None:
        self._url, self._version = url, version
        self.headers = headers
        """Of the next try on."""
        self._publish, self._open_timeout_s = publish, open_timeout_s
        self._state = machine.Socket()
        self._outgoing: asyncio.Queue[Message] = asyncio.Queue(OUTGOING_LIMIT)
        self._resume = ""
        self._malformed = 0

    @property
    def up(self) -> bool:
        """Whether the hub has been heard lately."""
        return self._state.phase is machine.Phase.UP

    @property
    def malformed(self) -> int:
        """How many inbound messages could not be read since the start."""
        return self._malformed

    def send(self, message: Message) -> bool:
        """Queue a message. False when the link is down or the queue is full: the caller decides what to do then."""
        if not self.up or self._outgoing.full():
            return False
        self._outgoing.put_nowait(message)
        return True

    def hurry(self, on: bool) -> None:
        """A call depends on this link (or none does any more): notice breaks sooner, try again at once."""
        self._step(machine.Hurried(on))

    async def run(self) -> None:
        """Keep the link until cancelled."""
        try:
            while True:
                self._step(machine.Started())
                reason = await self._live()
                await asyncio.sleep(self._give_up(reason))
        finally:
            self._state = machine.Socket(pace=self._state.pace)

    async def _live(self) -> str:
        """One socket from open to close; returns why it ended."""
        door = SameHeaders(self.headers) if isinstance(self.headers, Mapping) else self.headers
        try:
            async with connect(
                self._url,
                additional_headers=door.headers(),
                ssl=door.tls,
                max_size=codec.LIMIT_BYTES,
                compression=None,
                proxy=None,  # a kiosk reaches its hub directly; a stray variable must not redirect it
                ping_interval=None,  # our own heartbeat measures the hub's program, not only its socket
                open_timeout=self._patience_s,
                close_timeout=CLOSE_TIMEOUT_S,
            ) as socket:
                await self._greet(socket)
                await _first_to_end(self._read(socket), self._write(socket), self._watch())
        except _BrokenError as error:
            return error.reason
        except TimeoutError:
            return "timeout"
        except InvalidStatus as error:
            if error.response.status_code not in (401, 403):
                return "not_a_hub"
            door.refused(error.response.headers)
            return "stranger"
        except InvalidHandshake:
            return "not_a_hub"
        except ConnectionClosed as error:
            return _reason_of_close(error)
        except (OSError, WebSocketException):
            return "unreachable"
        return "closed"

    async def _greet(self, socket: ClientConnection) -> None:
        """Hello and Welcome. Whoever says anything else first is no hub of ours."""
        async with asyncio.timeout(self._patience_s):
            await socket.send(codec.encode(Hello(version=self._version, resume=self._resume)), text=True)
            welcome = self._parse(await socket.recv())
        if not isinstance(welcome, Welcome):
            raise _BrokenError("refused" if welcome is not None else "not_a_hub")
        self._resume = welcome.resume
        self._drop_outgoing()
        self._step(machine.Welcomed(self._now_s()))
        self._publish(LinkUp(welcome))

    async def _read(self, socket: ClientConnection) -> None:
        async for data in socket:
            self._step(machine.Heard(self._now_s()))
            message = self._parse(data)
            match message:
                case None:
                    continue
                case Heartbeat(echo=False):
                    self.send(Heartbeat(nonce=message.nonce, echo=True))
                case Heartbeat():
                    continue
                case _:
                    self._publish(MessageReceived(message))
        raise _BrokenError("closed")

    async def _write(self, socket: ClientConnection) -> None:
        while True:
            await socket.send(codec.encode(await self._outgoing.get()), text=True)

    async def _watch(self) -> None:
        while True:
            await asyncio.sleep(TICK_S)
            for command in self._step(machine.Ticked(self._now_s())):
                match command:
                    case machine.SendHeartbeat(nonce):
                        self.send(Heartbeat(nonce=nonce))
                    case machine.CloseSocket(reason):
                        raise _BrokenError(reason)
                    case machine.ReportUp() | machine.WaitAndRetry():
                        raise machine.LocalLinkError("no command of a tick")
                    case _:
                        assert_never(command)

    @property
    def _patience_s(self) -> float:
        return min(self._open_timeout_s, self._state.pace.open_s)

    def _parse(self, data: bytes | str) -> Message | None:
        try:
            message = codec.decode(data)
        except codec.RemoteMessageError as error:
            self._malformed += 1
            log.warning("hub sent a message that cannot be read: %s (%d so far)", error.code, self._malformed)
            if self._malformed % MALFORMED_LIMIT == 0:
                raise _BrokenError("malformed") from error
            return None
        return None if isinstance(message, codec.Unknown) else message

    def _give_up(self, reason: str) -> float:
        (command,) = self._step(machine.Broke(reason, random.random()))
        if not isinstance(command, machine.WaitAndRetry):
            raise machine.LocalLinkError("a break must lead to a wait")
        self._drop_outgoing()
        self._publish(LinkDown(reason, command.retry_in_s))
        return command.retry_in_s

    def _drop_outgoing(self) -> None:
        """Words of an earlier socket are stale: after LinkUp the owner says again what still matters."""
        while not self._outgoing.empty():
            self._outgoing.get_nowait()

    def _step(self, event: machine.Event) -> tuple[machine.Command, ...]:
        self._state, commands = machine.step(self._state, event)
        return commands

    @staticmethod
    def _now_s() -> float:
        return asyncio.get_running_loop().time()


def _reason_of_close(error: ConnectionClosed) -> str:
    """RFC 6455 §7.4.1: 1008 is the hub's policy, 1009 is our answer to a message beyond the limit."""
    if error.sent and error.sent.code == 1009:
        return "malformed"
    return "refused" if error.rcvd and error.rcvd.code == 1008 else "closed"


async def _first_to_end(*jobs: Awaitable[None]) -> None:
    """Run all until one ends; the others are cancelled; the reason of the one that ended is raised."""
    tasks = [asyncio.ensure_future(job) for job in jobs]
    try:
        done, _ = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        for task in done:
            task.result()
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
