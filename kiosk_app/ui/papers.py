"""Shell: pictures of the resident's papers for QML, from memory only: scans, the application, its preview."""

from threading import Lock

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QImage
from PySide6.QtQuick import QQuickImageProvider


class PaperProvider(QQuickImageProvider):
    """image://papers/NAME?rev=N. Never for an `asynchronous` Image: Qt's reader thread would hold Qt's lock while it
    waits for Python's, and the GUI thread Python's while it waits for Qt's. So reading is quick: no more than needed.
    """

    def __init__(self) -> None:
        super().__init__(QQuickImageProvider.ImageType.Image)
        self._lock = Lock()
        self._papers: dict[str, bytes] = {}

    def put(self, name: str, data: bytes) -> None:
        """Keeps `data` (PNG or JPEG) under `name`; change the address's `?rev=` to make QML load it again."""
        with self._lock:
            self._papers[name] = data

    @property
    def is_empty(self) -> bool:
        """No paper is kept."""
        with self._lock:
            return not self._papers

    def forget(self) -> None:
        """Drops every paper."""
        with self._lock:
            self._papers.clear()

    def requestImage(self, id: str, size: QSize, requestedSize: QSize) -> QImage:  # noqa: A002, N802, N803 - Qt's names
        """The paper scaled to what QML asks for; one clear pixel when there is no such paper."""
        with self._lock:
            data = self._papers.get(id.partition("?")[0])
        image = _drawn(data, requestedSize.width(), requestedSize.height(), size) if data is not None else None
        if image is None:
            image = QImage(1, 1, QImage.Format.Format_ARGB32)
            image.fill(Qt.GlobalColor.transparent)
            size.setWidth(1)
            size.setHeight(1)
        return image


_THUMB_PX = 240  # sheets are 1600 px and more: a quarter of that still has these


def _reading(wanted_px: int) -> int:
    """How OpenCV should read: thumbnails at a quarter of the size, which costs a JPEG a third of the time."""
    import cv2

    return cv2.IMREAD_REDUCED_COLOR_4 if 0 < wanted_px <= _THUMB_PX else cv2.IMREAD_COLOR


def _drawn(data: bytes, wanted_width: int, wanted_height: int, size: QSize) -> QImage | None:
    """`size` gets the paper's own size. Never enlarged; 0 or less means "as it comes"."""
    import cv2  # not needed for the first frame on the glass
    import numpy as np

    flag = _reading(max(wanted_width, wanted_height))
    paper = cv2.imdecode(np.frombuffer(data, np.uint8), flag) if data else None
    if paper is None:
        return None
    height, width = paper.shape[:2]
    size.setWidth(width)
    size.setHeight(height)
    shrink = min(1.0, (wanted_width if wanted_width > 0 else width) / width)
    shrink = min(shrink, (wanted_height if wanted_height > 0 else height) / height)
    if shrink < 1.0:
        fit = (max(1, round(width * shrink)), max(1, round(height * shrink)))
        paper = cv2.resize(paper, fit, interpolation=cv2.INTER_AREA)
    pixels = cv2.cvtColor(paper, cv2.COLOR_BGR2BGRA)
    height, width = pixels.shape[:2]
    return QImage(pixels.tobytes(), width, height, width * 4, QImage.Format.Format_RGB32).copy()
