"""A supervisor closes an official's seat on the board, by keys; the official reads it on the desk; open again."""

from collections.abc import Callable
from typing import Any

from playwright.sync_api import Page, expect

from tests.cloud_seat.hub.running import RunningHub
from tests.cloud_seat.web.conftest import SIZES
from tests.cloud_seat.web.test_look import Album

Opening = Callable[..., Any]


def test_a_seat_is_closed_and_opened_again(open_desk: Opening, hub: RunningHub) -> None:
    official, supervisor = open_desk(hub), open_desk(hub)
    official.ready()
    hub.set_role(supervisor.user, "supervisor")
    supervisor.needs_factor = True
    page: Page = supervisor.page
    supervisor.open = lambda: page.goto(f"{hub.url}/board")
    supervisor.sign_in()
    page.keyboard.press("2")
    expect(supervisor.at("seats")).to_contain_text(official.user)
    supervisor.at("closing-open").focus()
    page.keyboard.press("Enter")
    expect(supervisor.at("closing-words")).to_contain_text("正在进行的通话不受影响")
    mine = supervisor.at("closing-who").locator("option", has_text=official.user)
    supervisor.at("closing-who").select_option(value=mine.get_attribute("value"))
    supervisor.expect_console("422")
    supervisor.at("closing-until").fill("00:00")
    supervisor.at("closing-yes").click()
    expect(supervisor.at("closing-error")).to_contain_text("今天稍后的时间")
    look(page, "closing")
    supervisor.at("closing-until").fill("")
    supervisor.at("closing-until").press("Enter")
    expect(supervisor.at("closed")).to_contain_text("到今天结束，培训开会")
    expect(supervisor.at("seats")).to_contain_text("已关闭")
    look(page, "closed")
    title = official.page.locator("#idle-title")
    expect(title).to_have_text("督导已关闭您的坐席（培训开会）")
    official.at("status-busy").click()
    official.at("status-ready").click()
    expect(title).to_have_text("督导已关闭您的坐席（培训开会）")
    look(official.page, "desk-closed")
    supervisor.at(f"open-{official.user}").focus()
    page.keyboard.press("Enter")
    expect(title).to_have_text("就绪，等待来电")
    expect(supervisor.at("closed")).to_be_hidden()


def look(page: Page, name: str) -> None:
    for size, (width, height) in SIZES.items():
        page.set_viewport_size({"width": width, "height": height})
        Album(page, f"{name}-{size}").look(name)
