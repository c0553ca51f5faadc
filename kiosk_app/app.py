"""Wiring: the map of the kiosk program. Three lanes: GUI (here), engine (asyncio, own thread), a thread a device.

The glass comes first: the welcome page is painted before the engine lane loads what it needs.
"""

import threading
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import shiboken6
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtQml import QQmlApplicationEngine
from PySide6.QtQuick import QQuickWindow

from cloud_seat.contract.text import Text
from kiosk_app.config import ASSETS, VERSION, Settings
from kiosk_app.doors import Doors
from kiosk_app.lane import UNWATCHED, EngineLane, Watcher
from kiosk_app.session.state import Knowledge, Session
from kiosk_app.switchboard import Switchboard
from kiosk_app.ui.bridge import Bridge
from kiosk_app.ui.fonts import load_fonts
from kiosk_app.ui.glass import Glass
from kiosk_app.ui.intents import Intents
from kiosk_app.ui.papers import PaperProvider
from kiosk_app.ui.pinyin import open_pinyin
from kiosk_app.ui.presenters import present
from kiosk_app.ui.translation import SOURCE_LANGUAGE, Translation
from kiosk_app.ui.video import FrameStore
from kiosk_app.ui.view import ViewTree
from kiosk_app.ui.window import ScreenParts, close_main, load_main
from kiosk_app.ui.writing.ways import open_keyboard

if TYPE_CHECKING:
    from kiosk_app.engine import Engine


@dataclass(slots=True)
class Kiosk:
    """The running program; `stop` on the GUI lane ends every lane."""

    window: QQuickWindow
    parts: ScreenParts
    _qml: QQmlApplicationEngine
    _lane: EngineLane
    _translation: Translation

    @property
    def engine(self) -> "Engine":
        """Waits until it stands. Raises LaneError."""
        return self._lane.engine()

    def stop(self) -> None:
        """Lanes first, then the window. What Qt owns goes here and now, on its own thread."""
        self._lane.stop()
        self.window.close()
        self._translation.switch(SOURCE_LANGUAGE)
        close_main(self._qml)
        self.parts.keyboard.close()
        shiboken6.delete(self.parts.views)
        shiboken6.delete(self.parts.frames)


def open_kiosk(app: QGuiApplication, settings: Settings, data: Path, watcher: Watcher = UNWATCHED) -> Kiosk:
    """Shows the glass and begins to build the engine. `data`: the booth's own folder. Raises FontMissingError or
    ScreenError."""
    load_fonts(app)
    doors, board = Doors(ASSETS), Switchboard()
    name = Text(zh=settings.kiosk_name_zh, en=settings.kiosk_name_en)
    booth = replace(doors.booth(), name=name, keeper_phone=settings.keeper_phone, takes_phones=bool(settings.phone_url))
    booth = replace(booth, takes_keeper_card=bool(settings.keeper_cards))
    booth = replace(booth, hub_url=settings.hub_url, version=VERSION)
    knowledge = Knowledge({}, {}, doors.items(), date.today().isoformat())
    views = ViewTree(present(Session(), knowledge, booth))
    bridge = Bridge(views)
    keyboard = open_keyboard(open_pinyin(), parent=views)
    glass = Glass(bridge.show, FrameStore(), PaperProvider(), booth, keyboard.forget)
    intents = Intents(board.post, board.touched, parent=views)
    parts = ScreenParts(views, intents, keyboard, glass.frames, glass.pictures)
    look = {"full_screen": settings.full_screen, "reduced_motion": settings.reduced_motion}
    qml, window = load_main(parts, size=(settings.width_px, settings.height_px), **look)
    translation = Translation(qml, data / "i18n")
    bridge.translate_with(translation)
    bridge.setParent(views)
    lane = EngineLane(_builder(settings, data, glass, doors, board), _painted(window), watcher)
    lane.start()
    return Kiosk(window, parts, qml, lane, translation)


def _painted(window: QQuickWindow) -> threading.Event:
    """Set with the first frame."""
    painted = threading.Event()
    window.frameSwapped.connect(painted.set, Qt.ConnectionType.DirectConnection)
    return painted


def _builder(settings: Settings, data: Path, glass: Glass, doors: Doors, board: Switchboard) -> "Callable[[], Engine]":
    def build() -> "Engine":
        from kiosk_app.engine import open_engine  # loads half a second's worth: after the first frame

        engine = open_engine(settings, data, glass, doors, board.publish)
        board.connect(engine)
        return engine

    return build
