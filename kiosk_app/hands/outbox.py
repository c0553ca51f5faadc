"""Shell: tells the hub what waits here, whenever that changed, at each link, and now and then in between."""

import asyncio
import logging
import time
from collections.abc import Callable
from datetime import datetime
from itertools import groupby

import msgspec

from cloud_seat.contract.waiting import OutboxTold, WaitingGroup
from kiosk_app.hands.hub import HubDoor
from offline_cache import Cache, CacheError, PendingCase, Priority
from offline_cache.case_states import WAITING, CaseState

log = logging.getLogger(__name__)
LOOK_EVERY_S = 20.0
AGAIN_S = 60.0
"""After a hub that was away, or is too old to know."""
TELL_EVERY_S = 600.0
"""So that silence means that the booth does not talk, and nothing else."""


class OutboxWatch:
    """Lives on the engine lane."""

    def __init__(self, cache: Cache, door: HubDoor, *, clock_s: Callable[[], float] = time.monotonic) -> None:
        self._cache, self._door, self._clock_s = cache, door, clock_s
        self._told: list[WaitingGroup] | None = None
        self._due_s = self._again_s = 0.0

    async def run(self) -> None:
        """Until cancelled."""
        while True:
            await self.look()
            await asyncio.sleep(LOOK_EVERY_S)

    def repeat(self) -> None:
        """The hub is back: it hears of it at the next look, whatever it heard before."""
        self._due_s = self._again_s = 0.0

    async def look(self) -> None:
        """Once. What the hub did not hear is told at the next look."""
        try:
            groups = await asyncio.to_thread(lambda: grouped(_waiting(self._cache), self._cache.clock()))
        except CacheError as error:
            log.warning("what waits here cannot be told: %s", error.code)
            return
        marks = [msgspec.structs.replace(one, oldest_s=0.0) for one in groups]
        now_s = self._clock_s()
        if now_s < (self._due_s if marks == self._told else self._again_s):
            return
        if await self._door.tell_outbox(msgspec.json.encode(OutboxTold(groups=groups))):
            self._told, self._due_s = marks, now_s + TELL_EVERY_S
        else:
            self._due_s = self._again_s = now_s + AGAIN_S


def grouped(cases: list[PendingCase], now: datetime) -> tuple[WaitingGroup, ...]:
    """Cases that stand alike together. A clock that was set back makes an age 0."""
    marked = sorted(cases, key=lambda case: (_mark(case), case.submitted_at))
    groups = []
    for (state, priority, code), alike in groupby(marked, key=_mark):
        oldest, *others = alike
        groups.append(
            WaitingGroup(
                state=state,
                kind=_kind(priority),
                code=code,
                count=1 + len(others),
                oldest=oldest.number,
                oldest_s=max(0.0, (now - oldest.submitted_at).total_seconds()),
            )
        )
    return tuple(groups)


def _waiting(cache: Cache) -> list[PendingCase]:
    return cache.outbox.submitted((*WAITING, CaseState.DEAD))


def _mark(case: PendingCase) -> tuple[str, int, str]:
    return str(case.state), case.priority, case.last_error or ""


def _kind(priority: int) -> str:
    return Priority(priority).name.lower() if priority in set(Priority) else "case"
