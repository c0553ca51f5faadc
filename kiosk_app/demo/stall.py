"""Shell: how long the GUI thread was away from its loop. A timer every 4 ms; a gap above that is a stall."""

import time
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager

from PySide6.QtCore import QObject, Qt, QTimer

TICK_MS = 4


class StallMeter(QObject):
    """`longest_ms` since the start; what the harness itself does inside `apart()` (pictures) does not count."""

    def __init__(self) -> None:
        super().__init__()
        self.longest_ms = 0.0
        self.longest_at = ""
        self.where = ""
        self._last_s = time.perf_counter()
        self._timer = QTimer(self)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._tick)
        self._timer.start(TICK_MS)

    def apart(self) -> AbstractContextManager[None]:
        """The time inside is the harness's, not the app's."""
        return self._apart()

    def _tick(self) -> None:
        now_s = time.perf_counter()
        gap_ms = (now_s - self._last_s) * 1000 - TICK_MS
        self._last_s = now_s
        if gap_ms > self.longest_ms:
            self.longest_ms, self.longest_at = gap_ms, self.where

    @contextmanager
    def _apart(self) -> Iterator[None]:
        self._tick()
        yield
        self._last_s = time.perf_counter()
