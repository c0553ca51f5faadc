"""Shell: an official proposes a value, wants a photo, the card once more: each waits for the finger and has an end."""

import json
from collections.abc import Callable

import pytest

from kiosk_app.demo.fingers import Steps
from tests.journeys.booth import Booth
from tests.journeys.gear import someone
from tests.journeys.official import Official

pytestmark = [pytest.mark.journey, pytest.mark.xdist_group("journeys")]
OTHER = "13800138009"


def _agree(booth: Booth, kind: str) -> Steps:
    yield from booth.until(lambda: [ask.kind for ask in booth.session.call.asks][:1] == [kind], f"the {kind}")
    yield from booth.fingers.tap("overlayYes")


def test_every_ask_waits_for_the_finger_and_is_carried_out(booth: Booth, official: Callable[..., Official]) -> None:
    bot = official("--ask", f"value:phone={OTHER}", "--ask", "photo", "--ask", "card", "--ask", "undress")
    resident = booth.resident

    def answers() -> list[str]:
        return [f"{line['ask']}{line['answer']}" for line in bot.said("ask_answered")]

    booth.walk(resident.welcome(), resident.find(), resident.identify(), resident.form(someone()), resident.material())
    written = booth.session.values["phone"]
    booth.walk(resident.call(), booth.until(lambda: booth.shown("frame", "overlayFacts"), "the proposal"))
    assert [fact["value"] for fact in booth.shown("frame", "overlayFacts")] == [written, OTHER]
    assert booth.session.values["phone"] == written
    booth.walk(_agree(booth, "value"), _agree(booth, "photo"), _agree(booth, "card"))
    assert booth.session.values["phone"] == OTHER
    booth.walk(booth.until(lambda: booth.shown("frame", "overlay") == "callCard", "the card's question"))
    booth.walk(booth.aside(booth.gear.reader.remove))
    booth.walk(booth.until(lambda: not booth.session.ambient.card_present, "the card lifted"))
    booth.walk(booth.aside(booth.gear.insert_card))
    booth.walk(booth.until(lambda: {"card-done", "photo-done"} <= set(answers()), "both ended"))
    assert sorted(answers()) == ["card-done", "card-yes", "photo-done", "photo-yes", "undress-cannot", "value-phoneyes"]
    assert [scan["material"] for scan in bot.said("scan") if scan["material"] == "face"] == ["face"]

    booth.walk(resident.sign(), booth.submit())
    (case,) = booth.archive.cases_of(booth.kiosk_id)
    first = next(one for one in json.loads(booth.archive.part(case, "changes.json")) if one["proposed_by"])
    assert (first["field"], first["proposed_by"], first["before"], first["after"]) == (
        "phone",
        bot.user,
        written,
        OTHER,
    )
    assert not [part for part in booth.archive.parts(case) if "face" in part], "the photo is nowhere but in the call"
    noted = {(entry["what"], entry["note"]) for entry in booth.archive.history_of(case["case_id"])}
    assert {("asked", "photo"), ("ask_answered", "photo: yes"), ("ask_answered", "photo: done")} <= noted
    assert OTHER not in str(noted)
