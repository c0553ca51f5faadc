"""Shell: pictures of the resident's papers for QML, from memory only: scans, the application, its preview."""

from collections import OrderedDict
from dataclasses import replace
from threading import Lock
from typing import Any

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QImage
from PySide6.QtQuick import QQuickImageProvider

from kiosk_app.ui.paper_pixels import Paper, cut_down, read_paper

_DRAWN_LIMIT = 8
"""Pictures kept as they were drawn: who leafs back, or turns the glass's mode, need not wait for the same again."""
_SHEETS_LIMIT = 3
"""Papers kept as pixels in those widths, 12 MB each; of older ones only the thumbnail."""


class PaperProvider(QQuickImageProvider):
    """image://papers/NAME?rev=N. Never for an `asynchronous` Image: Qt's reader thread would hold Qt's lock while it
    waits for Python's, and the GUI thread Python's while it waits for Qt's. So papers are read before they come here,
    and what QML asks for is cut down from their pixels.
    """

    def __init__(self) -> None:
        super().__init__(QQuickImageProvider.ImageType.Image)
        self._lock = Lock()
        self._papers: dict[str, Paper] = {}
        self._newest: OrderedDict[str, None] = OrderedDict()
        self._drawn: OrderedDict[tuple[str, int, int], tuple[QImage, QSize]] = OrderedDict()

    def put(self, name: str, paper: Paper | bytes) -> None:
        """Keeps `paper` under `name`; change the address's `?rev=` to make QML load it again. Bytes are read here."""
        read = read_paper(paper) if isinstance(paper, bytes) else paper
        with self._lock:
            self._papers[name] = read
            self._newest[name] = None
            self._newest.move_to_end(name)
            while len(self._newest) > _SHEETS_LIMIT:
                old, _ = self._newest.popitem(last=False)
                self._papers[old] = replace(self._papers[old], sheets=())
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
            self._newest.clear()
            self._drawn.clear()

    def requestImage(self, id: str, size: QSize, requestedSize: QSize) -> QImage:  # noqa: A002, N802, N803 - Qt's names
        """The paper scaled to what QML asks for; one clear pixel when there is no such paper."""
        name, wanted = id.partition("?")[0], (id, requestedSize.width(), requestedSize.height())
        with self._lock:
            paper, known = self._papers.get(name), self._drawn.get(wanted)
        image, own = known or _drawn(paper, *wanted[1:]) or _clear_pixel()
        if paper is not None and not known:
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


def _drawn(paper: Paper | None, width_px: int, height_px: int) -> tuple[QImage, QSize] | None:
    """The picture and the paper's own size."""
    pixels = cut_down(paper, width_px, height_px) if paper is not None else None
    if paper is None or pixels is None:
        return None
    height, width = pixels.shape[:2]
    buffer: Any = pixels.data  # Qt's stub asks for bytes; the buffer of a contiguous array is taken as it is
    return QImage(buffer, width, height, width * 4, QImage.Format.Format_RGB32).copy(), QSize(*paper.own)
