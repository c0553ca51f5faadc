"""Core: what a ruler says about a drawn window: visible items, cut texts, small targets, collisions."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import combinations

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QAccessible, QAccessibleInterface
from PySide6.QtQuick import QQuickItem, QQuickWindow

MODAL = ("rest", "overlay")
"""What takes every touch while it shows."""
LAYERS = (*MODAL, "voiceCard")


@dataclass(frozen=True, slots=True)
class Seen:
    """An item that shows at least partly: where it lies in the window and what is left of it after clipping."""

    item: QQuickItem
    rect: QRectF
    visible: QRectF
    scrolls: bool
    line: tuple[int, ...]

    def name(self) -> str:
        """Something a person can find it by."""
        words = self.item.property("text")
        kind = self.item.metaObject().className().split("_QML")[0]
        return f"{kind}({self.item.objectName() or str(words)[:24]!r})"


def seen_items(window: QQuickWindow) -> list[Seen]:
    """Every item with some visible part, top-down."""
    return list(_walk(window))


def _walk(window: QQuickWindow) -> Iterator[Seen]:
    """With each item still to look at go the glass that is left for it, and what it lies in."""
    whole = QRectF(0, 0, window.width(), window.height())
    left: list[tuple[QQuickItem, QRectF, bool, tuple[int, ...]]] = [(window.contentItem(), whole, False, ())]
    while left:
        item, clip, scrolls, line = left.pop()
        if not item.isVisible() or item.opacity() == 0:
            continue
        rect = item.mapRectToScene(QRectF(0, 0, item.width(), item.height()))
        visible = rect.intersected(clip)
        if not visible.isEmpty():
            yield Seen(item, rect, visible, scrolls, line)
        if item.clip():
            if visible.isEmpty():
                continue
            clip = visible
            scrolls = scrolls or item.inherits("QQuickFlickable") or item.objectName() == "reachGlass"
        if children := item.childItems():
            line = (*line, id(item))
            left += [(child, clip, scrolls, line) for child in reversed(children)]


def topmost(seen: list[Seen], window: QQuickWindow, layers: tuple[str, ...] = LAYERS) -> list[Seen]:
    """Only the layer in front: a question over the page hides the page, the card of the loudspeaker a part of it."""
    for layer in layers:
        found = [s for s in seen if s.item.objectName() == layer]
        if found:
            return [s for s in seen if id(found[0].item) in s.line]
    return seen


def texts(seen: Iterable[Seen]) -> list[Seen]:
    """Drawn words."""
    return [s for s in seen if s.item.inherits("QQuickText") and s.item.property("text")]


def targets(seen: Iterable[Seen]) -> list[Seen]:
    """What a finger may press: buttons and the boxes of fields."""
    return [
        s
        for s in seen
        if s.item.inherits("QQuickAbstractButton")
        or (s.item.objectName().startswith("field-") and s.item.property("edited") is None and _is_box(s.item))
    ]


def _is_box(item: QQuickItem) -> bool:
    return item.property("locked") is False and item.property("active") is not None


def cut_texts(seen: Iterable[Seen]) -> list[str]:
    """Texts that end in "…", overflow their own box, or leave the window where nothing scrolls."""
    found = []
    for s in texts(seen):
        painted = s.item.property("paintedWidth")
        if s.item.property("truncated"):
            found.append(f"{s.name()} ends in …")
        elif painted > s.item.width() + 2:
            found.append(f"{s.name()} is {painted:.0f} px wide in {s.item.width():.0f} px")
        elif not s.scrolls and _cut(s):
            found.append(f"{s.name()} is cut: {_words(s.rect)} shows {_words(s.visible)}")
    return found


def _cut(s: Seen) -> bool:
    return s.visible.width() < s.rect.width() - 2 or s.visible.height() < s.rect.height() - 2


def loose_dots(seen: Iterable[Seen]) -> list[str]:
    """Facts of more than a line whose dot may begin the next one: no plain space before it."""
    return [
        f"{s.name()} may begin a line with a dot"
        for s in texts(seen)
        if s.item.property("lineCount") > 1 and " · " in str(s.item.property("text"))
    ]


def small_texts(seen: Iterable[Seen], smallest_px: float) -> list[str]:
    """Texts below the smallest allowed size."""
    return [
        f"{s.name()} has {s.item.property('font').pixelSize()} px"
        for s in texts(seen)
        if s.item.property("font").pixelSize() < smallest_px - 1
    ]


def small_targets(seen: Iterable[Seen], smallest_px: float, letter_px: float) -> list[str]:
    """Targets smaller than a finger needs. Ten letters in a row of a narrow screen are allowed `letter_px` across."""
    found = []
    for s in targets(seen):
        across = letter_px if s.item.objectName().startswith("key-") else smallest_px
        if s.rect.width() < across - 1.5 or s.rect.height() < smallest_px - 1.5:
            found.append(f"{s.name()} is {s.rect.width():.0f}×{s.rect.height():.0f}")
    return found


def close_targets(seen: Iterable[Seen], gap_px: float) -> list[str]:
    """Pairs of targets that a finger could confuse. Words to choose from stand side by side on purpose."""
    found = []
    pressable = [s for s in targets(seen) if not s.item.objectName().startswith("candidate-")]
    for a, b in combinations(pressable, 2):
        nested = id(a.item) in b.line or id(b.item) in a.line
        scrolled_away = (a.scrolls and _cut(a)) or (b.scrolls and _cut(b))
        if nested or scrolled_away:
            continue
        if _gap(a.visible, b.visible) < gap_px - 1.5:
            found.append(f"{a.name()} and {b.name()} are {_gap(a.visible, b.visible):.0f} px apart")
    return found


def colliding_texts(seen: Iterable[Seen]) -> list[str]:
    """Pairs of texts, or a text and a foreign target, that lie on each other."""
    found = []
    inks = [(s, _ink(s)) for s in texts(seen)]
    pressable = targets(seen)
    for (a, ink), (b, other) in combinations(inks, 2):
        if ink.intersects(other):
            found.append(f"{a.name()} lies on {b.name()}")
    for word, ink in inks:
        for target in pressable:
            if ink.intersects(target.visible) and id(target.item) not in word.line:
                found.append(f"{word.name()} lies on {target.name()}")
    return found


def _ink(s: Seen) -> QRectF:
    """The part of a text's box that carries ink, a little shrunk."""
    size = s.item.property("font").pixelSize() * 0.2
    return s.visible.adjusted(1, size, -1, -size)


def _gap(a: QRectF, b: QRectF) -> float:
    across = max(a.left() - b.right(), b.left() - a.right())
    down = max(a.top() - b.bottom(), b.top() - a.bottom())
    return max(across, down)


def nameless(seen: Iterable[Seen]) -> list[str]:
    """Buttons that a screen reader cannot name."""
    found = []
    for s in seen:
        if not s.item.inherits("QQuickAbstractButton"):
            continue
        if not _spoken_name(s.item):
            found.append(s.name())
    return found


def _spoken_name(item: QQuickItem) -> str:
    spoken: QAccessibleInterface | None = QAccessible.queryAccessibleInterface(item)  # the stub forgets None
    return spoken.text(QAccessible.Text.Name).strip() if spoken is not None else ""


def find_item(window: QQuickWindow, name: str) -> QQuickItem:
    """The visible item of that objectName, also inside delegates."""
    found = next((s.item for s in _walk(window) if s.item.objectName() == name), None)
    if found is None:
        raise LookupError(name)
    return found


def middle(item: QQuickItem) -> QPointF:
    """The middle of an item in the window."""
    return item.mapToScene(QPointF(item.width() / 2, item.height() / 2))


def _words(rect: QRectF) -> str:
    return f"{rect.x():.0f},{rect.y():.0f} {rect.width():.0f}×{rect.height():.0f}"
