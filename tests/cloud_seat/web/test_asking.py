"""What an official asks of the booth's devices and says of papers, each by its key: what goes out, what comes of it."""

from collections.abc import Callable
from typing import Any

from playwright.sync_api import expect

from cloud_seat.contract.papers import PaperState
from cloud_seat.contract.signalling import AskAnswered, Asked, AskWithdrawn, Held, PaperAccepted
from tests.cloud_seat.web.booth import Booth
from tests.cloud_seat.web.conftest import Desk
from tests.cloud_seat.web.matter import Matter
from tests.cloud_seat.web.test_call import connect

Opening = Callable[..., Any]
BY_KEY = {"j": ("card", ""), "o": ("photo", ""), "d": ("print", "guide")}


def test_each_device_is_asked_for_by_its_key_and_may_be_taken_back(desk: Desk, open_booth: Opening) -> None:
    booth, matter = _in_call(desk, open_booth)
    for key, wanted in BY_KEY.items():
        desk.page.keyboard.press(key)
        asked = booth.hear(Asked, lambda one, kind=wanted[0]: one.kind == kind)  # type: ignore[misc]  # remembers
        assert (asked.kind, asked.target) == wanted
        expect(desk.at("ask-back")).to_have_count(1)
        booth.say(AskAnswered(call_id=matter.call_id, ask_id=asked.ask_id, answer="yes"))
        expect(desk.at("ask-back")).to_have_count(0)
        booth.say(AskAnswered(call_id=matter.call_id, ask_id=asked.ask_id, answer="stopped"))
        expect(desk.at("captions").locator("li").last).to_contain_text("居民中途停了")
    desk.page.keyboard.press("g")
    asked = booth.hear(Asked, lambda one: one.kind == "signature")
    desk.at("ask-back").click()
    assert booth.hear(AskWithdrawn).ask_id == asked.ask_id
    for on in (True, False):
        desk.page.keyboard.press("h")
        assert booth.hear(Held).on is on


def test_a_paper_is_accepted_asked_again_or_may_follow(desk: Desk, open_booth: Opening) -> None:
    booth, matter = _in_call(desk, open_booth)
    booth.show_papers(matter)
    shot = {"social-card": PaperState(state="done", pages=(1,)), "authorisation": PaperState(state="done", pages=(2,))}
    booth.say(matter.form(papers=shot))
    desk.page.keyboard.press("2")
    desk.at("scan-1").click()
    desk.page.keyboard.press("a")
    taken = booth.hear(PaperAccepted)
    assert taken.material_id == "social-card"
    expect(desk.at("paper-accept")).to_be_disabled()
    for key in ("z", "Tab", "Enter"):
        desk.page.keyboard.press(key)
    again = booth.hear(Asked)
    assert (again.kind, again.target, again.note) == ("paper", "social-card", "字不清楚，请放平再拍")
    desk.page.keyboard.press("4")
    expect(desk.at("past")).to_be_visible()


def test_a_paper_may_follow_and_what_nobody_answered_ends_with_the_call(desk: Desk, open_booth: Opening) -> None:
    booth, matter = _in_call(desk, open_booth)
    booth.say(matter.form(values={"relation": "child"}, hidden=()))
    desk.page.keyboard.press("2")
    desk.page.locator(".thumb", has_text="委托书").click()
    desk.page.keyboard.press("k")
    asked = booth.hear(Asked)
    assert (asked.kind, asked.target) == ("defer", "authorisation")
    booth.say(AskAnswered(call_id=matter.call_id, ask_id=asked.ask_id, answer="yes"))
    due = PaperState(state="deferred", due="2026-12-18")
    booth.say(matter.form(values={"relation": "child"}, hidden=(), papers={"authorisation": due}))
    expect(desk.page.get_by_text("容缺，2026-12-18 前补交").first).to_be_visible()
    desk.page.keyboard.press("1")
    desk.at("mark-phone").click()
    desk.at("mark-value").fill("13800138000")
    desk.page.keyboard.press("Enter")
    booth.hear(Asked, lambda one: one.kind == "value")
    expect(desk.at("field-phone")).to_contain_text("等居民点头")
    booth.hang_up()
    expect(desk.at("field-phone")).to_contain_text("没有等到居民点头")
    expect(desk.at("ask-back")).to_have_count(0)


def _in_call(desk: Desk, open_booth: Opening) -> tuple[Booth, Matter]:
    desk.ready()
    booth, matter = open_booth(media=False), Matter()
    connect(desk, booth, matter)
    booth.say(matter.form())
    expect(desk.at("field-phone")).to_contain_text("138")
    return booth, matter
