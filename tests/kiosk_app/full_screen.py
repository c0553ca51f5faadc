"""Wiring: a booth's window on whatever screen it finds; prints its place and size there."""

import json
import os
import sys

from PySide6.QtCore import QElapsedTimer, QObject
from PySide6.QtGui import QGuiApplication

from kiosk_app.__main__ import prepare_screen
from kiosk_app.ui.fonts import load_fonts
from kiosk_app.ui.papers import PaperProvider
from kiosk_app.ui.video import FrameStore
from kiosk_app.ui.view import ViewTree
from kiosk_app.ui.window import ScreenParts, load_main
from tests.kiosk_app.qml.sample_views import presentation


def main() -> None:
    """With the settings' size of a glass that is not there."""
    app = prepare_screen()
    load_fonts(app)
    parts = ScreenParts(ViewTree(presentation("welcome")), QObject(), FrameStore(), PaperProvider())
    _engine, window = load_main(parts, size=(1920, 1080), full_screen=True)
    _settle()
    place, veil = window.geometry(), window.findChild(QObject, "rest")
    assert veil is not None
    drawn = [round(veil.property(side)) for side in ("width", "height")]
    print(json.dumps([place.x(), place.y(), place.width(), place.height(), *drawn]))
    sys.stdout.flush()
    os._exit(0)


def _settle() -> None:
    clock = QElapsedTimer()
    clock.start()
    while clock.elapsed() < 500:
        QGuiApplication.processEvents()


if __name__ == "__main__":
    main()
