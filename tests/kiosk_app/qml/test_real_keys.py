"""Shell: a keyboard and a scanner that pretends to be one, at the real window."""

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QPointF, Qt
from PySide6.QtGui import QContextMenuEvent, QGuiApplication, QKeyEvent, QMouseEvent
from PySide6.QtTest import QTest

from tests.kiosk_app.qml.fingers import tap
from tests.kiosk_app.qml.measure import find_item, middle
from tests.kiosk_app.qml.sample_views import field, presentation
from tests.kiosk_app.qml.stage import Stage
from tests.kiosk_app.qml.test_typing import find_keyboard
from tests.kiosk_app.qml.test_ways import edits, form_of

PERSON_MS, TREMBLING_MS, SCANNER_MS, SETTLED_MS = 120, 60, 5, 80
NAMED = {
    "\n": Qt.Key.Key_Return, "\t": Qt.Key.Key_Tab, "\b": Qt.Key.Key_Backspace, "\x1b": Qt.Key.Key_Escape,
}  # fmt: skip


class Typist:
    """Sends keys with time stamps of their own, so that a busy machine changes nothing."""

    _at_ms = 1_000_000  # of all typists: the window's filters remember

    def __init__(self, stage: Stage) -> None:
        self._stage = stage
        Typist._at_ms += 1000

    def key(self, key: int, text: str = "", held: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        """Down and up."""
        for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            event = QKeyEvent(kind, key, held, text)
            event.setTimestamp(self._at_ms)
            QCoreApplication.sendEvent(self._stage.window, event)

    def type(self, keys: str, gap_ms: int = PERSON_MS) -> None:
        """One after the other."""
        for char in keys:
            Typist._at_ms += gap_ms
            self.key(int(NAMED.get(char, ord(char.upper()))), "" if char in NAMED and char != "\n" else char)
            if gap_ms == PERSON_MS:
                self.rest()

    def rest(self) -> None:
        """Nothing comes for a while."""
        Typist._at_ms += 1000
        QTest.qWait(SETTLED_MS)
        QGuiApplication.processEvents()


@pytest.fixture
def typist(stage: Stage) -> Typist:
    stage.keyboard.forget()
    stage.show(form_of(field("name", "text", "姓名"), field("phone", "phone", "手机", maxLength=11)))
    tap(stage, "field-name")
    stage.settle()
    return Typist(stage)


def need_pinyin(stage: Stage) -> None:
    if not stage.keyboard.property("pinyinReady"):
        pytest.skip("install libgooglepinyin0 to test Chinese input")


def test_pinyin_with_digits_and_space(stage: Stage, typist: Typist) -> None:
    need_pinyin(stage)
    typist.type("nihao")
    assert stage.keyboard.property("composing") == "ni hao"
    typist.type("1")
    assert edits(stage, "name") == ["你好"]
    typist.type("chen")
    third = list(stage.keyboard.property("candidates"))[2]
    typist.type("3")
    assert edits(stage, "name")[-1] == f"你好{third}"
    typist.type("ma ")
    assert len(str(edits(stage, "name")[-1])) == 4
    typist.type("7")
    assert str(edits(stage, "name")[-1]).endswith("7")


def test_enter_escape_and_backspace_while_spelling(stage: Stage, typist: Typist) -> None:
    need_pinyin(stage)
    typist.type("abc\n")
    assert edits(stage, "name") == ["abc"]
    typist.type("ni\b")
    assert stage.keyboard.property("composing") == "n"
    typist.type("\x1b")
    assert stage.keyboard.property("composing") == ""
    assert find_keyboard(stage)
    typist.type("\b")
    assert edits(stage, "name")[-1] == "ab"
    typist.type("\x1b")
    assert not find_keyboard(stage)


def test_enter_and_tab_go_to_the_next_field_and_back(stage: Stage, typist: Typist) -> None:
    need_pinyin(stage)
    typist.type("wang\n\n")
    typist.type("138")
    assert edits(stage, "phone")[-1] == "138"
    as_the_booth_answers = field("name", "text", "姓名", value="wang"), field("phone", "phone", "手机", value="138")
    stage.show(form_of(*as_the_booth_answers))
    typist.key(int(Qt.Key.Key_Backtab), held=Qt.KeyboardModifier.ShiftModifier)
    typist.rest()
    typist.type("li\t")
    typist.type("9")
    assert edits(stage, "name")[-1] == "wangli"
    assert edits(stage, "phone")[-1] == "1389"
    assert stage.intents.names().count("goOn") == 0


def test_shift_alone_changes_to_english_and_back(stage: Stage, typist: Typist) -> None:
    need_pinyin(stage)
    typist.key(int(Qt.Key.Key_Shift))
    typist.rest()
    assert stage.keyboard.property("language") == "en"
    typist.type("Li")
    assert edits(stage, "name")[-1] == "Li"
    typist.key(int(Qt.Key.Key_Shift))
    typist.rest()
    assert stage.keyboard.property("language") == "zh"
    typist.type("A,")
    assert edits(stage, "name")[-1] == "LiA，"


def test_a_scanners_burst_is_dropped(stage: Stage, typist: Typist) -> None:
    typist.type("44011318990101001X\n", SCANNER_MS)
    typist.rest()
    assert edits(stage, "name") == []
    assert stage.keyboard.property("composing") == ""
    assert find_keyboard(stage)
    typist.type("44011318990101001X\t\n", SCANNER_MS)
    typist.rest()
    typist.type("XWID1.abc", SCANNER_MS)
    typist.rest()
    assert edits(stage, "name") == edits(stage, "phone") == []
    assert stage.window.activeFocusItem().property("label") == "姓名"


@pytest.mark.parametrize("page", ["welcome", "guide", "review", "done", "sign"])
def test_a_scanner_presses_no_button(stage: Stage, page: str) -> None:
    stage.show(presentation(page))
    stage.window.contentItem().forceActiveFocus()
    typist = Typist(stage)
    for item in stage.items():
        if item.inherits("QQuickAbstractButton") and item.isVisible():
            item.forceActiveFocus()
            typist.type("6217 0000 0000\n", SCANNER_MS)
            typist.rest()
            break
    assert stage.intents.names() == []


@pytest.mark.parametrize(
    ("key", "held"),
    [
        (Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier),
        (Qt.Key.Key_Insert, Qt.KeyboardModifier.ShiftModifier),
        (Qt.Key.Key_Paste, Qt.KeyboardModifier.NoModifier),
        (Qt.Key.Key_Menu, Qt.KeyboardModifier.NoModifier),
        (Qt.Key.Key_F10, Qt.KeyboardModifier.ShiftModifier),
    ],
    ids=str,
)
def test_nothing_is_pasted(stage: Stage, typist: Typist, key: Qt.Key, held: Qt.KeyboardModifier) -> None:
    QGuiApplication.clipboard().setText("别人的")
    typist.key(int(key), held=held)
    typist.rest()
    assert edits(stage, "name") == []
    assert find_item(stage.window, "field-name").isVisible()


def test_nothing_is_copied(stage: Stage, typist: Typist) -> None:
    QGuiApplication.clipboard().clear()
    stage.keyboard.switchTo("en")
    typist.type("chen")
    for key in (Qt.Key.Key_A, Qt.Key.Key_C, Qt.Key.Key_X):
        typist.key(int(key), held=Qt.KeyboardModifier.ControlModifier)
        typist.rest()
    assert QGuiApplication.clipboard().text() == ""
    assert edits(stage, "name")[-1] == "chen"


@pytest.mark.parametrize("button", [Qt.MouseButton.RightButton, Qt.MouseButton.MiddleButton])
def test_other_mouse_buttons_do_nothing(stage: Stage, button: Qt.MouseButton) -> None:
    stage.show(presentation("guide"))
    QTest.qWait(700)
    spot = middle(find_item(stage.window, "goOn"))
    for kind in (QEvent.Type.MouseButtonPress, QEvent.Type.MouseButtonRelease):
        event = QMouseEvent(kind, spot, spot, button, button, Qt.KeyboardModifier.NoModifier)
        QCoreApplication.sendEvent(stage.window, event)
    menu = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, QPointF(spot).toPoint(), QPointF(spot).toPoint())
    QCoreApplication.sendEvent(stage.window, menu)
    assert stage.intents.names() == []


def test_a_real_key_keeps_the_visit_alive(stage: Stage, typist: Typist) -> None:
    stage.intents.heard.clear()
    typist.type("w")
    assert ("touched",) in stage.intents.heard


def echoing(stage: Stage) -> None:
    """As with the handset in the hand."""
    shown = form_of(field("name", "text", "姓名"), field("phone", "phone", "手机", maxLength=11))
    stage.show({**shown, "voice": {**shown["voice"], "hearsKeys": True}})


def echoes(stage: Stage) -> list[tuple[object, ...]]:
    return [tuple(words) for intent, *words in stage.intents.heard if intent == "tellKey"]


def test_every_key_is_handed_to_the_ear_that_wants_it(stage: Stage, typist: Typist) -> None:
    need_pinyin(stage)
    typist.type("ni")
    assert echoes(stage) == [], "nobody listens: nothing personal leaves the keyboard"
    echoing(stage)
    typist.type("h\b1\b\b")
    word = str(edits(stage, "name")[0])
    assert echoes(stage) == [
        ("h", "zh", False), ("h", "zh", True), (word, "", False), (word, "", True), ("", "", True),
    ]  # fmt: skip


def test_a_number_is_told_as_it_is_typed_and_deleted_without_its_gaps(stage: Stage) -> None:
    echoing(stage)
    tap(stage, "field-phone")
    stage.settle()
    for key in ("1", "3", "8", "0", "backspace", "backspace", "clear"):
        tap(stage, f"key-{key}")
    assert echoes(stage) == [
        ("1", "", False), ("3", "", False), ("8", "", False), ("0", "", False), ("0", "", True), ("8", "", True),
        ("", "", True),
    ]  # fmt: skip


def hold(stage: Stage, key: Qt.Key, text: str, times_ms: range) -> None:
    """Down at the first time; the system repeats at the others, as Wayland and X do."""
    for at_ms in times_ms:
        event = QKeyEvent(QEvent.Type.KeyPress, key, Qt.KeyboardModifier.NoModifier, text, at_ms != times_ms[0])
        event.setTimestamp(at_ms)
        QCoreApplication.sendEvent(stage.window, event)


def test_a_held_key_writes_once_and_held_backspace_deletes_slowly(stage: Stage, typist: Typist) -> None:
    stage.keyboard.switchTo("en")
    start_ms = 9_000_000
    hold(stage, Qt.Key.Key_A, "a", range(start_ms, start_ms + 2000, 40))
    assert edits(stage, "name") == ["a"]
    typist.type("bcde")
    hold(stage, Qt.Key.Key_Backspace, "", range(start_ms, start_ms + 680, 40))
    assert edits(stage, "name")[-1] == "ab", "once at first, twice from half a second on"


def test_a_trembling_finger_strikes_once(stage: Stage, typist: Typist) -> None:
    stage.keyboard.switchTo("en")
    with stage.trembling(200):
        typist.type("aabab", TREMBLING_MS)
        typist.rest()
        assert edits(stage, "name")[-1] == "abab"
        typist.type("b")
        assert edits(stage, "name")[-1] == "ababb"
