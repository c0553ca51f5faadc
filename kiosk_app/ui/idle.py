"""Shell: the idle guard. Counts on the engine lane; a touch on the glass starts it anew."""

import asyncio
import dataclasses
import math
from collections.abc import Callable

from kiosk_app.session import events
from kiosk_app.session.events import Event
from kiosk_app.session.quiet import Limits, Quiet, left_s, look, touch

TICK_S = 0.5


class IdleGuard:
    """`limits()` may change with the session; `sees_nobody()` is what a presence sensor says (False without one)."""

    def __init__(
        self, post: Callable[[Event], None], *, limits: Callable[[], Limits], sees_nobody: Callable[[], bool]
    ) -> None:
        self._post, self._limits, self._sees_nobody = post, limits, sees_nobody
        self._loop = asyncio.get_running_loop()
        self._quiet = Quiet(self._loop.time())

    def touched(self) -> None:
        """Somebody is there. Any thread."""
        if not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self._start_anew)

    async def run(self) -> None:
        """Counts until cancelled."""
        while True:
            await asyncio.sleep(TICK_S)
            now_s, limits = self._loop.time(), self._limits()
            self._quiet = look(self._quiet, now_s, sees_nobody=self._sees_nobody())
            rest_s = left_s(self._quiet, now_s, limits)
            if rest_s <= 0:
                self._quiet = touch(self._quiet, now_s)
                self._post(events.IdleExpired())
            elif rest_s <= limits.countdown_s:
                self._quiet = dataclasses.replace(self._quiet, is_asking=True)
                self._post(events.IdleWarned(math.ceil(rest_s)))

    def _start_anew(self) -> None:
        was_asking, self._quiet = self._quiet.is_asking, touch(self._quiet, self._loop.time())
        if was_asking:
            self._post(events.IdleEnded())
