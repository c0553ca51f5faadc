"""Shell: a supervisor closes a booth: it hears so at once, again after a break and a restart; who may, and who not."""

import asyncio
import functools
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, select

from cloud_seat.contract import board as bd
from cloud_seat.hub.clock import now_ms
from cloud_seat.hub.store import booth_closings, duties, tables
from cloud_seat.hub.store.database import Database
from tests.cloud_seat.hub.clients import open_kiosk
from tests.cloud_seat.hub.conftest import Cast, a_cast
from tests.cloud_seat.hub.running import Answer, RunningHub

Ask = Callable[..., Answer]


def supervisor(hub: RunningHub, number: str) -> str:
    user = hub.add_seat(number, rights=())
    hub.set_role(user, "supervisor")
    return hub.sign_in(user)


def asking(hub: RunningHub, cookie: str) -> Ask:
    """`verb`, booth, wish."""

    def ask(verb: str, kiosk_id: str, wish: dict[str, Any] | None = None) -> Answer:
        body = {"json_body": wish} if wish is not None else {}
        path = f"/api/v1/board/kiosks/{kiosk_id}/closing"
        return hub.ask(verb, path, cookie=cookie, own_origin=True, **body)

    return ask


def written(hub: RunningHub, write: Callable[[Connection], Any]) -> Any:
    """In its database, as another hub or a command would."""
    db = Database(hub.places().dsn(), checkpoint=False)
    try:
        return db.run_now(write)
    finally:
        db.close()


@pytest.fixture
def ask(cast: Cast, hub_server: RunningHub) -> Ask:
    return asking(hub_server, supervisor(hub_server, f"{cast.kiosk_id}-sv"))


def test_a_booth_hears_that_it_is_closed_and_where_to_send_people(cast: Cast, ask: Ask, hub_server: RunningHub) -> None:
    other = a_cast(hub_server)
    written(hub_server, lambda db: duties.put_place(db, cast.kiosk_id, "440199001001"))
    written(hub_server, lambda db: duties.put_place(db, other.kiosk_id, "440199001002"))

    async def run() -> None:
        mine, theirs = await open_kiosk(cast.hub, cast.token), await open_kiosk(cast.hub, other.token)
        async with mine, theirs:
            assert (await mine.hear(bd.BoothClosed)).left_s == 0
            assert (await asyncio.to_thread(ask, "POST", cast.kiosk_id, {"reason": "repair"})).status == 204
            told = await mine.hear(bd.BoothClosed)
            assert (told.reason, told.until) == ("repair", "") and 0 < told.left_s <= 86_400
            assert other.kiosk_id in told.instead.zh
            mine.drop()
            async with await open_kiosk(cast.hub, cast.token) as again:
                assert (await again.hear(bd.BoothClosed)).reason == "repair"
                assert (await asyncio.to_thread(ask, "POST", other.kiosk_id, {"reason": "power"})).status == 204
                assert (await again.hear(bd.BoothClosed)).instead.zh == "", "that one is closed, too"
                for booth in (cast, other):
                    assert (await asyncio.to_thread(ask, "DELETE", booth.kiosk_id)).status == 204
                assert (await again.hear(bd.BoothClosed)).left_s == 0

    asyncio.run(run())
    told = ask("DELETE", cast.kiosk_id)
    assert (told.status, told.json()["code"]) == (409, "not_closed")
    said = written(hub_server, lambda db: list(db.execute(select(tables.audit)).mappings()))
    lines = [one for one in said if one["about"].startswith(cast.kiosk_id) and one["what"].startswith("booth_")]
    by = f"supervisor:seat-{cast.kiosk_id}-sv"
    assert [(one["what"], one["actor"]) for one in lines] == [("booth_closed", by), ("booth_opened", by)]
    assert lines[0]["about"].endswith("00:00, repair")


def test_the_board_tells_the_truth_and_nothing_can_be_done_there(cast: Cast, ask: Ask, hub_server: RunningHub) -> None:
    cookie = supervisor(hub_server, f"{cast.kiosk_id}-ob")
    assert ask("POST", cast.kiosk_id, {"until": "23:59", "reason": "weather"}).status == 204
    whole = hub_server.ask("GET", f"/api/v1/board/kiosks/{cast.kiosk_id}", cookie=cookie).json()
    assert (whole["closed_why"], whole["closed_until"]) == ("weather", "23:59")
    assert whole["ways"]["at"] == whole["items"] > 0
    assert {one["lacks"] for one in whole["elsewhere"]} == {"closed"}
    assert ask("DELETE", cast.kiosk_id).status == 204
    whole = hub_server.ask("GET", f"/api/v1/board/kiosks/{cast.kiosk_id}", cookie=cookie).json()
    assert whole["closed_why"] == "" and whole["ways"]["at"] < whole["items"]


@pytest.mark.parametrize(
    ("wish", "status", "code"),
    [
        ({"until": "00:00"}, 422, "closing_over"),
        ({"until": "noon"}, 422, "closing_over"),
        ({"reason": "小林病了"}, 400, "bad_request"),
    ],
)
def test_what_makes_no_sense_is_refused_in_words(
    cast: Cast, ask: Ask, wish: dict[str, Any], status: int, code: str
) -> None:
    told = ask("POST", cast.kiosk_id, wish)
    assert (told.status, told.json()["code"]) == (status, code) and told.json()["text"]["zh"]
    assert ask("POST", "PY-none", {}).json()["code"] == "no_such_booth"


def test_only_supervisors_of_that_place_may(cast: Cast, hub_server: RunningHub) -> None:
    written(hub_server, lambda db: duties.put_place(db, cast.kiosk_id, "440113006002"))
    for number, places, status in (("in", "440113006", 204), ("of", "440113", 204), ("out", "440113007", 403)):
        cookie = supervisor(hub_server, f"{cast.kiosk_id}-{number}")
        row = {"rights": "", **dict.fromkeys(duties.FIELDS, ""), "places": places}
        officials = {f"seat-{cast.kiosk_id}-{number}": row}
        written(hub_server, functools.partial(duties.put, officials=officials))
        ask = asking(hub_server, cookie)
        told = ask("POST", cast.kiosk_id, {"reason": "other"})
        assert told.status == status, told.body
        assert ask("DELETE", cast.kiosk_id).status == status
    assert told.json()["code"] == "not_your_place"
    official = asking(hub_server, cast.cookies[0])
    assert official("POST", cast.kiosk_id, {}).json()["code"] == "not_your_role"


def test_a_closing_outlives_the_hub_and_ends_by_its_hour(tmp_path: Path) -> None:
    with RunningHub.start(tmp_path / "hub") as hub:
        cast = a_cast(hub)
        ask = asking(hub, supervisor(hub, f"{cast.kiosk_id}-sv"))
        assert ask("POST", cast.kiosk_id, {"reason": "power"}).status == 204
        hub.kill()
        hub.start_again()

        async def heard() -> bd.BoothClosed:
            async with await open_kiosk(hub, cast.token) as kiosk:
                told: bd.BoothClosed = await kiosk.hear(bd.BoothClosed)
                return told

        first = asyncio.run(heard())
        assert first.reason == "power"
        hub.kill()
        over = booth_closings.Row(now_ms() - 1, "power")
        written(hub, lambda db: booth_closings.put(db, cast.kiosk_id, over, now_ms=now_ms()))
        hub.start_again()
        assert asyncio.run(heard()).left_s == 0
