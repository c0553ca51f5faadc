"""Core: how far the ink of a text stands out from its ground, read from the pixels of a picture of the glass."""

from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QRectF
from PySide6.QtGui import QImage

from tests.kiosk_app.qml.measure import Seen

LEAST = 4.5
"""WCAG 2.2, 1.4.3; for large letters too, where 3 would be allowed."""
_STROKE = 0.004
"""So much of a text's box at least is the inside of its strokes; their edges are blended with the ground."""

Pixels: TypeAlias = NDArray[np.uint8]
_LINEAR = np.array([c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in np.arange(256) / 255])
"""sRGB byte → linear light. WCAG 2.2, relative luminance."""
_SHARES = np.array([0.0722, 0.7152, 0.2126])
"""Of blue, green, red."""


def pixels(picture: QImage) -> Pixels:
    """uint8 [height, width, 4], blue green red and one byte of no meaning."""
    plain = picture.convertToFormat(QImage.Format.Format_RGB32)
    return np.frombuffer(plain.constBits(), np.uint8).reshape(plain.height(), plain.width(), 4).copy()


def faint_texts(seen: list[Seen], drawn: Pixels) -> list[str]:
    """Texts whose ink is too near to their ground, where no list fades them out towards its end."""
    fades = [s.visible for s in seen if s.item.objectName() == "fade"]
    found = []
    for s in filter(_is_written, seen):
        box = _cut_out(_clear(s, fades), drawn)
        if box.shape[0] < s.item.property("font").pixelSize():
            continue
        ratio = contrast(box, _painted(s) * _STROKE)
        if ratio < LEAST - 0.005:
            found.append(f"{s.name()} stands out {ratio:.2f}:1 only")
    return found


def contrast(box: Pixels, least_pixels: float) -> float:
    """Of the ink, the colours farthest from the box's commonest one, against that one: 1 to 21."""
    colours = box[..., 2].astype(np.uint32) << 16 | box[..., 1].astype(np.uint32) << 8 | box[..., 0]
    kinds, counts = np.unique(colours, return_counts=True)
    light = _luminance(kinds)
    ground = light[counts.argmax()]
    ratios = (np.maximum(light, ground) + 0.05) / (np.minimum(light, ground) + 0.05)
    order = ratios.argsort()[::-1]
    inside = np.cumsum(counts[order]) >= max(2.0, least_pixels)
    return float(ratios[order][inside.argmax()])


def light(picture: Pixels) -> NDArray[np.float64]:
    """Relative luminance of each pixel, 0 to 1."""
    return np.asarray(_LINEAR[picture[..., :3]] @ _SHARES, np.float64)


def _luminance(colours: NDArray[np.uint32]) -> NDArray[np.float64]:
    parts = np.stack([colours & 255, colours >> 8 & 255, colours >> 16 & 255], axis=-1)
    return np.asarray(_LINEAR[parts] @ _SHARES, np.float64)


def _is_written(s: Seen) -> bool:
    kinds = ("QQuickText", "QQuickTextInput", "QQuickTextEdit")
    return any(s.item.inherits(kind) for kind in kinds) and bool(str(s.item.property("text")).strip())


def _clear(s: Seen, fades: list[QRectF]) -> QRectF:
    """What shows of a text above the fading end of its list; nothing once a line or a letter of it is scrolled away."""
    size = s.item.property("font").pixelSize()
    if s.rect.height() - s.visible.height() > size or s.rect.width() - s.visible.width() > size / 4:
        return QRectF()
    box = QRectF(s.visible)
    for fade in fades:
        if s.scrolls and fade.intersects(box):
            box.setBottom(min(box.bottom(), fade.top()))
    return box


def _painted(s: Seen) -> float:
    """The area that its words fill, in pixels."""
    across = float(s.item.property("paintedWidth") or s.item.property("contentWidth") or s.visible.width())
    return min(across, s.visible.width()) * s.visible.height()


def _cut_out(box: QRectF, drawn: Pixels) -> Pixels:
    left, top, right, bottom = (max(0, round(edge)) for edge in (box.left(), box.top(), box.right(), box.bottom()))
    return drawn[top:bottom, left:right]
