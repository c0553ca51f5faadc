"""Shell: real keys: a keyboard writes like the drawn one; ways past the screen are shut."""

# ruff: noqa: N802 - Qt's names

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtQuick import QQuickItem, QQuickWindow

from kiosk_app.ui.key_pace import Struck, repeat, strike
from kiosk_app.ui.keyboard import KeyboardInput
from kiosk_app.ui.wedge import monotonic_ms

_SHUT = (Qt.Key.Key_Menu, Qt.Key.Key_Paste, Qt.Key.Key_Copy, Qt.Key.Key_Cut, Qt.Key.Key_Insert)
_CHORDS = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.MetaModifier
_MOUSE = (QEvent.Type.MouseButtonPress, QEvent.Type.MouseButtonRelease, QEvent.Type.MouseButtonDblClick)
_CHINESE_SIGNS = {",": "，", ".": "。", "(": "（", ")": "）", "?": "？", ":": "：", ";": "；"}
_LETTER_WAYS = ("zh", "rare", "code")


class RealKeys(QObject):
    """GUI thread; an event filter of the kiosk's window, behind the one that keeps scanners out (`ui/wedge.py`)."""

    def __init__(self, keyboard: KeyboardInput, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._keyboard = keyboard
        self._window: QQuickWindow | None = None
        self._is_shift_alone = False
        self._struck = Struck()

    def watch(self, window: QQuickWindow) -> None:
        """From now on all keys of the window come here first."""
        self._window = window
        window.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """True: nobody else sees the event."""
        if event.type() in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease) and isinstance(event, QKeyEvent):
            return self._hear(event)
        if event.type() in _MOUSE and isinstance(event, QMouseEvent):
            return event.button() != Qt.MouseButton.LeftButton  # the middle one pastes, the right one opens menus
        return event.type() == QEvent.Type.ContextMenu

    def _hear(self, event: QKeyEvent) -> bool:
        if event.type() == QEvent.Type.KeyPress:
            self._keyboard.pressed.emit()
        if event.modifiers() & _CHORDS or event.key() in _SHUT:
            return True
        if event.type() == QEvent.Type.KeyPress and not self._counts(event):
            return True
        return self._typed(event)

    def _counts(self, event: QKeyEvent) -> bool:
        """Not the second stroke of a trembling finger; and of held keys only the one that deletes repeats."""
        if event.isAutoRepeat() and event.key() != Qt.Key.Key_Backspace:
            return False
        judge = repeat if event.isAutoRepeat() else strike
        at_ms = event.timestamp() or monotonic_ms()
        self._struck, counts = judge(self._struck, event.key(), at_ms, self._keyboard.pace())
        return counts

    def _typed(self, event: QKeyEvent) -> bool:
        """A person's key. False: for whatever has the focus."""
        editor = self._editor()
        if editor is None:
            return False
        if event.key() == Qt.Key.Key_Shift:
            return self._shift(is_press=event.type() == QEvent.Type.KeyPress)
        self._is_shift_alone = False
        if event.type() == QEvent.Type.KeyRelease:
            return False
        if event.text() and event.text().isprintable():
            self._write(event.text())
            return True
        return self._steer(event, editor)

    def _steer(self, event: QKeyEvent, editor: QQuickItem) -> bool:
        """Keys that write nothing."""
        keyboard = self._keyboard
        is_gathering = keyboard.is_gathering()
        match event.key():
            case Qt.Key.Key_Backspace:
                keyboard.backspace()
            case Qt.Key.Key_Escape if is_gathering:
                keyboard.clear()
            case Qt.Key.Key_Escape:
                self._keyboard.hideAsked.emit()
            case Qt.Key.Key_Return | Qt.Key.Key_Enter if is_gathering:
                keyboard.commitLetters()
            case Qt.Key.Key_Return | Qt.Key.Key_Enter if not editor.inherits("QQuickTextEdit"):
                self._keyboard.nextAsked.emit()
            case Qt.Key.Key_Tab | Qt.Key.Key_Backtab:
                keyboard.commitLetters()
                return False
            case _:
                return is_gathering  # arrows must not leave a word half spelled
        return True

    def _write(self, text: str) -> None:
        keyboard = self._keyboard
        mode = keyboard.mode()
        if mode in ("nine", "hand", "stroke") and text.isascii() and text.isalpha():
            keyboard.switchTo("zh")
        if keyboard.is_gathering() and mode in ("zh", "rare") and text in "123456789":
            keyboard.choose(int(text) - 1)
        elif text.isupper() and mode == "zh":
            keyboard.write(text)
        elif mode in _LETTER_WAYS and text in _CHINESE_SIGNS:
            if keyboard.is_gathering():
                keyboard.choose(0)
            keyboard.write(_CHINESE_SIGNS[text])
        else:
            keyboard.typeKey(text)

    def _shift(self, *, is_press: bool) -> bool:
        """Shift alone: Chinese or English, as on every Chinese keyboard."""
        if not is_press and self._is_shift_alone:
            if self._keyboard.mode() == "en":
                self._keyboard.switchToChinese()
            elif self._keyboard.mode() != "123":
                self._keyboard.switchTo("en")
        self._is_shift_alone = is_press
        return False

    def _editor(self) -> QQuickItem | None:
        item = self._window.activeFocusItem() if self._window is not None else None
        is_open = item is not None and item.property("keyLayout") is not None and not item.property("readOnly")
        return item if is_open else None
