"""A resident goes on to a colleague: a ring passed on with its reason, a call handed over, a word in between."""

import re
from collections.abc import Callable
from typing import Any

from playwright.sync_api import expect

from cloud_seat.contract.signalling import CallConnected, HandoverChanged, QueueChanged
from tests.cloud_seat.hub.running import RunningHub
from tests.cloud_seat.web.matter import Matter
from tests.cloud_seat.web.test_call import connect
from tests.cloud_seat.web.test_look import Album

Opening = Callable[..., Any]


def test_a_resident_is_handed_over_with_everything(open_desk: Opening, hub: RunningHub, open_booth: Opening) -> None:
    first, second = open_desk(hub), open_desk(hub)
    first.ready()
    booth, matter = open_booth(media=False), Matter()
    connect(first, booth, matter)
    booth.say(matter.form(marks=("phone",)))
    expect(first.at("field-phone")).to_contain_text("已标红")
    first.at("caption-input").fill("电话少一位")
    first.at("caption-send").click()
    first.page.keyboard.press("Escape")
    second.sign_in()
    second.at("status-ready").click()
    expect(first.at("presence")).to_contain_text("在线坐席 2")

    first.page.keyboard.press("c")
    first.page.get_by_role("radio", name="测试员" + second.user).check()
    first.at("passing-note").fill("这位老人的号码少一位，怎么填")
    first.page.keyboard.press("Control+Enter")
    expect(second.at("consult-talk")).to_contain_text("号码少一位")
    second.at("consult-text").fill("请他翻开存折看")
    second.at("consult-send").click()
    expect(first.at("consult-talk")).to_contain_text("请他翻开存折看")
    Album(second.page, "large").look("consulted")

    first.page.keyboard.press("x")
    first.page.get_by_role("radio", name="测试员" + second.user).check()
    first.at("passing-note").fill("只差电话")
    first.at("passing-send").click()
    told = booth.hear(HandoverChanged, lambda one: one.state == "asked")
    assert told.seat.number == second.user
    expect(first.at("handover")).to_contain_text("居民已经知道")
    Album(first.page, "large").look("handover")
    expect(second.at("incoming")).to_contain_text("请您接着办，居民还在通话中")
    expect(second.at("incoming")).to_contain_text("只差电话")
    second.at("decline-busy").click()
    booth.hear(HandoverChanged, lambda one: one.state == "declined")
    expect(first.at("handover")).to_be_hidden()
    expect(first.at("call-timer")).to_contain_text("通")

    first.page.keyboard.press("x")
    expect(first.page.get_by_role("radio", name="谁先有空谁接")).to_be_checked()
    first.at("passing-send").click()
    expect(second.at("incoming")).to_be_visible()
    second.page.keyboard.press("Enter")
    booth.hear(CallConnected, lambda one: one.attempt == 3)
    expect(first.at("captions")).to_contain_text("同事已接过去")
    expect(second.at("field-phone")).to_contain_text("已标红")
    expect(second.at("captions")).to_contain_text("之前写给居民：电话少一位")
    expect(first.at("after")).to_contain_text(re.compile(r"整理 0:\d\d"))
    first.page.keyboard.press("u")
    expect(first.at("after")).to_contain_text(re.compile(r"整理 1:\d\d"))
    first.page.keyboard.press("q")
    expect(first.at("after")).to_be_hidden()
    expect(first.at("status-ready")).to_have_attribute("aria-checked", "true")


def test_a_ring_is_passed_on_with_its_reason(open_desk: Opening, hub: RunningHub, open_booth: Opening) -> None:
    desk = open_desk(hub)
    desk.ready()
    booth, matter = open_booth(media=False), Matter()
    booth.call(call_id=matter.call_id, case_id=matter.case_id, item_id=matter.item_id, resident="测**", acting=True)
    expect(desk.at("incoming")).to_contain_text("测**，替别人办")
    desk.page.keyboard.press("4")
    desk.at("decline-note").fill("材料室停电")
    desk.at("decline-send").click()
    expect(desk.at("incoming")).to_be_hidden()
    booth.hear(QueueChanged, lambda queue: queue.reason != "ringing")
