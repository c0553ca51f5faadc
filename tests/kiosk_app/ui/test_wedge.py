"""Shell: a scanner that is a keyboard types nothing into a field; fingers do, in order."""

from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QCoreApplication, QEvent, Qt, QUrl
from PySide6.QtGui import QGuiApplication, QKeyEvent
from PySide6.QtQml import QQmlComponent, QQmlEngine
from PySide6.QtQuick import QQuickItem, QQuickWindow
from pytestqt.qtbot import QtBot

from kiosk_app.session.eid_code import PREFIX
from kiosk_app.ui.wedge import GAP_MS, QUIET_MS, SCAN_KEYS, Pace, WedgeGuard, pressed

CODE = PREFIX + "eyJuYW1lIjoi5rWL6K+V"
QML = b"""import QtQuick
Window { width: 200; height: 50; visible: true; TextInput { objectName: "line"; anchors.fill: parent; focus: true } }"""


class Keys:
    """A window with one line, and keys that come at chosen moments."""

    def __init__(self, window: QQuickWindow, line: QQuickItem) -> None:
        self._window, self._line = window, line
        self._at_ms = 10_000

    @property
    def text(self) -> str:
        return str(self._line.property("text"))

    def type(self, text: str, *, apart_ms: int) -> None:
        """Down and up again, key after key."""
        for sign in text:
            self._at_ms += apart_ms
            key = Qt.Key.Key_Return if sign == "\r" else Qt.Key(ord(sign.upper()))
            for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
                event = QKeyEvent(kind, key, Qt.KeyboardModifier.NoModifier, sign)
                event.setTimestamp(self._at_ms)
                QCoreApplication.sendEvent(self._window, event)

    def rest(self) -> None:
        self._at_ms += QUIET_MS


@pytest.fixture
def keys(qapp: QGuiApplication, qtbot: QtBot) -> Iterator[Keys]:
    engine = QQmlEngine()
    component = QQmlComponent(engine)
    component.setData(QML, QUrl())
    window = component.create()
    assert isinstance(window, QQuickWindow)
    window.requestActivate()
    line = window.findChild(QQuickItem, "line")
    assert line is not None
    qtbot.waitUntil(lambda: bool(line.property("activeFocus")))
    guard = WedgeGuard(window, lambda: 0)
    yield Keys(window, line)
    window.removeEventFilter(guard)
    window.close()


def test_a_scan_is_not_typed(keys: Keys, qtbot: QtBot) -> None:
    keys.type(CODE + "\r", apart_ms=4)
    keys.rest()
    keys.type("ok", apart_ms=120)
    qtbot.waitUntil(lambda: keys.text == "ok")


def test_fingers_type_in_order(keys: Keys, qtbot: QtBot) -> None:
    keys.type("440113", apart_ms=60)
    keys.type("1", apart_ms=60)
    keys.type("9", apart_ms=GAP_MS - 5)  # two fingers rolling
    keys.type("x", apart_ms=200)
    qtbot.waitUntil(lambda: keys.text == "44011319x")


def test_a_scan_in_the_middle_of_a_word_leaves_the_word(keys: Keys, qtbot: QtBot) -> None:
    keys.type("pan", apart_ms=90)
    keys.rest()
    keys.type("6901234567892\r", apart_ms=2)
    keys.rest()
    keys.type("yu", apart_ms=90)
    qtbot.waitUntil(lambda: keys.text == "panyu")


@given(gaps=st.lists(st.integers(GAP_MS + 1, 2000), max_size=40))
def test_whoever_types_like_a_person_is_never_taken_for_a_scanner(gaps: list[int]) -> None:
    pace, at_ms = Pace(), 0
    for gap in gaps:
        at_ms += gap
        pace = pressed(pace, at_ms)
        assert not pace.is_scan


@given(gaps=st.lists(st.integers(0, GAP_MS), min_size=SCAN_KEYS, max_size=40), start=st.integers(0, 10_000))
def test_a_scan_is_known_by_its_third_key_and_to_its_end(gaps: list[int], start: int) -> None:
    pace, at_ms = Pace(), start
    for at, gap in enumerate(gaps):
        at_ms += gap
        pace = pressed(pace, at_ms)
        assert pace.is_scan or at < SCAN_KEYS - 1
