"""Accepting and returning: only a case that has arrived, always confirmed, a return never without its reason."""

from collections.abc import Callable
from typing import Any

from playwright.sync_api import expect

from cloud_seat.contract.signalling import CaseDecided
from tests.cloud_seat.hub.running import RunningHub
from tests.cloud_seat.web.booth import PDF, SIGNED
from tests.cloud_seat.web.conftest import Desk
from tests.cloud_seat.web.matter import Matter
from tests.cloud_seat.web.test_call import connect

Opening = Callable[..., Any]


def test_accepting(desk: Desk, hub: RunningHub, open_booth: Opening) -> None:
    desk.ready()
    booth, matter = open_booth(media=False), Matter()
    connect(desk, booth, matter)
    booth.say(matter.form(stage="sign"))
    expect(desk.at("stage")).to_contain_text("签名")
    expect(desk.at("accept")).to_be_disabled()
    expect(desk.at("return")).to_be_disabled()
    booth.submit(matter)
    expect(desk.at("acceptance-number")).to_contain_text("PY-")
    for name in SIGNED:
        link = desk.at(name.replace(".", "-")).get_attribute("href")
        seen = desk.page.evaluate("async (link) => await (await fetch(link)).text()", link)
        assert seen.encode() == PDF
    desk.page.keyboard.press("Control+Enter")
    expect(desk.at("accept-confirm")).to_be_visible()
    desk.page.keyboard.press("Escape")
    expect(desk.at("accept-confirm")).to_be_hidden()
    desk.page.keyboard.press("Control+Enter")
    expect(desk.at("accept-where")).to_be_hidden()
    desk.at("accept-result").select_option("fetch")
    desk.at("accept-where").fill("3 号窗口")
    desk.page.keyboard.press("Control+Enter")
    decided = booth.hear(CaseDecided)
    assert (decided.decision, decided.case_id) == ("accepted", matter.case_id)
    assert (decided.result, decided.note) == ("fetch", "3 号窗口")
    expect(desk.at("accept")).to_be_disabled()


def test_returning_needs_its_reason(desk: Desk, hub: RunningHub, open_booth: Opening) -> None:
    desk.ready()
    booth, matter = open_booth(media=False), Matter()
    connect(desk, booth, matter)
    booth.submit(matter)
    expect(desk.at("acceptance-number")).to_be_visible()
    desk.page.keyboard.press("t")
    expect(desk.at("return-note")).to_be_focused()
    desk.at("return-confirm").click()
    expect(desk.page.locator("#return-error")).to_contain_text("请先写清要补正什么")
    desk.at("return-note").fill("请补交委托书原件")
    desk.page.keyboard.press("Enter")
    expect(desk.at("return-items").get_by_role("listitem")).to_have_count(1)
    desk.page.locator("#return-papers").get_by_role("button", name="社会保障卡复印件").click()
    desk.page.keyboard.type("反光，看不清号码")
    desk.page.keyboard.press("Control+Enter")
    decided = booth.hear(CaseDecided)
    assert (decided.decision, decided.note) == ("returned", "请补交委托书原件\n社会保障卡复印件：反光，看不清号码")


def _seek(desk: Desk, matter: Matter) -> None:
    """Own cases by number, item, day and state."""
    line, none = desk.at(f"own-{matter.case_id}"), desk.page.locator("#own-none")
    expect(desk.at("own-number")).to_be_focused()
    number = desk.at("acceptance-number").inner_text().split()[-1]
    for field, right, wrong in (
        ("#own-number", number, "PY-0000-0000-0000-00"),
        ("#own-item", "长寿", "建房"),
        ("#own-day", line.inner_text().split(" · ")[-1][:10], "2020-02-29"),
    ):
        desk.page.locator(field).fill(wrong)
        expect(none).to_be_visible()
        desk.page.locator(field).fill(right)
        expect(line).to_be_visible()
    desk.at("own-state").select_option("returned")
    expect(none).to_be_visible()
    desk.at("own-state").select_option("received")
    expect(line).to_be_visible()


def test_a_decision_after_the_call(desk: Desk, hub: RunningHub, open_booth: Opening) -> None:
    desk.ready()
    booth, matter = open_booth(media=False), Matter()
    connect(desk, booth, matter)
    booth.submit(matter)
    expect(desk.at("acceptance-number")).to_be_visible()
    booth.hang_up()
    expect(desk.at("end-call")).to_be_disabled()
    expect(desk.at("accept")).to_be_enabled()
    desk.page.keyboard.press("w")
    _seek(desk, matter)
    desk.at(f"own-{matter.case_id}").click()
    desk.at("own-accept").click()
    desk.at("accept-confirm").click()
    assert booth.hear(CaseDecided).decision == "accepted"
    expect(desk.at("own-one")).to_contain_text("办结还有")
    desk.page.keyboard.press("r")
    desk.at("accept-where").fill("市桥街服务中心 3 号窗口")
    desk.page.keyboard.press("Control+Enter")
    told = booth.hear(CaseDecided)
    assert (told.decision, told.result, told.note) == ("accepted", "fetch", "市桥街服务中心 3 号窗口")
    expect(desk.at("own-one")).to_contain_text("结果可以领取")
    expect(desk.at("own-result")).to_be_hidden()
    desk.page.keyboard.press("Escape")
    expect(desk.at("accept")).to_be_hidden()
    desk.at("clear").click()
    expect(desk.at("acceptance-number")).to_have_count(0)
