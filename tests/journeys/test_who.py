"""Shell: residents without an ID card of their own: by an official's eye, and for somebody else."""

import json
from collections.abc import Callable

import pytest

from kiosk_app.demo.fingers import Steps
from tests.journeys.booth import Booth
from tests.journeys.gear import someone
from tests.journeys.official import Official

pytestmark = pytest.mark.journey

NUMBER = someone()["card"]["number"]


def _say_who(booth: Booth) -> Steps:
    yield from booth.resident.find()
    yield from booth.resident.on_page("identify")
    yield from booth.fingers.tap("way-typed")
    yield from booth.fingers.tap("field-said_name")
    yield from booth.fingers.type_keys("ceshi")
    yield from booth.resident.close_keyboard()
    yield from booth.fingers.tap("field-said_number")
    yield from booth.fingers.type_keys(NUMBER)
    yield from booth.resident.close_keyboard()
    yield from booth.fingers.tap("goOn")
    yield from booth.resident.on_page("form")


def test_without_a_card_the_official_confirms_by_eye(booth: Booth, official: Callable[..., Official]) -> None:
    bot = official("--confirm")
    booth.walk(booth.resident.welcome(), _say_who(booth))
    assert booth.notice.startswith("还没有用证件核对您是谁")
    booth.walk(booth.resident.call())
    booth.walk(booth.until(lambda: booth.session.person and booth.session.person.seen_by, "the official's word"))
    assert booth.session.person is not None
    assert booth.session.person.seen_by == bot.user
    booth.walk(booth.until(lambda: booth.archive.history_of(booth.session.case_id), "the entry in the history"))
    assert [entry["what"] for entry in booth.archive.history_of(booth.session.case_id)] == ["person_confirmed"]
    assert booth.leftovers() == []


def test_two_cards_and_a_relation(booth: Booth) -> None:
    gear, fingers, resident = booth.gear, booth.fingers, booth.resident
    booth.walk(booth.to_identify(), fingers.tap("way-other"))
    gear.insert_card("resident")
    booth.walk(fingers.tap("answer-child"))
    booth.walk(booth.until(lambda: booth.shown("identify", "phase") == "lift", "take your own card"))
    gear.reader.remove()
    booth.walk(booth.until(lambda: booth.shown("identify", "phase") == "waiting", "the other card is asked for"))
    gear.insert_card("resident")
    booth.walk(booth.until(lambda: "还是您自己的证件" in booth.shown("identify", "troubleText"), "the same card again"))
    gear.reader.remove()
    booth.walk(booth.until(lambda: booth.shown("identify", "phase") == "waiting", "the other card is asked for again"))
    gear.insert_card("grandfather")
    booth.walk(fingers.tap("answer-yes"), resident.on_page("form"), fingers.tap("goOn"))
    booth.walk(booth.until(lambda: booth.session.page == 1, "the second page"))
    assert (booth.session.values["relation"], booth.session.values["agent_name"]) == (
        "child",
        someone()["card"]["name"],
    )
    booth.walk(_the_rest_of_the_form(booth), resident.on_page("material"))
    assert [row["id"] for row in booth.shown("material", "items")][-2:] == ["social-card", "authorisation"]
    booth.walk(_one_paper_and_the_letter_later(booth), resident.sign(), booth.submit(), booth.finish())
    (case,) = booth.archive.cases_of(booth.kiosk_id)
    identity = json.loads(booth.archive.part(case, "identity.json"))
    assert identity["holder"]["name"] == someone("grandfather")["card"]["name"]
    assert (identity["actor"]["number"], identity["relation"]) == (NUMBER, "child")
    assert json.loads(case["checks"]) == [{"code": "on_behalf", "relation": "child"}]
    assert booth.archive.form(case)["applicant_name"] == someone("grandfather")["card"]["name"]
    assert booth.leftovers() == [] == booth.leftovers("grandfather")


def _the_rest_of_the_form(booth: Booth) -> Steps:
    fingers, me = booth.fingers, someone()
    yield from fingers.tap("field-phone")
    yield from fingers.type_keys(me["phone"])
    yield from booth.resident.close_keyboard()
    yield from fingers.tap("goOn")
    yield from fingers.until(lambda: booth.session.page == 2, "the third page")
    yield from fingers.tap("choice-bank_name-icbc")
    yield from fingers.tap("field-bank_account")
    yield from fingers.type_keys(me["bank_account"])
    yield from booth.resident.close_keyboard()
    yield from fingers.tap("choice-account_holder_same-yes")
    yield from fingers.until(lambda: not booth.session.errors, "a form without errors")
    yield from fingers.tap("goOn")


def _one_paper_and_the_letter_later(booth: Booth) -> Steps:
    booth.gear.document.put_paper()
    yield from booth.until(lambda: booth.session.papers[0].state == "done", "the taken picture")
    booth.gear.document.take_paper()
    yield from booth.fingers.tap("goOn")
    yield from booth.until(lambda: booth.session.paper_at == 1, "the letter's turn")
    yield from booth.fingers.tap("doSecondary")
    yield from booth.until(lambda: booth.shown("frame", "overlayYes"), "the terms")
    yield from booth.fingers.tap("overlayYes")
    yield from booth.resident.on_page("check")
