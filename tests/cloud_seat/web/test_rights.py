"""The board in Chromium: who may handle what is looked up and changed, a file is previewed and taken in; by keys,
nothing cut, axe-core clean; also with a district's 5,370 items and 711 officials."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import Connection

from cloud_seat.contract.signalling import Seat
from cloud_seat.contract.text import Text
from cloud_seat.hub.__main__ import main
from cloud_seat.hub.imports.clerk import as_workbook
from cloud_seat.hub.store import people
from cloud_seat.hub.store.database import Database
from tests.cloud_seat.hub.running import RunningHub
from tests.cloud_seat.web.conftest import SIZES
from tests.cloud_seat.web.test_look import Album

Opening = Callable[..., Any]
OFFICES = ("番禺区民政局", "番禺区市场监督管理局", "番禺区人力资源和社会保障局", "沙湾街道公共服务中心")


def fill(hub: RunningHub, folder: Path, *, items: int, seats: int) -> None:
    """A district, invented: by the same command as an operator's."""
    head = ("标识", "实施编码", "事项名称", "部门", "承诺工作日", "办理途径")
    rows = [
        (f"m-{n}", f"44011300{n:06d}", f"第 {n} 号事项的办理与变更登记", OFFICES[n % 4], str(n % 20), "seat hall")
        for n in range(items)
    ]
    table = folder / "items.xlsx"
    table.write_bytes(as_workbook("items", [head, *rows]))
    place = ["--data-dir", str(hub.data_dir)]
    assert main(["import-items", str(table), *place]) == 0
    db = Database(hub.places().dsn(), checkpoint=False)
    db.run_now(lambda connection: _officials(connection, items, seats))
    db.close()


def _officials(db: Connection, items: int, seats: int) -> None:
    for n in range(seats):
        seat = Seat(seat_id=f"seat-{n:04d}x", name=f"李明{n}", department=Text(zh=OFFICES[n % 4]), number=f"{n:04d}x")
        mine = tuple(f"m-{at}" for at in range(n % items, items, max(1, seats // 8)))
        people.put_seat(db, people.SeatProfile(seat, mine, f"{n:04d}x"))


@pytest.mark.parametrize("many", [(60, 20), pytest.param((5370, 711), marks=pytest.mark.deep)])
def test_rights_are_changed_and_a_file_is_taken_in(
    fragile_hub: RunningHub, open_desk: Opening, tmp_path: Path, many: tuple[int, int]
) -> None:
    hub, (items, seats) = fragile_hub, many
    fill(hub, tmp_path, items=items, seats=seats)
    desk = open_desk(hub)
    hub.set_role(desk.user, "operator")
    desk.needs_factor = True
    page: Page = desk.page
    desk.open = lambda: page.goto(f"{hub.url}/board")
    desk.sign_in()
    albums = {size: Album(page, f"rights-{size}") for size in SIZES}

    def look(name: str) -> None:
        for size, (width, height) in SIZES.items():
            page.set_viewport_size({"width": width, "height": height})
            albums[size].look(name)

    page.keyboard.press("7")
    expect(desk.at("rights-count")).to_contain_text(f"{seats + 1} 位")
    look("officials")
    _change_one(desk, look)
    page.keyboard.press("s")
    expect(desk.at("rights-count")).to_contain_text("项")
    desk.at("rights-words").fill("第 17 号")
    expect(desk.at("item-m-17")).to_contain_text("位能办")
    desk.at("item-m-17").press("Enter")
    expect(desk.at("item-officials")).to_contain_text("李明17")
    look("item")
    _bring_file(desk, look, tmp_path)
    page.reload()
    expect(desk.at("tab-rights")).to_be_visible()
    page.keyboard.press("7")
    desk.at("rights-words").fill("0004x")
    desk.at("official-0004x").press("Enter")
    expect(desk.at("held-rights")).to_contain_text("第 3 号")


def _change_one(desk: Any, look: Callable[[str], None]) -> None:
    desk.at("rights-words").fill("0003x")
    desk.at("official-0003x").press("Enter")
    expect(desk.at("official-form")).to_be_visible()
    desk.at("held-rights-add").fill("第 18 号")
    expect(desk.at("add-m-18")).to_be_visible()
    look("adding")
    desk.at("held-rights-add").press("Enter")
    desk.at("speaks-sign").check()
    desk.at("official-hours").fill("noon")
    desk.at("official-hours").press("Enter")
    desk.expect_console("422")
    expect(desk.at("official-error")).to_contain_text("9:00-12:00")
    desk.at("official-hours").fill("9:00-12:00 14:00-17:00")
    look("changed")
    desk.page.keyboard.press("Control+s")
    expect(desk.at("official-save")).to_be_disabled()
    expect(desk.at("held-rights")).to_contain_text("第 18 号")


def _bring_file(desk: Any, look: Callable[[str], None], folder: Path) -> None:
    """One line is wrong: told, then left out; the rest is confirmed."""
    table = folder / "rights.csv"
    lines = ["工号,事项,办公时间,备注", "0004x,m-3,9:00-12:00,", "没有这人,m-1,,", "0005x,m-1 m-2,中午,", "0006x,,,"]
    table.write_bytes("\r\n".join(lines).encode("gb18030"))
    desk.page.evaluate("document.activeElement.blur()")
    desk.page.keyboard.press("i")
    desk.at("import-file").set_input_files(table)
    expect(desk.at("import-wrong")).to_contain_text("第 3 行")
    expect(desk.at("import-wrong")).to_contain_text("9:00-12:00")
    expect(desk.at("import-yes")).to_be_disabled()
    look("wrong")
    desk.at("import-leave").check()
    expect(desk.at("import-yes")).to_be_enabled()
    expect(desk.at("import-changed")).to_have_text("1")
    expect(desk.at("import-gone")).to_have_text("1")
    expect(desk.at("import-changes")).to_contain_text("第 4 号事项", use_inner_text=True)  # by name, not by id
    look("preview")
    desk.page.keyboard.press("Control+Enter")
    expect(desk.at("import")).to_be_hidden()
