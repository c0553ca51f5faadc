"""The roll-out on the board in Chromium: what every ring and booth has, who holds it; who publishes sees only that."""

import time
from collections.abc import Callable
from typing import Any

import msgspec
import pytest
from playwright.sync_api import Page, expect

from cloud_seat.contract.rehearsal import FINE, NEEDED, RehearsalTold, StepTold
from cloud_seat.contract.releases import ReleaseTold
from cloud_seat.contract.text import Text
from cloud_seat.hub.releases import PLAN
from cloud_seat.hub.rollout import HOUR_S, Plan
from tests.cloud_seat.hub.running import RunningHub
from tests.cloud_seat.web.conftest import SIZES
from tests.cloud_seat.web.test_look import Album

Opening = Callable[..., Any]
BOOTHS = [f"PY-77{number:02d}" for number in range(14)]


class Fleet:
    """Fourteen booths of a hub and a release in three rings."""

    def __init__(self, hub: RunningHub) -> None:
        self.hub = hub
        self.tokens = {kiosk_id: hub.enrol(kiosk_id)["token"] for kiosk_id in BOOTHS}
        self.started_s = time.time() - 30 * HOUR_S
        rings = (tuple(BOOTHS[:1]), tuple(BOOTHS[1:6]), tuple(BOOTHS[6:]))
        plan = Plan(version="1.4.0", before="1.3.2", rings=rings, started_s=self.started_s, wait_s=0.0, deadline_s=1e6)
        folder = hub.data_dir / "releases"
        folder.mkdir(exist_ok=True)
        (folder / PLAN).write_bytes(msgspec.json.encode(plan))

    def ask(self, kiosk_id: str) -> str:
        """Which version it is told to run."""
        token = self.tokens[kiosk_id]
        answer = self.hub.ask("GET", f"/api/v1/releases/instruction?nonce={kiosk_id}", token=token)
        return str(msgspec.json.decode(answer.json()["said"])["version"])

    def tell(self, kiosk_id: str, **told: object) -> None:
        body = msgspec.json.encode(msgspec.convert(told, ReleaseTold))
        assert self.hub.ask("PUT", "/api/v1/releases/report", token=self.tokens[kiosk_id], body=body).status == 204

    def rehearse(self, kiosk_id: str) -> None:
        steps = tuple(StepTold(id=step, name=Text(zh=step), verdict=FINE) for step in NEEDED)
        body = msgspec.json.encode(RehearsalTold(at="2026-11-27T19:00:00+00:00", version="1.4.0", steps=steps))
        assert self.hub.ask("PUT", "/api/v1/rehearsal", token=self.tokens[kiosk_id], body=body).status == 204

    def finish(self, kiosk_id: str) -> None:
        assert self.ask(kiosk_id) == "1.4.0"
        self.tell(kiosk_id, version="1.4.0")
        self.rehearse(kiosk_id)


@pytest.fixture
def fleet(fragile_hub: RunningHub) -> Fleet:
    """On a hub of its own: a plan holds for all booths of a hub."""
    return Fleet(fragile_hub)


def _open_board(open_desk: Opening, hub: RunningHub, *roles: str) -> Any:
    desk = open_desk(hub)
    for role in roles:
        hub.set_role(desk.user, role)
    hub.set_role(desk.user, "seat", on=False)
    desk.needs_factor = True
    page: Page = desk.page
    desk.open = lambda: page.goto(f"{hub.url}/board")
    desk.sign_in()
    return desk


def _row(desk: Any, table: str, words: str) -> list[str]:
    """The cells of the row that begins so."""
    row = desk.at(table).locator("tbody tr").filter(has=desk.page.get_by_role("rowheader", name=words))
    return [str(cell) for cell in row.locator("th, td").all_inner_texts()]


def test_who_publishes_sees_the_roll_out_alone_and_holds_it_by_keys(fleet: Fleet, open_desk: Opening) -> None:
    desk = _open_board(open_desk, fleet.hub, "release")
    page: Page = desk.page
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("websocket", lambda socket: asked.append(socket.url))
    expect(desk.at("tab-rollout")).to_be_visible()
    for hidden in ("tab-live", "tab-seats", "tab-thin", "tab-stats", "tiles"):
        expect(desk.at(hidden)).to_be_hidden()
    expect(desk.at("rollout-badge")).to_contain_text("进行中")
    fleet.finish(BOOTHS[0])
    fleet.finish(BOOTHS[1])
    fleet.tell(BOOTHS[2], version="1.4.0")
    assert fleet.ask(BOOTHS[3]) == "1.4.0"
    fleet.tell(BOOTHS[3], version="1.3.2", staged="1.4.0")
    assert fleet.ask(BOOTHS[4]) == "1.4.0"
    expect(desk.at("rollout-state")).to_contain_text("第 2 批进行中，还差 4 台")
    expect(desk.at("rollout-booths")).to_contain_text("已通知")
    assert _row(desk, "rollout-rings", "第 2 批")[:10] == ["第 2 批", *"54311000", "▶ 进行中"]
    assert _row(desk, "rollout-booths", BOOTHS[3])[2:4] == ["1.3.2（已下载 1.4.0）", "已下载，等空闲"]
    albums = {size: Album(page, f"rollout-{size}") for size in SIZES}
    albums["small"].look("waits")
    page.keyboard.press("p")
    expect(desk.at("rollout-badge")).to_contain_text("已暂停")
    assert fleet.ask(BOOTHS[5]) == ""
    page.keyboard.press("g")
    expect(desk.at("rollout-ask")).to_contain_text("重新计时")
    albums["small"].look("go-on")
    page.keyboard.press("Enter")
    expect(desk.at("rollout-badge")).to_contain_text("进行中")
    for kiosk_id in BOOTHS[4:6]:
        fleet.tell(kiosk_id, version="1.3.2", failed={"1.4.0": "not well within 3 starts"})
    expect(desk.at("rollout-state")).to_contain_text("第 2 批失败 2 台")
    assert "换上后三次都没有正常启动" in _row(desk, "rollout-booths", BOOTHS[4])[4]
    page.keyboard.press("w")
    page.keyboard.press("Enter")
    expect(desk.at("rollout-state")).to_contain_text("release roll-back")
    expect(desk.at("rollout-withdraw")).to_have_count(0)
    for size, (width, height) in SIZES.items():
        page.set_viewport_size({"width": width, "height": height})
        albums[size].look("withdraw")
    desk.at("rollout-language").click()
    expect(desk.at("rollout-state")).to_contain_text("must sign")
    expect(desk.at("rollout-booths")).to_contain_text("it did not start well three times")
    albums["large"].look("english")
    page.set_viewport_size({"width": SIZES["small"][0], "height": SIZES["small"][1]})
    albums["small"].look("english")
    rest = [url for url in asked if "/api/" in url and "/api/v1/releases" not in url]
    assert not rest and not [url for url in asked if url.startswith("ws")], "nothing of residents is asked for"


def test_who_watches_sees_it_on_the_wall_and_holds_nothing(fleet: Fleet, open_desk: Opening) -> None:
    desk = _open_board(open_desk, fleet.hub, "operator")
    page: Page = desk.page
    expect(desk.at("rollout-short")).to_contain_text("14 台中 0 台已完成")
    fleet.tell(BOOTHS[0], version="1.3.2", failed={"1.4.0": "hangs"})
    expect(desk.at("rollout-short")).to_contain_text("自动停下")
    for size, (width, height) in SIZES.items():
        page.set_viewport_size({"width": width, "height": height})
        Album(page, f"rollout-wall-{size}").look("stopped")
    desk.at("rollout-whole").focus()
    page.keyboard.press("Enter")
    expect(desk.at("rollout-booths")).to_contain_text("原因 hangs")
    for act in ("paused", "resumed", "withdraw"):
        expect(desk.at(f"rollout-{act}")).to_have_count(0)
