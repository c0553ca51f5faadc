"""Shell: 查进度 and 预约签到 by touch, against the real hub, with the card on the reader."""

from datetime import UTC, datetime, timedelta

import pytest

from cloud_seat.hub import admin
from cloud_seat.hub.config import Settings
from kiosk_app.demo.fingers import Steps
from tests.cloud_seat.hub.running import ROOT
from tests.journeys.booth import Booth
from tests.journeys.gear import someone

pytestmark = [pytest.mark.journey, pytest.mark.xdist_group("journeys")]


def _gone(booth: Booth) -> Steps:
    yield from booth.resident.on_page("takeCard")
    booth.gear.reader.remove()
    yield from booth.resident.on_page("welcome")
    yield from booth.until(lambda: booth.shown("welcome", "cleared"), "the proof of the wipe")


def _type_number(booth: Booth, digits: str) -> Steps:
    yield from booth.fingers.tap("field-number")
    yield from booth.fingers.type_keys(digits)
    yield from booth.resident.close_keyboard()


def test_from_the_slip_to_the_story(booth: Booth) -> None:
    booth.walk(booth.to_review(), booth.submit())
    digits = "".join(filter(str.isdigit, str(booth.shown("done", "number"))))[-6:]
    booth.walk(booth.finish())
    booth.walk(booth.fingers.tap("link-progress"), booth.resident.on_page("progress"), _type_number(booth, digits))
    booth.gear.insert_card()
    booth.walk(
        booth.until(lambda: booth.session.person, "the card"),
        booth.until(lambda: booth.shown("progress", "told"), "the story"),
    )
    assert booth.shown("progress", "headline") == "老年人长寿保健金"
    assert [step["title"] for step in booth.shown("progress", "steps")] == ["收到了", "等工作人员看材料"]
    booth.walk(booth.fingers.tap("goOn"), _gone(booth))
    assert booth.session.inquiry.progress is None and booth.shown("progress", "number") == ""
    assert booth.leftovers() == []


def test_a_number_of_another_card_tells_nothing(booth: Booth) -> None:
    booth.walk(booth.until(lambda: booth.session.ambient.link_up, "the hub"))
    booth.walk(booth.fingers.tap("link-progress"), booth.resident.on_page("progress"), _type_number(booth, "999999"))
    booth.gear.insert_card()
    booth.walk(booth.reads("没有找到"))
    assert not booth.shown("progress", "told")


def test_checked_in_and_on_into_the_matter(booth: Booth) -> None:
    places = Settings(data_dir=booth.hub.data_dir, assets_dir=booth.hub.assets_dir, web_dir=ROOT)
    at = (datetime.now(UTC) + timedelta(hours=8)).strftime("%Y-%m-%dT%H:%M")
    admin.add_booking(places, admin.Booked(item_id="longevity-allowance", at=at), someone()["card"]["number"])
    booth.walk(booth.until(lambda: booth.session.ambient.link_up, "the hub"))
    booth.walk(booth.fingers.tap("link-checkIn"), booth.resident.on_page("checkIn"))
    booth.gear.insert_card()
    booth.walk(booth.until(lambda: booth.shown("checkIn", "told"), "the booking"))
    assert booth.shown("checkIn", "toneText") == "签到好了，现在就可以办。"
    booth.walk(booth.fingers.tap("goOn"), booth.resident.on_page("guide"))
    assert booth.session.item_id == "longevity-allowance"
