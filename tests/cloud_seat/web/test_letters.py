"""The list of letters: complaints, messages and call-backs with their clocks; opened, taken, called back, closed."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.cloud_seat.hub.running import RunningHub
from tests.cloud_seat.hub.sealed_cases import SealedCase
from tests.cloud_seat.web.booth import KIOSK
from tests.cloud_seat.web.conftest import SIZES, Desk
from tests.cloud_seat.web.test_look import Album

Opening = Callable[..., Any]

PHONE = "13800000000"
STEPS = [
    {"code": "item:longevity-allowance", "zh": "选了老年人长寿保健金", "en": "chose Longevity allowance"},
    {"code": "page:form", "zh": "到填表", "en": "came to the form"},
    {"code": "at:form", "zh": "停在填表", "en": "stopped at the form"},
]


def deliver(hub: RunningHub, kind: str, item_id: str = "longevity-allowance", **answers: object) -> str:
    """A sealed letter from a booth; its case id."""
    told = json.dumps({"case_id": "", "steps": STEPS}).encode()
    parts = {"steps.json": ("application/json", told)}
    sealed = SealedCase(hub, KIOSK, hub.enrol(KIOSK)["token"], values=dict(answers), parts=parts)
    assert sealed.deliver(item_id=item_id, form_id=kind, form_version=1).status == 200
    return sealed.case_id


def call_back(hub: RunningHub) -> str:
    return deliver(hub, "message", want="call", phone=PHONE, phone_right=True, when="morning")


def test_a_call_back_is_taken_made_and_ticked_off(desk: Desk, hub: RunningHub) -> None:
    case_id = call_back(hub)
    desk.sign_in()
    desk.page.keyboard.press("b")
    expect(desk.at(f"letter-{case_id}")).to_contain_text("给我回电")
    expect(desk.at(f"letter-{case_id}")).to_contain_text("还没人接")
    before = int(desk.at("letters-count").inner_text())
    desk.at(f"letter-{case_id}").click()
    expect(desk.at("letter-answers")).to_contain_text("上午")
    expect(desk.at("letter-answers")).not_to_contain_text("0000 0000")
    desk.at("letter-phone").click()
    expect(desk.at("letter-answers")).to_contain_text("138 0000 0000")
    desk.at("letter-take").click()
    expect(desk.at(f"letter-{case_id}")).to_contain_text("我在办，还没回电")
    expect(desk.at("letter-close")).to_be_disabled()
    expect(desk.at("letter-answers")).to_contain_text("138 0000 0000")  # still, for who is about to dial it
    desk.at("letter-called").click()
    expect(desk.at(f"letter-{case_id}")).to_contain_text("已回电")
    desk.at("letter-close").click()
    expect(desk.at("letter-error")).to_contain_text("请写一句怎么办的")
    desk.at("letter-note").fill("已电话说明要带户口本")
    desk.at("letter-close").click()
    expect(desk.at(f"letter-{case_id}")).to_have_count(0)
    expect(desk.at("letter-one")).to_be_hidden()
    expect(desk.at("letters-count")).to_have_text(str(before - 1))
    desk.at("letters-closed").check()
    desk.at(f"letter-{case_id}").click()
    expect(desk.at("letter-settled")).to_contain_text("已电话说明要带户口本")


def test_two_officials_one_owner(open_desk: Opening, hub: RunningHub) -> None:
    case_id = deliver(hub, "complaint", reason="papers", words="拍了三次都说模糊")
    first, second = open_desk(hub), open_desk(hub)
    for desk in (first, second):
        desk.sign_in()
        desk.at("letters-open").click()
        desk.at(f"letter-{case_id}").click()
        expect(desk.at("letter-steps")).to_contain_text("停在填表")
    first.at("letter-take").click()
    expect(first.at(f"letter-{case_id}")).to_contain_text("我在办")
    second.expect_console("409")
    second.at("letter-take").click()
    expect(second.at("letter-error")).to_have_text("这件已经有人负责了。")


def test_a_call_puts_the_list_away(desk: Desk, hub: RunningHub, open_booth: Opening) -> None:
    call_back(hub)
    desk.ready()
    desk.at("letters-open").click()
    booth = open_booth(media=False)
    booth.call(call_id="letters-call-1", case_id="letters-case-1", item_id="longevity-allowance")
    desk.at("answer").click()
    expect(desk.at("letters")).to_be_hidden()
    expect(desk.at("call-timer")).to_be_visible()


def test_a_colleague_calls_back_whom_the_service_disappointed(desk: Desk, hub: RunningHub) -> None:
    token = hub.enrol(KIOSK)["token"]
    sealed = SealedCase(hub, KIOSK, token)
    assert sealed.deliver().status == 200
    path = f"/api/v1/cases/{sealed.case_id}/rating"
    assert hub.ask("POST", path, token=token, json_body={"level": 2}).status == 204
    desk.sign_in()
    desk.page.keyboard.press("b")
    line = desk.at(f"letter-{sealed.case_id}")
    expect(line).to_contain_text("服务回访")
    line.click()
    expect(desk.at("letter-answers")).to_contain_text("没办好")
    expect(desk.at("letter-answers")).not_to_contain_text("6222")
    Album(desk.page, "letters-follow-up").look("one")
    desk.at("letter-take").click()
    expect(line).to_contain_text("还没回电")
    desk.at("letter-phone").click()
    expect(desk.at("letter-answers")).to_contain_text("138 0000 0000")
    desk.at("letter-called").click()
    expect(line).to_contain_text("已回电")
    desk.at("letter-note").fill("已道歉并补打回执")
    desk.at("letter-close").click()
    expect(line).to_have_count(0)


@pytest.mark.parametrize("size", SIZES)
def test_it_stands_at_this_size(size: str, open_desk: Opening, hub: RunningHub) -> None:
    deliver(hub, "complaint", reason="refused", words="说缺一份证明，没说是哪一份。" * 10, phone=PHONE)
    deliver(hub, "message", item_id="", want="message", words="要带户口本吗？")
    desk = open_desk(hub, size=size)
    album = Album(desk.page, f"letters-{size}")
    desk.sign_in()
    desk.at("letters-open").click()
    expect(desk.page.locator(".letter-line").first).to_be_visible()
    album.look("list")
    desk.page.locator(".letter-line", has_text="办不成事").last.click()
    expect(desk.at("letter-answers")).to_contain_text("没说是哪一份")
    desk.at("letter-take").click()
    expect(desk.at("letter-called")).to_be_visible()
    album.look("one")
