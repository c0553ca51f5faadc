"""A supervisor closes a booth on its card and opens it again; the wall tells the truth, and the booth hears it."""

from collections.abc import Callable
from typing import Any

from playwright.sync_api import Page, expect

from cloud_seat.contract.board import BoothClosed
from cloud_seat.contract.signalling import HealthReported
from tests.cloud_seat.hub.running import RunningHub
from tests.cloud_seat.web.booth import KIOSK
from tests.cloud_seat.web.conftest import SIZES
from tests.cloud_seat.web.test_look import Album

Opening = Callable[..., Any]


def test_a_booth_is_closed_and_opened_again(open_desk: Opening, open_booth: Opening, hub: RunningHub) -> None:
    desk, booth = open_desk(hub), open_booth(media=False)
    hub.set_role(desk.user, "supervisor")
    desk.needs_factor = True
    page: Page = desk.page
    desk.open = lambda: page.goto(f"{hub.url}/board")
    desk.sign_in()
    tile = desk.at(f"tile-{KIOSK}")
    booth.say(HealthReported())  # whatever it told in another test
    expect(tile).to_contain_text("空闲")
    tile.focus()
    page.keyboard.press("Enter")
    expect(desk.at("booth-closed")).to_have_text("正常开放")
    expect(page.locator("#booth-acts")).to_be_hidden()
    desk.at("booth-close-until").fill("00:00")
    desk.expect_console("422")
    desk.at("booth-close").click()
    expect(desk.at("booth-error")).to_contain_text("今天稍后的时间")
    looks(page, "booth-open")
    desk.at("booth-close-until").fill("")
    desk.at("booth-close-why").select_option("power")
    desk.at("booth-close").press("Enter")
    assert booth.hear(BoothClosed, lambda told: told.left_s > 0).reason == "power"
    expect(desk.at("booth-closed")).to_have_text("已关闭，到今天结束，停电断网")
    expect(desk.at("booth-error")).to_have_text("")
    looks(page, "booth-closed")
    page.keyboard.press("Escape")
    expect(tile).to_contain_text("已关闭")
    looks(page, "wall")
    booth.say(HealthReported(in_use=True))
    expect(tile).to_contain_text("有人在用")
    expect(tile).to_contain_text("关")
    assert "已关闭，到今天结束，停电断网" in (tile.get_attribute("aria-label") or "")
    tile.click()
    desk.at("booth-open").click()
    booth.hear(BoothClosed, lambda told: told.left_s == 0)
    expect(desk.at("booth-closed")).to_have_text("正常开放")
    expect(desk.at("booth-open")).to_be_hidden()
    booth.say(HealthReported())
    expect(tile).to_contain_text("空闲")


def looks(page: Page, name: str) -> None:
    for size, (width, height) in SIZES.items():
        page.set_viewport_size({"width": width, "height": height})
        Album(page, f"{name}-{size}").look(name)
