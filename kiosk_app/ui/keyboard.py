"""Shell: what the drawn keyboard writes: letters, or words chosen from candidates. Keeps nothing between words."""

# ruff: noqa: N802, N815 - camelCase where QML sees the name

from itertools import pairwise

import shiboken6
from PySide6.QtCore import Property, QCoreApplication, QObject, Signal, Slot
from PySide6.QtGui import QGuiApplication, QInputMethodEvent, QTextCharFormat

from kiosk_app.ui.pinyin import LETTER_LIMIT, Found, Lookup

MODES = ("zh", "en", "123")
CANDIDATE_LIMIT = 60


class KeyboardInput(QObject):
    """GUI thread. `lookup` None: no dictionary on this machine, letters and digits only (`pinyinReady` says so)."""

    composingChanged = Signal()
    candidatesChanged = Signal()
    languageChanged = Signal()
    committed = Signal(str)
    erased = Signal()

    def __init__(self, lookup: Lookup | None, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._lookup = lookup
        self._letters = ""
        self._found = Found((), (0,))
        self._language = "zh" if lookup else "en"
        self._spelled_in: QObject | None = None

    # A slot must have its method's own name: PySide calls an alias of another name in circles.
    @Slot(str)
    def typeKey(self, key: str) -> None:
        """One key: letters gather while writing Chinese, everything else is committed at once."""
        if self._language == "zh" and self._lookup and key.isascii() and key.isalpha():
            self._look_up((self._letters + key.lower())[:LETTER_LIMIT])
            return
        if key == " " and self._letters:
            self.choose(0)
            return
        self.commitLetters()
        self.committed.emit(key)

    @Slot(int)
    def choose(self, index: int) -> None:
        """Takes a candidate; letters it does not cover stay. Without candidates the letters are taken as they are."""
        words = self._found.words
        if not words:
            self.commitLetters()
        elif 0 <= index < len(words):
            rest = self._letters[self._found.taken_by(words[index]) :]
            self._look_up("")
            self.committed.emit(words[index])
            self._look_up(rest)

    @Slot()
    def backspace(self) -> None:
        """Takes back a gathered letter, or asks the field to erase."""
        if self._letters:
            self._look_up(self._letters[:-1])
        else:
            self.erased.emit()

    @Slot()
    def clear(self) -> None:
        """Drops gathered letters (the field lost focus, the session ended)."""
        self._look_up("")

    @Slot(str)
    def switchTo(self, mode: str) -> None:
        """Shows another layout: "zh", "en" or "123"."""
        if mode not in MODES or (mode == "zh" and self._lookup is None):
            return
        self.commitLetters()
        if mode != self._language:
            self._language = mode
            self.languageChanged.emit()

    @Slot()
    def commitLetters(self) -> None:
        """Takes the gathered letters as they are (the field is being left)."""
        letters = self._letters
        if letters:
            self._look_up("")
            self.committed.emit(letters)

    def _look_up(self, letters: str) -> None:
        if letters == self._letters:
            return
        self._letters = letters
        known = self._lookup is not None and letters != ""
        self._found = self._lookup.search(letters, CANDIDATE_LIMIT) if known and self._lookup else Found((), (0,))
        self._show(self._composing())
        self.composingChanged.emit()
        self.candidatesChanged.emit()

    def _show(self, composing: str) -> None:
        """Shows the gathered letters at the cursor, underlined, without making them part of the text yet."""
        known = self._spelled_in if self._spelled_in is not None and shiboken6.isValid(self._spelled_in) else None
        field: QObject | None = known or QGuiApplication.focusObject()  # the stub forgets that it may be None
        if field is None:
            return
        look = QTextCharFormat()
        look.setFontUnderline(True)
        kind = QInputMethodEvent.AttributeType.TextFormat
        attributes = [QInputMethodEvent.Attribute(kind, 0, len(composing), look)] if composing else []
        QCoreApplication.sendEvent(field, QInputMethodEvent(composing, attributes))
        self._spelled_in = field if composing else None

    def _composing(self) -> str:
        ends = [end for end in self._found.ends if end < len(self._letters)]
        cuts = [*ends, len(self._letters)] if ends else [0, len(self._letters)]
        return " ".join(self._letters[a:b] for a, b in pairwise(cuts))

    composing = Property(str, lambda self: self._composing(), notify=composingChanged)
    candidates = Property("QStringList", lambda self: list(self._found.words), notify=candidatesChanged)  # type: ignore[arg-type]  # Qt takes the name of its type
    language = Property(str, lambda self: self._language, notify=languageChanged)
    pinyinReady = Property(bool, lambda self: self._lookup is not None, constant=True)
