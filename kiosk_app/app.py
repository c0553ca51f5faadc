"""Wiring: the map of the kiosk program. Three lanes: GUI (here), engine (asyncio, own thread), a thread a device.

The glass comes first: the welcome page is painted before the engine lane loads what it needs.
"""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import shiboken6
from PySide6.QtGui import QGuiApplication
from PySide6.QtQml import QQmlApplicationEngine
from PySide6.QtQuick import QQuickWindow

from kiosk_app.config import Settings
from kiosk_app.first_picture import first_picture
from kiosk_app.freed import give_back_at_once
from kiosk_app.lane import UNWATCHED, EngineLane, Watcher
from kiosk_app.switchboard import Switchboard
from kiosk_app.ui.bridge import Bridge
from kiosk_app.ui.fonts import load_fonts
from kiosk_app.ui.furniture import Furnisher
from kiosk_app.ui.glass import Glass
from kiosk_app.ui.intents import Intents
from kiosk_app.ui.key_pace import Pace
from kiosk_app.ui.papers import PaperProvider
from kiosk_app.ui.translation import SOURCE_LANGUAGE, Translation, prepare
from kiosk_app.ui.video import FrameStore
from kiosk_app.ui.view import ViewTree
from kiosk_app.ui.window import ScreenParts, close_main, load_main

if TYPE_CHECKING:
    from kiosk_app.engine import Engine
    from kiosk_app.ui.keyboard import KeyboardInput


@dataclass(slots=True)
class Kiosk:
    """The running program; `stop` on the GUI lane ends every lane."""

    window: QQuickWindow
    parts: ScreenParts
    _qml: QQmlApplicationEngine
    _furnisher: Furnisher
    _lane: EngineLane
    _translation: Translation

    @property
    def engine(self) -> "Engine":
        """Waits until it stands. Raises LaneError."""
        return self._lane.engine()

    @property
    def keyboard(self) -> "KeyboardInput":
        """Once the first frame stands."""
        return self._furnisher.keyboard

    def stop(self) -> None:
        """Lanes first, then the window. What Qt owns goes here and now, on its own thread."""
        self._lane.stop()
        self.window.close()
        self._translation.switch(SOURCE_LANGUAGE)
        close_main(self._qml)
        self._furnisher.close()
        shiboken6.delete(self.parts.views)
        shiboken6.delete(self.parts.frames)


def open_kiosk(app: QGuiApplication, settings: Settings, data: Path, watcher: Watcher = UNWATCHED) -> Kiosk:
    """Shows the glass and begins to build the engine. `data`: the booth's own folder. Raises FontMissingError or
    ScreenError."""
    load_fonts(app)
    views, board = ViewTree(first_picture(settings, data / "first-picture.json")), Switchboard()
    intents = Intents(board.post, board.touched, parent=views)
    parts = ScreenParts(views, intents, FrameStore(), PaperProvider())
    look = {"full_screen": settings.full_screen, "reduced_motion": settings.reduced_motion}
    qml, window = load_main(parts, size=(settings.width_px, settings.height_px), **look)
    furnisher, translation = Furnisher(window, views, pace_of(settings)), Translation(qml, data / "i18n")
    bridge = Bridge(views)
    bridge.translate_with(translation)
    bridge.setParent(views)
    glass = Glass(bridge.show, parts.frames, parts.papers, furnisher.forget_typing)
    lane = EngineLane(_builder(settings, data, glass, board), furnisher.done, watcher)
    lane.start()
    return Kiosk(window, parts, qml, furnisher, lane, translation)


def pace_of(settings: Settings) -> Pace:
    """How keys are struck at this booth."""
    seconds = (settings.key_repeat_after_s, settings.key_repeat_every_s, settings.key_again_after_s)
    return Pace(*(round(1000 * one_s) for one_s in seconds))


def _builder(settings: Settings, data: Path, glass: Glass, board: Switchboard) -> "Callable[[], Engine]":
    def build() -> "Engine":
        import kiosk_app.session.events  # noqa: F401 - first of all: who touches the glass meanwhile needs them
        from kiosk_app.engine import open_engine  # loads half a second's worth: after the first frame

        give_back_at_once()
        prepare(data / "i18n")
        engine = open_engine(settings, data, glass, board.publish)
        board.connect(engine)
        return engine

    return build
