"""Shell: pictures of papers for QML, held in memory only and forgotten on demand (`image://papers/<name>?rev=…`)."""

from threading import Lock

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QImage
from PySide6.QtQuick import QQuickImageProvider


class PaperProvider(QQuickImageProvider):
    """Serves PNG or JPEG bytes by name. `put` and `forget` may be called from any thread."""

    def __init__(self) -> None:
        super().__init__(QQuickImageProvider.ImageType.Image)
        self._lock = Lock()
        self._papers: dict[str, bytes] = {}

    def put(self, name: str, data: bytes) -> None:
        """Keeps `data` (PNG or JPEG) under `name`; change the address's `?rev=` to make QML load it again."""
        with self._lock:
            self._papers[name] = data

    def forget(self) -> None:
        """Drops every paper."""
        with self._lock:
            self._papers.clear()

    def requestImage(self, id: str, size: QSize, requestedSize: QSize) -> QImage:  # noqa: A002, N802, N803 - Qt's names
        """The paper scaled to what QML asks for; one clear pixel when there is no such paper."""
        with self._lock:
            data = self._papers.get(id.partition("?")[0])
        image = QImage.fromData(data) if data is not None else QImage()
        if image.isNull():
            image = QImage(1, 1, QImage.Format.Format_ARGB32)
            image.fill(Qt.GlobalColor.transparent)
        size.setWidth(image.width())
        size.setHeight(image.height())
        return _scaled(image, requestedSize)


def _scaled(image: QImage, wanted: QSize) -> QImage:
    if wanted.width() <= 0 and wanted.height() <= 0:
        return image
    room = QSize(wanted)
    if room.width() <= 0:
        room.setWidth(image.width())
    if room.height() <= 0:
        room.setHeight(image.height())
    if image.width() <= room.width() and image.height() <= room.height():
        return image
    return image.scaled(room, Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation)
