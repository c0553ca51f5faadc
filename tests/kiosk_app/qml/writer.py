"""Shell: a window of its own in which everything is written in every way; says when it is open and when it is done."""

import logging
import sys
import tempfile
from pathlib import Path

from PySide6.QtCore import QPoint, QPointF
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest

from kiosk_app.ui.pinyin import open_pinyin
from tests.kiosk_app.qml.fingers import tap, touch
from tests.kiosk_app.qml.measure import find_item
from tests.kiosk_app.qml.sample_views import presentation
from tests.kiosk_app.qml.stage import Stage, open_stage

WRITTEN = {
    "en": "chenceshi",
    "zh": "chenceshi",
    "nine": "2436237",
    "stroke": "52135112",
    "rare": "longtian",
    "code": "4DAE",
    "123": "44011399",
}
MARKS = (
    "chenceshi",
    "chen ce shi",
    "陈",
    "䶮",
    "longtian",
    "4DAE",
    "2436237",
    "44011399",
    "52135112",
    "乛丨一丿乛一一丨",
)
"""What must be found nowhere."""


def write(stage: Stage) -> None:
    """In each layout some keys and the first word; at last by hand."""
    next(
        e for e in stage.editors() if not e.property("readOnly") and e.property("keyLayout") == "zh"
    ).forceActiveFocus()
    stage.settle()
    for layout, keys in WRITTEN.items():
        stage.keyboard.switchTo(layout)
        stage.settle()
        for key in keys:
            stage.keyboard.typeKey(key)
        stage.settle()
        stage.keyboard.choose(0)
    if "hand" in list(stage.keyboard.property("offered")):
        stage.keyboard.switchTo("hand")
        stage.settle()
        corner = find_item(stage.window, "hand-0").mapToScene(QPointF(0, 0)).toPoint()
        touch(stage, [corner + QPoint(40, 60), corner + QPoint(300, 60)])
        while not stage.keyboard.property("candidates"):
            QTest.qWait(10)
        tap(stage, "candidate-0")


def main() -> None:
    logging.basicConfig(level=logging.DEBUG, stream=sys.stderr)
    app = QGuiApplication([])
    stage = open_stage(Path(tempfile.mkdtemp()), open_pinyin())
    stage.show(presentation("form"))
    stage.picture()
    print("open", flush=True)
    sys.stdin.readline()
    write(stage)
    stage.keyboard.forget()
    stage.settle()
    print("done", flush=True)
    sys.stdin.readline()
    stage.keyboard.close()
    app.quit()


if __name__ == "__main__":
    main()
