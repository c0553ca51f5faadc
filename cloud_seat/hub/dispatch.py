"""Shell: the lane of matching: takes events from every socket, decides in batches, writes down, carries out."""

import asyncio
import contextlib
import logging
import sys
import time
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor

import msgspec

from cloud_seat.hub.clock import now_ms
from cloud_seat.hub.log import say
from cloud_seat.hub.matching.events import Event, HubLost, HubStarted, TimePassed
from cloud_seat.hub.matching.queue import next_due_ms
from cloud_seat.hub.matching.sockets import hubs_in
from cloud_seat.hub.matching.state import Command, Policy, State
from cloud_seat.hub.peers import BEAT_S, Alone
from cloud_seat.hub.replica import Replica
from cloud_seat.hub.store.away import RemoteStoreAwayError

QUEUE = 4096
BATCH = 256
_SUBMIT_WAIT_S = 5.0
_IDLE_WAIT_S = 60.0
_AWAY_LOOK_S = 0.25

CarryOut = Callable[[list[Command]], Awaitable[None]]


_Handed = tuple[Event | None, "asyncio.Future[None]"]
"""None: only to read what others wrote."""


class Dispatch:
    """Events in, commands out; nothing is said to anyone before it is on disk."""

    def __init__(self, replica: Replica, policy: Policy, carry_out: CarryOut, peers: Alone) -> None:
        self._replica = replica
        self._peers = peers
        self._policy = policy
        self._carry_out = carry_out
        self._queue: asyncio.Queue[_Handed] = asyncio.Queue(QUEUE)
        self._closing = False
        self._at_work: set[asyncio.Future[None]] = set()
        self.is_away = False
        self.on_away: Callable[[bool], None] = lambda is_away: None
        self.hubs_known: Callable[[], set[str]] = set
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="hub-journal")

    @property
    def state(self) -> State:
        """What is decided and written down so far."""
        return self._replica.state

    @property
    def serves(self) -> bool:
        """Whether residents may be sent to this hub now."""
        return not (self._closing or self.is_away)

    async def submit(self, event: Event) -> None:
        """Hand in one event, stamped with the time now; returns when it is decided, on disk and carried out.

        Raises TimeoutError when the lane is stuck, RemoteStoreAwayError at once while the journal does not answer: then
        the event waits, and is decided when it does.
        """
        if self._closing:
            return
        done = asyncio.get_running_loop().create_future()
        self._at_work.add(done)
        try:
            async with asyncio.timeout(_SUBMIT_WAIT_S):
                await self._queue.put((msgspec.structs.replace(event, at_ms=now_ms()), done))
                if self.is_away:
                    raise RemoteStoreAwayError
                await done
        finally:
            self._at_work.discard(done)

    async def catch_up(self, seq: int) -> None:
        """Returns when what other hubs wrote up to entry `seq` is known here and carried out."""
        if seq > self._replica.seq:
            done = asyncio.get_running_loop().create_future()
            await self._queue.put((None, done))
            await done

    async def watch(self) -> None:
        """Every second: whether the other hubs are there, and what they wrote, should no word of it have come."""
        while True:
            await asyncio.sleep(BEAT_S)
            with contextlib.suppress(RemoteStoreAwayError, TimeoutError):
                await self.miss(hubs_in(self.state) | self.hubs_known())
                await self.catch_up(sys.maxsize)

    async def miss(self, hub_ids: set[str]) -> bool:
        """Write down which of these hubs are gone; whether any is."""
        lost = await self._peers.lost(hub_ids)
        if lost:
            await self.submit(HubLost(at_ms=now_ms(), hub_ids=tuple(sorted(lost))))
        return bool(lost)

    def close(self) -> None:
        """The hub is leaving on purpose: sockets that close now are its own doing, so calls stay as they are."""
        self._closing = True

    async def run(self) -> None:
        """Until cancelled."""
        loop = asyncio.get_running_loop()
        self._replica.waits = lambda: self._wait(loop)
        await self._work([HubStarted(at_ms=now_ms())] if self._peers.is_alone else [])
        say("hub.dispatch", "matching is ready", count=len(self.state.calls))
        while True:
            handed = await self._gather()
            events = [event for event, _ in handed if event is not None]
            await self._work(events if handed else [TimePassed(at_ms=now_ms())])
            for _, done in handed:
                if not done.done():
                    done.set_result(None)

    async def _work(self, events: list[Event]) -> None:
        loop = asyncio.get_running_loop()
        commands = await loop.run_in_executor(self._thread, self._replica.decide, events)
        self.note_away(False)
        await self._carry_out(commands)

    def _wait(self, loop: asyncio.AbstractEventLoop) -> bool:
        """In the thread that decides."""
        loop.call_soon_threadsafe(self.note_away, True)
        time.sleep(_AWAY_LOOK_S)
        return not self._closing

    def note_away(self, is_away: bool) -> None:
        """Whoever waits is told at once; what they handed in is decided later."""
        if is_away == self.is_away:
            return
        self.is_away = is_away
        say("hub.dispatch", "the database is away" if is_away else "the database is back", level=logging.WARNING)
        self.on_away(is_away)
        for waiting in [done for done in self._at_work if is_away and not done.done()]:
            waiting.set_exception(RemoteStoreAwayError())

    async def _gather(self) -> list[_Handed]:
        """What was handed in; nothing when a deadline came first."""
        try:
            handed = [await asyncio.wait_for(self._queue.get(), self._sleep_s())]
        except TimeoutError:
            return []
        while len(handed) < BATCH and not self._queue.empty():
            handed.append(self._queue.get_nowait())
        return handed

    def _sleep_s(self) -> float:
        due_ms = next_due_ms(self.state, self._policy)
        wait_s = _IDLE_WAIT_S if due_ms is None else (due_ms - now_ms()) / 1000
        # Never zero: a zero time-out would skip the queue and starve the sockets.
        return min(max(wait_s, 0.005), _IDLE_WAIT_S)
