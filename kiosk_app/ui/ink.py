"""Shell: the surface a resident signs on, by finger, pen or mouse."""

# ruff: noqa: N815 - camelCase where QML sees the name

from dataclasses import dataclass

from PySide6.QtCore import Property, QPointF, QRect, QRectF, Qt, Signal, Slot
from PySide6.QtGui import QColor, QEventPoint, QImage, QMouseEvent, QPainter, QPainterPath, QPen, QTouchEvent
from PySide6.QtQuick import QQuickItem

from kiosk_app.ui.painted import PaintedView

POINT_LIMIT = 20_000
"""Points of one signature; a written name has a few hundred."""

MARK_POINTS, MARK_MS = 24, 400
"""Points and time of each stroke of a cross."""


@dataclass(frozen=True, slots=True)
class InkPoint:
    """One sample: pixels of the surface, milliseconds since the first touch, pressure 0..1."""

    x: float
    y: float
    t_ms: int
    pressure: float


class InkView(PaintedView):
    """Draws while the finger moves: each move paints one short curve into a picture and shows only that patch."""

    emptyChanged = Signal()
    penChanged = Signal()
    strokeBegan = Signal()
    strokeEnded = Signal()

    def __init__(self, parent: QQuickItem | None = None) -> None:
        super().__init__(parent)
        self._strokes: list[list[InkPoint]] = []
        self._points = 0
        self._began_ms = 0
        self._finger: int | None = None
        self._pen_width = 6.0
        self._pen_color = QColor("#14283A")
        self._picture = QImage()
        self.setAcceptTouchEvents(True)
        self.setAcceptedMouseButtons(Qt.MouseButton.LeftButton)
        self.setKeepTouchGrab(True)
        self.setKeepMouseGrab(True)

    @Slot()
    def clear(self) -> None:
        """Forgets every stroke and wipes the surface."""
        was_empty = not self._strokes
        self._strokes, self._points, self._finger = [], 0, None
        self._picture = QImage()
        self.update()
        if not was_empty:
            self.emptyChanged.emit()

    @Slot()
    def undo(self) -> None:
        """Takes back the last stroke."""
        if not self._strokes:
            return
        self._points -= len(self._strokes.pop())
        self._finger = None
        self._draw_again()
        if not self._strokes:
            self.emptyChanged.emit()

    @Slot()
    def mark(self) -> None:
        """A cross instead of a name, for who signs by a key: two strokes through the middle, as by a hand."""
        self.clear()
        middle, arm = QPointF(self.width() / 2, self.height() / 2), min(self.width(), self.height()) * 0.3
        for across in (QPointF(arm, 0), QPointF(0, arm)):
            start = len(self._strokes) * MARK_MS
            self._begin(middle - across, start, 0.5)
            for at in range(1, MARK_POINTS):
                share = 2 * at / (MARK_POINTS - 1) - 1
                self._extend(middle + across * share, start + at * MARK_MS // MARK_POINTS, 0.5)

    @Slot(result=str)
    def strokes(self) -> str:
        """JSON: list of strokes, each a list of {x, y, t, p}; x and y in 0..1 of the surface, t in ms, p in 0..1."""
        import json  # long after the first frame

        width, height = max(1.0, self.width()), max(1.0, self.height())
        return json.dumps(
            [
                [
                    {"x": round(p.x / width, 4), "y": round(p.y / height, 4), "t": p.t_ms, "p": round(p.pressure, 3)}
                    for p in stroke
                ]
                for stroke in self._strokes
            ]
        )

    def paint(self, painter: QPainter) -> None:
        """Shows the picture of the strokes."""
        if not self._picture.isNull():
            painter.drawImage(0, 0, self._picture)

    def geometryChange(self, newGeometry: QRectF | QRect, oldGeometry: QRectF | QRect) -> None:  # noqa: N802, N803
        """Keeps the strokes where they were on the surface when its size changes."""
        super().geometryChange(newGeometry, oldGeometry)
        old, new = QRectF(oldGeometry), QRectF(newGeometry)
        if not self._strokes or old.isEmpty() or old.size() == new.size():
            return
        across, down = new.width() / old.width(), new.height() / old.height()
        self._strokes = [[InkPoint(p.x * across, p.y * down, p.t_ms, p.pressure) for p in s] for s in self._strokes]
        self._draw_again()

    def touchEvent(self, event: QTouchEvent) -> None:  # noqa: N802 - Qt's name
        """Follows the first finger; others are ignored."""
        for point in event.points():
            self._follow(point, event.timestamp())
        event.accept()

    def touchUngrabEvent(self) -> None:  # noqa: N802 - Qt's name
        """The finger was taken away from us: the stroke ends here."""
        if self._finger is not None:
            self._finger = None
            self.strokeEnded.emit()

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """A stroke begins."""
        self._begin(event.position(), event.timestamp(), 1.0)
        event.accept()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """The stroke goes on."""
        self._extend(event.position(), event.timestamp(), 1.0)
        event.accept()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """The stroke is done."""
        self.strokeEnded.emit()
        event.accept()

    def _follow(self, point: QEventPoint, at_ms: int) -> None:
        if point.state() == QEventPoint.State.Pressed and self._finger is None:
            self._finger = point.id()
            self._begin(point.position(), at_ms, point.pressure())
        elif point.id() != self._finger:
            return
        elif point.state() == QEventPoint.State.Released:
            self._finger = None
            self.strokeEnded.emit()
        elif point.state() == QEventPoint.State.Updated:
            self._extend(point.position(), at_ms, point.pressure())

    def _begin(self, at: QPointF, at_ms: int, pressure: float) -> None:
        first = not self._strokes
        if first:
            self._began_ms = at_ms
        self._strokes.append([])
        self._extend(at, at_ms, pressure)
        if first:
            self.emptyChanged.emit()
        self.strokeBegan.emit()

    def _extend(self, at: QPointF, at_ms: int, pressure: float) -> None:
        if not self._strokes or self._points >= POINT_LIMIT:
            return
        x, y = min(max(at.x(), 0.0), self.width()), min(max(at.y(), 0.0), self.height())
        self._points += 1
        self._strokes[-1].append(InkPoint(x, y, max(0, at_ms - self._began_ms), pressure))
        self.update(self._draw_tail(self._strokes[-1][-3:]))

    def _draw_again(self) -> None:
        self._picture = QImage()
        for stroke in self._strokes:
            for end in range(1, len(stroke) + 1):
                self._draw_tail(stroke[:end][-3:])
        self.update()

    def _draw_tail(self, tail: list[InkPoint]) -> QRect:
        """Paints the newest piece of a stroke (up to three points) and returns the patch it touched."""
        if self._picture.isNull():
            size = self.size().toSize()
            self._picture = QImage(size, QImage.Format.Format_ARGB32_Premultiplied)
            self._picture.fill(Qt.GlobalColor.transparent)
        path = _curve([QPointF(p.x, p.y) for p in tail])
        painter = QPainter(self._picture)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        pen = QPen(self._pen_color, self._pen_width)
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        painter.strokePath(path, pen)
        painter.end()
        margin = self._pen_width + 2
        return path.boundingRect().adjusted(-margin, -margin, margin, margin).toAlignedRect()

    def _set_pen_width(self, width: float) -> None:
        self._pen_width = width
        self.penChanged.emit()

    def _set_pen_color(self, color: QColor) -> None:
        self._pen_color = color
        self.penChanged.emit()

    empty = Property(bool, lambda self: not self._strokes, notify=emptyChanged)
    penWidth = Property(float, lambda self: self._pen_width, _set_pen_width, notify=penChanged)
    penColor = Property(QColor, lambda self: self._pen_color, _set_pen_color, notify=penChanged)


def _curve(points: list[QPointF]) -> QPainterPath:
    """From the middle of the first two points to the last one, bending through the second: joins without corners."""
    if len(points) == 1:
        path = QPainterPath(points[0])
        path.lineTo(points[0] + QPointF(0.01, 0))
        return path
    if len(points) == 2:
        path = QPainterPath(points[0])
        path.lineTo(points[1])
        return path
    path = QPainterPath((points[0] + points[1]) / 2)
    path.quadTo(points[1], (points[1] + points[2]) / 2)
    path.lineTo(points[2])
    return path
