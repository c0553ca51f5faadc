"""Shell: the signature surface, by mouse; the finger is tested on the real page."""

import json
import time

import pytest
from PySide6.QtCore import QEvent, QPointF, QSizeF, Qt
from PySide6.QtGui import QGuiApplication, QImage, QMouseEvent, QPainter

from kiosk_app.ui.ink import POINT_LIMIT, InkView


@pytest.fixture
def ink(qapp: QGuiApplication) -> InkView:
    view = InkView()
    view.setSize(QSizeF(1000, 400))
    return view


def mouse(view: InkView, kind: QEvent.Type, x: float, y: float) -> None:
    """One mouse event on the surface."""
    at = QPointF(x, y)
    held = Qt.MouseButton.LeftButton
    event = QMouseEvent(kind, at, at, held, held, Qt.KeyboardModifier.NoModifier)
    if kind == QEvent.Type.MouseButtonPress:
        view.mousePressEvent(event)
    else:
        view.mouseMoveEvent(event)


def write(view: InkView, points: list[tuple[float, float]]) -> None:
    """A stroke."""
    mouse(view, QEvent.Type.MouseButtonPress, *points[0])
    for point in points[1:]:
        mouse(view, QEvent.Type.MouseMove, *point)


def test_strokes_are_parts_of_the_surface(ink: InkView) -> None:
    assert ink.property("empty") is True
    write(ink, [(0, 0), (500, 200), (1000, 400)])
    write(ink, [(250, 100)])
    assert ink.property("empty") is False
    first, second = json.loads(ink.strokes())
    assert [(p["x"], p["y"]) for p in first] == [(0, 0), (0.5, 0.5), (1, 1)]
    assert [(p["x"], p["y"]) for p in second] == [(0.25, 0.25)]
    assert set(first[0]) == {"x", "y", "t", "p"}


def test_ink_stays_inside(ink: InkView) -> None:
    write(ink, [(-50, -50), (3000, 900)])
    assert [(p["x"], p["y"]) for p in json.loads(ink.strokes())[0]] == [(0, 0), (1, 1)]


def test_clear_forgets_everything(ink: InkView) -> None:
    write(ink, [(10, 10), (400, 300)])
    ink.clear()
    assert ink.property("empty") is True
    assert ink.strokes() == "[]"
    picture = QImage(1000, 400, QImage.Format.Format_ARGB32_Premultiplied)
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    ink.paint(painter)
    painter.end()
    assert picture.pixelColor(200, 155).alpha() == 0


def test_ink_moves_with_its_surface(ink: InkView) -> None:
    write(ink, [(100, 100), (900, 300)])
    before = ink.strokes()
    ink.setSize(QSizeF(500, 200))
    assert ink.strokes() == before


def test_a_dot_is_drawn(ink: InkView) -> None:
    write(ink, [(300, 200)])
    picture = QImage(1000, 400, QImage.Format.Format_ARGB32_Premultiplied)
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    ink.paint(painter)
    painter.end()
    assert picture.pixelColor(300, 200).alpha() > 200


def test_points_are_bounded_and_quick(ink: InkView) -> None:
    write(ink, [(5, 5)])
    best_ms = 1e9
    for i in range(POINT_LIMIT + 10):
        began = time.perf_counter()
        mouse(ink, QEvent.Type.MouseMove, 5 + i % 900, 5 + i % 390)
        best_ms = min(best_ms, (time.perf_counter() - began) * 1000)
        if i > 300:
            ink._points = POINT_LIMIT
            break
    mouse(ink, QEvent.Type.MouseMove, 1, 1)
    assert len(json.loads(ink.strokes())[0]) == 303
    assert best_ms < 8
