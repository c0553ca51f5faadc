"""Shell: the official's browser closes in mid-call: the resident reads it, the form stays, somebody answers."""

from collections.abc import Callable

import pytest

from kiosk_app.session.state import CallState
from tests.journeys.booth import Booth
from tests.journeys.gear import someone
from tests.journeys.official import Official

pytestmark = pytest.mark.journey


def test_another_official_answers_the_same_call(booth: Booth, official: Callable[..., Official]) -> None:
    first, resident = official(), booth.resident
    booth.walk(resident.welcome(), booth.to_form(), resident.call())
    call_id, values = booth.session.call.call_id, dict(booth.session.values)
    assert "云坐席" in booth.shown("call", "seatText")
    second = official()
    booth.walk(booth.until(lambda: second.said("ready"), "a second official"))
    first.vanish()
    booth.walk(booth.until(lambda: booth.shown("frame", "overlay") == "callLost", "the word about the official"))
    assert booth.shown("frame", "overlayTitle") == "对方断开了，正在重新接通"
    assert booth.shown("frame", "overlayText") == "您填的都还在，还是先找同一位。您也可以先自己办。"
    booth.walk(booth.fingers.tap("overlayYes"))
    booth.walk(booth.fingers.tap("field-phone"), booth.fingers.type_keys(someone()["phone"]))
    booth.walk(booth.until(lambda: booth.session.call.state is CallState.CONNECTED, "the other official"))
    assert booth.session.call.call_id == call_id
    booth.walk(booth.until(lambda: second.user in booth.shown("call", "seatText"), "the other official's number"))
    assert booth.session.values == values | {"phone": someone()["phone"]}
    booth.walk(booth.until(lambda: second.said("form"), "the form on the other desk"))
    engine = booth.kiosk.engine.call_engine
    booth.walk(booth.until(lambda: engine.stats().frames_decoded > 10, "the other official's picture"))
