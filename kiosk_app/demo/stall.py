"""Shell: how long the GUI thread was away from its loop. A timer every 4 ms; a gap above that is a stall."""

import os
import threading
import time
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass

from PySide6.QtCore import QObject, Qt, QTimer

TICK_MS = 4
START = "start"


@dataclass(slots=True)
class Stalls:
    """The longest in ms. `own_ms` is what a machine with nothing else to do would have shown: without the time in which
    the thread could have run but other programs had the processors, and no longer than all of this program's threads
    computed meanwhile. So a wait for a disk or another program is in `ms` alone."""

    ms: float = 0.0
    own_ms: float = 0.0


class StallMeter(QObject):
    """`by_step` since the start; what the harness itself does inside `apart()` (pictures) does not count."""

    def __init__(self) -> None:
        super().__init__()
        self.by_step: dict[str, Stalls] = {}
        self.where = START
        self._queue = os.open(f"/proc/self/task/{threading.get_native_id()}/schedstat", os.O_RDONLY)
        self._begin()
        self._timer = QTimer(self)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._tick)
        self._timer.start(TICK_MS)

    def apart(self) -> AbstractContextManager[None]:
        """The time inside is the harness's, not the app's."""
        return self._apart()

    @property
    def longest(self) -> tuple[str, Stalls]:
        """The step with the longest, and that one."""
        return max(self.by_step.items(), key=lambda step: step[1].ms, default=(START, Stalls()))

    def _tick(self) -> None:
        before = self._now
        self._begin()
        passed_ms, queued_ms, computed_ms = ((now - then) * 1000 for now, then in zip(self._now, before, strict=True))
        gap_ms = passed_ms - TICK_MS
        seen = self.by_step.setdefault(self.where, Stalls())
        seen.ms = max(seen.ms, gap_ms)
        seen.own_ms = max(seen.own_ms, min(gap_ms - queued_ms, computed_ms))

    def _begin(self) -> None:
        """Seconds passed; in the kernel's queue for a processor (Documentation/scheduler/sched-stats); computed."""
        queued_s = int(os.pread(self._queue, 64, 0).split()[1]) / 1e9
        self._now = time.perf_counter(), queued_s, time.process_time()

    @contextmanager
    def _apart(self) -> Iterator[None]:
        self._tick()
        yield
        self._begin()
