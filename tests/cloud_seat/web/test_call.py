"""A whole call: picture both ways, the live form, papers, marks, words, the end."""

import json
import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, expect

from cloud_seat.contract.changes import Change
from cloud_seat.contract.signalling import (
    AskAnswered,
    Asked,
    CallConnected,
    CallEnded,
    Captioned,
    FieldMarked,
    HearingTold,
    MarkAnswered,
    SeatLost,
)
from tests.cloud_seat.hub.running import RunningHub
from tests.cloud_seat.web.booth import Booth
from tests.cloud_seat.web.conftest import Desk
from tests.cloud_seat.web.matter import SHORT_PHONE, Matter, health

Opening = Callable[..., Any]
ASSETS = Path(__file__).resolve().parents[3] / "assets"


def connect(desk: Desk, booth: Booth, matter: Matter) -> None:
    """The resident calls, the official answers."""
    booth.call(call_id=matter.call_id, case_id=matter.case_id, item_id=matter.item_id)
    expect(desk.at("incoming")).to_be_visible()
    desk.page.keyboard.press("Enter")
    expect(desk.at("incoming")).to_be_hidden()
    booth.hear(CallConnected)


def frames(desk: Desk) -> int:
    return int(desk.page.evaluate("() => document.documentElement.dataset.framesDecoded || '0'"))


def expect_frames(desk: Desk, more_than: int) -> None:
    """The page has decoded more pictures than that; it counts once a second."""
    pattern = re.compile(r"^\d+$")
    expect(desk.page.locator("html")).to_have_attribute("data-frames-decoded", pattern, timeout=15_000)
    for _ in range(40):
        if frames(desk) > more_than:
            return
        desk.page.wait_for_timeout(250)
    pytest.fail(f"{frames(desk)} frames, wanted more than {more_than}")


def test_a_whole_call(desk: Desk, hub: RunningHub, open_booth: Opening) -> None:
    desk.ready()
    booth, matter = open_booth(), Matter()
    connect(desk, booth, matter)
    expect(desk.at("call-timer")).to_have_text(re.compile(r"通话中 00:0\d"), timeout=15_000)
    expect_frames(desk, 20)
    expect(desk.at("quality")).to_contain_text(re.compile(r"640×480 · \d+ 帧/秒 · 丢包"))
    assert booth.frames > 5

    booth.say(health())
    expect(desk.at("devices")).to_contain_text("▲ 没有纸")
    booth.say(matter.form(errors={"phone": SHORT_PHONE}, focus="live_address"))
    expect(desk.at("resident-name")).to_have_text(re.compile(r"测试甲 · 女 · 12\d 岁"))
    expect(desk.at("field-applicant_name")).to_contain_text("来自身份证")
    expect(desk.at("field-phone")).to_contain_text("还差 1 位")
    expect(desk.at("field-live_address")).to_contain_text("居民正在输入")
    expect(desk.at("field-relation")).to_contain_text("我就是本人")
    expect(desk.at("field-agent_name")).to_be_hidden()
    expect(desk.page.locator("#points li")).to_have_count(5)

    booth.show_papers(matter)
    expect(desk.at("tab-scans")).to_contain_text("材料 2/2")
    desk.at("scan-2").click()
    viewer = desk.page.locator("#viewer-image")
    assert viewer.evaluate("async (image) => { await image.decode(); return image.naturalWidth; }") == 800
    desk.page.keyboard.press("+")
    desk.page.keyboard.press("r")
    assert "rotate(90deg)" in viewer.evaluate("(image) => image.style.transform")
    desk.page.keyboard.press("3")
    expect(desk.at("guide")).to_contain_text("承诺 10 个工作日")

    desk.page.keyboard.press("Control+e")
    desk.page.keyboard.press("Control+e")
    assert booth.hear(CallEnded).reason == "seat"
    expect(desk.at("call-timer")).to_contain_text("通话已结束")
    desk.page.keyboard.press("q")
    expect(desk.at("call-timer")).to_be_hidden()
    expect(desk.page.locator("#form")).not_to_contain_text("测试甲")
    expect(desk.at("status-ready")).to_have_attribute("aria-checked", "true")


def test_numbers_are_covered_until_asked_for(desk: Desk, open_booth: Opening) -> None:
    desk.ready()
    booth, matter = open_booth(media=False), Matter()
    connect(desk, booth, matter)
    booth.say(matter.form())
    number = desk.at("field-id_number")
    expect(number).to_contain_text("4401**********0020")
    expect(desk.at("field-bank_account")).to_contain_text("6217 **** ****")
    expect(desk.page.locator("body")).not_to_contain_text("440113189903020020")
    number.get_by_role("button", name="显示").click()
    expect(number).to_contain_text("440113189903020020")
    number.get_by_role("button", name="显示").click()
    expect(number).not_to_contain_text("440113189903020020")


def test_marking_by_keyboard_and_the_residents_mending(desk: Desk, open_booth: Opening) -> None:
    desk.ready()
    booth, matter = open_booth(media=False), Matter()
    connect(desk, booth, matter)
    booth.say(matter.form(errors={"phone": SHORT_PHONE}))
    expect(desk.at("field-phone")).to_be_visible()
    desk.page.keyboard.press("f")
    desk.page.keyboard.press("Enter")
    expect(desk.at("mark-note")).to_be_focused()
    desk.at("mark-note").fill("少了一位数字")
    desk.page.keyboard.press("Enter")
    marked = booth.hear(FieldMarked)
    assert (marked.field, marked.note, marked.attempt) == ("phone", "少了一位数字", 1)
    booth.say(matter.form(errors={"phone": SHORT_PHONE}, marks=("phone",)))
    expect(desk.at("field-phone")).to_contain_text("已标红给居民")
    booth.say(matter.form(values={"phone": "13800138000"}))
    booth.say(MarkAnswered(call_id=matter.call_id, field="phone"))
    expect(desk.at("field-phone")).to_contain_text("居民已改好")
    expect(desk.at("field-phone")).to_contain_text("138 0013 8000")
    desk.at("mark-relation").click()
    desk.at("mark-send").click()
    assert booth.hear(FieldMarked).note == "请您再看一看这一项"


def test_typing_never_triggers_keys_and_nothing_jumps(desk: Desk, open_booth: Opening) -> None:
    desk.ready()
    booth, matter = open_booth(media=False), Matter()
    connect(desk, booth, matter)
    booth.say(matter.form())
    booth.say(HearingTold(call_id=matter.call_id))
    expect(desk.at("hearing")).to_contain_text("居民听不清：请慢一点、大声一点，或打字")
    booth.say(HearingTold(call_id=matter.call_id, again=True))
    expect(desk.at("hearing")).to_contain_text("居民还是听不清：请打字")
    field = desk.at("caption-input")
    desk.at("hearing-write").click()
    expect(field).to_be_focused()
    field.fill("慢慢来")
    desk.page.keyboard.press("Enter")
    assert booth.hear(Captioned).text == "慢慢来"
    expect(desk.at("hearing")).to_be_hidden()
    field.blur()
    desk.page.keyboard.press("/")
    expect(field).to_be_focused()
    before = field.bounding_box()
    for key in ("m", "v", "t", "q", "f", "1", "2", "3", "5", "0", "-", "/"):
        desk.page.keyboard.press(key)
        booth.say(matter.form(focus="phone", values={"live_address": "路" * len(key) * 30}))
    expect(field).to_have_value("mvtqf12350-/")
    assert field.bounding_box() == before
    expect(desk.at("mute")).to_have_attribute("aria-pressed", "false")
    expect(desk.page.locator("#tab-form")).to_have_attribute("aria-selected", "true")
    desk.page.keyboard.press("Enter")
    assert booth.hear(Captioned).text == "mvtqf12350-/"
    expect(desk.at("captions")).to_contain_text("mvtqf12350-/")
    desk.page.keyboard.press("Escape")
    desk.page.keyboard.press("m")
    expect(desk.at("mute")).to_have_attribute("aria-pressed", "true")
    desk.page.keyboard.press("5")
    assert booth.hear(Captioned).text == "请把材料放平"


def test_strange_values_are_shown_as_they_are(desk: Desk, open_booth: Opening) -> None:
    desk.ready()
    booth, matter = open_booth(media=False), Matter()
    connect(desk, booth, matter)
    name = "<img src=x onerror=alert(1)>𠮷龘😀"
    booth.say(matter.form(values={"applicant_name": name, "live_address": "路" * 10_000, "phone": 138, "stranger": {}}))
    expect(desk.at("field-applicant_name")).to_contain_text(name)
    box = desk.at("field-live_address").bounding_box()
    assert box and box["height"] < 140


def test_a_reload_resumes_the_same_call(desk: Desk, hub: RunningHub, open_booth: Opening) -> None:
    desk.ready()
    booth, matter = open_booth(), Matter()
    connect(desk, booth, matter)
    booth.say(matter.form())
    booth.show_papers(matter)
    expect(desk.at("call-timer")).to_contain_text("通话中", timeout=15_000)
    expect_frames(desk, 5)
    desk.page.reload()
    booth.hear(SeatLost)
    assert booth.hear(CallConnected).attempt == 2
    expect(desk.at("call-timer")).to_contain_text("通话中", timeout=15_000)
    expect(desk.at("field-applicant_name")).to_contain_text("测试甲")
    expect(desk.at("scan-2")).to_be_visible()
    expect_frames(desk, 5)


def test_a_desk_without_camera_still_answers(
    open_desk: Opening, hub: RunningHub, bare_browser: Browser, open_booth: Opening
) -> None:
    desk = open_desk(hub, on=bare_browser)
    desk.ready()
    booth, matter = open_booth(), Matter()
    connect(desk, booth, matter)
    expect(desk.at("camera-note")).to_contain_text("没有找到设备")
    expect(desk.at("camera-note")).to_contain_text("您仍可看、打字和办理")
    expect(desk.at("call-timer")).to_contain_text("通话中", timeout=15_000)
    expect_frames(desk, 5)


def test_the_resident_hangs_up(desk: Desk, open_booth: Opening) -> None:
    desk.ready()
    booth, matter = open_booth(media=False), Matter()
    connect(desk, booth, matter)
    booth.say(matter.form())
    expect(desk.at("field-phone")).to_be_visible()
    booth.hang_up()
    expect(desk.at("captions")).to_contain_text("居民结束了通话")
    expect(desk.at("end-call")).to_be_disabled()
    desk.at("clear").click()
    expect(desk.at("field-phone")).to_have_count(0)


def test_a_paper_is_asked_for_and_the_answer_stands_between_the_words(desk: Desk, open_booth: Opening) -> None:
    desk.ready()
    booth, matter = open_booth(media=False), Matter()
    connect(desk, booth, matter)
    expect(desk.at("ask-paper-go")).to_be_enabled()
    desk.at("ask-paper").select_option("authorisation")
    desk.at("ask-paper-go").click()
    asked = booth.hear(Asked)
    assert (asked.kind, asked.target, asked.attempt) == ("paper", "authorisation", 1)
    expect(desk.at("captions")).to_contain_text("等居民回答")
    booth.say(AskAnswered(call_id=matter.call_id, ask_id=asked.ask_id, answer="no"))
    expect(desk.at("captions")).to_contain_text("居民没有同意")
    desk.page.keyboard.press("g")
    asked = booth.hear(Asked)
    assert asked.kind == "signature"
    booth.say(AskAnswered(call_id=matter.call_id, ask_id=asked.ask_id, answer="cannot"))
    expect(desk.at("captions")).to_contain_text("那一步做不了")
    booth.say(matter.form(marks=("phone",)))
    expect(desk.at("field-phone")).to_contain_text("已标红给居民")
    booth.say(MarkAnswered(call_id=matter.call_id, field="phone", answer="declined"))
    expect(desk.at("field-phone")).to_contain_text("居民说没有错")
    _propose(desk, booth, matter)


def _propose(desk: Desk, booth: Booth, matter: Matter) -> None:
    """A value goes to the booth as a question; the page writes nothing, and shows what the booth shares."""
    phone = desk.at("field-phone")
    desk.at("mark-phone").click()
    expect(desk.at("mark-value")).to_have_value("1380013800")
    desk.at("mark-value").fill("138 0013 8000")
    desk.at("mark-note").fill("少了一位")
    desk.page.keyboard.press("Enter")
    asked = booth.hear(Asked)
    told = (asked.kind, asked.target, asked.value, asked.was, asked.note)
    assert told == ("value", "phone", "13800138000", "1380013800", "少了一位")
    expect(phone).to_contain_text("等居民点头")
    expect(phone).to_contain_text("138 0013 800")
    booth.say(AskAnswered(call_id=matter.call_id, ask_id=asked.ask_id, answer="yes"))
    expect(phone).to_contain_text("居民同意，已改")
    change = Change(field="phone", at_utc="2026-11-26T02:42:00+00:00", proposed_by="0217")
    booth.say(matter.form(values={"phone": "13800138000"}, focus="phone"))
    booth.say(matter.form(values={"phone": "13800138000"}, changed={"phone": change}))
    expect(phone).to_contain_text("0217 建议")
    desk.at("mark-phone").click()
    desk.at("mark-value").fill("12345")
    desk.at("mark-send").click()
    expect(phone).to_contain_text("建议不合要求")


def test_a_package_names_its_parts(desk: Desk, open_booth: Opening) -> None:
    desk.ready()
    booth, matter = open_booth(media=False), Matter()
    package = json.loads((ASSETS / "catalogue" / "packages.json").read_text())[0]
    connect(desk, booth, replace(matter, item_id=package["id"]))
    expect(desk.at("item-parts")).to_contain_text(f"一次办 {len(package['parts'])} 项")
