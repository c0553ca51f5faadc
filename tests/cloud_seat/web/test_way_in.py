"""Signing in and out, statuses, the ring: before anyone talks."""

import re
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import expect

from cloud_seat.contract.signalling import QueueChanged
from tests.cloud_seat.hub.oidc.provider import RunningProvider
from tests.cloud_seat.hub.running import PASSWORD, RunningHub
from tests.cloud_seat.web.booth import Booth
from tests.cloud_seat.web.conftest import Desk
from tests.cloud_seat.web.matter import Matter
from tests.cloud_seat.web.test_look import Album

SHOWN = """window.shown = [];
window.Notification = class extends Notification {
    constructor(title, options) { super(title, options); window.shown.push(this); this.closed = false; }
    close() { super.close(); this.closed = true; }
};"""
"""A system without a desktop shows nothing: what the page gave it is kept."""


def test_a_wrong_password_is_told_in_words(desk: Desk) -> None:
    desk.expect_console("401")
    desk.open()
    desk.at("sign-in-go").click()
    expect(desk.at("sign-in-error")).to_have_text("请填写工号")
    desk.at("sign-in-user").fill(desk.user)
    desk.at("sign-in-password").fill("not the password")
    desk.at("sign-in-peek").click()
    expect(desk.at("sign-in-password")).to_have_attribute("type", "text")
    desk.at("sign-in-password").press("Enter")
    expect(desk.at("sign-in-password")).to_have_attribute("type", "password")
    expect(desk.at("sign-in-error")).to_contain_text("工号或密码不对")
    desk.at("sign-in-password").fill(PASSWORD)
    desk.page.keyboard.press("Enter")
    expect(desk.at("who")).to_have_text(f"测试局 · 测试员{desk.user} {desk.user}")


def _hide(desk: Desk, *, hidden: bool = True) -> None:
    """Another window lies over the page, or no longer; a browser without a screen has none to lie over it."""
    desk.page.evaluate(
        "(hidden) => Object.defineProperty(document, 'hidden', { value: hidden, configurable: true })", hidden
    )
    desk.page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")


def test_statuses_are_honest_and_survive_a_reload(desk: Desk) -> None:
    desk.sign_in()
    expect(desk.at("status-ready")).to_have_attribute("aria-checked", "false")
    desk.at("status-ready").click()
    expect(desk.at("presence")).to_have_text("在线坐席 1 · 就绪 1")
    _hide(desk)
    expect(desk.at("presence")).to_have_text("在线坐席 1 · 就绪 0")  # nobody sees it, and it may not notify
    _hide(desk, hidden=False)
    expect(desk.at("presence")).to_have_text("在线坐席 1 · 就绪 1")
    desk.at("status-busy").click()
    expect(desk.at("presence")).to_have_text("在线坐席 1 · 就绪 0")
    desk.page.reload()
    expect(desk.at("status-busy")).to_have_attribute("aria-checked", "true")
    desk.at("status-busy").press("ArrowRight")
    expect(desk.at("status-away")).to_be_focused()
    expect(desk.at("status-away")).to_have_attribute("aria-checked", "true")


def test_signing_out_leaves_nothing(desk: Desk) -> None:
    desk.sign_in()
    desk.at("sign-out").click()
    expect(desk.at("sign-in-user")).to_be_visible()
    assert desk.page.evaluate("() => localStorage.length + sessionStorage.length") == 0
    desk.page.reload()
    expect(desk.at("sign-in-user")).to_be_visible()


def test_the_ring_says_who_waits_and_escape_passes_it_on(desk: Desk, open_booth: Callable[..., Booth]) -> None:
    desk.ready()
    booth, matter = open_booth(media=False), Matter()
    booth.call(call_id=matter.call_id, case_id=matter.case_id, item_id=matter.item_id)
    expect(desk.at("incoming")).to_contain_text("老年人长寿保健金")
    for words in ("测试村PY-0417", "大字 · 普通话"):
        expect(desk.at("incoming")).to_contain_text(words)
    expect(desk.at("answer")).to_be_focused()
    expect(desk.page).to_have_title(re.compile("来电 · 老年人长寿保健金"))
    desk.page.keyboard.press("Escape")
    expect(desk.at("incoming")).to_be_hidden()
    expect(desk.page).to_have_title("云坐席工作台")
    booth.hear(QueueChanged, lambda queue: queue.reason != "ringing")
    expect(desk.at("status-ready")).to_have_attribute("aria-checked", "true")


def test_who_may_notify_is_rung_out_of_sight(desk: Desk, open_booth: Callable[..., Booth]) -> None:
    desk.page.context.grant_permissions(["notifications"])
    desk.page.add_init_script(SHOWN)
    desk.ready()
    expect(desk.page.locator("#notify")).to_be_hidden()
    _hide(desk)
    expect(desk.at("presence")).to_have_text("在线坐席 1 · 就绪 1")
    booth, matter = open_booth(media=False), Matter()
    booth.call(call_id=matter.call_id, case_id=matter.case_id, item_id=matter.item_id)
    expect(desk.at("incoming")).to_be_visible()
    assert desk.page.evaluate("shown.map(({ title, body }) => [title, body])") == [
        ["来电 · 老年人长寿保健金", "测试村PY-0417 有居民在等您"]
    ]
    _hide(desk, hidden=False)
    assert desk.page.evaluate("shown.map(({ closed }) => closed)") == [True]


def test_a_resident_who_gives_up_stops_the_ring(desk: Desk, open_booth: Callable[..., Booth]) -> None:
    desk.ready()
    booth, matter = open_booth(media=False), Matter()
    booth.call(call_id=matter.call_id, case_id=matter.case_id, item_id=matter.item_id)
    expect(desk.at("incoming")).to_be_visible()
    booth.hang_up()
    expect(desk.at("incoming")).to_be_hidden()
    expect(desk.at("toast")).to_contain_text("已转走或取消")


def test_a_second_page_takes_over_and_the_first_says_so(
    open_desk: Callable[..., Desk], desk: Desk, hub: RunningHub
) -> None:
    desk.sign_in()
    second = open_desk(hub)
    second.user = desk.user
    second.sign_in()
    expect(desk.at("offline")).to_contain_text("已在另一个页面打开")
    desk.at("offline-now").click()
    expect(desk.at("offline")).to_be_hidden()
    expect(second.at("offline")).to_contain_text("已在另一个页面打开")


def test_a_desk_that_nobody_uses_is_signed_out(open_desk: Callable[..., Desk], tmp_path: Path) -> None:
    with RunningHub.start(tmp_path, "session_idle_s=1", "session_check_s=0.3") as hub:
        desk = open_desk(hub)
        desk.sign_in()
        expect(desk.at("sign-in-error")).to_have_text("登录已到期，请重新登录")
        assert desk.page.evaluate("() => localStorage.length + sessionStorage.length") == 0


def test_the_districts_own_sign_in_there_and_back(open_desk: Callable[..., Desk], tmp_path: Path) -> None:
    with RunningProvider() as provider:
        (tmp_path / "provider.json").write_text(provider.file())
        with RunningHub.start(tmp_path / "hub", options=("--oidc-file", str(tmp_path / "provider.json"))) as hub:
            desk = open_desk(hub)
            desk.open()
            expect(desk.at("sign-in-elsewhere")).to_have_text("用统一身份认证登录")
            desk.at("sign-in-elsewhere").click()
            expect(desk.at("sign-in-error")).to_contain_text("这里还没有您的账号")
            Album(desk.page, "small").look("unknown-person")
            provider.person["employee"] = desk.user
            desk.at("sign-in-elsewhere").click()
            expect(desk.at("who")).to_contain_text(desk.user)
            assert desk.page.url == f"{hub.url}/seat"
            desk.at("sign-out").click()
            expect(desk.at("sign-in-elsewhere")).to_be_visible()
            desk.page.reload()
            expect(desk.at("sign-in-user")).to_be_visible()
