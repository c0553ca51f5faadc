"""Shell: pictures of the resident's papers for QML, from memory only: scans, the application, its preview."""

from collections import OrderedDict
from threading import Lock

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QImage
from PySide6.QtQuick import QQuickImageProvider

_DRAWN_LIMIT = 8
"""Pictures kept as they were drawn: who leafs back, or turns the glass's mode, need not wait for the same again."""


class PaperProvider(QQuickImageProvider):
    """image://papers/NAME?rev=N. Never for an `asynchronous` Image: Qt's reader thread would hold Qt's lock while it
    waits for Python's, and the GUI thread Python's while it waits for Qt's. So reading is quick: no more than needed.
    """

    def __init__(self) -> None:
        super().__init__(QQuickImageProvider.ImageType.Image)
        self._lock = Lock()
        self._papers: dict[str, bytes] = {}
        self._drawn: OrderedDict[tuple[str, int, int], tuple[QImage, QSize]] = OrderedDict()

    def put(self, name: str, data: bytes) -> None:
        """Keeps `data` (PNG or JPEG) under `name`; change the address's `?rev=` to make QML load it again."""
        with self._lock:
            self._papers[name] = data
            for key in [key for key in self._drawn if key[0].partition("?")[0] == name]:
                del self._drawn[key]

    @property
    def is_empty(self) -> bool:
        """No paper is kept."""
        with self._lock:
            return not self._papers

    def forget(self) -> None:
        """Drops every paper."""
        with self._lock:
            self._papers.clear()
            self._drawn.clear()

    def requestImage(self, id: str, size: QSize, requestedSize: QSize) -> QImage:  # noqa: A002, N802, N803 - Qt's names
        """The paper scaled to what QML asks for; one clear pixel when there is no such paper."""
        wanted = (id, requestedSize.width(), requestedSize.height())
        with self._lock:
            data = self._papers.get(id.partition("?")[0])
            known = self._drawn.get(wanted)
        image, own = known or _drawn(data, *wanted[1:]) or _clear_pixel()
        if data is not None and not known:
            self._keep(wanted, image, own)
        size.setWidth(own.width())
        size.setHeight(own.height())
        return image

    def _keep(self, wanted: tuple[str, int, int], image: QImage, own: QSize) -> None:
        with self._lock:
            if wanted[0].partition("?")[0] in self._papers:  # not forgotten meanwhile
                self._drawn[wanted] = (image, own)
                while len(self._drawn) > _DRAWN_LIMIT:
                    self._drawn.popitem(last=False)


def _clear_pixel() -> tuple[QImage, QSize]:
    image = QImage(1, 1, QImage.Format.Format_ARGB32)
    image.fill(Qt.GlobalColor.transparent)
    return image, QSize(1, 1)


_THUMB_PX = 240  # sheets are 1600 px and more: a quarter of that still has these


def _reading(wanted_px: int) -> int:
    """How OpenCV should read: thumbnails at a quarter of the size, which costs a JPEG a third of the time."""
    import cv2

    return cv2.IMREAD_REDUCED_COLOR_4 if 0 < wanted_px <= _THUMB_PX else cv2.IMREAD_COLOR


def _drawn(data: bytes | None, wanted_width: int, wanted_height: int) -> tuple[QImage, QSize] | None:
    """The picture and the paper's own size. Never enlarged; 0 or less means "as it comes"."""
    import cv2  # not needed for the first frame on the glass
    import numpy as np

    flag = _reading(max(wanted_width, wanted_height))
    paper = cv2.imdecode(np.frombuffer(data, np.uint8), flag) if data else None
    if paper is None:
        return None
    height, width = paper.shape[:2]
    own = QSize(width, height)
    shrink = min(1.0, (wanted_width if wanted_width > 0 else width) / width)
    shrink = min(shrink, (wanted_height if wanted_height > 0 else height) / height)
    if shrink < 1.0:
        fit = (max(1, round(width * shrink)), max(1, round(height * shrink)))
        paper = cv2.resize(paper, fit, interpolation=cv2.INTER_AREA)
    pixels = cv2.cvtColor(paper, cv2.COLOR_BGR2BGRA)
    height, width = pixels.shape[:2]
    return QImage(pixels.tobytes(), width, height, width * 4, QImage.Format.Format_RGB32).copy(), own
