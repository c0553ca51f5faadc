"""Shell: how fast releases are fetched: a bucket of bytes that fills at the allowed rate and stands still in a call."""

import threading
import time

_DEPTH_S = 0.5
"""Of the rate: a short breath after a pause, no burst that a call would hear."""


class Pace:
    """Any thread may change it; `spend` waits."""

    def __init__(self, rate_kbps: int = 0) -> None:
        self._changed = threading.Condition()
        self._rate_kbps, self._is_held = rate_kbps, False
        self._left_bytes, self._at_s = 0.0, time.monotonic()

    def limit(self, rate_kbps: int) -> None:
        """From now on; 0: as fast as the line is."""
        with self._changed:
            self._rate_kbps = rate_kbps
            self._changed.notify_all()

    def hold(self, *, held: bool) -> None:
        """While somebody talks, nothing is fetched."""
        with self._changed:
            self._is_held = held
            self._changed.notify_all()

    def spend(self, size_bytes: int) -> float:
        """Waits until so many bytes may be taken; how long that was, in seconds."""
        began_s = time.monotonic()
        with self._changed:
            while self._is_held:
                self._changed.wait()
            while self._rate_kbps and (lack := size_bytes - self._filled()) > 0:
                self._changed.wait(lack / self._bytes_per_s)
            self._left_bytes -= size_bytes
        return time.monotonic() - began_s

    @property
    def _bytes_per_s(self) -> float:
        return self._rate_kbps * 125.0

    def _filled(self) -> float:
        now_s = time.monotonic()
        filled = self._left_bytes + (now_s - self._at_s) * self._bytes_per_s
        deepest = max(self._bytes_per_s * _DEPTH_S, float(CHUNK_BYTES))
        self._left_bytes, self._at_s = min(max(filled, 0.0), deepest), now_s
        return self._left_bytes


CHUNK_BYTES = 16 * 1024
