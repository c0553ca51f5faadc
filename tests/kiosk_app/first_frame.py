"""Shell: the real kiosk, asked at its first frame: what stands there, what is loaded, and what a finger does then.

A program of its own, since what is loaded stays loaded. Writes one line of JSON.
"""

import json
import sys
from pathlib import Path

from PySide6.QtCore import Q_ARG, QEventLoop, QMetaObject, Qt, QTimer
from PySide6.QtQuick import QQuickItem

import kiosk_app.plain_imports  # noqa: F401 - before all others, as in the program
from kiosk_app.__main__ import prepare_screen
from kiosk_app.app import open_kiosk
from kiosk_app.config import load_settings

LONGEST_MS = 30_000


def main() -> None:
    """Arguments: settings, data folder. Ends when the door that was touched at the first frame is open."""
    app = prepare_screen()
    kiosk = open_kiosk(app, load_settings(Path(sys.argv[1])), Path(sys.argv[2]))
    loop, told = QEventLoop(), dict[str, object]()

    def painted() -> None:
        if "doors" in told:
            return
        doors = [item for item in _items(kiosk.window.contentItem()) if item.objectName().startswith("door-")]
        told["doors"] = sum(door.width() > 0 and door.isVisible() for door in doors)
        told["loaded"] = sorted(sys.modules)
        QMetaObject.invokeMethod(kiosk.parts.intents, "openDoor", Q_ARG(str, "life"))  # what a press of the door calls

    def look() -> None:
        told["page"] = kiosk.parts.views.view("frame").value("page")
        if told["page"] == "find":
            loop.quit()

    kiosk.window.frameSwapped.connect(painted, Qt.ConnectionType.DirectConnection)
    timer = QTimer()
    timer.timeout.connect(look)
    timer.start(10)
    QTimer.singleShot(LONGEST_MS, loop.quit)
    loop.exec()
    kiosk.stop()
    print(json.dumps(told))


def _items(item: QQuickItem) -> list[QQuickItem]:
    return [item, *(found for child in item.childItems() for found in _items(child))]


if __name__ == "__main__":
    main()
