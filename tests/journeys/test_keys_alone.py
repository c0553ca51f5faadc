"""Shell: a whole matter with a tactile keypad: next, previous, OK, back and digits. No finger touches the glass."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from kiosk_app.demo.fingers import Steps
from tests.journeys.booth import Booth
from tests.journeys.gear import someone

pytestmark = pytest.mark.journey

Key = Qt.Key
TURNS = 80
FINGER_S = 0.06
"""Quicker keys are taken for a scanner's."""


class Keys:
    """One hand on the keypad."""

    def __init__(self, booth: Booth) -> None:
        self._booth = booth

    def strike(self, key: Qt.Key) -> Steps:
        QTest.keyClick(self._booth.kiosk.window, key)
        yield from self._booth.fingers.pause(FINGER_S)

    def type(self, digits: str) -> Steps:
        for digit in digits:
            yield from self.strike(Key(Key.Key_0 + int(digit)))

    def to(self, name: str) -> Steps:
        """Next, until the ring is around it."""
        for _ in range(TURNS):
            if self._name() == name:
                return
            yield from self.strike(Key.Key_Tab)
        raise AssertionError(f"{name} is not reached on {self._booth.page}; the ring is at {self._name()!r}")

    def press(self, name: str) -> Steps:
        yield from self._booth.until(lambda: self._booth.fingers.seen(name) is not None, name)
        yield from self.to(name)
        yield from self._booth.fingers.pause(0.4)  # what has only just appeared takes no press
        yield from self.strike(Key.Key_Return)

    def _name(self) -> str:
        target = self._booth.kiosk.window.property("keypad").property("target")
        if target is None:
            return ""
        label = target.property("label")
        return str(label or target.objectName())


def _find(booth: Booth, keys: Keys) -> Steps:
    yield from booth.resident.on_page("welcome")
    yield from booth.until(lambda: booth.shown("frame", "linkUp"), "the hub")
    yield from keys.press("search")
    yield from booth.resident.on_page("find")
    yield from booth.until(lambda: booth.kiosk.window.property("typing"), "the search field")
    for letter in (Key.Key_L, Key.Key_N, Key.Key_R):
        yield from keys.strike(letter)
    yield from booth.until(lambda: booth.session.results, "search results")
    yield from keys.press("result-longevity-allowance")
    yield from booth.until(lambda: booth.session.item_id, "the chosen item")
    yield from keys.press("startMatter")
    yield from booth.resident.on_page("identify")
    booth.gear.insert_card()
    yield from booth.resident.on_page("form")


def _fill(booth: Booth, keys: Keys) -> Steps:
    person = someone()
    yield from keys.press("goOn")
    yield from booth.until(lambda: booth.session.page == 1, "the second page")
    yield from keys.to("手机号码")
    yield from keys.type(person["phone"])
    yield from keys.press("choice-relation-self")
    yield from booth.until(lambda: booth.session.values.get("relation") == "self", "the relation")
    yield from keys.press("goOn")
    yield from booth.until(lambda: booth.session.page == 2, "the third page")
    yield from keys.press("choice-bank_name-icbc")
    yield from keys.to("银行账号")
    yield from keys.type(person["bank_account"])
    yield from keys.press("choice-account_holder_same-yes")
    yield from booth.until(lambda: not booth.session.errors, "a form without errors")
    yield from keys.press("goOn")


def _hand_in(booth: Booth, keys: Keys) -> Steps:
    yield from booth.resident.on_page("material")
    booth.gear.document.put_paper()
    yield from booth.until(lambda: booth.session.papers[0].state == "done", "the taken picture")
    yield from keys.press("goOn")
    yield from booth.resident.on_page("check")
    yield from keys.press("goOn")
    yield from booth.resident.on_page("sign")
    yield from booth.until(lambda: booth.session.document, "the drawn application")
    for promise in booth.shown("sign", "promises"):
        yield from keys.press(f"promise-{promise['id']}")
    yield from keys.press("ink")
    yield from keys.press("goOn")
    yield from booth.resident.on_page("review")
    yield from keys.press("goOn")
    yield from booth.resident.on_page("done")
    yield from booth.resident.printed()


def _leave(booth: Booth, keys: Keys) -> Steps:
    yield from keys.press("rate-4")
    yield from booth.until(lambda: booth.session.rating == 4, "the rating")
    yield from keys.press("finish")
    yield from booth.resident.on_page("takeCard")
    booth.gear.reader.remove()
    yield from booth.resident.on_page("welcome")


def _questions(booth: Booth, keys: Keys) -> Steps:
    """Every question on the way can be answered, and "back" means no."""
    yield from keys.press("leave")
    yield from booth.until(lambda: booth.session.overlay == "leave", "the question")
    yield from booth.fingers.pause(0.4)
    yield from keys.strike(Key.Key_Escape)
    yield from booth.until(lambda: booth.session.overlay == "", "the page below")


def test_a_whole_matter_by_keys_alone(booth: Booth) -> None:
    keys = Keys(booth)
    booth.walk(_find(booth, keys), _questions(booth, keys), _fill(booth, keys), _hand_in(booth, keys))
    number = booth.session.acceptance
    booth.walk(_leave(booth, keys))
    (case,) = booth.archive.cases_of(booth.kiosk_id)
    assert case["acceptance_number"] == number
    assert booth.leftovers() == []
