"""Wiring: the map of the kiosk program. Three lanes: GUI (here), engine (asyncio, own thread), a thread a device."""

from dataclasses import dataclass
from pathlib import Path

import shiboken6
from PySide6.QtGui import QGuiApplication
from PySide6.QtQml import QQmlApplicationEngine
from PySide6.QtQuick import QQuickWindow

from devices.model import DeviceConfig, DeviceEvent
from devices.registry import Registry, open_registry
from kiosk_app.config import Settings
from kiosk_app.engine import Engine, Glass
from kiosk_app.hands.crew import Rooms
from kiosk_app.knowledge import Library
from kiosk_app.lane import EngineLane
from kiosk_app.session.state import Session
from kiosk_app.ui.bridge import Bridge
from kiosk_app.ui.fonts import load_fonts
from kiosk_app.ui.intents import Intents
from kiosk_app.ui.keyboard import KeyboardInput
from kiosk_app.ui.papers import PaperProvider
from kiosk_app.ui.pinyin import open_pinyin
from kiosk_app.ui.presenters import present
from kiosk_app.ui.translation import SOURCE_LANGUAGE, Translation
from kiosk_app.ui.video import FrameStore
from kiosk_app.ui.view import ViewTree
from kiosk_app.ui.window import ScreenParts, close_main, load_main
from offline_cache import open_cache, open_catalogue
from offline_cache.ratings import Ratings

ASSETS = Path(__file__).resolve().parents[1] / "assets"


@dataclass(slots=True)
class Kiosk:
    """The running program; `stop` on the GUI lane ends every lane."""

    window: QQuickWindow
    engine: Engine
    parts: ScreenParts
    _qml: QQmlApplicationEngine
    _lane: EngineLane
    _registry: Registry
    _rooms: Rooms
    _translation: Translation

    def stop(self) -> None:
        """Lanes first, then devices, files and the window. What Qt owns goes here and now, on its own thread."""
        self._lane.stop()
        self._registry.close()
        self._rooms.cache.close()
        self._rooms.catalogue.close()
        self._rooms.ratings.close()
        self.window.close()
        self._translation.switch(SOURCE_LANGUAGE)
        close_main(self._qml)
        shiboken6.delete(self.parts.views)
        shiboken6.delete(self.parts.frames)


class Switchboard:
    """Device threads may speak before the engine lane stands: the registry knows the newest state anyway."""

    def __init__(self) -> None:
        self.engine: Engine | None = None

    def publish(self, event: DeviceEvent) -> None:
        """A device changed. Device threads."""
        if self.engine is not None:
            self.engine.heard_device(event)


def open_kiosk(app: QGuiApplication, settings: Settings, data: Path) -> Kiosk:
    """Builds the whole program. `data`: the booth's own folder. Raises the rooms' errors when one cannot open."""
    load_fonts(app)
    rooms = _open_rooms(settings, data)
    frames, pictures, board = FrameStore(), PaperProvider(), Switchboard()
    views = ViewTree(present(Session(), rooms.library.knowledge(), rooms.library.booth()))
    bridge = Bridge(views)
    registry = open_registry(_device_configs(settings), board.publish)
    lane = EngineLane(lambda: Engine(settings, rooms, registry, Glass(bridge.show, frames, pictures)))
    engine = board.engine = lane.start()
    intents = Intents(engine.runner.post, engine.idle.touched, parent=views)
    parts = ScreenParts(views, intents, KeyboardInput(open_pinyin(), parent=views), frames, pictures)
    size = (settings.width_px, settings.height_px)
    qml, window = load_main(parts, size=size, full_screen=settings.full_screen)
    translation = Translation(qml, data / "i18n")
    bridge.translate_with(translation)
    bridge.setParent(views)
    return Kiosk(window, engine, parts, qml, lane, registry, rooms, translation)


def _open_rooms(settings: Settings, data: Path) -> Rooms:
    catalogue = open_catalogue(data / "catalogue")
    cache = open_cache(
        data / "cache",
        device_key=Path(settings.device_key_file).read_bytes(),
        kiosk_id=settings.kiosk_id,
        root_key=Path(settings.root_key_file).read_bytes(),
    )
    return Rooms(
        cache=cache,
        catalogue=catalogue,
        ratings=Ratings(data / "ratings.sqlite"),
        library=Library(catalogue, assets=ASSETS),
        token=Path(settings.token_file).read_text().strip(),
        assets=ASSETS,
    )


def _device_configs(settings: Settings) -> list[DeviceConfig]:
    return [
        DeviceConfig(role=device.role, kind=device.kind, address=device.address, options=device.options)
        for device in settings.devices
    ]
