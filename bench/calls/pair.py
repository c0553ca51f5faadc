"""Shell: two ends and a call between them."""

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from bench.calls.booth import Booth
from bench.calls.browser import PageEnd, Size
from bench.calls.relay import Line, Relay

LONGEST_S = 30.0


class Pair:
    """The first end calls. One call at a time."""

    def __init__(self, name: str, caller: Booth | PageEnd, callee: PageEnd) -> None:
        self.name = name
        self.ends = caller, callee
        self.differs = caller.name != callee.name
        """Whether two rows say more than one."""

    @asynccontextmanager
    async def call(self, size: Size, line: Line, *, is_coded: bool) -> AsyncIterator[float]:
        """Gives the milliseconds from the first word until both see a picture."""
        caller, callee = self.ends
        async with Relay(line) as relay, asyncio.timeout(LONGEST_S * 4):
            began_at_s = time.time()
            offer = await caller.offer(size, is_coded=is_coded)
            answer = await callee.answer(size, relay.towards(1, offer), is_coded=is_coded)
            await caller.accept(relay.towards(0, answer))
            try:
                yield 1000 * (await self._first_picture_at_s() - began_at_s)
            finally:
                for end in self.ends:
                    await end.shut()

    async def recode(self, size: Size) -> None:
        """From now on all pictures tell the time."""
        for end in self.ends:
            await end.recode(size)

    async def measured(self, seconds: float, *, reads: bool) -> list[dict[str, Any]]:
        """What each end saw, and the CPU time it took a second."""
        for end in self.ends:
            await end.begin(reads=reads)
        page = self.ends[1]
        cpu_s, began_at_s = page.cpu_s(), time.monotonic()
        await asyncio.sleep(seconds)
        cpu_s, took_s = page.cpu_s() - cpu_s, time.monotonic() - began_at_s
        of_page = cpu_s / took_s / (1 if self.differs else 2)
        return [{"cpu": of_page, **await end.numbers()} for end in self.ends]

    async def _first_picture_at_s(self) -> float:
        async with asyncio.timeout(LONGEST_S):
            while not all(times := [await end.first_at_s() for end in self.ends]):  # noqa: ASYNC110  no end has an event
                await asyncio.sleep(0.05)
        return max(times)
