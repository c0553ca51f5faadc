"""Shell: a real hub, on SQLite and on PostgreSQL: a file is previewed, confirmed, heard by matching, booths and other
hubs; what was not previewed is refused; any bytes are answered."""

import asyncio
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cloud_seat.contract import signalling as sg
from cloud_seat.contract.board import CatalogueChanged
from cloud_seat.hub.__main__ import main
from cloud_seat.hub.imports.clerk import as_workbook
from offline_cache.feed import read_changes, read_whole
from tests.cloud_seat.hub.clients import new_call, open_kiosk, open_seat
from tests.cloud_seat.hub.conftest import a_cast
from tests.cloud_seat.hub.postgres import RunningPostgres
from tests.cloud_seat.hub.running import Answer, RunningHub

ITEM = "marriage-registration"


class Desk:
    """An operator at a hub."""

    def __init__(self, hub: RunningHub) -> None:
        self.hub = hub
        user = hub.add_seat("8800", rights=())
        hub.set_role(user, "operator")
        self.cookie = hub.sign_in(user)

    def ask(self, method: str, path: str, **how: Any) -> Answer:
        return self.hub.ask(method, f"/api/v1/board/{path}", cookie=self.cookie, own_origin=True, **how)

    def bring(self, table: str, body: str | bytes, **asked: str) -> Answer:
        return self.ask(
            "POST", f"imports/{table}?{urlencode(asked)}", body=body if isinstance(body, bytes) else body.encode()
        )

    def taken(self, table: str, body: str | bytes, **asked: str) -> Any:
        """Previewed, and confirmed."""
        seen = self.bring(table, body, **asked).json()
        done = self.bring(table, body, confirmed=seen["hash"], **asked)
        assert done.status == 200, done.body
        assert done.json() == seen, "what was done is what was shown"
        return seen


@pytest.fixture(scope="module", params=["sqlite", "postgres"])
def desk(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    url = ""
    if request.param == "postgres":
        server: RunningPostgres = request.getfixturevalue("postgres")
        url = server.new_database()
    with RunningHub.start(tmp_path_factory.mktemp("desk"), "changes_check_s=0.1", database=url) as hub:
        yield Desk(hub)


def feed(hub: RunningHub, token: str, query: str = "") -> bytes:
    path = f"/api/v1/catalogue/changes?{query}" if query else "/api/v1/catalogue"
    return hub.ask("GET", path, token=token).body


def told_at_once(desk: Desk, token: str, file: str) -> Any:
    """Taken in while this booth is connected."""

    async def run() -> Any:
        async with await open_kiosk(desk.hub, token) as kiosk:
            seen = await asyncio.to_thread(desk.taken, "items", file)
            await kiosk.hear(CatalogueChanged)
            return seen

    return asyncio.run(run())


def test_changed_items_reach_a_booth_by_its_feed_and_outlive_a_restart(desk: Desk) -> None:
    token = desk.hub.enrol("PY-8801")["token"]
    before = read_whole(feed(desk.hub, token))
    known = {change.item_id: change.item for change in before.changes if change.item}
    file = f"id,promised_working_days,name_zh,department_zh\n{ITEM},9,婚姻登记（改）,番禺区民政局\n"
    file += "tea-house,3,开茶馆,某局\n"
    seen = told_at_once(desk, token, file)
    assert (seen["new"], seen["changed"], seen["gone"]) == (1, 1, 0)
    asked = urlencode({"since": before.version, "chain": before.chain})
    after = read_changes(feed(desk.hub, token, asked), chain=before.chain, known=known.get)
    assert after is not None and {change.item_id for change in after.changes} == {ITEM, "tea-house"}, (
        "the chain is ours"
    )
    desk.hub.stop()
    desk.hub.start_again()
    again = read_whole(feed(desk.hub, token))
    kept = {change.item_id: change.item or {} for change in again.changes}
    assert again.version == after.version and kept["tea-house"]["name"] == {"zh": "开茶馆"}
    assert kept[ITEM]["promised_working_days"] == 9
    assert desk.taken("items", "id,cd_operation\ntea-house,D\n")["gone"] == 1
    assert desk.bring("items", desk.ask("GET", "exports/items/csv").body, whole="1").json()["unchanged"] > 50


def test_a_right_that_is_given_rings_at_once_at_who_is_there(desk: Desk) -> None:
    cast = a_cast(desk.hub)
    newcomer = desk.hub.add_seat(f"{cast.item_id}-new", rights=("longevity-allowance",))
    cookie = desk.hub.sign_in(newcomer)

    async def run() -> None:
        async with await open_kiosk(desk.hub, cast.token) as kiosk, await open_seat(desk.hub, cookie) as seat:
            await kiosk.say(sg.ItemsWatched(item_ids=(cast.item_id,)))
            await kiosk.hear(sg.OfficialsChanged, officials={cast.item_id: (0, 0)})
            call = new_call(cast.item_id)
            await kiosk.say(call)
            await kiosk.hear(sg.QueueChanged)
            await seat.hears_nothing_of(sg.Offered)
            table = as_workbook("rights", [("工号", "事项"), (newcomer, f"longevity-allowance {cast.item_id}")])
            await asyncio.to_thread(desk.taken, "rights", table)
            await seat.hear(sg.Offered, call_id=call.call_id)
            assert (await kiosk.hear(sg.OfficialsChanged)).officials[cast.item_id][0] == 1
            await kiosk.say(sg.CallEnded(call_id=call.call_id, attempt=0, reason="resident"))

    asyncio.run(run())


def test_a_booth_hears_at_once_when_somebody_will_be_there(desk: Desk) -> None:
    cast = a_cast(desk.hub)
    absent = desk.hub.add_seat(f"{cast.item_id}-off", rights=(cast.item_id,))

    async def run() -> None:
        async with await open_kiosk(desk.hub, cast.token) as kiosk:
            await kiosk.say(sg.ItemsWatched(item_ids=(cast.item_id,)))
            assert not (await kiosk.hear(sg.OfficialsChanged)).opens
            await asyncio.to_thread(desk.taken, "rights", f"工号,办公时间\n{absent},9:00-17:00\n")
            assert cast.item_id in (await kiosk.hear(sg.OfficialsChanged)).opens

    asyncio.run(run())


def test_the_command_s_change_is_heard_by_the_running_hub(desk: Desk, tmp_path: Path) -> None:
    cast = a_cast(desk.hub)
    newcomer = desk.hub.add_seat(f"{cast.item_id}-cli", rights=("longevity-allowance",))
    cookie = desk.hub.sign_in(newcomer)
    table = tmp_path / "rights.csv"
    table.write_bytes(f"工号,事项\n{newcomer},{cast.item_id}\n".encode("gb18030"))
    words = ["import-rights", str(table), "--data-dir", str(desk.hub.data_dir), "--database", desk.hub.database]

    async def run() -> None:
        async with await open_kiosk(desk.hub, cast.token) as kiosk, await open_seat(desk.hub, cookie) as seat:
            call = new_call(cast.item_id)
            await kiosk.say(call)
            await kiosk.hear(sg.QueueChanged)
            assert await asyncio.to_thread(main, [*words, "--dry-run"]) == 0
            await seat.hears_nothing_of(sg.Offered)
            assert await asyncio.to_thread(main, words) == 0
            await seat.hear(sg.Offered, call_id=call.call_id)
            await kiosk.say(sg.CallEnded(call_id=call.call_id, attempt=0, reason="resident"))

    asyncio.run(run())


def test_only_what_was_seen_is_confirmed(desk: Desk) -> None:
    number = desk.hub.add_seat("8810", rights=(ITEM,))
    file = f"number,rights\n{number},{ITEM} sole-trader\n"
    seen = desk.bring("rights", file).json()
    other = desk.bring("rights", file.replace("sole-trader", "*"), confirmed=seen["hash"])
    assert (other.status, other.json()["code"]) == (409, "import_stale")
    desk.taken("rights", f"number,languages,rights\n{number},yue,{ITEM}\n")
    late = desk.bring("rights", file, confirmed=seen["hash"])
    assert late.status == 409 and late.json()["preview"]["hash"] not in ("", seen["hash"])
    held = desk.ask("GET", f"officials/seat-{number}").json()
    assert [one["id"] for one in held["rights"]] == [ITEM] and held["languages"] == "yue"


def test_a_wrong_line_stops_the_file_unless_it_is_left_out(desk: Desk) -> None:
    number = desk.hub.add_seat("8811", rights=())
    file = f"number,rights,hours\n{number},{ITEM},noon\nnobody,*,\n{number}x,*,\n"
    seen = desk.bring("rights", file).json()
    assert [one["line"] for one in seen["wrong"]] == [2, 3, 4] and not seen["hash"]
    assert desk.bring("rights", file, confirmed="guess").status == 409
    assert desk.taken("rights", file + f"8800,{ITEM},\n", leave_out="1")["new"] == 1
    assert desk.ask("GET", f"officials/seat-{number}").json()["rights"] == []


def test_one_official_is_looked_up_and_changed_and_the_audit_knows(desk: Desk) -> None:
    number = desk.hub.add_seat("8812", rights=(ITEM,))
    held = desk.ask("GET", f"officials/seat-{number}").json()
    wanted = {"rights": f"{ITEM} sole-trader", "languages": "zh sign", "hours": "9:00-12:00", "seen": held["seen"]}
    assert desk.ask("PUT", f"officials/seat-{number}", json_body=wanted).json()["languages"] == "sign zh"
    stale = desk.ask("PUT", f"officials/seat-{number}", json_body=wanted)
    assert (stale.status, stale.json()["code"]) == (409, "rights_stale")
    seen = desk.ask("GET", f"officials/seat-{number}").json()["seen"]
    wrong = desk.ask("PUT", f"officials/seat-{number}", json_body={**wanted, "hours": "noon", "seen": seen})
    assert wrong.status == 422 and wrong.json()["wrong"][0]["column"] == "hours"
    assert number in {one["number"] for one in desk.ask("GET", f"items/{ITEM}").json()["officials"]}
    assert desk.ask("GET", "officials?q=8812").json()["count"] == 1
    names = "id,name_zh,department_zh\na-far,第 118 号 18 第,某局\nz-near,第 18 号,某局\n"
    desk.taken("items", names)
    found = desk.ask("GET", f"items?{urlencode({'q': '第 18 号'})}").json()["items"]
    assert [one["id"] for one in found] == ["z-near", "a-far"], "as it was written comes first"
    [line] = [one for one in desk.ask("GET", "items?q=marriage").json()["items"] if one["id"] == ITEM]
    assert line["able"] >= 1
    assert desk.ask("GET", "officials/nobody").status == desk.ask("GET", "items/nothing").status == 404
    told = desk.hub.data_dir / "audit.jsonl"
    export = ["audit", "--data-dir", str(desk.hub.data_dir), "--database", desk.hub.database, "export", str(told)]
    assert main(export) == 0
    rows = [json.loads(line) for line in told.read_text().splitlines()]
    assert any(row.get("what") == "rights_changed" and "rights +sole-trader" in row["about"] for row in rows)


def test_the_audit_has_every_word_that_came_and_went(desk: Desk) -> None:
    number = desk.hub.add_seat("8814", rights=())
    ids = [f"item-of-a-rather-long-name-{n}" for n in range(60)]
    desk.taken("rights", f"number,rights\n{number},{' '.join(ids)}\n")
    told = desk.hub.data_dir / "audit-all.jsonl"
    assert (
        main(["audit", "--data-dir", str(desk.hub.data_dir), "--database", desk.hub.database, "export", str(told)]) == 0
    )
    rows = [row for row in map(json.loads, told.read_text().splitlines()) if row.get("what") == "rights_changed"]
    abouts = [row["about"] for row in rows if row["about"].startswith(f"seat-{number}:")]
    assert " ".join(abouts).count("rights +") == 60 and all(f"+{one}" in " ".join(abouts) for one in ids)


def test_nobody_but_an_operator_may(desk: Desk) -> None:
    user = desk.hub.add_seat("8813")
    desk.hub.set_role(user, "supervisor")
    cookie = desk.hub.sign_in(user)
    for path in ("exports/rights/csv", "officials", f"items/{ITEM}"):
        assert desk.hub.ask("GET", f"/api/v1/board/{path}", cookie=cookie).status == 403
    asked = desk.hub.ask("POST", "/api/v1/board/imports/items", cookie=cookie, body=b"x", own_origin=True)
    assert asked.status == 403


@settings(max_examples=8, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    body=st.binary(max_size=200) | st.binary(max_size=100).map(lambda tail: b"PK\x03\x04" + tail),
    table=st.sampled_from(["items", "rights"]),
)
def test_any_bytes_are_answered_in_words(desk: Desk, body: bytes, table: str) -> None:
    answer = desk.bring(table, body, leave_out="1")
    assert answer.status == 200 and not answer.json()["changes"]
