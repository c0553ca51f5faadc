"""Shell: pages on their way beside a call, read by `requests` in threads of its own, no faster than the call allows."""

import io
import time
from collections.abc import Callable

from cloud_seat.call.courtesy import STEP_S, Courtesy
from cloud_seat.call.report import CallStats


class Paced(io.BytesIO):
    """`data`, at the pace of the call whose numbers `stats` tells."""

    def __init__(self, data: bytes, stats: Callable[[], CallStats], courtesy: Courtesy) -> None:
        super().__init__(data)
        self._stats, self._courtesy = stats, courtesy
        self._due_s = self._look_at_s = time.monotonic()

    def read(self, size: int | None = -1) -> bytes:
        """The next piece, when its turn has come."""
        now_s = time.monotonic()
        if now_s >= self._look_at_s:
            self._look_at_s = now_s + STEP_S
            self._courtesy.look(self._stats().standing_s)
        time.sleep(max(0.0, self._due_s - now_s))
        piece = super().read(size)
        self._due_s = max(self._due_s, now_s) + len(piece) * 8 / self._courtesy.rate_bps
        return piece


class Pages:
    """Those of one call: each begins with what the one before found out about the line."""

    def __init__(self) -> None:
        self._courtesy = Courtesy()

    def paced(self, data: bytes, stats: Callable[[], CallStats]) -> Paced:
        """The next one."""
        self._courtesy = self._courtesy.again()
        return Paced(data, stats, self._courtesy)
