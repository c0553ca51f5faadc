"""Shell: 查进度 and 预约签到 by touch, against the real hub, with the card on the reader."""

from datetime import UTC, datetime, timedelta

import pytest

from cloud_seat.hub import admin
from cloud_seat.hub.clock import now_utc
from cloud_seat.hub.config import Settings
from cloud_seat.hub.store import cases
from cloud_seat.hub.store.database import Database
from kiosk_app.demo.fingers import Steps
from kiosk_app.demo.resident import SIGNATURE
from tests.cloud_seat.hub.running import ROOT
from tests.journeys.booth import Booth
from tests.journeys.gear import someone

pytestmark = pytest.mark.journey


def _gone(booth: Booth) -> Steps:
    yield from booth.resident.on_page("takeCard")
    booth.gear.reader.remove()
    yield from booth.resident.on_page("welcome")
    yield from booth.until(lambda: booth.shown("welcome", "cleared"), "the proof of the wipe")


def _type_number(booth: Booth, digits: str) -> Steps:
    yield from booth.fingers.tap("field-number")
    yield from booth.fingers.type_keys(digits)
    yield from booth.resident.close_keyboard()


def _decide(booth: Booth, case_id: str) -> None:
    """An official accepts it, somewhere, while nobody stands here; and says that the result may be fetched."""
    made = cases.Decision(case_id, "seat:seat-1", "accepted", "3 号窗口，工作日来取。", "fetch")
    db = Database(Settings(data_dir=booth.hub.data_dir, assets_dir=booth.hub.assets_dir, web_dir=ROOT).dsn())
    db.run_now(lambda tx: cases.decide(tx, made, now_utc()))
    db.close()


def _sign_for_the_notice(booth: Booth) -> Steps:
    """Read, signed, on paper, and known to the hub."""
    yield from booth.until(lambda: booth.shown("progress", "takeText") == "领取文书", "the way to the notice")
    before = booth.slips
    yield from booth.fingers.tap("takeNotice")
    yield from booth.until(lambda: len(booth.shown("progress", "papers")) == 2, "notice and receipt on the glass")
    yield from booth.fingers.draw("ink", SIGNATURE)
    yield from booth.fingers.tap("goOn")
    yield from booth.reads("文书打印好了")
    assert booth.slips == before + 1
    yield from booth.until(lambda: len(booth.shown("progress", "steps")) == 4, "the story with the delivery")


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
    _decide(booth, booth.resident.told.case_id)
    booth.walk(booth.fingers.tap("doSecondary"), _type_number(booth, digits), booth.fingers.tap("goOn"))
    booth.walk(_sign_for_the_notice(booth))
    assert [step["title"] for step in booth.shown("progress", "steps")][-2:] == ["结果出来了", "文书已经签收"]
    assert booth.shown("progress", "toneText").endswith("。3 号窗口，工作日来取。")
    booth.walk(booth.fingers.tap("rate-2"), booth.until(lambda: booth.session.rating == 2, "the rating"))
    booth.walk(booth.fingers.tap("goOn"), _gone(booth))
    rated = [{"case_id": booth.resident.told.case_id, "level": 2}]
    booth.walk(booth.until(lambda: booth.archive.ratings_of(booth.kiosk_id) == rated, "it at the hub, after silence"))
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
