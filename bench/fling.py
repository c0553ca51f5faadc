"""Shell: a list of all items of a district, flung: CPU a frame on the real page, beside rows that are one text each."""

import os
import time

import msgspec
from PySide6.QtCore import QAbstractListModel, QObject, QStringListModel, QUrl
from PySide6.QtGui import QGuiApplication
from PySide6.QtQml import QQmlApplicationEngine
from PySide6.QtQuick import QQuickItem, QQuickWindow

from bench.finding import catalogue_of
from bench.stopwatch import percentile
from bench.table import Row, Table
from cloud_seat.contract.items import Item
from kiosk_app.session.state import Knowledge, Session, Stage
from kiosk_app.ui.fonts import load_fonts
from kiosk_app.ui.furniture import furnish
from kiosk_app.ui.keyboard import KeyboardInput
from kiosk_app.ui.papers import PaperProvider
from kiosk_app.ui.presenters import Booth, present
from kiosk_app.ui.video import FrameStore
from kiosk_app.ui.view import ViewTree
from kiosk_app.ui.window import ScreenParts, close_main, load_main

ITEMS, FRAMES, FRAMES_QUICK = 5370, 600, 60
STEP_PX = 250  # 15,000 px/s at 60 frames a second: a hard fling
PLAIN = """
import QtQuick
Window {
    visible: true; width: 1920; height: 1080
    required property var rows
    ListView {
        anchors.fill: parent
        model: rows
        delegate: Text { required property string display; text: display; font.pixelSize: 36; height: 136 }
    }
}
"""


class Deaf(QObject):
    """Nobody touches this glass."""


def measure(quick: bool) -> Table:
    """Each frame moves the list on and draws it; the time is what the GUI lane's CPU spent."""
    os.environ.update(QT_QPA_PLATFORM="offscreen", QT_QUICK_BACKEND="software")
    app = QGuiApplication.instance() or QGuiApplication([])
    assert isinstance(app, QGuiApplication)
    load_fonts(app)
    items = [msgspec.convert(entry, Item) for entry in catalogue_of(ITEMS)]
    frames = FRAMES_QUICK if quick else FRAMES
    rows: list[Row] = [("one text a row", _plain([item.name.zh for item in items], frames))]
    rows += [(f"find page, {mode}", _page(items, mode, frames)) for mode in ("standard", "elder")]
    beside = f"a ListView of Text in an empty window; {frames} frames of {STEP_PX} px, 1920×1080, software drawing"
    return Table(f"list of {ITEMS:,} items flung, CPU a frame", ("p50 ms", "p99 ms", "worst ms"), tuple(rows), beside)


def _plain(names: list[str], frames: int) -> tuple[float, ...]:
    engine = QQmlApplicationEngine()
    model: QAbstractListModel = QStringListModel(names)
    engine.setInitialProperties({"rows": model})
    engine.loadData(PLAIN.encode(), QUrl())
    window = engine.rootObjects()[0]
    assert isinstance(window, QQuickWindow)
    numbers = _flung(window, _list_of(window), frames)
    close_main(engine)
    return numbers


def _page(items: list[Item], mode: str, frames: int) -> tuple[float, ...]:
    views = ViewTree(present(*_find_page(items, mode)))
    parts = ScreenParts(views, Deaf(), FrameStore(), PaperProvider())
    engine, window = load_main(parts, size=(1920, 1080), reduced_motion=True)
    furnish(window, views, KeyboardInput({}))
    numbers = _flung(window, _list_of(window), frames)
    close_main(engine)
    return numbers


def _find_page(items: list[Item], mode: str) -> tuple[Session, Knowledge, Booth]:
    knowledge = Knowledge({item.id: item for item in items}, {}, {}, "2026-01-01")
    hits = tuple((item.id, ()) for item in items)
    return Session(stage=Stage.FIND, mode=mode, results=hits, matched_by="door"), knowledge, Booth()


def _list_of(window: QQuickWindow) -> QQuickItem:
    """The one list with all rows, once its page is built."""
    deadline_s = time.monotonic() + 20
    while time.monotonic() < deadline_s:
        QGuiApplication.processEvents()
        todo = [window.contentItem()]
        while todo:
            item = todo.pop()
            if item.property("count") == ITEMS and item.property("contentY") is not None:
                return item
            todo.extend(item.childItems())
    raise RuntimeError("the list did not appear")


def _flung(window: QQuickWindow, shown: QQuickItem, frames: int) -> tuple[float, ...]:
    cpu_ms: list[float] = []
    window.grabWindow()
    for frame in range(frames):
        start_s = time.thread_time()
        shown.setProperty("contentY", float((frame + 1) * STEP_PX))
        QGuiApplication.processEvents()
        window.grabWindow()
        cpu_ms.append((time.thread_time() - start_s) * 1000)
    return percentile(cpu_ms, 0.5), percentile(cpu_ms, 0.99), max(cpu_ms)
