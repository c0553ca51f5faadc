"""Shell: a finger on the glass of a test window."""

from PySide6.QtCore import QElapsedTimer, QPoint
from PySide6.QtGui import QGuiApplication, QPointingDevice
from PySide6.QtQuick import QQuickItem
from PySide6.QtTest import QTest

from tests.kiosk_app.qml.measure import find_item, middle
from tests.kiosk_app.qml.stage import Stage

_DEVICE: list[QPointingDevice] = []
_REST_LIMIT_MS = 1500


def tap(stage: Stage, name: str) -> None:
    """Touches the middle of the item of that objectName, once its guard against double presses lets it."""
    stage.settle()
    tap_rested(stage, find_item(stage.window, name))


def tap_rested(stage: Stage, item: QQuickItem) -> None:
    """The same with an item of a glass that has settled."""
    await_rest(item)
    tap_item(stage, item)


def await_rest(item: QQuickItem) -> None:
    """Until what has only just appeared, or was just pressed, takes a press."""
    clock = QElapsedTimer()
    clock.start()
    while item.property("resting") and clock.elapsed() < _REST_LIMIT_MS:
        QTest.qWait(10)


def tap_item(stage: Stage, item: QQuickItem) -> None:
    """Touches the middle of an item and lets go."""
    at = middle(item).toPoint()
    touch(stage, [at])


def touch(stage: Stage, path: list[QPoint]) -> None:
    """One finger down at the first point, along the path, up at the last."""
    if not _DEVICE:
        _DEVICE.append(QTest.createTouchDevice())
    QTest.touchEvent(stage.window, _DEVICE[0]).press(0, path[0], stage.window).commit()
    for at in path[1:]:
        QTest.touchEvent(stage.window, _DEVICE[0]).move(0, at, stage.window).commit()
    QTest.touchEvent(stage.window, _DEVICE[0]).release(0, path[-1], stage.window).commit()
    QGuiApplication.processEvents()


def type_keys(stage: Stage, keys: str) -> None:
    """Touches drawn keys one after the other."""
    for key in keys:
        tap_item(stage, find_item(stage.window, f"key-{key}"))
