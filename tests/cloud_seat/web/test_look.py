"""The desk at 1366×768 and 1920×1080: nothing cut, nothing over the edge, in each of its states.

With XIAOWU_PICTURES=folder the states are kept there as PNG, to be looked at.
"""

import os
from collections.abc import Callable
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from cloud_seat.contract.signalling import Wrote
from tests.cloud_seat.hub.running import RunningHub
from tests.cloud_seat.web.conftest import SIZES
from tests.cloud_seat.web.matter import SHORT_PHONE, Matter, health

Opening = Callable[..., Any]

CUT = """() => {
    const seen = (one) => one.getClientRects().length > 0;
    const words = [...document.querySelectorAll("button, a.button, h1, h2, h3, kbd, label, .badge, .timer, .bar span, dt, dd")];
    const cut = words.filter((one) => seen(one) && (one.scrollWidth > one.clientWidth + 1) && one.clientWidth > 0
        && getComputedStyle(one).display !== "inline");
    const { clientWidth: wide, clientHeight: high } = document.documentElement;
    const scope = document.querySelector("dialog[open]") || document;
    const out = [...scope.querySelectorAll("button, .card, dialog, input")].filter((one) => {
        if (!seen(one) || one.closest(".pane, .strip, .left, .points, .rights-list, .held")) return false;
        const box = one.getBoundingClientRect();
        return box.left < 0 || box.top < 0 || box.right > wide + 1 || box.bottom > high + 1;
    });
    const scrolls = document.documentElement.scrollHeight > high || document.documentElement.scrollWidth > wide;
    const name = (one) => one.id || one.className || one.textContent;
    return [...cut.map((one) => `cut: ${name(one)}`), ...out.map((one) => `outside: ${name(one)}`), ...(scrolls ? ["scrolls"] : [])];
}"""  # noqa: E501  one script, one thought
FAINT = """() => {
    const light = ([r, g, b]) => {
        const [x, y, z] = [r, g, b].map((c) => (c / 255 <= 0.04045 ? c / 255 / 12.92 : ((c / 255 + 0.055) / 1.055) ** 2.4));
        return 0.2126 * x + 0.7152 * y + 0.0722 * z;
    };
    const numbers = (colour) => (colour.match(/[\\d.]+/g) || []).map(Number);
    const ground = (one) => {
        for (let at = one; at; at = at.parentElement) {
            const colour = numbers(getComputedStyle(at).backgroundColor);
            if (colour.length === 3 || colour[3] === 1) return colour;
            if (colour[3] > 0.7) return colour;
        }
        return [255, 255, 255];
    };
    const faint = [];
    for (const one of document.querySelectorAll("body *")) {
        const own = [...one.childNodes].some((node) => node.nodeType === 3 && node.textContent.trim());
        if (!own || !one.getClientRects().length || one.closest(":disabled")) continue;
        const [a, b] = [light(numbers(getComputedStyle(one).color)), light(ground(one))].sort((x, y) => y - x);
        const contrast = (a + 0.05) / (b + 0.05);
        if (contrast < 4.5) faint.push(`${contrast.toFixed(2)} ${one.textContent.trim().slice(0, 20)}`);
    }
    return faint;
}"""  # noqa: E501  one script, one thought


AXE = """async () => {
    const found = await axe.run(document, { runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"], resultTypes: ["violations"] });
    return found.violations.flatMap((one) => one.nodes.map((node) => `${one.id}: ${node.target.join(" ")}: ${node.failureSummary}`));
}"""  # noqa: E501  one script, one thought


class Album:
    """Checks a state and keeps its picture."""

    def __init__(self, page: Page, size: str, *, scrolls: bool = False) -> None:
        self._page, self._size, self._count, self._scrolls = page, size, 0, scrolls
        self._folder = os.environ.get("XIAOWU_PICTURES", "")

    def look(self, name: str) -> None:
        self._count += 1
        page = self._page
        if self._folder:
            page.screenshot(path=Path(self._folder) / f"{self._size}-{self._count:02d}-{name}.png")
        found = page.evaluate(CUT)
        assert [one for one in found if one.startswith("cut") or not self._scrolls] == [], name
        assert page.evaluate(FAINT) == [], name
        if self._size.endswith("large"):  # what it looks for does not depend on the size
            if not page.evaluate("'axe' in window"):
                page.evaluate(files("axe_playwright_python").joinpath("axe.min.js").read_text())
            assert page.evaluate(AXE) == [], name


@pytest.mark.parametrize("size", SIZES)
def test_every_state_at_this_size(size: str, open_desk: Opening, hub: RunningHub, open_booth: Opening) -> None:
    desk, matter = open_desk(hub, size=size), Matter()
    album = Album(desk.page, size)
    desk.open()
    expect(desk.at("sign-in-user")).to_be_focused()
    album.look("sign-in")
    hub.set_role(desk.user, "auditor")
    desk.needs_factor = True
    desk.ready(album.look)
    album.look("idle")
    desk.at("account-open").click()
    expect(desk.at("account-old")).to_be_focused()
    desk.at("account-change").click()
    expect(desk.at("account-error")).to_contain_text("现在的密码不对")
    album.look("account")
    desk.page.keyboard.press("Escape")
    desk.page.keyboard.press("b")
    album.look("letters")
    desk.page.keyboard.press("Escape")
    booth = open_booth()
    booth.call(call_id=matter.call_id, case_id=matter.case_id, item_id=matter.item_id)
    expect(desk.at("incoming")).to_be_visible()
    album.look("ringing")
    desk.page.keyboard.press("4")
    expect(desk.at("decline-note")).to_be_focused()
    album.look("passing-on")
    desk.at("answer").click()
    expect(desk.at("call-timer")).to_contain_text("通话中", timeout=15_000)
    booth.say(health())
    booth.say(matter.form(errors={"phone": SHORT_PHONE}, focus="live_address"))
    booth.show_papers(matter)
    expect(desk.at("scan-2")).to_be_visible()
    expect(desk.at("quality")).to_contain_text("帧/秒")
    desk.at("caption-input").fill("手机号码少了一位，我帮您圈出来了")
    desk.at("caption-send").click()
    album.look("call")
    desk.at("mark-phone").click()
    desk.at("mark-note").fill("少了一位数字")
    album.look("mark")
    desk.at("mark-send").click()
    booth.say(matter.form(errors={"phone": SHORT_PHONE}, marks=("phone",)))
    expect(desk.at("field-phone")).to_contain_text("已标红")
    album.look("marked")
    desk.at("mark-live_address").click()
    desk.at("mark-value").fill("广州市番禺区测试路 1 号 3 栋 102 房")
    album.look("propose")
    desk.at("mark-send").click()
    expect(desk.at("field-live_address")).to_contain_text("等居民点头")
    album.look("proposed")
    desk.at("scan-2").click()
    desk.at("viewer-compare").click()
    desk.at("paper-again").click()
    album.look("paper")
    desk.at("hold-still").click()
    booth.say(Wrote(call_id=matter.call_id, text="我听不清，请打字给我"))
    expect(desk.at("captions")).to_contain_text("请打字给我")
    album.look("still")
    desk.at("hold").click()
    expect(desk.at("hold")).to_contain_text("回来")
    album.look("hold")
    desk.at("hold").click()
    desk.page.keyboard.press("w")
    expect(desk.at("own-talk")).to_contain_text("请打字给我")
    album.look("own-in-call")
    desk.at("own-back").click()
    expect(desk.at("caption-input")).to_be_focused()
    desk.page.keyboard.press("Escape")
    desk.at("tab-guide").click()
    album.look("guide")
    desk.at("tab-past").click()
    expect(desk.at("past")).to_contain_text("接通了居民")
    album.look("past")
    desk.page.keyboard.press("x")
    expect(desk.at("passing-list")).to_contain_text("同事")
    album.look("hand-over")
    desk.page.keyboard.press("Escape")
    desk.page.keyboard.press("?")
    album.look("keys")
    desk.page.keyboard.press("Escape")
    desk.page.keyboard.press("1")
    booth.say(matter.form(values={"phone": "13800138000"}, stage="done"))
    expect(desk.at("field-phone")).to_contain_text("居民已改好")
    booth.submit(matter)
    expect(desk.at("acceptance-number")).to_be_visible()
    album.look("submitted")
    desk.at("return").click()
    desk.at("return-note").fill("委托书：请补盖章的原件")
    desk.at("return-add").click()
    desk.at("return-note").fill("社会保障卡：反光，请重拍")
    album.look("return")
    desk.page.keyboard.press("Escape")
    desk.at("accept").click()
    album.look("accept")
    desk.at("accept-confirm").click()
    expect(desk.at("toast")).to_contain_text("已受理")
    desk.at("end-call").click()
    album.look("end")
    desk.at("end-confirm").click()
    expect(desk.at("clear")).to_be_visible()
    expect(desk.at("after")).to_contain_text("整理")
    album.look("ended")
    desk.at("note-text").fill("带存折核对银行账号")
    desk.at("note-save").click()
    expect(desk.at("toast")).to_contain_text("小结已记下")
    desk.page.keyboard.press("Escape")
    desk.at("clear").click()
    expect(desk.at("after")).to_be_hidden()
    desk.page.keyboard.press("w")
    desk.at("own-list").get_by_role("button").first.click()
    expect(desk.at("own-one")).to_contain_text("小结：带存折核对银行账号")
    expect(desk.at("own-one")).to_contain_text("办结还有 10 个工作日")
    album.look("own-cases")
    desk.page.keyboard.press("Escape")
    missed = "sessionStorage.setItem('xiaowu.missed', 'yes'); sessionStorage.setItem('xiaowu.status', 'away')"
    desk.page.evaluate(missed)  # as the page keeps it for its next start, after three rings
    desk.page.reload()
    expect(desk.at("back")).to_be_visible()
    album.look("missed")
