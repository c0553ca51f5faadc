"""The board in Chromium: live without a reload, one booth whole, by keys alone, nothing cut, axe-core clean."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from cloud_seat.contract.board import ErrandAsked, ErrandTold
from cloud_seat.contract.signalling import CallEnded, CallRequested, HealthReported
from cloud_seat.contract.text import Text
from cloud_seat.hub.clock import local_day, now_utc
from tests.cloud_seat.hub.running import RunningHub
from tests.cloud_seat.web.booth import KIOSK
from tests.cloud_seat.web.conftest import SIZES
from tests.cloud_seat.web.test_look import Album

Opening = Callable[..., Any]

TILES = """async (kiosks) => {
    const { tileOf } = await import("/web/board/words.js");
    return kiosks.map((kiosk) => tileOf({ state: "idle", paper: "", broken: [], ...kiosk }, kiosk.morning).words);
}"""
SUMS = """async ([moved, told]) => {
    const { alarms, queues, sums } = await import("/web/board/sums.js");
    const made = sums(moved, told, 60000);
    const say = (name) => `${made[name].number} ${made[name].tone}`.trim();
    return [say("service"), say("waits"), say("kiosks"), queues(moved.waits, 60000).map((one) => `${one.name} ${one.count} ${one.longestMs}`),
        alarms(moved, told).map((one) => `${one.words} ${one.ids}`)];
}"""  # noqa: E501  one script, one thought


def test_a_booth_is_watched_and_asked_by_keys_alone(open_desk: Opening, open_booth: Opening, hub: RunningHub) -> None:
    desk, booth = open_desk(hub), open_booth(media=False)
    for role in ("operator", "supervisor"):
        hub.set_role(desk.user, role)
    desk.needs_factor = True
    page: Page = desk.page
    desk.open = lambda: page.goto(f"{hub.url}/board")
    desk.sign_in()
    tile = desk.at(f"tile-{KIOSK}")
    expect(tile).to_contain_text("空闲")
    booth.say(HealthReported(devices={"receipt_printer": "blocked"}, reasons={"receipt_printer": ("paper_out",)}))
    expect(tile).to_contain_text("缺纸")
    expect(desk.at("alarms")).to_contain_text("没有纸了")
    albums = {size: Album(page, f"board-{size}") for size in SIZES}
    albums["small"].look("live")
    tile.focus()
    page.keyboard.press("Enter")
    expect(desk.at("booth-devices")).to_contain_text("没有纸")
    page.keyboard.press("r")
    expect(desk.at("restart-yes")).to_be_visible()
    page.keyboard.press("Enter")
    asked = booth.hear(ErrandAsked, lambda errand: errand.what == "restart")
    booth.say(ErrandTold(errand_id=asked.errand_id, state="waits"))
    expect(desk.at("booth-errands")).to_contain_text("有人在用，等空闲")
    page.keyboard.press("l")
    asked = booth.hear(ErrandAsked, lambda errand: errand.what == "logs")
    line = "2026-11-27T08:00:00Z WARNING kiosk_app.hands.case case store: CacheError"
    booth.say(ErrandTold(errand_id=asked.errand_id, state="done", lines=(line,) * 40))
    expect(desk.at("booth-log").locator("li")).to_have_count(40)
    page.keyboard.press("t")
    asked = booth.hear(ErrandAsked, lambda errand: errand.what == "self_test")
    devices = {"scanner": "offline", "id_card": "ready"}
    reasons: dict[str, tuple[str, ...]] = {"scanner": ("unplugged",)}
    booth.say(
        ErrandTold(
            errand_id=asked.errand_id,
            state="done",
            text=Text(zh="可以开门，留意扫码器"),
            devices=devices,
            reasons=reasons,
        )
    )
    expect(desk.at("booth-test-devices")).to_contain_text("扫码器▲ 被拔掉了")
    expect(desk.at("booth-test-devices")).to_contain_text("身份证读卡器✓ 正常")
    desk.at("words-zh").fill("今天 16:30 停电")
    page.keyboard.press("Enter")
    assert booth.hear(ErrandAsked, lambda errand: errand.what == "message" and errand.words.zh != "").words.zh
    for size, (width, height) in SIZES.items():
        page.set_viewport_size({"width": width, "height": height})
        albums[size].look("booth")
    page.keyboard.press("Escape")
    waiting = CallRequested(call_id="board-call", case_id="board-case", item_id="longevity-allowance")
    booth.say(waiting)
    desk.at(f"assign-{KIOSK}").focus()
    page.keyboard.press("Enter")
    expect(desk.at("assign-seats")).to_contain_text("没有别人能接")
    albums["large"].look("assign")
    page.keyboard.press("Escape")
    albums["large"].look("waiting")
    booth.say(CallEnded(call_id=waiting.call_id, attempt=0, reason="resident"))
    expect(desk.at("queues")).to_contain_text("没有人在等")
    for key, view in (("2", "seats"), ("3", "thin"), ("4", "stats"), ("1", "live")):
        page.keyboard.press(key)
        if view == "stats":
            page.locator("#stats-until").fill(local_day(now_utc(), 8))  # of the office, whatever day it is here
            desk.at("stats-go").click()
            expect(desk.at("stats")).to_contain_text("番禺区民政局")
            for kind in ("csv", "ods"):
                assert f"/api/v1/statistics/waits/{kind}?since=" in (
                    desk.at(f"stats-{kind}").get_attribute("href") or ""
                )
        albums["large"].look(view)


@pytest.mark.parametrize(
    ("kiosk", "words"),
    [
        ({"state": "offline", "paper": "out"}, "离线"),
        ({"state": "in_call", "paper": "out"}, "缺纸"),
        ({"state": "in_call", "paper": "low"}, "通话"),
        ({"state": "in_use"}, "有人在用"),
        ({"broken": ["id_card"]}, "设备坏"),
        ({"morning": {"is_ready": False, "age_h": 3}}, "自检没过"),
        ({"morning": {"is_ready": False, "age_h": None}}, "空闲"),
        ({"paper": "low"}, "纸快完"),
        ({"closed_why": "repair", "paper": "out", "broken": ["id_card"]}, "已关闭"),
        ({"closed_why": "repair", "state": "in_use"}, "有人在用"),
        ({"closed_why": "repair", "state": "offline"}, "离线"),
    ],
)
def test_a_tile_says_the_most_urgent_thing(desk_page: Page, kiosk: dict[str, Any], words: str) -> None:
    assert desk_page.evaluate(TILES, [kiosk]) == [words]


def test_the_sums_count_what_the_wall_shows(desk_page: Page) -> None:
    bare = {"paper": "", "broken": [], "words": ""}
    kiosks = [{"kiosk_id": f"PY-{at}", "state": "offline" if at == 2 else "idle", **bare} for at in (1, 2)]
    wait = {"department": {"zh": "民政局"}, "reason": "busy"}
    waits = [
        {**wait, "since_ms": 20000},
        {**wait, "since_ms": 50000},
        {**wait, "department": {"zh": "社保局"}, "since_ms": 1},
    ]
    served = {"asked": 19, "answered": 18, "within": 18, "cases": 3, "rated": 0, "good": 0, "orders": 0}
    mornings = [
        {"kiosk_id": f"PY-{at}", "is_ready": True, "outbox": 0, "oldest_s": 0, "needs_person": False} for at in (1, 2)
    ]
    thin = [{"reachable": 0}, {"reachable": 1}]
    told = {"served": served, "mornings": mornings, "thin": thin}
    moved = {"kiosks": kiosks, "seats": [], "seats_known": 0, "waits": waits}
    service, waiting, online, departments, alarms = desk_page.evaluate(SUMS, [moved, told])
    assert service == "94.7% bad", "never rounded up to the target"
    assert (waiting, online) == ("3 acc", "1 / 2 acc")
    assert departments == ["社保局 1 59999", "民政局 2 40000"]
    assert alarms == ["1 个事项这个小时一位都找不到 ", "离线，请给守护人打电话 PY-2"]
