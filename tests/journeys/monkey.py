"""Shell: somebody who presses anything: random touches, keys and devices at the whole kiosk, and the way home after.

Every choice comes from one seed. A finger is still a finger: it only reaches what is on the glass.
"""

import random
import time
from collections import Counter
from collections.abc import Callable, Mapping

from PySide6.QtCore import QPoint, Qt
from PySide6.QtQuick import QQuickItem
from PySide6.QtTest import QTest

from kiosk_app.demo.fingers import FingersError, Steps
from tests.journeys.booth import Booth
from tests.kiosk_app.qml import measure

KEYS = (
    Qt.Key.Key_Tab, Qt.Key.Key_Return, Qt.Key.Key_Escape, Qt.Key.Key_Backspace, Qt.Key.Key_A, Qt.Key.Key_7,
    Qt.Key.Key_Down, Qt.Key.Key_Space, Qt.Key.Key_F1, Qt.Key.Key_Delete, Qt.Key.Key_Back, Qt.Key.Key_Menu,
)  # fmt: skip
WAYS_ON = ("overlayYes", "startMatter", "goOn", "takePage", "doSecondary")
WAYS_HOME = ("key-hide", "leave", "finish", "skipRating", "goOn", "hangUp", "goBack", "dismissNotice")
"""What somebody presses who only wants to leave; none of them is on every page."""
MAGNIFIED = ("lookUp", "lookDown", "lookLeft", "lookRight", "zoomOut", "zoomOff")
ENDINGS = ("leave", "finish", "skipRating")
TRIES = 3
"""So often somebody presses the same button in the same situation before trying another."""
PRESSES_HOME = 40
PATIENCE_S = 120.0
"""A dead end lasts; a busy machine may take its time: how often something is pressed is what counts."""
LONG_ENOUGH_S = 0.35
"""Longer than a page needs to settle: without such moments a monkey only meets the guards against double presses."""


class Monkey:
    """`rampage(events)` then `go_home()`; `submitted` is session number → case, as the engine said it."""

    def __init__(self, booth: Booth, seed: int, tricks: Mapping[str, Callable[[], object]]) -> None:
        self._booth, self._chance, self._tricks = booth, random.Random(seed), tricks
        self._window = booth.kiosk.window
        self._device = QTest.createTouchDevice()
        self.events = 0
        self.done: list[str] = []
        self._tried: Counter[tuple[object, ...]] = Counter()
        self.pages: set[str] = set()
        self.submitted: dict[int, set[str]] = {}
        self.letters: set[str] = set()

    def rampage(self, events: int) -> Steps:
        """So many random touches, keys and tricks, one after the other; waiting is none of them."""
        acts: list[tuple[Callable[[], Steps], int]] = [
            (self._press, 50), (self._go_on, 14), (self._tap_anywhere, 8), (self._drag, 6), (self._two_fingers, 3),
            (self._type, 7), (self._trick, 6), (self._wait, 12),
        ]  # fmt: skip
        choices, weights = [act for act, _ in acts], [weight for _, weight in acts]
        self._look()  # a hasty start may have submitted already
        until = self.events + events
        while self.events < until:
            (act,) = self._chance.choices(choices, weights)
            yield from act()
            self._look()

    def go_home(self) -> Steps:
        """The welcome page by pressing only what is on the glass. Raises FingersError in a dead end."""
        until_s, presses = time.monotonic() + PATIENCE_S, 0
        self._tried.clear()
        while (self._booth.page, self._booth.shown("frame", "overlay")) != ("welcome", ""):
            self._look()
            name = self._way_home()
            if presses > PRESSES_HOME or time.monotonic() > until_s:
                raise FingersError(f"no way home from {self._booth.page}; last: {self.done[-30:]}")
            item = self._booth.fingers.seen(name) if name else None
            if item is not None and not item.property("resting"):
                presses += 1
                self._tried[*self._situation(), name] += 1
                self.done.append(f"home:{name}")
                yield from self._touch([measure.middle(item).toPoint()])
            yield from self._pause(0.05)
        yield from self._pause(LONG_ENOUGH_S)

    def _way_home(self) -> str:
        """What somebody presses next who wants to leave; it may still be resting. Empty while there is nothing."""
        ready = {item.objectName() for item in self._controls()}
        overlay = str(self._booth.shown("frame", "overlay"))
        if "zoomOff" in ready:  # what leads home may lie beside the window of the magnifier
            return "zoomOff"
        if overlay:
            wanted: tuple[str, ...] = ("overlayNo", "overlayYes")
            wanted = wanted[::-1] if overlay == "leave" else wanted
        else:
            wanted = WAYS_HOME
        # Keys come up again at each mistake: putting them away is no try of its own, it leads to the others.
        fresh = [name for name in wanted if name == "key-hide" or self._tried[*self._situation(), name] < TRIES]
        named = next((name for name in fresh if name in ready), "")
        others = sorted(name for name in ready if name and not name.startswith(("key-", "field-")))
        return named or (self._chance.choice(others) if others else "")

    def _situation(self) -> tuple[object, ...]:
        """What lies on the glass: the same button is another one over another page."""
        overlay = self._booth.shown("frame", "overlay")
        keys = self._booth.fingers.seen("key-hide") is not None
        return self._booth.page, overlay, self._booth.shown("voice", "open"), keys

    # --- acts ---
    def _press(self) -> Steps:
        """Some control; those that end everything more seldom."""
        controls = self._controls()
        if self._chance.random() < 0.85:
            controls = [item for item in controls if item.objectName() not in ENDINGS]
        if controls:
            item = self._chance.choice(controls)
            self.done.append(f"press {item.objectName()}")
            yield from self._touch([measure.middle(item).toPoint()])

    def _go_on(self) -> Steps:
        names = [item.objectName() for item in self._controls()]
        name = next((way for way in WAYS_ON if way in names), "")
        if name and self._booth.shown("frame", "overlay") != "leave":
            self.done.append(f"on {name}")
            yield from self._pause(LONG_ENOUGH_S)
            if item := self._booth.fingers.seen(name):
                yield from self._touch([measure.middle(item).toPoint()])

    def _tap_anywhere(self) -> Steps:
        yield from self._touch([self._point()])

    def _drag(self) -> Steps:
        yield from self._touch([self._point() for _ in range(self._chance.randint(2, 6))])

    def _two_fingers(self) -> Steps:
        self.events += 1
        first, second = self._point(), self._point()
        touch = QTest.touchEvent(self._window, self._device, False)
        touch.press(0, first, self._window).press(1, second, self._window).commit(False)
        yield from self._pause(0.01)
        touch = QTest.touchEvent(self._window, self._device, False)
        touch.release(0, first, self._window).release(1, second, self._window).commit(False)
        yield

    def _type(self) -> Steps:
        self.events += 1
        key = self._chance.choice(KEYS)
        self.done.append(f"key {key.name}")
        QTest.keyClick(self._window, key)
        yield

    def _trick(self) -> Steps:
        self.events += 1
        name = self._chance.choice(sorted(self._tricks))
        self.done.append(f"trick {name}")
        yield from self._booth.aside(self._tricks[name])

    def _wait(self) -> Steps:
        yield from self._pause(LONG_ENOUGH_S)

    # --- hands and eyes ---
    def _touch(self, path: list[QPoint]) -> Steps:
        self.events += 1
        QTest.touchEvent(self._window, self._device, False).press(0, path[0], self._window).commit(False)
        for at in path[1:]:
            yield
            QTest.touchEvent(self._window, self._device, False).move(0, at, self._window).commit(False)
        yield
        QTest.touchEvent(self._window, self._device, False).release(0, path[-1], self._window).commit(False)
        yield

    def _pause(self, seconds: float) -> Steps:
        until_s = time.monotonic() + seconds
        while time.monotonic() < until_s:
            self._look()
            yield

    def _point(self) -> QPoint:
        return QPoint(self._chance.randrange(self._window.width()), self._chance.randrange(self._window.height()))

    def _controls(self) -> list[QQuickItem]:
        """What can be pressed now, in the order of the glass."""
        everything = measure.seen_items(self._window)
        seen = measure.topmost(everything, self._window, measure.MODAL)
        if self._booth.shown("frame", "zoom"):  # what moves the magnified page stands beside every question
            seen = [*seen, *(s for s in everything if s.item.objectName() in MAGNIFIED and s not in seen)]
        shown = [s for s in measure.targets(seen) if s.visible.contains(measure.middle(s.item))]
        return [s.item for s in shown if s.item.isEnabled()]

    def _look(self) -> None:
        session = self._booth.session
        self.pages.add(session.stage.value)
        if session.provisional and session.case_id:
            self.submitted.setdefault(session.number, set()).add(session.case_id)
        self.letters |= {letter.case_id for letter in session.letters.values() if letter.number}
