"""Shell: hands on the glass: a palm, or more fingers than anybody types with, is taken for nothing at all."""

# ruff: noqa: N802 - Qt's names

from PySide6.QtCore import QCoreApplication, QEvent, QObject
from PySide6.QtGui import QEventPoint, QTouchEvent
from PySide6.QtQuick import QQuickWindow

MOST_FINGERS = 3
PALM_SHARE = 0.18
"""Of the window's shorter side: 54 mm on a 24-inch panel; a fingertip is 8 to 15 mm, a thumb laid flat 25."""
_TOUCHES = (QEvent.Type.TouchBegin, QEvent.Type.TouchUpdate, QEvent.Type.TouchEnd, QEvent.Type.TouchCancel)


class TouchGuard(QObject):
    """GUI thread; an event filter of the kiosk's window. From the palm on until the last finger has gone nothing
    counts, and what was being pressed is let go without effect."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._window: QQuickWindow | None = None
        self._is_ignoring = False
        self._is_cancelling = False

    def watch(self, window: QQuickWindow) -> None:
        """From now on all touches of the window come here first."""
        self._window = window
        window.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """True: nobody else sees the event."""
        if event.type() not in _TOUCHES or not isinstance(event, QTouchEvent) or self._is_cancelling:
            return False
        if not self._is_ignoring and self._is_palm(event):
            self._is_ignoring = True
            if event.type() != QEvent.Type.TouchBegin:
                self._cancel(watched, event)
        was_ignoring = self._is_ignoring
        if event.type() in (QEvent.Type.TouchEnd, QEvent.Type.TouchCancel):
            self._is_ignoring = False
        return was_ignoring

    def _is_palm(self, event: QTouchEvent) -> bool:
        down = [point.ellipseDiameters() for point in event.points() if point.state() != QEventPoint.State.Released]
        glass = self._window.size().toTuple() if self._window is not None else (0, 0)
        return is_palm([max(size.width(), size.height()) for size in down], min(glass))

    def _cancel(self, watched: QObject, event: QTouchEvent) -> None:
        self._is_cancelling = True
        QCoreApplication.sendEvent(watched, QTouchEvent(QEvent.Type.TouchCancel, event.pointingDevice()))
        self._is_cancelling = False


def is_palm(contacts_px: list[float], glass_px: float) -> bool:
    """Contacts that are down, by their larger diameter; 0 where the panel does not measure it."""
    return len(contacts_px) > MOST_FINGERS or max(contacts_px, default=0) > PALM_SHARE * glass_px
