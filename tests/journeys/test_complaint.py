"""Shell: 办不成事 and help by touch: from a page of the matter and back; delivered once, with and without a network."""

import json

import pytest

from kiosk_app.demo.fingers import Steps
from tests.journeys.booth import Booth
from tests.journeys.gear import someone

pytestmark = pytest.mark.journey

PHONE = someone()["phone"]


def _complain(booth: Booth) -> Steps:
    """The reason by touch, a number by the drawn keys."""
    yield from booth.fingers.tap("link-complaint")
    yield from booth.resident.on_page("complaint")
    yield from booth.fingers.tap("choice-reason-form")
    yield from booth.fingers.tap("field-phone")
    yield from booth.fingers.type_keys(PHONE)
    yield from booth.resident.close_keyboard()
    yield from booth.fingers.tap("goOn")
    yield from booth.until(lambda: booth.shown("complaint", "sent"), "the number")
    yield from booth.until(lambda: booth.shown("complaint", "printState") == "printed", "the slip")


def _complaints(booth: Booth) -> list[dict[str, object]]:
    cookie = booth.hub.sign_in(booth.hub.add_seat(f"{booth.kiosk_id}c"))
    lines = booth.hub.ask("GET", "/api/v1/letters", cookie=cookie).json()
    mine = [line for line in lines if line["kiosk_id"] == booth.kiosk_id]
    return [booth.hub.ask("GET", f"/api/v1/letters/{line['case_id']}", cookie=cookie).json() for line in mine]


def test_from_the_form_and_back(booth: Booth) -> None:
    booth.walk(booth.to_form(), booth.fingers.tap("link-help"), booth.resident.on_page("help"))
    assert booth.shown("help", "points")[0]["text"] == "点一下空格，下面会出来键盘。"
    booth.walk(booth.fingers.tap("goOn"), booth.resident.on_page("form"), _complain(booth))
    booth.walk(booth.until(lambda: str(booth.shown("complaint", "number")).startswith("PY-2"), "the hub's number"))
    number = booth.shown("complaint", "number")
    assert booth.slips == 1
    booth.walk(booth.fingers.tap("goOn"), booth.resident.on_page("form"))
    assert "phone" not in booth.session.values
    (told,) = _complaints(booth)
    assert (told["acceptance_number"], told["reason"], told["wants_call"]) == (number, "form", True)
    assert told["answers"] == {"reason": "form", "phone": PHONE}
    codes = [step["code"] for step in told["steps"]["steps"]]  # type: ignore[index]
    assert codes[-3:] == ["page:identify", "page:form", "at:form"]
    card = someone()["card"]
    assert not any(secret in json.dumps(told, ensure_ascii=False) for secret in (card["name"], card["number"]))


def test_without_a_network_it_waits_sealed_and_goes_once(booth: Booth) -> None:
    booth.walk(booth.resident.on_page("welcome"), booth.until(lambda: booth.session.ambient.link_up, "the hub"))
    cache = booth.kiosk.engine.cache
    booth.walk(booth.until(cache.trust.load_hub_keys, "the hub's keys"))
    booth.hub.kill()
    booth.walk(booth.until(lambda: not booth.session.ambient.link_up, "the outage"), _complain(booth))
    assert "-T-" in booth.shown("complaint", "number")
    assert "网络一通" in booth.shown("complaint", "nextText")
    booth.walk(booth.fingers.tap("goOn"), booth.resident.on_page("welcome"))
    booth.walk(booth.until(lambda: booth.shown("welcome", "cleared"), "the proof of the wipe"))
    assert booth.leftovers() == [] and len(cache.pending()) == 1
    booth.hub.start_again()
    booth.walk(booth.until(lambda: cache.pending() == [], "delivery"))
    assert [told["answers"] for told in _complaints(booth)] == [{"reason": "form", "phone": PHONE}]
