"""Shell: what a finger waits for: another page, a button that gives way, results while typing; beside one frame."""

import os
import time
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import msgspec
from PySide6.QtCore import QPoint, QPointF
from PySide6.QtGui import QGuiApplication, QPointingDevice
from PySide6.QtQuick import QQuickItem, QQuickWindow
from PySide6.QtTest import QTest

from bench.finding import catalogue_of
from bench.fling import ITEMS
from bench.search import LIMIT
from bench.stopwatch import percentile, scratch
from bench.table import Row, Table
from cloud_seat.contract.forms import parse_form
from cloud_seat.contract.items import Item
from cloud_seat.contract.rules import FormEngine
from kiosk_app.config import ASSETS
from kiosk_app.session.state import Knowledge, Paper, Session, Stage
from kiosk_app.ui.fonts import load_fonts
from kiosk_app.ui.furniture import furnish
from kiosk_app.ui.intents import Intents
from kiosk_app.ui.keyboard import KeyboardInput
from kiosk_app.ui.papers import PaperProvider
from kiosk_app.ui.presenters import Booth, present
from kiosk_app.ui.video import FrameStore
from kiosk_app.ui.view import ViewTree
from kiosk_app.ui.window import ScreenParts, close_main, load_main
from offline_cache import Catalogue, open_catalogue

Times = tuple[float, float]
"""CPU of this thread and wall, milliseconds."""

FRAME_MS = 1000 / 60
ITEM = "longevity-allowance"
WORDS = ("lnrczbjj", "shebaoka", "老年人长寿", "身份证")
STAGES = tuple(stage for stage in Stage if stage is not Stage.WELCOME)
GUARD_MS = 700  # a button rests after each press, see Theme.guardMs


class Glass:
    """The real window with a session that the bench holds by hand."""

    def __init__(self, knowledge: Knowledge, first: Session) -> None:
        self.knowledge, self._views = knowledge, ViewTree(present(first, knowledge, Booth()))
        self._parts = ScreenParts(self._views, Intents(_nobody, _nobody), FrameStore(), PaperProvider())
        self.engine, self.window = load_main(self._parts, reduced_motion=True)
        furnish(self.window, self._views, KeyboardInput({}))
        self.show(first)

    def show(self, session: Session) -> None:
        """From the session to the frame that shows it."""
        self._views.apply(present(session, self.knowledge, Booth()))
        host = self.window.findChild(QQuickItem, "pageHost")
        assert host is not None
        while host.property("building"):
            QGuiApplication.processEvents()
        self.window.grabWindow()

    def close(self) -> None:
        """Window and views go."""
        close_main(self.engine)


def _nobody(*_: object) -> None:
    """What is pressed goes nowhere."""


def measure(quick: bool) -> Table:
    """One window for all rows."""
    os.environ.update(QT_QPA_PLATFORM="offscreen", QT_QUICK_BACKEND="software")
    app = QGuiApplication.instance() or QGuiApplication([])
    assert isinstance(app, QGuiApplication)
    load_fonts(app)
    listed = catalogue_of(ITEMS)
    glass = Glass(_knowledge(listed), Session())
    rounds = 1 if quick else 10
    rows: list[Row] = [
        (f"page change, {mode}", _numbers(_page_changes(glass, mode, rounds))) for mode in ("standard", "elder")
    ]
    rows.append(("button pressed → drawn pressed", _numbers(_presses(glass, 2 if quick else 20))))
    rows.append((f"keystroke → shown, {ITEMS:,} items", _numbers(_keystrokes(glass, listed, rounds))))
    glass.close()
    beside = f"one frame at 60 Hz: {FRAME_MS:.1f} ms; CPU of the glass lane; 1920×1080, software drawing"
    columns = ("CPU p50 ms", "CPU p95 ms", "CPU p99 ms", "wall p50 ms")
    return Table("what a finger waits for, until the frame is drawn", columns, tuple(rows), beside)


def _timed(work: Callable[[], object]) -> Times:
    wall_s, cpu_s = time.perf_counter(), time.thread_time()
    work()
    return (time.thread_time() - cpu_s) * 1000, (time.perf_counter() - wall_s) * 1000


def _numbers(times: list[Times]) -> tuple[float, ...]:
    cpu_ms, wall_ms = zip(*times, strict=True)
    return *(percentile(cpu_ms, share) for share in (0.5, 0.95, 0.99)), percentile(wall_ms, 0.5)


def _knowledge(listed: list[dict[str, Any]]) -> Knowledge:
    items = [msgspec.convert(entry, Item) for entry in listed]
    form = FormEngine(parse_form((ASSETS / "forms" / ITEM / "v1.json").read_bytes()))
    return Knowledge({item.id: item for item in items}, {form.form.id: form}, {}, "2026-01-01")


def _page_changes(glass: Glass, mode: str, rounds: int) -> list[Times]:
    usual = Session(mode=mode, item_id=ITEM, papers=(Paper("social-card"),), provisional="P", results=((ITEM, ()),))
    glass.show(usual)
    sessions = [replace(usual, stage=stage) for _ in range(rounds) for stage in STAGES]
    return [_timed(partial(glass.show, session)) for session in sessions]


def _presses(glass: Glass, rounds: int) -> list[Times]:
    glass.show(Session(stage=Stage.GUIDE, item_id=ITEM))
    button = glass.window.findChild(QQuickItem, "goBack")
    assert button is not None
    at, device, times = _middle(button), QTest.createTouchDevice(), list[Times]()
    for _ in range(rounds):
        QTest.qWait(GUARD_MS)
        times.append(_timed(lambda: _press(glass.window, device, at)))
        assert button.property("down")
        QTest.touchEvent(glass.window, device).release(0, at, glass.window).commit()
    return times


def _press(window: QQuickWindow, device: QPointingDevice, at: QPoint) -> None:
    QTest.touchEvent(window, device).press(0, at, window).commit()
    window.grabWindow()


def _middle(item: QQuickItem) -> QPoint:
    return item.mapToScene(QPointF(item.width() / 2, item.height() / 2)).toPoint()


def _keystrokes(glass: Glass, listed: list[dict[str, Any]], rounds: int) -> list[Times]:
    typed = [word[:end] for _ in range(rounds) for word in WORDS for end in range(1, len(word) + 1)]
    with scratch() as folder:
        catalogue = open_catalogue(Path(folder))
        catalogue.replace_all(listed, "bench")
        catalogue.search("政务", 1)  # as the booth does when it starts: the dictionary of sounds loads
        glass.show(Session(stage=Stage.FIND))
        times = [_timed(partial(_type, glass, catalogue, words)) for words in typed]
        catalogue.close()
    return times


def _type(glass: Glass, catalogue: Catalogue, words: str) -> None:
    found = tuple((hit.item_id, ()) for hit in catalogue.search(words, LIMIT))
    glass.show(Session(stage=Stage.FIND, query=words, results=found, matched_by="initials"))
