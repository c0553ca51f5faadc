"""Shell: a signature does not outlive its page, not even in a view that Python still holds."""

import gc

from PySide6.QtCore import QPoint

from kiosk_app.ui.ink import InkPoint
from tests.kiosk_app.qml.fingers import touch
from tests.kiosk_app.qml.measure import find_item, middle
from tests.kiosk_app.qml.sample_views import presentation
from tests.kiosk_app.qml.stage import Stage


def _points() -> int:
    gc.collect()
    return sum(isinstance(thing, InkPoint) for thing in gc.get_objects())


def test_no_stroke_stays_behind(stage: Stage) -> None:
    before = _points()
    stage.show(presentation("sign"))
    start = middle(find_item(stage.window, "ink")).toPoint()
    touch(stage, [start, start + QPoint(40, 10), start + QPoint(80, 30)])
    assert _points() > before
    stage.show(presentation("welcome"))
    stage.settle()
    assert _points() == before
