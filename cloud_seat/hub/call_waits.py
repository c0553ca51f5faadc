"""Shell: notes how long residents waited for an official: what the service level of the day is made of."""

import asyncio

from cloud_seat.hub.clock import local_day, now_ms, now_utc
from cloud_seat.hub.log import say
from cloud_seat.hub.matching.state import CallState
from cloud_seat.hub.store import call_waits as store
from cloud_seat.hub.store.database import Database


class CallWaits:
    """One row a call, when it is answered for the first time, or over without that."""

    def __init__(self, db: Database, *, utc_offset_h: int) -> None:
        self._db, self._utc_offset_h = db, utc_offset_h
        self._tasks = set[asyncio.Task[None]]()

    async def answered(self, call: CallState) -> None:
        """An official is there."""
        await self._keep(call, call.connected_at_ms, is_answered=True)

    def over(self, call: CallState) -> None:
        """The call is over; matching does not wait until it is written down who gave up."""
        if not call.connected_at_ms:
            task = asyncio.get_running_loop().create_task(self._keep(call, now_ms(), is_answered=False))
            self._tasks.add(task)
            task.add_done_callback(self._done)

    def _done(self, task: "asyncio.Task[None]") -> None:
        self._tasks.discard(task)
        if not task.cancelled() and (error := task.exception()):
            say("hub.call_waits", "a wait was not written down", level=40, error=type(error).__name__)

    async def _keep(self, call: CallState, until_ms: int, *, is_answered: bool) -> None:
        row = {
            "call_id": call.call_id,
            "day": local_day(now_utc(), self._utc_offset_h),
            "kiosk_id": call.kiosk_id,
            "item_id": call.item_id,
            "waited_s": max(0, (until_ms - call.waiting_since_ms) // 1000),
            "answered": is_answered,
        }
        await self._db.run(lambda db: store.keep_once(db, row))
