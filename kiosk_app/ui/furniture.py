"""Wiring: what the window gets when its first frame stands: ways of writing, the keypad, guards of touch and keys.

The welcome page shows none of it, so the first frame does not wait for it: it is loaded here, where it is first needed.
"""

import threading
from collections.abc import Iterator
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, QTimer, Slot
from PySide6.QtQuick import QQuickWindow

from kiosk_app.ui.key_pace import Pace

if TYPE_CHECKING:
    from kiosk_app.ui.keyboard import KeyboardInput


class Furnisher(QObject):
    """Waits in the GUI lane for the window's first frame. `done`: other lanes may load what they need."""

    def __init__(self, window: QQuickWindow, views: QObject, pace: Pace) -> None:
        super().__init__(views)
        self._window, self._views, self._pace = window, views, pace
        self._keyboard: KeyboardInput | None = None
        self.done = threading.Event()
        self._pieces, self._turn = self._bring(), QTimer(self)
        self._turn.timeout.connect(self._go_on)
        window.frameSwapped.connect(self._begin, Qt.ConnectionType.QueuedConnection)

    @property
    def keyboard(self) -> "KeyboardInput":
        """Once `done`."""
        assert self._keyboard is not None
        return self._keyboard

    def forget_typing(self) -> None:
        """Nothing of what was typed is kept. Any thread."""
        if self._keyboard is not None:
            self._keyboard.forget()

    def close(self) -> None:
        """Frees the dictionary."""
        if self._keyboard is not None:
            self._keyboard.close()

    @Slot()
    def _begin(self) -> None:
        if self._turn.isActive() or self.done.is_set():  # of the second frame, which was under way
            return
        self._window.frameSwapped.disconnect(self._begin)
        self._turn.start(0)

    @Slot()
    def _go_on(self) -> None:
        next(self._pieces, None)
        if self.done.is_set():
            self._turn.stop()

    def _bring(self) -> Iterator[None]:
        """Piece by piece: between two of them the glass hears fingers and paints."""
        from kiosk_app.ui.pinyin import open_pinyin
        from kiosk_app.ui.writing.ways import open_keyboard

        yield
        self._keyboard = open_keyboard(open_pinyin(), parent=self._views, pace=self._pace)
        yield
        furnish(self._window, self._views, self._keyboard)
        self.done.set()


def furnish(window: QQuickWindow, views: QObject, keyboard: "KeyboardInput") -> None:
    """The drawn keyboard, real keys, the keypad. The guard that comes last hears first: what is no finger and what is
    no typing must not count as one."""
    from kiosk_app.ui.keypad import Keypad
    from kiosk_app.ui.wedge import WedgeGuard, monotonic_ms
    from kiosk_app.ui.writing.keys import RealKeys
    from kiosk_app.ui.writing.touches import TouchGuard

    RealKeys(keyboard, window).watch(window)
    TouchGuard(window).watch(window)
    WedgeGuard(window, monotonic_ms, parent=window)
    keypad = Keypad(keyboard.pace, views)
    keypad.watch(window)
    window.setProperty("keypad", keypad)
    window.setProperty("keyboard", keyboard)
