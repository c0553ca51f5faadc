"""Wiring: engine, types and providers → the kiosk's window."""

import os
from dataclasses import dataclass
from pathlib import Path

import shiboken6
from PySide6.QtCore import QObject, QUrl
from PySide6.QtGui import QAccessible, QGuiApplication
from PySide6.QtQml import QQmlApplicationEngine, qmlRegisterType
from PySide6.QtQuick import QQuickWindow

from kiosk_app.ui.icons import IconProvider
from kiosk_app.ui.ink import InkView
from kiosk_app.ui.papers import PaperProvider
from kiosk_app.ui.video import FrameStore, VideoView
from kiosk_app.ui.view import ViewTree

MAIN_QML = Path(__file__).resolve().parents[1] / "qml" / "Main.qml"
_MODULE = ("Xiaowu.Kiosk", 1, 0)


class ScreenError(Exception):
    """Main.qml could not be loaded: a broken installation; the message lists Qt's errors."""


@dataclass(frozen=True, slots=True)
class ScreenParts:
    """What the screen reads from and speaks to."""

    views: ViewTree
    intents: QObject
    frames: FrameStore
    papers: PaperProvider


def load_main(
    parts: ScreenParts, *, size: tuple[int, int] = (1920, 1080), full_screen: bool = False, reduced_motion: bool = False
) -> tuple[QQmlApplicationEngine, QQuickWindow]:
    """Loads Main.qml and shows its window, for `ui/furniture.py` to furnish once it is painted. Keep both results; the
    engine owns `parts.papers` from here on."""
    # Every point of a signature counts: without this, Qt hands on one touch a frame.
    os.environ.setdefault("QML_NO_TOUCH_COMPRESSION", "1")
    register_types()
    QAccessible.setActive(True)  # before anything is drawn: what is built without it has no name for ever
    engine = QQmlApplicationEngine()
    problems: list[str] = []
    if full_screen:  # from the first frame on
        room = QGuiApplication.primaryScreen().size()
        size = (room.width(), room.height())
    engine.warnings.connect(lambda errors: problems.extend(error.toString() for error in errors))
    engine.addImageProvider("papers", parts.papers)
    engine.addImageProvider("icons", IconProvider())
    engine.setInitialProperties(
        {
            "views": parts.views.root,
            "intents": parts.intents,
            "frames": parts.frames,
            "width": size[0],
            "height": size[1],
            "fullScreen": full_screen,
            "reducedMotion": reduced_motion,
        }
    )
    engine.load(QUrl.fromLocalFile(str(MAIN_QML)))
    roots = engine.rootObjects()
    if not roots or not isinstance(roots[0], QQuickWindow):
        raise ScreenError("; ".join(problems))
    if full_screen:
        _follow_screen(roots[0])
    return engine, roots[0]


def _follow_screen(window: QQuickWindow) -> None:
    """As large as the screen, whatever becomes of it: turned, set to other lines, replaced. X11 alone does not see to
    it: in a booth it has no window manager."""

    def fit() -> None:
        window.setGeometry(window.screen().geometry())

    def watch() -> None:
        window.screen().geometryChanged.connect(fit)
        fit()

    window.screenChanged.connect(watch)
    watch()


def close_main(engine: QQmlApplicationEngine) -> None:
    """Takes the window down while its views still stand; call before letting go of `ScreenParts`."""
    for root in engine.rootObjects():
        shiboken6.delete(root)
    shiboken6.delete(engine)


def register_types() -> None:
    """Makes VideoView and InkView known to QML; harmless when done twice."""
    qmlRegisterType(VideoView, *_MODULE, "VideoView")  # type: ignore[call-overload]  # the stub wants bytes where str works
    qmlRegisterType(InkView, *_MODULE, "InkView")  # type: ignore[call-overload]  # as above
