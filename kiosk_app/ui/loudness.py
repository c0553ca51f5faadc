"""Shell: how loud both ends of a call are just now, as bars to be drawn. Only the newest waits for the glass."""

from threading import Lock

from PySide6.QtCore import Property, QObject, Qt, Signal, Slot

BARS = 8
QUIETEST, LOUDEST = 0.3, 0.8
"""Of the level from 0 (-60 dB) to 1 (full scale): -42 dB is a quiet room, -12 dB is shouting."""
SHOW_EVERY_S = 0.1
"""Ten a second look alive; the eye wants no more."""


def bars(level: float) -> int:
    """0 to BARS."""
    return round(BARS * min(1.0, max(0.0, (level - QUIETEST) / (LOUDEST - QUIETEST))))


class Loudness(QObject):
    """`put` may be called from any thread; the properties change on the GUI lane."""

    changed = Signal()
    _arrived = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._lock = Lock()
        self._newest: tuple[int, int] | None = None
        self._shown = (0, 0)
        self._arrived.connect(self._apply, Qt.ConnectionType.QueuedConnection)

    def put(self, own: float, other: float) -> None:
        """Levels from 0 to 1, of the resident and of the official."""
        with self._lock:
            announced, self._newest = self._newest is not None, (bars(own), bars(other))
        if not announced:
            self._arrived.emit()

    @Slot()
    def _apply(self) -> None:
        with self._lock:
            newest, self._newest = self._newest, None
        if newest is not None and newest != self._shown:
            self._shown = newest
            self.changed.emit()

    own = Property(int, lambda self: self._shown[0], notify=changed)
    other = Property(int, lambda self: self._shown[1], notify=changed)
    most = Property(int, lambda self: BARS, constant=True)
