"""Shell: the glass by keys alone: next, previous, OK, back, on a tactile keypad or any keyboard. GUI thread.

The target is the control that the ring stands around. It has the keyboard focus too, except a drawn key: then the field
that is being written keeps it.
"""

# ruff: noqa: N802, N815 - camelCase where QML sees the name

from collections.abc import Callable

import shiboken6
from PySide6.QtCore import Property, QMetaObject, QObject, QRectF, Qt, Signal, Slot
from PySide6.QtGui import QAccessible, QAccessibleActionInterface
from PySide6.QtQuick import QQuickItem, QQuickWindow

from kiosk_app.ui.ink import InkView
from kiosk_app.ui.key_pace import Pace, Struck, strike
from kiosk_app.ui.reading import Box, Group, joined
from kiosk_app.ui.spoken import describe, trouble
from kiosk_app.ui.wedge import monotonic_ms

FRONT_LAYERS = ("paperLarge", "overlay")
"""What lies over everything else, the foremost first."""
PAGE, KEYBOARD, MAGNIFIER, SCENE = "pageHost", "keyboard", "magnifier", "scene"
ROOM = 0.5
"""A list is pushed on by this share of the target's height more, so that the row after it comes to life too."""


class Keypad(QObject):
    """`told` says the target in words: personal, for the handset only."""

    targetChanged = Signal()
    told = Signal(str)

    def __init__(self, pace: Callable[[], Pace], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._pace, self._struck = pace, Struck()
        self._window: QQuickWindow | None = None
        self._target: QQuickItem | None = None
        self._last_name = ""
        self._english = False

    @Slot(QObject)
    def watch(self, window: QQuickWindow) -> None:
        """The window whose controls these are."""
        self._window = window

    @Slot(str, result=bool)
    def admits(self, key: str) -> bool:
        """Whether a stroke of this key counts: not the second one of a trembling finger."""
        self._struck, counts = strike(self._struck, key, monotonic_ms(), self._pace())
        return counts

    @Slot()
    def next(self) -> None:
        """The control that is read next; after the last the first."""
        self._move(1)

    @Slot()
    def previous(self) -> None:
        """The one before."""
        self._move(-1)

    @Slot()
    def press(self) -> None:
        """OK: presses a button, ticks a box; from a field to the drawn keys; on the signature's pad, makes a cross."""
        target = self._alive()
        if target is None:
            self._move(1)
        elif isinstance(target, InkView):
            target.mark()
        elif is_editor(target):
            self._enter_keys()
        elif target.metaObject().indexOfSignal("struck()") >= 0:  # a key acts when it goes down, not on a click
            self._tell()  # before its echo
            _press_accessibly(target)
            return
        else:
            QMetaObject.invokeMethod(target, "click")
        self._tell()

    @Slot(result=bool)
    def leaveKeys(self) -> bool:
        """From the drawn keys back to the field. False: was not there."""
        target = self._alive()
        if target is None or not is_drawn_key(target) or self._window is None:
            return False
        self._aim(self._window.activeFocusItem())
        return True

    @Slot(str, result=bool)
    def pressNamed(self, name: str) -> bool:
        """The button of that name, if it is on the glass and can be pressed."""
        found = [item for item in self._controls() if item.objectName() == name]
        return bool(found) and QMetaObject.invokeMethod(found[0], "click")

    @Slot(QQuickItem)
    def follow(self, field: QQuickItem) -> None:
        """The page brought a field to who goes by keys; not told, for what is wrong there is being said. "Next", where
        the ring was, may be hidden by now."""
        group = reading(field)
        if self._target is not None and group is not None:
            self._aim(group.things[0])

    @Slot()
    def reveal(self) -> None:
        """The page was laid out anew: the target stays in sight."""
        target = self._alive()
        if target is not None:
            _bring_into_sight(target, 0)

    @Slot()
    def forget(self) -> None:
        """Another page, or a finger: the ring goes."""
        self._last_name = ""
        self._aim(None)

    def _move(self, step: int) -> None:
        left = self._trouble()
        self._leave_field()
        order = self._controls()
        if not order:
            return
        at = self._place_in(order)
        if at is None:
            at = self._start(order, step)
        else:
            at += step
        target = self._wound(order[at % len(order)], step)
        if not is_drawn_key(target):
            target.forceActiveFocus(Qt.FocusReason.TabFocusReason)
        _bring_into_sight(target, ROOM)
        self._aim(target)
        self._tell("" if left == self._trouble() else left)

    def _wound(self, target: QQuickItem, step: int) -> QQuickItem:
        """Who enters a list begins at its first row, or backwards at its last, wherever it stood."""
        before = _lists_around(self._alive())
        for flick in [flick for flick in _lists_around(target) if flick not in before]:
            if flick.objectName() == MAGNIFIER:
                continue
            _wind(flick, step)
            inside = [item for item in self._controls() if flick in _lists_around(item)]
            if inside:
                return inside[0 if step > 0 else -1]
        return target

    def _leave_field(self) -> None:
        """The drawn keyboard goes first: what it covers can be reached again."""
        target = self._alive()
        if target is not None and is_editor(target) and self._window is not None:
            target.setFocus(False)
            self._window.contentItem().forceActiveFocus()

    def _place_in(self, order: list[QQuickItem]) -> int | None:
        """Where the target stands now; a list that was built anew has another control of the same name there."""
        target = self._alive()
        if target is not None and target in order:
            return order.index(target)
        names = [item.objectName() for item in order]
        return names.index(self._last_name) if self._last_name and self._last_name in names else None

    def _start(self, order: list[QQuickItem], step: int) -> int:
        """On a new page reading begins below the bar at the top."""
        first = next((at for at, item in enumerate(order) if _is_inside(item, PAGE)), 0)
        return first if step > 0 else len(order) - 1

    def _enter_keys(self) -> None:
        keys = self._controls(drawn=True)
        if keys:
            self._aim(keys[0])

    def _controls(self, *, drawn: bool | None = None) -> list[QQuickItem]:
        """What can be reached now, in reading order; the drawn keys alone while the target is one of them."""
        if self._window is None:
            return []
        target = self._alive()
        wants_drawn = drawn if drawn is not None else target is not None and is_drawn_key(target)
        group = reading(_front(self._window), leave_out="" if wants_drawn else KEYBOARD)
        return [item for item in (group.things if group else ()) if not wants_drawn or is_drawn_key(item)]

    def _alive(self) -> QQuickItem | None:
        target = self._target
        return target if target is not None and shiboken6.isValid(target) and target.isVisible() else None

    def _aim(self, target: QQuickItem | None) -> None:
        self._target = target
        if target is not None:
            self._last_name = target.objectName()
        self.targetChanged.emit()

    def _trouble(self) -> str:
        target = self._alive()
        return "" if target is None else trouble(target, english=self._english)

    def _tell(self, left: str = "") -> None:
        """The target, after what is wrong in the field that was left."""
        target = self._alive()
        if target is not None:
            words = describe(target, english=self._english)
            self.told.emit("\n".join(said for said in (left, words) if said))

    def _speak_english(self, on: bool) -> None:
        self._english = on

    english = Property(bool, lambda self: self._english, _speak_english)
    target = Property(QObject, lambda self: self._alive(), notify=targetChanged)


def reading(item: QQuickItem, *, leave_out: str = "") -> Group[QQuickItem] | None:
    """The controls in an item, in the order in which they are read, without those in the item of that name. None lies
    in another: half of all items on the glass are what controls are drawn with."""
    if not item.isVisible() or not item.isEnabled() or (leave_out and item.objectName() == leave_out):
        return None
    if is_control(item):
        return Group(_box(item), (item,))
    groups = [group for child in item.childItems() if (group := reading(child, leave_out=leave_out)) is not None]
    group = joined(groups)
    return Group(_box(item), group.things) if group is not None and item.clip() else group


def _box(item: QQuickItem) -> Box:
    rect = item.mapRectToScene(QRectF(0, 0, item.width(), item.height()))
    return Box(rect.left(), rect.top(), rect.right(), rect.bottom())


def is_control(item: QQuickItem) -> bool:
    """A button, a field that can be written, the pad for the signature."""
    is_pad = isinstance(item, InkView) and not is_drawn_key(item)
    return item.width() > 0 and (item.inherits("QQuickAbstractButton") or is_editor(item) or is_pad)


def is_editor(item: QQuickItem) -> bool:
    """What can be written into."""
    return item.property("keyLayout") is not None and item.property("readOnly") is False


def is_drawn_key(item: QQuickItem) -> bool:
    """A key of the drawn keyboard, or a word that it offers."""
    return _is_inside(item, KEYBOARD)


def _front(window: QQuickWindow) -> QQuickItem:
    scene: QQuickItem | None = window.findChild(QQuickItem, SCENE)
    layers = scene.childItems() if scene is not None else []
    for name in FRONT_LAYERS:
        layer = next((c for c in layers if c.objectName() == name and c.isVisible()), None)
        if layer is not None:
            return layer
    return window.contentItem()


def _is_inside(item: QQuickItem, name: str) -> bool:
    around: QQuickItem | None = item
    while around is not None and around.objectName() != name:
        around = around.parentItem()
    return around is not None


def _press_accessibly(item: QQuickItem) -> None:
    spoken = QAccessible.queryAccessibleInterface(item)
    action: QAccessibleActionInterface | None = spoken.actionInterface()  # the stub forgets None
    if action is not None:
        action.doAction(action.pressAction())


def _bring_into_sight(item: QQuickItem, room: float) -> None:
    """Every list around the item is pushed until the item is in it, with `room` of its height to spare."""
    for flick in _lists_around(item):
        _push(flick, item, room)


def _lists_around(item: QQuickItem | None) -> list[QQuickItem]:
    """Everything that scrolls with the item in it, the nearest first."""
    found, around = [], item.parentItem() if item is not None else None
    while around is not None:
        if around.inherits("QQuickFlickable"):
            found.append(around)
        around = around.parentItem()
    return found


def _wind(flick: QQuickItem, step: int) -> None:
    first = float(flick.property("originY") or 0)
    last = max(first, first + float(flick.property("contentHeight")) - flick.height())
    flick.setProperty("contentY", first if step > 0 else last)
    if flick.inherits("QQuickListView"):
        QMetaObject.invokeMethod(flick, "forceLayout")


def _push(flick: QQuickItem, item: QQuickItem, share: float) -> None:
    for at, length, content, origin in (
        ("contentY", flick.height(), "contentHeight", "originY"),
        ("contentX", flick.width(), "contentWidth", "originX"),
    ):
        rect = item.mapRectToItem(flick, QRectF(0, 0, item.width(), item.height()))
        near, far = (rect.top(), rect.bottom()) if at == "contentY" else (rect.left(), rect.right())
        room = min((far - near) * share, max(0.0, (length - (far - near)) / 2))
        shift = min(0.0, near - room) or (near if far - near > length else max(0.0, far + room - length))
        first = float(flick.property(origin) or 0)
        last = max(first, first + float(flick.property(content)) - length)
        flick.setProperty(at, min(last, max(first, float(flick.property(at)) + shift)))
