"""Shell: what QML may ask for. Each slot is one event of the resident's fingers; nothing is decided here."""

# ruff: noqa: N802 - camelCase: QML calls these

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Slot

if TYPE_CHECKING:
    from kiosk_app.session import events
    from kiosk_app.session.events import Event
else:

    class _Events:
        """Loaded at the first touch, or by the engine lane before: the first frame waits for none of them."""

        def __getattr__(self, name: str) -> Any:
            from kiosk_app.session import events

            return getattr(events, name)

    events = _Events()


class Intents(QObject):
    """Lives on the GUI lane; `post` hands over to the engine lane."""

    def __init__(
        self, post: "Callable[[Event], None]", touched: Callable[[], None], parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._post = post
        self._touched = touched

    @Slot()
    def touched(self) -> None:
        self._touched()

    @Slot()
    def openSearch(self) -> None:
        self._post(events.SearchOpened())

    @Slot(str)
    def typeSearch(self, words: str) -> None:
        self._post(events.WordsTyped(words))

    @Slot(str)
    def openDoor(self, door_id: str) -> None:
        self._post(events.DoorOpened(door_id))

    @Slot(str)
    def chooseItem(self, item_id: str) -> None:
        self._post(events.ItemChosen(item_id))

    @Slot()
    def openGuide(self) -> None:
        self._post(events.GuideOpened())

    @Slot()
    def startMatter(self) -> None:
        self._post(events.WentOn())

    @Slot(str)
    def chooseOtherWay(self, way_id: str) -> None:
        self._post(events.WayChosen(way_id))

    @Slot(str)
    def answerIdentify(self, answer: str) -> None:
        self._post(events.IdentifyAnswered(answer))

    @Slot()
    def goBack(self) -> None:
        self._post(events.WentBack())

    @Slot()
    def goOn(self) -> None:
        self._post(events.WentOn())

    @Slot(str, "QVariant")
    def editField(self, name: str, value: object) -> None:
        self._post(events.FieldEdited(name, value if isinstance(value, bool) else str(value)))

    @Slot(int)
    def editPage(self, page: int) -> None:
        self._post(events.PageEdited(page))

    @Slot(str)
    def focusField(self, name: str) -> None:
        self._post(events.FieldFocused(name))

    @Slot(str)
    def addRow(self, group: str) -> None:
        self._post(events.RowAdded(group))

    @Slot(str)
    def openRow(self, row: str) -> None:
        self._post(events.RowOpened(row))

    @Slot(str)
    def dropRow(self, row: str) -> None:
        self._post(events.RowDropped(row))

    @Slot(str)
    def openPicker(self, name: str) -> None:
        self._post(events.PickerOpened(name))

    @Slot(str)
    def browseRegion(self, code: str) -> None:
        self._post(events.RegionBrowsed(code))

    @Slot(str)
    def seekAnswer(self, words: str) -> None:
        self._post(events.AnswerSought(words))

    @Slot(str)
    def chooseMaterial(self, material_id: str) -> None:
        self._post(events.MaterialChosen(material_id))

    @Slot()
    def takePage(self) -> None:
        self._post(events.PageWanted())

    @Slot()
    def retakePage(self) -> None:
        self._post(events.PageRejected())

    @Slot(int)
    def showPage(self, page: int) -> None:
        self._post(events.PageShown(page))

    @Slot()
    def addPage(self) -> None:
        self._post(events.PageAdded())

    @Slot()
    def dropPage(self) -> None:
        self._post(events.PageDropped())

    @Slot()
    def reusePaper(self) -> None:
        self._post(events.PaperReused())

    @Slot()
    def takeAnew(self) -> None:
        self._post(events.PaperTakenAnew())

    @Slot()
    def usePhone(self) -> None:
        self._post(events.PhoneAsked())

    @Slot()
    def leavePhone(self) -> None:
        self._post(events.PhoneLeft())

    @Slot()
    def deferMaterial(self) -> None:
        self._post(events.MaterialDeferred())

    @Slot()
    def doSecondary(self) -> None:
        self._post(events.SecondPressed())

    @Slot(str, bool)
    def tickPromise(self, promise_id: str, on: bool) -> None:
        self._post(events.PromiseTicked(promise_id, on))

    @Slot()
    def showNumbers(self) -> None:
        self._post(events.NumbersAsked())

    @Slot(str)
    def sign(self, strokes: str) -> None:
        self._post(events.Signed(strokes))

    @Slot()
    def printNotices(self) -> None:
        self._post(events.NoticesWanted())

    @Slot(int)
    def rate(self, level: int) -> None:
        self._post(events.Rated(level))

    @Slot()
    def skipRating(self) -> None:
        self._post(events.Rated(0))
        self._post(events.Finished())

    @Slot()
    def finish(self) -> None:
        self._post(events.Finished())

    @Slot()
    def askCall(self) -> None:
        self._post(events.CallAsked())

    @Slot(bool)
    def softenBackground(self, on: bool) -> None:
        self._post(events.BackgroundSoftened(on))

    @Slot(bool)
    def answerMark(self, agreed: bool) -> None:
        self._post(events.MarkChosen(agreed))

    @Slot(bool)
    def openChat(self, on: bool) -> None:
        self._post(events.ChatOpened(on))

    @Slot(str)
    def writeLine(self, text: str) -> None:
        self._post(events.LineWritten(text))

    @Slot()
    def hangUp(self) -> None:
        self._post(events.HungUp())

    @Slot(bool)
    def muteMicrophone(self, on: bool) -> None:
        self._post(events.Muted(on))

    @Slot()
    def cannotHear(self) -> None:
        self._post(events.NotHeard())

    @Slot(bool)
    def switchCamera(self, off: bool) -> None:
        self._post(events.CameraSwitched(off))

    @Slot(str)
    def openLink(self, link: str) -> None:
        is_inquiry = link in ("progress", "checkIn")
        self._post(events.InquiryOpened(link) if is_inquiry else events.AsideOpened(link))

    @Slot()
    def openKeeper(self) -> None:
        self._post(events.KeeperAsked())

    @Slot(str)
    def typePin(self, pin: str) -> None:
        self._post(events.PinTyped(pin))

    @Slot(str)
    def chooseTask(self, task: str) -> None:
        self._post(events.TaskChosen(task))

    @Slot()
    def leave(self) -> None:
        self._post(events.LeaveAsked())

    @Slot()
    def overlayYes(self) -> None:
        self._post(events.OverlayAgreed())

    @Slot()
    def overlayNo(self) -> None:
        self._post(events.OverlayDeclined())

    @Slot()
    def overlayOther(self) -> None:
        self._post(events.OverlayOther())

    @Slot()
    def wantHelper(self) -> None:
        self._post(events.HelperWanted())

    @Slot(str)
    def sendOut(self, companion_id: str) -> None:
        self._post(events.CompanionSent(companion_id))

    @Slot()
    def dismissNotice(self) -> None:
        self._post(events.NoticeDismissed())

    @Slot(str)
    def changeLanguage(self, code: str) -> None:
        self._post(events.LanguageChosen(code))

    @Slot()
    def wake(self) -> None:
        self._post(events.Woken())

    @Slot(bool)
    def lowerPage(self, on: bool) -> None:
        self._post(events.PageLowered(on))

    @Slot(bool)
    def magnify(self, on: bool) -> None:
        self._post(events.Magnified(on))

    @Slot(str)
    def changeMode(self, mode: str) -> None:
        self._post(events.ModeChosen(mode))

    @Slot()
    def openVoice(self) -> None:
        self._post(events.VoiceOpened())

    @Slot()
    def readAloud(self) -> None:
        self._post(events.ReadAsked())

    @Slot()
    def readAgain(self) -> None:
        self._post(events.ReadAgain())

    @Slot()
    def readBack(self) -> None:
        self._post(events.ReadBackAsked())

    @Slot(int)
    def turnVolume(self, step: int) -> None:
        self._post(events.VolumeTurned(step))

    @Slot(str)
    def changeDialect(self, dialect: str) -> None:
        self._post(events.DialectChosen(dialect))

    @Slot()
    def touchGlass(self) -> None:
        self._post(events.GlassTouched())

    @Slot(str, str, bool)
    def tellKey(self, piece: str, way: str, gone: bool) -> None:
        self._post(events.KeyTyped(piece, way, gone))

    @Slot(str)
    def focusControl(self, words: str) -> None:
        self._post(events.ControlFocused(words))
