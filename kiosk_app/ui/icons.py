"""Shell: the line icons of assets/icons in any colour and size (`image://icons/<name>/<rrggbb>`)."""

import re
from functools import lru_cache
from pathlib import Path

from PySide6.QtCore import QByteArray, QRectF, QSize, Qt
from PySide6.QtGui import QImage, QPainter
from PySide6.QtQuick import QQuickImageProvider
from PySide6.QtSvg import QSvgRenderer

ICON_DIR = Path(__file__).resolve().parents[2] / "assets" / "icons"
_COLOUR = re.compile(r"#[0-9A-Fa-f]{6}\b")
_DEFAULT_PX = 48


class IconProvider(QQuickImageProvider):
    """Draws `assets/icons/<name>.svg`; with a colour, every colour of the drawing becomes that one."""

    def __init__(self, folder: Path = ICON_DIR) -> None:
        super().__init__(QQuickImageProvider.ImageType.Image)
        self._folder = folder

    def requestImage(self, id: str, size: QSize, requestedSize: QSize) -> QImage:  # noqa: A002, N802, N803 - Qt's names
        """The drawing fitted into the requested size; an unknown name gives an empty picture."""
        name, _, colour = id.partition("/")
        drawing = QSvgRenderer(QByteArray(_svg(self._folder / f"{name}.svg", colour)))
        room = QSize(max(1, requestedSize.width()), max(1, requestedSize.height()))
        if requestedSize.width() <= 0 or requestedSize.height() <= 0:
            room = drawing.defaultSize() if drawing.isValid() else QSize(_DEFAULT_PX, _DEFAULT_PX)
        image = QImage(room, QImage.Format.Format_ARGB32_Premultiplied)
        image.fill(Qt.GlobalColor.transparent)
        if drawing.isValid():
            drawing.setAspectRatioMode(Qt.AspectRatioMode.KeepAspectRatio)
            painter = QPainter(image)
            drawing.render(painter, QRectF(0, 0, room.width(), room.height()))
            painter.end()
        size.setWidth(room.width())
        size.setHeight(room.height())
        return image


@lru_cache(maxsize=256)
def _svg(path: Path, colour: str) -> bytes:
    if not path.is_file():
        return b""
    text = path.read_text("utf-8")
    return (_COLOUR.sub(f"#{colour}", text) if colour else text).encode()
