"""Shell: nobody can be reached: the resident leaves a number and goes; the same card goes on, the hub hears it once."""

import pytest

from kiosk_app.demo.fingers import Steps
from tests.journeys.booth import Booth
from tests.journeys.gear import someone

pytestmark = pytest.mark.journey

PHONE = someone()["phone"]


def _ask_for_a_call(booth: Booth) -> Steps:
    yield from booth.fingers.tap("askCall")
    yield from booth.until(lambda: booth.shown("frame", "overlay") == "callLater", "the offer")
    yield from booth.fingers.tap("overlayYes")
    yield from booth.resident.on_page("message")
    yield from booth.fingers.tap("choice-want-call")
    yield from booth.fingers.tap("field-phone")
    yield from booth.fingers.type_keys(PHONE)
    yield from booth.resident.close_keyboard()
    yield from booth.fingers.tap("field-phone_right")
    yield from booth.fingers.tap("choice-when-morning")
    yield from booth.fingers.tap("goOn")
    yield from booth.until(lambda: booth.shown("message", "sent"), "the number")
    yield from booth.until(lambda: booth.shown("message", "printState") == "printed", "the slip")


def test_who_cannot_wait_is_called_back_and_goes_on_later(booth: Booth) -> None:
    cache = booth.kiosk.engine.cache
    booth.walk(booth.to_form(), booth.until(lambda: booth.session.saved, "the sealed form"))
    booth.hub.kill()
    booth.walk(booth.until(lambda: not booth.session.ambient.link_up, "the outage"), _ask_for_a_call(booth))
    case_id = booth.session.case_id
    booth.walk(booth.fingers.tap("doSecondary"), booth.resident.on_page("takeCard"))
    assert "锁在" in booth.shown("takeCard", "text")
    booth.gear.reader.remove()
    booth.walk(booth.resident.on_page("welcome"), booth.until(lambda: booth.shown("welcome", "cleared"), "the wipe"))
    assert booth.leftovers() == [], "the form and the number are sealed"
    assert [draft.case_id for draft in cache.drafts()] == [case_id]

    booth.hub.start_again()
    booth.walk(booth.until(lambda: cache.pending() == [], "delivery"))
    cookie = booth.hub.sign_in(booth.hub.add_seat(f"{booth.kiosk_id}m"))
    lines = booth.hub.ask("GET", "/api/v1/letters", cookie=cookie).json()
    (line,) = (line for line in lines if line["kiosk_id"] == booth.kiosk_id)
    told = booth.hub.ask("GET", f"/api/v1/letters/{line['case_id']}", cookie=cookie).json()
    assert told["answers"] == {"want": "call", "phone": PHONE, "phone_right": True, "when": "morning"}
    assert (told["kind"], told["item_id"], told["steps"]["case_id"]) == ("message", "longevity-allowance", case_id)

    booth.walk(booth.to_form(), booth.until(lambda: booth.shown("frame", "overlay") == "resume", "the question"))
    booth.walk(booth.fingers.tap("overlayYes"), booth.until(lambda: booth.session.case_id == case_id, "the same case"))
