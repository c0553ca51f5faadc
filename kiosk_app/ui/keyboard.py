"""Shell: what the drawn keyboard writes: letters, or words chosen from candidates. Keeps nothing between words."""

# ruff: noqa: N802, N815 - camelCase where QML sees the name

from collections.abc import Callable, Mapping

import shiboken6
from PySide6.QtCore import Property, QCoreApplication, QObject, Qt, Signal, Slot
from PySide6.QtGui import QGuiApplication, QInputMethodEvent, QTextCharFormat

from kiosk_app.ui.key_pace import Pace
from kiosk_app.ui.writing.hand import HandInput
from kiosk_app.ui.writing.spelled import NOTHING, Way

USUAL_PACE = Pace()
HAND, ENGLISH, DIGITS = "hand", "en", "123"
CHINESE = ("zh", "nine", HAND, "stroke", "rare")
"""Layouts that a resident may prefer; "code" belongs to "rare"."""


class KeyboardInput(QObject):
    """GUI thread. `ways`: layout → what makes its way of writing, when it is first used. Without ways there are letters
    and digits only. `echoed`: a key or word, the way in which the key gathers, whether it was deleted."""

    composingChanged = Signal()
    candidatesChanged = Signal()
    languageChanged = Signal()
    committed = Signal(str)
    erased = Signal()
    echoed = Signal(str, str, bool)
    paceChanged = Signal()
    pressed = Signal()
    nextAsked = Signal()
    hideAsked = Signal()
    _over = Signal()

    def __init__(
        self,
        ways: Mapping[str, Callable[[], Way]],
        hand: HandInput | None = None,
        parent: QObject | None = None,
        *,
        pace: Pace = USUAL_PACE,
    ) -> None:
        super().__init__(parent)
        self._pace, self._is_slow = pace, False
        self._makers = ways
        self._made: dict[str, Way] = {}
        self._hand = hand
        self._offered = tuple(mode for mode in CHINESE if mode in ways or (mode == HAND and hand is not None))
        self._chinese = self._mode = self._offered[0] if self._offered else ENGLISH
        self._keys = ""
        self._spelled = NOTHING
        self._spelled_in: QObject | None = None
        self._over.connect(self._start_anew, Qt.ConnectionType.QueuedConnection)
        if hand is not None:
            hand.setParent(self)
            hand.wordsChanged.connect(self.candidatesChanged)
            hand.wordReady.connect(self._commit)

    # A slot must have its method's own name: PySide calls an alias of another name in circles.
    @Slot(str)
    def typeKey(self, key: str) -> None:
        """One key: what belongs to the spelling gathers, everything else is committed at once."""
        way = self._way()
        more = way.takes(key, self._keys) if way else ""
        if way and more:
            self._gather((self._keys + more)[: way.limit])
            self.echoed.emit(key, self._mode, False)
        elif key == " " and self._keys:
            self.choose(0)
        else:
            self.write(key)

    @Slot(int)
    def choose(self, index: int) -> None:
        """Takes a candidate; keys it does not cover stay. Without candidates the letters are taken as they are."""
        if self._mode == HAND:
            self._choose_written(index)
        elif not self._spelled.words:
            self.commitLetters()
        elif 0 <= index < len(self._spelled.words):
            word, rest = self._spelled.words[index], self._keys[self._spelled.taken[index] :].lstrip("'")
            self._gather("")
            self._commit(word)
            self._gather(rest)

    @Slot(str)
    def settle(self, syllable: str) -> None:
        """What the first open keys mean: one of `choices`."""
        way = self._way()
        if way and syllable in self._spelled.choices:
            self._gather(way.settle(self._keys, syllable))

    @Slot()
    def backspace(self) -> None:
        """Takes back a gathered key, or asks the field to erase."""
        way = self._way()
        if way and self._keys:
            gone = self._keys[-1]
            self._gather(way.shorten(self._keys))
            self.echoed.emit(gone, self._mode, True)
        else:
            self.erased.emit()

    @Slot()
    def clear(self) -> None:
        """Drops gathered keys and strokes (the field lost focus, the session ended)."""
        self._gather("")
        if self._hand is not None:
            self._hand.forget()

    @Slot(str)
    def switchTo(self, mode: str) -> None:
        """Shows another layout. A Chinese one, but for rare characters, is remembered until the session ends."""
        if mode not in (*self._offered, *self._makers, ENGLISH, DIGITS):
            return
        self.commitLetters()
        if self._hand is not None:
            self._hand.forget()
        if mode in self._offered and mode != "rare":
            self._chinese = mode
        if mode != self._mode:
            self._mode = mode
            self.languageChanged.emit()

    @Slot()
    def switchToChinese(self) -> None:
        """The way of writing Chinese that this resident chose, or letters where there is none."""
        self.switchTo(self._chinese)

    @Slot()
    def commitLetters(self) -> None:
        """Takes the gathered letters as they are (the field is being left)."""
        letters = self.letters()
        self._gather("")
        if letters:
            self.committed.emit(letters)

    def write(self, text: str) -> None:
        """Text as it is, after what was gathered."""
        self.commitLetters()
        self._commit(text)

    def pace(self) -> Pace:
        """Which strokes of a key count, for these hands."""
        return self._pace.for_slow_hands() if self._is_slow else self._pace

    def is_gathering(self) -> bool:
        """Whether keys wait to become words."""
        return self._keys != ""

    def mode(self) -> str:
        """The layout that shows."""
        return self._mode

    @Slot(result=str)
    def letters(self) -> str:
        """The gathered letters as they would stand in the field; the sounds of a rare character's parts would not."""
        way = self._way()
        return self._spelled.shown.replace(" ", "") if way and way.is_text else ""

    def forget(self) -> None:
        """The session is over: what was gathered and preferred goes. Any thread."""
        self._over.emit()

    def close(self) -> None:
        """Ends the recogniser's thread."""
        if self._hand is not None:
            self._hand.close()

    @Slot()
    def _start_anew(self) -> None:
        self.clear()
        self._chinese = self._offered[0] if self._offered else ENGLISH
        self.switchTo(self._chinese)

    def _choose_written(self, index: int) -> None:
        words = self._words()
        if self._hand is not None and 0 <= index < len(words):
            self._hand.forget()
            self._commit(words[index])

    @Slot(str)
    def _commit(self, text: str) -> None:
        self.committed.emit(text)
        self.echoed.emit(text, "", False)

    def _way(self) -> Way | None:
        if self._mode in self._makers and self._mode not in self._made:
            self._made[self._mode] = self._makers[self._mode]()
        return self._made.get(self._mode)

    def _gather(self, keys: str) -> None:
        if keys == self._keys:
            return
        way = self._way()
        self._keys = keys
        self._spelled = way.spell(keys) if way else NOTHING
        if way and way.is_text:
            self._show(self._spelled.shown)
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

    def _words(self) -> tuple[str, ...]:
        if self._mode == HAND and self._hand is not None:
            return self._hand.found()
        return self._spelled.words

    def _be_slow(self, on: bool) -> None:
        if on != self._is_slow:
            self._is_slow = on
            self.paceChanged.emit()

    slow = Property(bool, lambda self: self._is_slow, _be_slow)
    repeatAfterMs = Property(int, lambda self: self.pace().repeat_after, notify=paceChanged)
    repeatEveryMs = Property(int, lambda self: self.pace().repeat_every, notify=paceChanged)
    againAfterMs = Property(int, lambda self: self.pace().again_after, notify=paceChanged)
    composing = Property(str, lambda self: self._spelled.shown, notify=composingChanged)
    candidates = Property("QStringList", lambda self: list(self._words()), notify=candidatesChanged)  # type: ignore[arg-type]  # Qt takes the name of its type
    choices = Property("QStringList", lambda self: list(self._spelled.choices), notify=candidatesChanged)  # type: ignore[arg-type]  # as above
    language = Property(str, lambda self: self._mode, notify=languageChanged)
    offered = Property("QStringList", lambda self: list(self._offered), constant=True)  # type: ignore[arg-type]  # as above
    pinyinReady = Property(bool, lambda self: "zh" in self._offered, constant=True)
    hand = Property(QObject, lambda self: self._hand, constant=True)
