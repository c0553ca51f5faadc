"""Shell: an official proposes a value, wants a photo, the card once more: each waits for the finger and has an end.

A supervisor listens meanwhile, as long as the resident lets them.
"""

import asyncio
import json
import threading
from collections.abc import Callable

import pytest

from cloud_seat.contract import companions as cp
from kiosk_app.demo.fingers import Steps
from tests.cloud_seat.hub.clients import open_seat
from tests.cloud_seat.hub.running import RunningHub
from tests.journeys.booth import Booth
from tests.journeys.gear import someone
from tests.journeys.official import Official

pytestmark = pytest.mark.journey
OTHER = "13800138009"


def _agree(booth: Booth, kind: str) -> Steps:
    yield from booth.until(lambda: [ask.kind for ask in booth.session.call.asks][:1] == [kind], f"the {kind}")
    yield from booth.fingers.tap("overlayYes")


async def _listen(hub: RunningHub, cookie: str, seat_id: str, heard: list[str]) -> None:
    """A supervisor's page: asks to listen, is let in, hears how it ends."""
    async with await open_seat(hub, cookie, status="") as page:
        await page.say(cp.CompanionAsked(role=cp.LISTENING, seat_id=seat_id))
        heard.append((await page.hear(cp.CompanionConnected)).role)
        heard.append((await page.hear(cp.CompanionEnded, wait_s=30)).reason)


def _listened(booth: Booth, bot: Official, heard: list[str]) -> Steps:
    """By name on the glass before they hear anything; one touch, and they are out."""
    number = f"9{bot.user}"
    booth.hub.add_seat(number)
    booth.hub.make_supervisor(number)
    listening = _listen(booth.hub, booth.hub.sign_in(number), f"seat-{bot.user}", heard)
    page = threading.Thread(target=asyncio.run, args=(listening,), name="aside supervisor", daemon=True)
    page.start()
    yield from booth.until(lambda: heard == [cp.LISTENING], "the supervisor in the call")
    (line,) = booth.shown("frame", "company")
    assert number in line["text"] and "旁听" in line["text"]
    yield from booth.fingers.tap(f"sendOut-{line['id']}")
    yield from booth.until(lambda: not page.is_alive() and not booth.shown("frame", "company"), "the supervisor gone")


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

    heard: list[str] = []
    booth.walk(_listened(booth, bot, heard))
    assert heard == [cp.LISTENING, "resident"]

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
    assert [entry["what"] for entry in booth.archive.history_of(case["case_id"]) if "companion" in entry["what"]] == [
        "companion_joined",
        "companion_left",
    ]
    assert OTHER not in str(noted)
