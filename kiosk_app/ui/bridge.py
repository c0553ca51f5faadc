"""Shell: the only crossing between the lanes. Presentations go to the GUI by one queued signal, the newest wins."""

from threading import Lock

from PySide6.QtCore import QObject, Qt, Signal, Slot

from kiosk_app.ui.shown import Presentation
from kiosk_app.ui.translation import Translation
from kiosk_app.ui.view import ViewTree


class Bridge(QObject):
    """`show` may be called from any thread; the views change on the GUI lane."""

    _arrived = Signal()

    def __init__(self, views: ViewTree) -> None:
        super().__init__()
        self._views = views
        self._lock = Lock()
        self._newest: Presentation | None = None
        self._translation: Translation | None = None
        self._arrived.connect(self._apply, Qt.ConnectionType.QueuedConnection)

    def show(self, presentation: Presentation) -> None:
        """Replaces what waits to be shown."""
        with self._lock:
            announced, self._newest = self._newest is not None, presentation
        if not announced:
            self._arrived.emit()

    def translate_with(self, translation: Translation) -> None:
        """Fixed labels follow the session's language from here on."""
        self._translation = translation

    @Slot()
    def _apply(self) -> None:
        with self._lock:
            newest, self._newest = self._newest, None
        if newest is None:
            return
        if self._translation is not None:
            self._translation.switch(str(newest["frame"]["language"]))
        self._views.apply(newest)
