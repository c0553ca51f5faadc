"""Shell: a whole screen for tests: real QML, real input, sample views, and intents that are written down."""

import io
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from threading import Event

import numpy as np
import segno
from PIL import Image, ImageDraw, ImageFont
from PySide6.QtCore import QElapsedTimer, QObject, Qt, Slot
from PySide6.QtGui import QGuiApplication, QImage, QPainter
from PySide6.QtQml import QQmlApplicationEngine, QQmlError, QQmlExpression, qmlContext
from PySide6.QtQuick import QQuickItem, QQuickWindow
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtTest import QTest

from kiosk_app.ui.fonts import FONT_DIR, load_fonts
from kiosk_app.ui.furniture import furnish
from kiosk_app.ui.icons import ICON_DIR
from kiosk_app.ui.keyboard import KeyboardInput
from kiosk_app.ui.papers import PaperProvider
from kiosk_app.ui.pinyin import Lookup
from kiosk_app.ui.shown import Presentation
from kiosk_app.ui.translation import Translation
from kiosk_app.ui.video import Frame, FrameStore
from kiosk_app.ui.view import ViewTree
from kiosk_app.ui.window import ScreenParts, load_main
from kiosk_app.ui.writing.ways import open_keyboard
from tests.kiosk_app.qml.sample_views import presentation

WIDE = (1920, 1080)
"""The common size."""
_LOAD_LIMIT_MS = 5000
_PAPER_MS = 120
_GUARD_MS = {"guardMs": 600, "settleMs": 250}
"""The guard's times in Theme.qml."""


class RecordedIntents(QObject):
    """Writes down what the pages ask for, as (name, arguments)."""

    def __init__(self) -> None:
        super().__init__()
        self.heard: list[tuple[object, ...]] = []

    def names(self) -> list[object]:
        """The names alone, without the touches."""
        return [intent[0] for intent in self.heard if intent[0] != "touched"]

    # fmt: off
    @Slot()
    def touched(self) -> None: self.heard.append(("touched",))
    @Slot()
    def goBack(self) -> None: self.heard.append(("goBack",))  # noqa: N802
    @Slot()
    def goOn(self) -> None: self.heard.append(("goOn",))  # noqa: N802
    @Slot()
    def doSecondary(self) -> None: self.heard.append(("doSecondary",))  # noqa: N802
    @Slot(bool)
    def answerMark(self, agreed: bool) -> None: self.heard.append(("answerMark", agreed))  # noqa: N802
    @Slot()
    def askCall(self) -> None: self.heard.append(("askCall",))  # noqa: N802
    @Slot()
    def leave(self) -> None: self.heard.append(("leave",))
    @Slot()
    def overlayYes(self) -> None: self.heard.append(("overlayYes",))  # noqa: N802
    @Slot()
    def overlayNo(self) -> None: self.heard.append(("overlayNo",))  # noqa: N802
    @Slot()
    def dismissNotice(self) -> None: self.heard.append(("dismissNotice",))  # noqa: N802
    @Slot()
    def openKeeper(self) -> None: self.heard.append(("openKeeper",))  # noqa: N802
    @Slot(str)
    def typePin(self, pin: str) -> None: self.heard.append(("typePin", pin))  # noqa: N802
    @Slot(str)
    def chooseTask(self, task: str) -> None: self.heard.append(("chooseTask", task))  # noqa: N802
    @Slot(str)
    def openLink(self, link: str) -> None: self.heard.append(("openLink", link))  # noqa: N802
    @Slot()
    def openSearch(self) -> None: self.heard.append(("openSearch",))  # noqa: N802
    @Slot()
    def openGuide(self) -> None: self.heard.append(("openGuide",))  # noqa: N802
    @Slot()
    def startMatter(self) -> None: self.heard.append(("startMatter",))  # noqa: N802
    @Slot()
    def takePage(self) -> None: self.heard.append(("takePage",))  # noqa: N802
    @Slot()
    def retakePage(self) -> None: self.heard.append(("retakePage",))  # noqa: N802
    @Slot()
    def usePhone(self) -> None: self.heard.append(("usePhone",))  # noqa: N802
    @Slot()
    def leavePhone(self) -> None: self.heard.append(("leavePhone",))  # noqa: N802
    @Slot()
    def printNotices(self) -> None: self.heard.append(("printNotices",))  # noqa: N802
    @Slot()
    def addPage(self) -> None: self.heard.append(("addPage",))  # noqa: N802
    @Slot()
    def dropPage(self) -> None: self.heard.append(("dropPage",))  # noqa: N802
    @Slot()
    def reusePaper(self) -> None: self.heard.append(("reusePaper",))  # noqa: N802
    @Slot()
    def takeAnew(self) -> None: self.heard.append(("takeAnew",))  # noqa: N802
    @Slot(int)
    def showPage(self, page: int) -> None: self.heard.append(("showPage", page))  # noqa: N802
    @Slot()
    def hangUp(self) -> None: self.heard.append(("hangUp",))  # noqa: N802
    @Slot()
    def finish(self) -> None: self.heard.append(("finish",))
    @Slot()
    def skipRating(self) -> None: self.heard.append(("skipRating",))  # noqa: N802
    @Slot(str)
    def changeLanguage(self, code: str) -> None: self.heard.append(("changeLanguage", code))  # noqa: N802
    @Slot(str)
    def changeMode(self, mode: str) -> None: self.heard.append(("changeMode", mode))  # noqa: N802
    @Slot()
    def wake(self) -> None: self.heard.append(("wake",))
    @Slot(bool)
    def lowerPage(self, on: bool) -> None: self.heard.append(("lowerPage", on))  # noqa: N802
    @Slot(bool)
    def magnify(self, on: bool) -> None: self.heard.append(("magnify", on))
    @Slot(str)
    def openDoor(self, door: str) -> None: self.heard.append(("openDoor", door))  # noqa: N802
    @Slot(str)
    def chooseItem(self, item: str) -> None: self.heard.append(("chooseItem", item))  # noqa: N802
    @Slot(str)
    def typeSearch(self, text: str) -> None: self.heard.append(("typeSearch", text))  # noqa: N802
    @Slot(str)
    def answerIdentify(self, answer: str) -> None: self.heard.append(("answerIdentify", answer))  # noqa: N802

    @Slot(str)
    def chooseOtherWay(self, way: str) -> None: self.heard.append(("chooseOtherWay", way))  # noqa: N802
    @Slot(str)
    def focusField(self, name: str) -> None: self.heard.append(("focusField", name))  # noqa: N802
    @Slot(str, "QVariant")
    def editField(self, name: str, value: object) -> None: self.heard.append(("editField", name, value))  # noqa: N802
    @Slot(str)
    def addRow(self, group: str) -> None: self.heard.append(("addRow", group))  # noqa: N802
    @Slot(str)
    def openRow(self, row: str) -> None: self.heard.append(("openRow", row))  # noqa: N802
    @Slot(str)
    def dropRow(self, row: str) -> None: self.heard.append(("dropRow", row))  # noqa: N802
    @Slot(str)
    def openPicker(self, name: str) -> None: self.heard.append(("openPicker", name))  # noqa: N802
    @Slot(str)
    def browseRegion(self, code: str) -> None: self.heard.append(("browseRegion", code))  # noqa: N802
    @Slot(str)
    def seekAnswer(self, words: str) -> None: self.heard.append(("seekAnswer", words))  # noqa: N802
    @Slot(str)
    def chooseMaterial(self, name: str) -> None: self.heard.append(("chooseMaterial", name))  # noqa: N802
    @Slot(int)
    def editPage(self, page: int) -> None: self.heard.append(("editPage", page))  # noqa: N802
    @Slot(bool)
    def muteMicrophone(self, on: bool) -> None: self.heard.append(("muteMicrophone", on))  # noqa: N802
    @Slot(str)
    def writeLine(self, words: str) -> None: self.heard.append(("writeLine", words))  # noqa: N802
    @Slot()
    def cannotHear(self) -> None: self.heard.append(("cannotHear",))  # noqa: N802
    @Slot(bool)
    def softenBackground(self, on: bool) -> None: self.heard.append(("softenBackground", on))  # noqa: N802
    @Slot(bool)
    def switchCamera(self, off: bool) -> None: self.heard.append(("switchCamera", off))  # noqa: N802
    @Slot(str, bool)
    def tickPromise(self, name: str, on: bool) -> None: self.heard.append(("tickPromise", name, on))  # noqa: N802
    @Slot()
    def showNumbers(self) -> None: self.heard.append(("showNumbers",))  # noqa: N802
    @Slot(str)
    def sign(self, strokes: str) -> None: self.heard.append(("sign", strokes))
    @Slot(int)
    def rate(self, level: int) -> None: self.heard.append(("rate", level))
    @Slot()
    def openVoice(self) -> None: self.heard.append(("openVoice",))  # noqa: N802
    @Slot()
    def readAloud(self) -> None: self.heard.append(("readAloud",))  # noqa: N802
    @Slot()
    def readAgain(self) -> None: self.heard.append(("readAgain",))  # noqa: N802
    @Slot()
    def readBack(self) -> None: self.heard.append(("readBack",))  # noqa: N802
    @Slot(int)
    def turnVolume(self, step: int) -> None: self.heard.append(("turnVolume", step))  # noqa: N802
    @Slot(str)
    def changeDialect(self, dialect: str) -> None: self.heard.append(("changeDialect", dialect))  # noqa: N802
    @Slot()
    def touchGlass(self) -> None: self.heard.append(("touchGlass",))  # noqa: N802
    @Slot(str, str, bool)
    def tellKey(self, piece: str, way: str, gone: bool) -> None:  # noqa: N802
        self.heard.append(("tellKey", piece, way, gone))
    @Slot(str)
    def focusControl(self, words: str) -> None: self.heard.append(("focusControl", words))  # noqa: N802
    # fmt: on


@dataclass
class Stage:
    """A loaded window and everything behind it."""

    views: ViewTree
    intents: RecordedIntents
    keyboard: KeyboardInput
    frames: FrameStore
    papers: PaperProvider
    engine: QQmlApplicationEngine
    window: QQuickWindow
    translation: Translation
    warnings: list[str] = field(default_factory=list)
    drawn: QImage = field(default_factory=QImage)
    """What the glass showed when it last settled."""
    _pause: Event = field(default_factory=Event)

    def show(self, presented: Presentation) -> None:
        """Applies a presentation, in its language, and lets the screen settle."""
        self.translation.switch(str(presented["frame"]["language"]))
        self.views.apply(presented)
        self.settle()

    def open(self, presented: Presentation, size: tuple[int, int] = WIDE) -> None:
        """A page built anew on a glass of that size, whatever stood there before."""
        frame = presented["frame"]
        if self.views.view("frame").value("page") == frame["page"]:
            between = {"page": "takeCard" if frame["page"] != "takeCard" else "apology", "overlay": ""}
            self.show({**presented, "frame": {**frame, **between}})
        self.window.setWidth(size[0])
        self.window.setHeight(size[1])
        self.show(presented)

    def resize(self, size: tuple[int, int]) -> None:
        """Another glass."""
        self.window.setWidth(size[0])
        self.window.setHeight(size[1])
        self.settle()

    def rest_focus(self) -> None:
        """The keys are for no control; what that changes is drawn."""
        self.window.contentItem().forceActiveFocus()
        self.settle()

    def items(self) -> list[QQuickItem]:
        """Every item of the window, top-down (findChild misses delegates)."""
        found, todo = [], [self.window.contentItem()]
        while todo:
            item = todo.pop()
            found.append(item)
            todo.extend(reversed(item.childItems()))
        return found

    def editors(self) -> list[QQuickItem]:
        """What can be typed into, in order."""
        return [
            item
            for item in self.items()
            if item.property("keyLayout") is not None
            and item.isVisible()
            and item.property("cursorPosition") is not None
        ]

    @contextmanager
    def swift(self) -> Iterator[None]:
        """Presses may follow each other at once: for tests that press often and are not about double presses."""
        with self._guarded(1):
            yield

    @contextmanager
    def steady(self) -> Iterator[None]:
        """From now on a second press is one, however long this machine takes to come to it."""
        while self._theme("Theme.settling"):
            QTest.qWait(10)
        with self._guarded(3_600_000):
            yield

    @contextmanager
    def trembling(self, again_after_ms: int) -> Iterator[None]:
        """Keys struck again within that time do not count."""
        usual = self.keyboard._pace
        self.keyboard._pace = replace(usual, again_after=again_after_ms)
        self.keyboard.paceChanged.emit()
        try:
            yield
        finally:
            self.keyboard._pace = usual
            self.keyboard.paceChanged.emit()

    @contextmanager
    def _guarded(self, guard_ms: int) -> Iterator[None]:
        for name, usual_ms in _GUARD_MS.items():
            assert self._theme(f"Theme.{name}") == usual_ms
        try:
            for name in _GUARD_MS:
                self._theme(f"Theme.{name} = {guard_ms}")
            yield
        finally:
            for name, usual_ms in _GUARD_MS.items():
                self._theme(f"Theme.{name} = {usual_ms}")

    def _theme(self, expression: str) -> object:
        context = qmlContext(self.window)
        assert context is not None
        asked = QQmlExpression(context, self.window, expression)
        found, _ = asked.evaluate()
        assert not asked.hasError(), asked.error().toString()
        return found

    def settle(self) -> None:
        """Lets the page be built and delayed calls and layouts happen; layouts are only done when a frame is drawn."""
        clock = QElapsedTimer()
        clock.start()
        host = self.window.findChild(QQuickItem, "pageHost")
        assert host is not None
        while host.property("building") and clock.elapsed() < _LOAD_LIMIT_MS:
            QTest.qWait(1)
        assert not host.property("building"), "the page is not built in time"
        for _ in range(2):
            QGuiApplication.processEvents()
            self.drawn = self.window.grabWindow()

    def picture(self) -> QImage:
        """What the glass shows, with the papers that are drawn in the background."""
        self.settle()
        clock = QElapsedTimer()
        clock.start()
        while clock.elapsed() < _PAPER_MS:
            QGuiApplication.processEvents()
            self._pause.wait(0.005)  # lets Python go, which the drawing thread needs; QTest.qWait does not
        return self.window.grabWindow()


def open_stage(cache: Path, lookup: Lookup | None, size: tuple[int, int] = WIDE) -> Stage:
    """A window on the welcome page with emulated pictures in all streams."""
    app = QGuiApplication.instance()
    assert isinstance(app, QGuiApplication)
    load_fonts(app)
    views = ViewTree(presentation("welcome"))
    parts = ScreenParts(views, RecordedIntents(), FrameStore(), PaperProvider())
    paper = sample_paper()
    parts.papers.put("application", paper)
    parts.papers.put("scan", paper)
    parts.papers.put("code", sample_code())
    fill_streams(parts.frames)
    engine, window = load_main(parts, size=size, reduced_motion=True)
    keyboard, intents = open_keyboard(lookup), parts.intents
    furnish(window, views, keyboard)
    assert isinstance(intents, RecordedIntents)
    stage = Stage(views, intents, keyboard, parts.frames, parts.papers, engine, window, Translation(engine, cache))

    def warn(errors: list[QQmlError]) -> None:
        stage.warnings.extend(error.toString() for error in errors)

    engine.warnings.connect(warn)
    stage.settle()
    return stage


def fill_streams(frames: FrameStore) -> None:
    """Flat figures for the call, a sheet on a table for the camera."""
    frames.put("seat", _drawn("official-portrait"))
    frames.put("self", _drawn("resident-portrait"))
    frames.heard.put(0.0, 0.62)
    table = Image.new("RGB", (1280, 960), "#2B3F4C")
    draw = ImageDraw.Draw(table)
    draw.polygon([(282, 134), (896, 77), (973, 864), (358, 912)], fill="#FBFAF7")
    for line in range(7):
        draw.line([(400, 260 + line * 70), (850, 220 + line * 70)], fill="#B9C4CB", width=18)
    frames.put("document", _bgra(table))


def sample_code() -> bytes:
    """A QR code as PNG."""
    out = io.BytesIO()
    segno.make_qr("https://hub.example/phone#" + "x" * 48).save(out, kind="png", scale=12, border=4)
    return out.getvalue()


def sample_paper() -> bytes:
    """An application form as PNG."""
    sheet = Image.new("RGB", (1240, 1754), "#FFFFFF")
    draw = ImageDraw.Draw(sheet)
    font = ImageFont.truetype(str(FONT_DIR / "NotoSansCJKsc-Regular.otf"), 36)
    large = ImageFont.truetype(str(FONT_DIR / "NotoSansCJKsc-Bold.otf"), 56)
    draw.text((620, 140), "老年人长寿保健金申请表", font=large, fill="#14283A", anchor="mm")
    rows = (
        ("姓名", "陈测试"),
        ("证件号", "440113********0012"),
        ("电话", "199****0000"),
        ("住址", "番禺区测试路 0 号"),
    )
    for at, (label, value) in enumerate(rows):
        top = 240 + at * 110
        draw.rectangle([(120, top), (1120, top + 110)], outline="#14283A", width=3)
        draw.line([(360, top), (360, top + 110)], fill="#14283A", width=3)
        draw.text((150, top + 55), label, font=font, fill="#14283A", anchor="lm")
        draw.text((390, top + 55), value, font=font, fill="#14283A", anchor="lm")
    draw.text((120, 760), "本人承诺以上内容真实，愿意承担相应责任。", font=font, fill="#4A5B69")
    out = io.BytesIO()
    sheet.save(out, "PNG")
    return out.getvalue()


def _drawn(name: str) -> Frame:
    picture = QImage(640, 480, QImage.Format.Format_RGB32)
    picture.fill(Qt.GlobalColor.darkCyan)
    painter = QPainter(picture)
    QSvgRenderer(str(ICON_DIR / f"{name}.svg")).render(painter)
    painter.end()
    return np.frombuffer(picture.constBits(), np.uint8).reshape(480, 640, 4).copy()


def _bgra(picture: Image.Image) -> Frame:
    red, green, blue = picture.split()
    alpha = Image.new("L", picture.size, 255)
    return np.asarray(Image.merge("RGBA", (blue, green, red, alpha)), np.uint8).copy()
