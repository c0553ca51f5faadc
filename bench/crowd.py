"""Shell: a whole district on real sockets: memory of the hub, how soon it rings, how soon the board shows a change, and
how soon all are back when the hub is killed and started. Booths and officials of this bench speak without pictures.

They run in one process beside the hub, which is on the same machine: with two cores each has one.
"""

import asyncio
import os
import random
import secrets
import time
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from sqlalchemy import Connection
from websockets.exceptions import ConnectionClosed, WebSocketException

from bench.matching import ITEMS, RIGHTS
from bench.stopwatch import cpu_of, percentile, scratch
from bench.table import Row, Table
from cloud_seat.contract import board as bd
from cloud_seat.contract import signalling as sg
from cloud_seat.contract.codec import decode, encode
from cloud_seat.contract.signalling import Seat
from cloud_seat.contract.text import Text
from cloud_seat.hub.store import people, sessions
from cloud_seat.hub.store.database import Database
from cloud_seat.hub.store.people import SeatProfile
from cloud_seat.link.machine import retry_wait_s
from tests.cloud_seat.hub.clients import End, new_call, open_kiosk, open_seat
from tests.cloud_seat.hub.running import RunningHub

KIOSKS, SEATS = 106, 711  # Panyu's, by public reports
CALLS_PER_S, TALK_S = 10, 3.0
TOGETHER = 20  # sockets that are opened at once
NETWORK = "127.0.0.0/24"
Come = Callable[[], Awaitable[End]]


@dataclass
class Person:
    """A booth or an official whose socket comes back by itself."""

    come: Come
    rung: "Ring"
    end: End | None = None

    async def live(self) -> None:
        """Until cancelled: reads everything, answers what rings, comes back as the link does."""
        while True:
            try:
                while self.end is not None:
                    await self._hear(await self.end.socket.recv(decode=False))
            except ConnectionClosed:
                self.end = None
            tries = 0
            while self.end is None:
                await asyncio.sleep(retry_wait_s(tries, random.random()))
                tries += 1
                try:
                    self.end = await self.come()
                except (OSError, WebSocketException, TimeoutError):
                    self.end = None

    async def _hear(self, data: bytes) -> None:
        if not any(name in data[:40] for name in (b'"Offered"', b'"Heartbeat"')):
            return
        message = decode(data)
        if isinstance(message, sg.Offered):
            self.rung.heard(message)
            await self.say(sg.OfferAccepted(call_id=message.call_id, attempt=message.attempt))
        elif isinstance(message, sg.Heartbeat) and not message.echo:
            await self.say(sg.Heartbeat(nonce=message.nonce, echo=True))

    async def say(self, message: sg.Message) -> None:
        """If the line is up."""
        if self.end is not None:
            await self.end.socket.send(encode(message), text=True)


@dataclass
class Ring:
    """When each call was asked for, and how long until it rang, in ms."""

    asked_at_s: dict[str, float] = field(default_factory=dict[str, float])
    took_ms: list[float] = field(default_factory=list[float])

    def heard(self, offered: sg.Offered) -> None:
        if asked_at_s := self.asked_at_s.pop(offered.call_id, 0.0):
            self.took_ms.append((time.monotonic() - asked_at_s) * 1000)


def measure(quick: bool) -> Table:
    """The district once, and at a tenth of it for a short look."""
    kiosks, seats, calls = (11, 71, 20) if quick else (KIOSKS, SEATS, 200)
    with scratch() as folder, RunningHub.start(Path(folder), "after_call_s=0") as hub:
        row = asyncio.run(_district(hub, kiosks, seats, calls))
    columns = (
        "RSS MB",
        "call → ring p50 ms",
        "p99 ms",
        "hub CPU %",
        "presence → board p50 ms",
        "worst ms",
        "all back after kill -9, s",
    )
    beside = (
        f"what is aimed at, with {CALLS_PER_S} calls a second beginning; {os.cpu_count()} cores for hub and "
        f"{kiosks + seats} clients together"
    )
    aims: Row = ("aim", (400, None, 150, None, None, 1000, 5))
    return Table("a district on real sockets, SQLite", columns, (row, aims), beside)


async def _district(hub: RunningHub, kiosks: int, seats: int, calls: int) -> Row:
    ring = Ring()
    booths, officials, board = _people(hub, ring, kiosks, seats)
    everybody = [*booths, *officials]
    await _open_all(everybody)
    lives = [asyncio.create_task(person.live()) for person in everybody]
    for official in officials:
        await official.say(sg.PresenceSet(status="ready"))
    await asyncio.sleep(2)  # until nobody is told of the others' coming any more
    shown_ms = await _shown_ms(board, officials[: max(3, seats // 40)])
    assert hub.process
    pid = hub.process.pid
    cpu_s, began_s = cpu_of(pid), time.monotonic()
    await _ring_all(booths, ring, calls)
    cpu = 100 * (cpu_of(pid) - cpu_s) / (time.monotonic() - began_s)
    rss_mb = _rss_mb(pid)
    if len(ring.took_ms) < calls:
        raise RuntimeError(f"of {calls} calls {len(ring.took_ms)} rang")
    back_s = await _back_s(hub, everybody)
    for life in lives:
        life.cancel()
    await asyncio.gather(*lives, return_exceptions=True)
    rang = (percentile(ring.took_ms, 0.5), percentile(ring.took_ms, 0.99))
    return f"{kiosks} booths, {seats} officials", (rss_mb, *rang, cpu, percentile(shown_ms, 0.5), max(shown_ms), back_s)


def _people(hub: RunningHub, ring: Ring, kiosks: int, seats: int) -> tuple[list[Person], list[Person], Come]:
    """Enrolled and signed in, as quick as the database takes it."""
    operator = hub.add_seat("operator", rights=())
    hub.set_role(operator, "operator")
    cookie = hub.sign_in(operator)
    tokens = [hub.enrol(f"PY-{n:04d}")["token"] for n in range(kiosks)]
    signed_in = {f"seat-{n:04d}": secrets.token_urlsafe(32) for n in range(seats)}
    db = Database(hub.places().dsn(), checkpoint=False)

    def enter(tx: Connection) -> None:
        for at, (seat_id, word) in enumerate(signed_in.items()):
            seat = Seat(
                seat_id=seat_id, name=f"测试员{at}", department=Text(zh="测试局", en="Test office"), number=seat_id
            )
            people.put_seat(tx, SeatProfile(seat, tuple(RIGHTS[at]), seat_id, "-"))
            who = sessions.SignedIn(seat_id, NETWORK, factor=True)
            sessions.open_session(tx, word, who, time.time())

    db.run_now(enter)
    db.close()
    booths = [Person(lambda token=token: open_kiosk(hub, token), ring) for token in tokens]  # type: ignore[misc]  # bound now
    words = (f"xiaowu_session={word}" for word in signed_in.values())
    officials = [Person(lambda word=word: open_seat(hub, word, status=""), ring) for word in words]  # type: ignore[misc]  # bound now
    return booths, officials, lambda: open_seat(hub, cookie, status="", path="/ws/board")


async def _open_all(everybody: Sequence[Person]) -> None:
    for at in range(0, len(everybody), TOGETHER):
        few = everybody[at : at + TOGETHER]
        for person, end in zip(few, await asyncio.gather(*(person.come() for person in few)), strict=True):
            person.end = end


async def _shown_ms(come: Come, officials: Sequence[Person]) -> list[float]:
    """One after the other goes away and comes back."""
    took = list[float]()
    async with await come() as board:
        await board.hear(bd.WallMoved)
        for official in officials:
            for status in ("away", "ready"):
                await board.say(sg.Heartbeat(nonce=0))
                began_s = time.monotonic()
                await official.say(sg.PresenceSet(status=status))
                await board.hear(bd.WallMoved)
                took.append((time.monotonic() - began_s) * 1000)
    return took


async def _ring_all(booths: Sequence[Person], ring: Ring, calls: int) -> None:
    """So many a second; each is answered at once and lasts a few seconds."""
    free, loop = list(booths), asyncio.get_running_loop()
    talk_s = min(TALK_S, len(booths) / CALLS_PER_S / 2)
    began_s, ends = time.monotonic(), list[asyncio.Task[None]]()
    for number in range(calls):
        await asyncio.sleep(max(0.0, began_s + number / CALLS_PER_S - time.monotonic()))
        booth, call = free.pop(0), new_call(ITEMS[number % len(ITEMS)])
        ring.asked_at_s[call.call_id] = time.monotonic()
        await booth.say(call)
        ends.append(loop.create_task(_end(booth, call.call_id, talk_s, free)))
    await asyncio.gather(*ends)


async def _end(booth: Person, call_id: str, talk_s: float, free: list[Person]) -> None:
    await asyncio.sleep(talk_s)
    await booth.say(sg.CallEnded(call_id=call_id, attempt=0, reason="resident"))
    free.append(booth)


async def _back_s(hub: RunningHub, everybody: Sequence[Person]) -> float:
    """From the kill until the hub has greeted everybody again; it is started at once, as its service does."""
    began_s = time.monotonic()
    hub.kill()
    await asyncio.gather(
        asyncio.to_thread(hub.start_again), _until(lambda: all(person.end is None for person in everybody))
    )
    await _until(lambda: all(person.end is not None for person in everybody))
    return time.monotonic() - began_s


async def _until(fits: Callable[[], bool]) -> None:
    for _ in range(3000):
        if fits():
            return
        await asyncio.sleep(0.02)
    raise RuntimeError("somebody did not come back within a minute")


def _rss_mb(pid: int) -> float:
    line = next(line for line in Path(f"/proc/{pid}/status").read_text().splitlines() if line.startswith("VmRSS"))
    return int(line.split()[1]) / 1000
