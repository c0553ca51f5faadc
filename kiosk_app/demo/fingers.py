"""Shell: a resident's fingers: finds what is on the glass and touches it with real touch events."""

import time
from collections.abc import Callable, Generator
from pathlib import Path

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QImage
from PySide6.QtQuick import QQuickItem, QQuickWindow
from PySide6.QtTest import QTest

from kiosk_app.demo.stall import StallMeter

Steps = Generator[None, None, None]
"""A walk that gives the loop back at every `yield`."""

HOLD_S = 0.05
STILL_S, STILL_LOOKS = 0.05, 3
EDGE_PX, SWIPE_MOVES, SWIPE_REST_S = 4, 8, 0.2
WAIT_S = 60.0


class FingersError(Exception):
    """What should be on the glass is not: the message says what was looked for and what was there."""


class Fingers:
    """Works on the GUI lane, between the events of the program."""

    def __init__(self, window: QQuickWindow, meter: StallMeter, pictures: Path, *, hold_s: float = HOLD_S) -> None:
        self._window = window
        self._hold_s = hold_s
        self._touch = QTest.createTouchDevice()
        self._meter = meter
        self._pictures = pictures
        self._taken = 0
        self.page: Callable[[], str] = lambda: ""

    def seen(self, name: str) -> QQuickItem | None:
        """The visible, enabled item of that objectName."""
        return next((i for i in _walk(self._window.contentItem()) if i.objectName() == name and i.isEnabled()), None)

    def until(self, condition: Callable[[], object], what: str, *, wait_s: float = WAIT_S) -> Steps:
        """Waits for something to be true. Raises FingersError with the page that is in front instead."""
        until_s = time.monotonic() + wait_s
        while not condition():
            if time.monotonic() > until_s:
                self.picture("stuck")
                raise FingersError(f"waited {wait_s:g} s for {what}; the page is {self.page()!r}")
            yield

    def pause(self, seconds: float) -> Steps:
        """A person's moment."""
        until_s = time.monotonic() + seconds
        while time.monotonic() < until_s:
            yield

    def tap(self, name: str) -> Steps:
        """Touches the middle of an item once it stands still on the glass and is over its last press."""
        still = self._standing_still(name)
        until_s, looks = time.monotonic() + WAIT_S, 0
        while not still() and time.monotonic() < until_s:
            yield from self.pause(STILL_S / STILL_LOOKS)
            looks += 1
            if looks % STILL_LOOKS == 0:
                yield from self._swipe_to(name)
        yield from self.until(still, f"{name} on the glass", wait_s=0)
        yield from self.strike(name)

    def strike(self, name: str) -> Steps:
        """One touch, now. Raises FingersError when there is nothing to touch."""
        point = self._point(name)
        if point is None:
            raise FingersError(f"{name} is not on the glass; the page is {self.page()!r}")
        self._event().press(0, point.toPoint(), self._window).commit(False)
        yield from self.pause(self._hold_s)
        self._event().release(0, point.toPoint(), self._window).commit(False)
        yield from self.pause(self._hold_s)

    def hold(self, name: str, seconds: float) -> Steps:
        """One long touch."""
        yield from self.until(lambda: self._point(name) is not None, f"{name} on the glass")
        point = self._point(name)
        assert point is not None
        self._event().press(0, point.toPoint(), self._window).commit(False)
        yield from self.pause(seconds)
        self._event().release(0, point.toPoint(), self._window).commit(False)

    def type_keys(self, keys: str) -> Steps:
        """Types on the drawn keyboard."""
        for at, key in enumerate(keys):
            name = f"key-{key}"
            yield from self.tap(name) if at == 0 else self._tap_at_once(name)

    def erase(self, count: int) -> Steps:
        """Backspace, so many times."""
        for at in range(count):
            yield from self.tap("key-backspace") if at == 0 else self._tap_at_once("key-backspace")

    def draw(self, name: str, strokes: list[list[tuple[float, float]]]) -> Steps:
        """Writes on an item; points are 0..1 of its width and height."""
        yield from self.until(lambda: self.seen(name) is not None, name)
        item = self.seen(name)
        assert item is not None
        for stroke in strokes:
            points = [item.mapToScene(QPointF(x * item.width(), y * item.height())).toPoint() for x, y in stroke]
            self._event().press(0, points[0], self._window).commit(False)
            for point in points[1:]:
                yield
                self._event().move(0, point, self._window).commit(False)
            self._event().release(0, points[-1], self._window).commit(False)
            yield from self.pause(0.05)

    def picture(self, name: str) -> None:
        """Keeps what the resident sees as a numbered PNG. The time is the harness's."""
        with self._meter.apart():
            self._taken += 1
            image: QImage = self._window.grabWindow()
            image.save(str(self._pictures / f"{self._taken:02d}-kiosk-{name}.png"))

    def _swipe_to(self, name: str) -> Steps:
        """Where a list hides the item and does not bring it by itself: drag the list towards it."""
        item = self.seen(name)
        frame = _hiding(item) if item is not None else None
        if item is None or frame is None:
            return
        visible = frame.mapRectToScene(QRectF(0, 0, frame.width(), frame.height()))
        far_px = _middle(item).y() - visible.center().y()
        start = QPointF(visible.left() + EDGE_PX, visible.center().y())
        step_px = max(-visible.height() / 3, min(visible.height() / 3, far_px)) / SWIPE_MOVES
        self._event().press(0, start.toPoint(), self._window).commit(False)
        for move in range(1, SWIPE_MOVES + 1):
            yield
            here = QPointF(start.x(), start.y() - move * step_px)
            self._event().move(0, here.toPoint(), self._window).commit(False)
        yield from self.pause(SWIPE_REST_S)
        self._event().release(0, here.toPoint(), self._window).commit(False)
        yield from self.pause(self._hold_s)

    def _tap_at_once(self, name: str) -> Steps:
        yield from self.until(lambda: self._point(name) is not None, f"{name} on the glass")
        yield from self.strike(name)

    def _standing_still(self, name: str) -> Callable[[], bool]:
        """A page that is still being laid out moves what is on it: nobody aims at that."""
        last, since_s, looks = None, 0.0, 0

        def is_still() -> bool:
            nonlocal last, since_s, looks
            point = self._point(name)
            if point is None or point != last:
                last, since_s, looks = point, time.monotonic(), 0
                return False
            looks += 1
            return looks >= STILL_LOOKS and time.monotonic() - since_s >= STILL_S

        return is_still

    def _event(self) -> "QTest.QTouchEventSequence":
        return QTest.touchEvent(self._window, self._touch, False)

    def _point(self, name: str) -> QPointF | None:
        item = self.seen(name)
        if item is None or item.property("resting"):
            return None
        _lay_out(item)
        if item.width() <= 0 or item.height() <= 0:  # its page is built, but no layout has given it room yet
            return None
        glass = QRectF(0, 0, self._window.width(), self._window.height())
        middle = _middle(item)
        return middle if glass.contains(middle) and _hiding(item) is None else None


def _lay_out(item: QQuickItem) -> None:
    """Things stand where the next frame will show them: on a busy machine that frame may be long in coming."""
    if (around := item.parentItem()) is not None:
        _lay_out(around)
    item.ensurePolished()


def _middle(item: QQuickItem) -> QPointF:
    return item.mapToScene(QPointF(item.width() / 2, item.height() / 2))


def _hiding(item: QQuickItem) -> QQuickItem | None:
    """The list that cuts the middle of the item off, if one does."""
    middle = _middle(item)
    around: QQuickItem | None = item.parentItem()
    while around is not None:
        if around.clip() and not around.mapRectToScene(QRectF(0, 0, around.width(), around.height())).contains(middle):
            return around
        around = around.parentItem()
    return None


def _walk(item: QQuickItem) -> Generator[QQuickItem, None, None]:
    """In the order of the tree. A stack of its own: a generator in each other's depth costs four times as much."""
    left = [item]
    while left:
        item = left.pop()
        if item.isVisible() and item.opacity() > 0:
            yield item
            left += reversed(item.childItems())


__all__ = ["Fingers", "FingersError", "Qt", "Steps"]
