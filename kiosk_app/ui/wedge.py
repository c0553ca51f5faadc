"""Shell: keeps a scanner that is a keyboard out of the fields: keys that come faster than fingers are not typed.

A configured scanner is taken away from the screen by its driver (`devices/scanner/key_stream.py`). This is for other
moments: before it is open, while it is lost, and for one that nobody configured.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TypeAlias

import shiboken6
from PySide6.QtCore import QCoreApplication, QEvent, QObject, QTimer
from PySide6.QtGui import QKeyEvent

GAP_MS = 25
"""Scanners type a character each 1–16 ms; the fastest typists are above 50 ms, two fingers rolling may be below."""
SCAN_KEYS = 3
"""So many keys in a row, each within the gap, are no fingers."""
QUIET_MS = 150
"""After a scan: so long without a key, then fingers count again."""
HOLD_MS = GAP_MS + 15


@dataclass(frozen=True, slots=True)
class Pace:
    """When the last key went down, how many stand so close, and whether a scan is running."""

    at_ms: int = -QUIET_MS
    close: int = 0
    is_scan: bool = False


def pressed(pace: Pace, at_ms: int) -> Pace:
    """One more key went down."""
    since_ms = at_ms - pace.at_ms
    if pace.is_scan and since_ms < QUIET_MS:
        return replace(pace, at_ms=at_ms)
    close = pace.close + 1 if since_ms <= GAP_MS else 1
    return Pace(at_ms, close, is_scan=close >= SCAN_KEYS)


KEYS = (QEvent.Type.KeyPress, QEvent.Type.KeyRelease)
Held: TypeAlias = list[QKeyEvent]


def monotonic_ms() -> int:
    """For keys that carry no time of their own."""
    return time.monotonic_ns() // 1_000_000


class WedgeGuard(QObject):
    """Event filter of the window. A key waits for a moment; alone it goes on, in company it was a scanner's."""

    def __init__(self, window: QObject, now_ms: Callable[[], int], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._window, self._now_ms = window, now_ms
        self._pace = Pace()
        self._held: Held = []
        self._is_passing = False
        self._wait = QTimer(self, singleShot=True, interval=HOLD_MS)
        self._wait.timeout.connect(self._let_go)
        window.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """True: it waits here, or was a scanner's."""
        if self._is_passing or not isinstance(event, QKeyEvent) or event.type() not in KEYS:
            return False
        if event.isAutoRepeat():
            self._let_go()
            return self._pace.is_scan
        if event.type() is QEvent.Type.KeyPress:
            self._press(event)
        if self._pace.is_scan:
            self._held.clear()
        else:
            self._held.append(event.clone())
            self._wait.start()
        return True

    def _press(self, event: QKeyEvent) -> None:
        before, self._pace = self._pace, pressed(self._pace, event.timestamp() or self._now_ms())
        if self._pace.close == 1 and not before.is_scan:
            self._let_go()

    def _let_go(self) -> None:
        """What waited was typed by fingers."""
        self._wait.stop()
        held, self._held = self._held, []
        self._is_passing = True
        try:
            for event in held:
                if shiboken6.isValid(self._window):
                    QCoreApplication.sendEvent(self._window, event)
        finally:
            self._is_passing = False
