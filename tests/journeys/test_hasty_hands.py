"""Shell: everything pressed twice, with two fingers: one call, one case, one slip."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import QPoint

from kiosk_app.demo.fingers import FingersError, Steps
from tests.journeys.booth import QuickFingers
from tests.journeys.conftest import Open
from tests.journeys.gear import someone
from tests.journeys.official import Official
from tests.journeys.test_whole_matter import hang_up

pytestmark = pytest.mark.journey

ONCE = ("key-", "promise-", "field-")
"""A key pressed twice is two letters, a promise touched twice is taken back: that is what they are for."""
APART_PX = QPoint(18, 10)


class HastyFingers(QuickFingers):
    """Two fingers side by side, and the same again at once, wherever that lands."""

    def strike(self, name: str) -> Steps:
        """Press, let go, press, let go."""
        if name.startswith(ONCE):
            yield from super().strike(name)
            return
        point = self._point(name)
        if point is None:
            raise FingersError(f"{name} is not on the glass")
        first, second = point.toPoint(), point.toPoint() + APART_PX
        for _ in range(2):
            self._event().press(0, first, self._window).press(1, second, self._window).commit(False)
            yield from self.pause(self._hold_s)
            self._event().release(0, first, self._window).release(1, second, self._window).commit(False)
            yield from self.pause(self._hold_s * 3)


def test_everything_pressed_twice(open_booth: Open, official: Callable[..., Official]) -> None:
    booth, bot = open_booth(hand=HastyFingers), official()
    resident = booth.resident
    booth.walk(resident.welcome(), resident.find(), resident.identify(), resident.form(someone()))
    booth.walk(resident.material(), resident.call(), resident.sign(), booth.submit())
    booth.walk(booth.until(lambda: booth.shown("done", "title") == "已受理", "the official's decision"))
    booth.walk(hang_up(booth), resident.rate(), resident.leave())
    booth.walk(booth.until(lambda: booth.archive.ratings_of(booth.kiosk_id), "the rating at the hub"))
    (case,) = booth.archive.cases_of(booth.kiosk_id)
    assert booth.archive.ratings_of(booth.kiosk_id) == [{"case_id": case["case_id"], "level": 5}]
    assert len(bot.said("offered")) == len(bot.said("answered")) == 1
    assert booth.slips == 1
    assert booth.leftovers() == []
