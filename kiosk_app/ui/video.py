"""Shell: live pictures on the glass. Threads put frames in, the newest one is painted, older ones are dropped."""

# ruff: noqa: N815 - camelCase where QML sees the name

from threading import Lock
from typing import TYPE_CHECKING, Any, TypeAlias

from PySide6.QtCore import Property, QObject, QPointF, QRectF, Qt, Signal, Slot
from PySide6.QtGui import QBrush, QColor, QImage, QPainter, QPainterPath, QTransform
from PySide6.QtQuick import QQuickItem

from kiosk_app.ui.loudness import Loudness
from kiosk_app.ui.painted import PaintedView

if TYPE_CHECKING:  # it loads for a tenth of a second, and the welcome page shows no picture
    import numpy as np
    from numpy.typing import NDArray

Frame: TypeAlias = "NDArray[np.uint8]"


class FrameStore(QObject):
    """The newest frame of every stream: uint8 [height, width, 4], BGRA. `put` may be called from any thread.

    `loudness`: what is heard beside what is seen.
    """

    arrived = Signal(str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.heard = Loudness(self)
        self._lock = Lock()
        self._newest: dict[str, Frame] = {}
        self._announced: set[str] = set()

    def put(self, stream: str, frame: Frame) -> None:
        """Replaces the stream's frame; announces it once until it is taken. The caller lets go of `frame`."""
        with self._lock:
            self._newest[stream] = frame if frame.flags.c_contiguous else frame.copy()
            announce = stream not in self._announced
            self._announced.add(stream)
        if announce:
            self.arrived.emit(stream)

    def take(self, stream: str) -> "Frame | None":
        """The newest frame, which stays stored for repaints; a later `put` announces itself again."""
        with self._lock:
            self._announced.discard(stream)
            return self._newest.get(stream)

    def clear(self, stream: str) -> None:
        """Forgets the stream's pixels and lets views go dark."""
        with self._lock:
            self._newest.pop(stream, None)
            self._announced.discard(stream)
        self.arrived.emit(stream)

    def clear_all(self) -> None:
        """Forgets every stream."""
        with self._lock:
            streams = tuple(self._newest)
        for stream in streams:
            self.clear(stream)

    loudness = Property(QObject, lambda self: self.heard, constant=True)


class VideoView(PaintedView):
    """Paints one stream of a FrameStore, cropped to fill or fitted, with round corners over `ground`."""

    framesChanged = Signal()
    streamChanged = Signal()
    hasFrameChanged = Signal()
    lookChanged = Signal()

    def __init__(self, parent: QQuickItem | None = None) -> None:
        super().__init__(parent)
        self._frames: FrameStore | None = None
        self._stream = ""
        self._has_frame = False
        self._mirrored = False
        self._fit = False
        self._radius = 0.0
        self._ground = QColor(Qt.GlobalColor.transparent)
        self.frames_painted = 0

    def paint(self, painter: QPainter) -> None:
        """Draws the newest frame without copying its pixels (software renderer: about 2 ms at 640×480)."""
        frame = self._frames.take(self._stream) if self._frames is not None else None
        if frame is None:
            return
        self.frames_painted += 1
        height, width = frame.shape[:2]
        # Qt's stub asks for bytes; the buffer of a contiguous array is taken as it is.
        buffer: Any = frame.data
        image = QImage(buffer, width, height, width * 4, QImage.Format.Format_RGB32)
        self._draw(painter, image)

    def _draw(self, painter: QPainter, image: QImage) -> None:
        room = QRectF(0, 0, self.width(), self.height())
        place = self._transform(image, room)
        if self._radius > 0 and self._ground.alpha() == 0:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            brush = QBrush(image)
            brush.setTransform(place)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(brush)
            painter.drawRoundedRect(room, self._radius, self._radius)
            return
        painter.save()
        painter.setTransform(place, True)
        painter.drawImage(QPointF(0, 0), image)
        painter.restore()
        if self._radius > 0:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.fillPath(_corners(room, self._radius), self._ground)

    def _transform(self, image: QImage, room: QRectF) -> QTransform:
        across, down = room.width() / image.width(), room.height() / image.height()
        scale = min(across, down) if self._fit else max(across, down)
        place = QTransform.fromTranslate(room.width() / 2, room.height() / 2)
        place.scale(-scale if self._mirrored else scale, scale)
        return place.translate(-image.width() / 2, -image.height() / 2)

    # A real slot: one that PySide adds later is lost on items to which QML adds properties, and outlives the page.
    @Slot(str)
    def _arrived(self, stream: str) -> None:
        if stream != self._stream or self._frames is None:
            return
        has_frame = self._frames.take(stream) is not None
        if has_frame != self._has_frame:
            self._has_frame = has_frame
            self.hasFrameChanged.emit()
        self.update()

    def _get_frames(self) -> QObject | None:
        return self._frames

    def _set_frames(self, frames: QObject | None) -> None:
        if frames is self._frames:
            return
        if self._frames is not None:
            self._frames.arrived.disconnect(self._arrived)
        self._frames = frames if isinstance(frames, FrameStore) else None
        if self._frames is not None:
            self._frames.arrived.connect(self._arrived, Qt.ConnectionType.QueuedConnection)
        self.framesChanged.emit()
        self._arrived(self._stream)

    def _get_stream(self) -> str:
        return self._stream

    def _set_stream(self, stream: str) -> None:
        self._stream = stream
        self.streamChanged.emit()
        self._arrived(stream)

    def _set_look(self, name: str, value: object) -> None:
        if getattr(self, name) != value:
            setattr(self, name, value)
            self.lookChanged.emit()
            self.update()

    frames = Property(QObject, _get_frames, _set_frames, notify=framesChanged)
    stream = Property(str, _get_stream, _set_stream, notify=streamChanged)
    hasFrame = Property(bool, lambda self: self._has_frame, notify=hasFrameChanged)
    framesPainted = Property(int, lambda self: self.frames_painted, notify=lookChanged)
    mirrored = Property(bool, lambda s: s._mirrored, lambda s, v: s._set_look("_mirrored", v), notify=lookChanged)
    fit = Property(bool, lambda s: s._fit, lambda s, v: s._set_look("_fit", v), notify=lookChanged)
    radius = Property(float, lambda s: s._radius, lambda s, v: s._set_look("_radius", v), notify=lookChanged)
    ground = Property(QColor, lambda s: s._ground, lambda s, v: s._set_look("_ground", v), notify=lookChanged)


def _corners(room: QRectF, radius: float) -> QPainterPath:
    """What lies outside a rounded rectangle but inside `room`."""
    whole, inner = QPainterPath(), QPainterPath()
    whole.addRect(room)
    inner.addRoundedRect(room, radius, radius)
    return whole.subtracted(inner)
