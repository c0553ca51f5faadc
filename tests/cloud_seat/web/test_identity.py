"""How the desk shows who is in the booth, and the official's word that it is them: once, by key, on record."""

import re
from collections.abc import Callable
from typing import Any

from playwright.sync_api import expect

from cloud_seat.contract.identity import RELATIONS, Identity, Known
from cloud_seat.contract.signalling import IdentityConfirmed, ViewBroken
from tests.cloud_seat.hub.running import RunningHub
from tests.cloud_seat.web.conftest import Desk
from tests.cloud_seat.web.matter import Matter
from tests.cloud_seat.web.test_call import connect

Opening = Callable[..., Any]
CARD = Known(name="测试甲", number="440113189903020020")
SAID = Known(name="测试甲", number="440113189903020020", proof="said")
AGENT = Known(name="测试乙", number="440113190304050015", proof="code")


def test_the_official_confirms_by_key_what_was_seen(desk: Desk, hub: RunningHub, open_booth: Opening) -> None:
    desk.ready()
    booth, matter = open_booth(), Matter()
    connect(desk, booth, matter)
    booth.say(matter.form(identity=Identity(holder=SAID, claim=3)))
    expect(desk.at("resident-badge")).to_have_text("没有刷证，姓名号码是自己写的，请核对本人")
    desk.page.keyboard.press("i")
    assert booth.hear(IdentityConfirmed).claim == 3
    expect(desk.at("confirm-identity")).to_be_disabled()
    seen = Known(name=SAID.name, number=SAID.number, proof="said", seen_by="0217")
    booth.say(matter.form(identity=Identity(holder=seen, claim=3)))
    expect(desk.at("resident-badge")).to_have_text("未刷卡，0217 已当面核对")
    expect(desk.at("confirm-identity")).to_be_hidden()
    booth.say(ViewBroken(call_id=matter.call_id, gap_s=12))
    booth.say(matter.form(identity=Identity(holder=CARD, claim=4, gap_s=12)))
    expect(desk.at("resident-badge")).to_have_text("有 12 秒看不到居民，请再核对本人")
    expect(desk.at("confirm-identity")).to_be_enabled()
    desk.page.keyboard.press("i")
    assert booth.hear(IdentityConfirmed).claim == 4
    booth.say(matter.form(identity=Identity(holder=CARD, claim=4)))
    expect(desk.at("resident-badge")).to_have_text("已刷身份证")
    booth.submit(matter)
    expect(desk.at("accept")).to_be_enabled()
    case = desk.page.evaluate("id => fetch(`/api/v1/cases/${id}`).then((answer) => answer.json())", matter.case_id)
    whats = [entry["what"] for entry in case["history"]]
    assert whats == ["person_confirmed", "view_broken", "person_confirmed", "received"]
    assert case["history"][1]["note"] == "line 12 s"


def test_who_acts_for_whom_is_on_the_desk(desk: Desk, hub: RunningHub, open_booth: Opening) -> None:
    desk.ready()
    booth, matter = open_booth(), Matter()
    connect(desk, booth, matter)
    acting = Identity(holder=SAID, actor=AGENT, relation="child", relation_text=RELATIONS["child"], claim=2)
    booth.say(matter.form(identity=acting))
    expect(desk.at("acting")).to_contain_text("代办人：测试乙 4401**********0015")
    expect(desk.at("acting")).to_contain_text("与对方关系：子女")
    expect(desk.at("acting")).to_contain_text("被代办人：测试甲，证件没有带来，资料由代办人填写")
    expect(desk.at("resident-badge")).to_have_text(re.compile("只扫了电子证照码"))
    booth.say(matter.form())
    expect(desk.at("resident-badge")).to_have_text("已刷身份证")
    expect(desk.at("acting")).to_be_hidden()
