"""Shell: the idle guard. Counts on the engine lane; a touch on the glass starts it anew."""

import asyncio
import math
from collections.abc import Callable

from kiosk_app.session import events
from kiosk_app.session.events import Event

TICK_S = 0.5


class IdleGuard:
    """After `warn_s()` without a touch: a countdown of `countdown_s`, then IdleExpired."""

    def __init__(self, post: Callable[[Event], None], *, warn_s: Callable[[], float], countdown_s: float) -> None:
        self._post, self._warn_s, self._countdown_s = post, warn_s, countdown_s
        self._loop = asyncio.get_running_loop()
        self._touched_at_s = self._loop.time()
        self._warned = False

    def touched(self) -> None:
        """Somebody is there. Any thread."""
        if not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self._start_anew)

    async def run(self) -> None:
        """Counts until cancelled."""
        while True:
            await asyncio.sleep(TICK_S)
            left_s = self._touched_at_s + self._warn_s() + self._countdown_s - self._loop.time()
            if left_s <= 0:
                self._touched_at_s, self._warned = self._loop.time(), False
                self._post(events.IdleExpired())
            elif left_s <= self._countdown_s:
                self._warned = True
                self._post(events.IdleWarned(math.ceil(left_s)))

    def _start_anew(self) -> None:
        self._touched_at_s = self._loop.time()
        if self._warned:
            self._warned = False
            self._post(events.IdleEnded())
