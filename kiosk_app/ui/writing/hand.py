"""Shell: handwriting: strokes from the glass to the recogniser's own thread, characters back. Keeps one character."""

# ruff: noqa: N815 - camelCase where QML sees the name

import json
import logging
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Protocol, TypeAlias

from PySide6.QtCore import QObject, Qt, Signal, Slot

from kiosk_app.ui.writing.zinnia import HandwritingMissingError, Stroke, Zinnia, find_zinnia

Strokes: TypeAlias = Sequence[Stroke]

WORDS = 24
log = logging.getLogger(__name__)


class Recogniser(Protocol):
    """Turns strokes into characters; used in one thread."""

    def recognise(self, strokes: Strokes, limit: int) -> tuple[str, ...]:
        """Likeliest first."""

    def close(self) -> None:
        """Frees the model."""


class HandInput(QObject):
    """GUI thread. While one look is going on only the newest strokes wait: of this character, and of the next."""

    wordsChanged = Signal()
    wordReady = Signal(str)
    forgotten = Signal()
    _looked = Signal(int, list)

    def __init__(self, opener: Callable[[], Recogniser] = Zinnia, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._opener = opener
        self._pool = ThreadPoolExecutor(1, thread_name_prefix="handwriting")
        self._recogniser: Recogniser | None = None
        self._words: tuple[str, ...] = ()
        self._character = 0
        self._looking, self._is_due = False, False
        self._newer: Strokes | None = None
        self._next: Strokes | None = None
        self._looked.connect(self._show, Qt.ConnectionType.QueuedConnection)

    @Slot(str, float, float)
    def look(self, strokes: str, width: float, height: float) -> None:
        """All strokes of the character so far, as InkView gives them, on a surface of that size."""
        points = [[(p["x"] * width, p["y"] * height) for p in stroke] for stroke in json.loads(strokes)]
        if self._is_due:
            self._next = points
        elif self._looking:
            self._newer = points
        else:
            self._start(points)

    @Slot()
    def finish(self) -> None:
        """The next character begins elsewhere: the likeliest one is taken, as soon as it is known."""
        if self._looking:
            self._is_due = True
        elif self._words:
            word = self._words[0]
            self.clear()
            self.wordReady.emit(word)

    @Slot()
    def clear(self) -> None:
        """Forgets the character; what is still being looked at no longer counts."""
        self._character += 1
        self._looking, self._is_due, self._newer, self._next = False, False, None, None
        self._set(())

    def found(self) -> tuple[str, ...]:
        """Characters that the strokes may be, likeliest first."""
        return self._words

    def forget(self) -> None:
        """The session is over: also the ink goes."""
        self.clear()
        self.forgotten.emit()

    def close(self) -> None:
        """Ends the thread."""
        self._pool.shutdown(wait=True, cancel_futures=True)
        if self._recogniser is not None:
            self._recogniser.close()

    def _start(self, strokes: Strokes) -> None:
        self._looking = True
        self._pool.submit(self._look, self._character, strokes)

    def _look(self, character: int, strokes: Strokes) -> None:
        """In the recogniser's thread."""
        try:
            if self._recogniser is None:
                self._recogniser = self._opener()
            words = self._recogniser.recognise(strokes, WORDS)
        except HandwritingMissingError:
            log.warning("the handwriting model cannot be read")
            words = ()
        self._looked.emit(character, list(words))

    @Slot(int, list)
    def _show(self, character: int, words: list[str]) -> None:
        if character != self._character:
            return
        newer, self._newer, self._looking = self._newer, None, False
        if newer is not None:
            self._start(newer)
            return
        following, is_due = self._next, self._is_due
        self._set(tuple(words))
        if is_due:
            self.finish()
            self.clear()
        if following is not None:
            self._start(following)

    def _set(self, words: tuple[str, ...]) -> None:
        if words != self._words:
            self._words = words
            self.wordsChanged.emit()


def open_hand(parent: QObject | None = None) -> HandInput | None:
    """Handwriting, or None when this machine has none: said once."""
    try:
        find_zinnia()
    except HandwritingMissingError:
        log.warning("no handwriting: install libzinnia0 and tegaki-zinnia-simplified-chinese")
        return None
    return HandInput(parent=parent)
