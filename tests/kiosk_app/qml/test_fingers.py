"""Shell: the robot's fingers touch only what a person could: nothing that no layout has given room yet."""

from pathlib import Path

import shiboken6
from PySide6.QtCore import QPointF, QSizeF
from PySide6.QtGui import QGuiApplication
from PySide6.QtQuick import QQuickItem, QQuickWindow

from kiosk_app.demo.fingers import Fingers
from kiosk_app.demo.stall import StallMeter


def test_what_has_no_room_yet_is_not_on_the_glass(qapp: QGuiApplication, tmp_path: Path) -> None:
    window, meter = QQuickWindow(), StallMeter()
    window.resize(400, 300)
    button = QQuickItem(window.contentItem())
    button.setObjectName("search")
    fingers = Fingers(window, meter, tmp_path)
    found = []
    for size in (QSizeF(0, 130), QSizeF(200, 0), QSizeF(200, 130)):
        button.setSize(size)
        found.append(fingers._point("search"))
    assert found == [None, None, QPointF(100, 65)]
    shiboken6.delete(meter)
    shiboken6.delete(window)
