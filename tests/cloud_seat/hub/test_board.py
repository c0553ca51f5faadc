"""Shell: the board's socket and requests: who is there within a second, what booths are asked for, who may ask."""

import asyncio
import time
from collections.abc import Callable
from typing import Any

import pytest

from cloud_seat.contract import board as bd
from cloud_seat.contract import signalling as sg
from cloud_seat.contract.text import Text
from tests.cloud_seat.hub.clients import End, new_call, open_kiosk, open_seat
from tests.cloud_seat.hub.conftest import Cast
from tests.cloud_seat.hub.running import Answer, RunningHub

SOON_S = 1.0
"""The bar of the issue: presence change → board."""


@pytest.fixture(scope="module")
def operator(hub_server: RunningHub) -> str:
    """The cookie of somebody who keeps booths."""
    user = hub_server.add_seat("7001", rights=())
    hub_server.set_role(user, "operator")
    return hub_server.sign_in(user)


async def open_board(cast: Cast, cookie: str) -> End:
    return await open_seat(cast.hub, cookie, status="", path="/ws/board")


async def until(board: End, cast: Cast, fits: Callable[[bd.WallKiosk, bd.WallMoved], bool]) -> bd.WallMoved:
    """The first wall that shows this booth so."""
    async with asyncio.timeout(20):
        while True:
            moved: bd.WallMoved = await board.hear(bd.WallMoved)
            mine = next(one for one in moved.kiosks if one.kiosk_id == cast.kiosk_id)
            if fits(mine, moved):
                return moved


def errand(cast: Cast, cookie: str, what: str, words: dict[str, str] | None = None, kiosk_id: str = "") -> Answer:
    path = f"/api/v1/board/kiosks/{kiosk_id or cast.kiosk_id}/errands"
    wish: dict[str, Any] = {"what": what, **({"words": words} if words else {})}
    return cast.hub.ask("POST", path, cookie=cookie, own_origin=True, json_body=wish)


def test_who_comes_waits_and_talks_is_on_the_board_within_a_second(cast: Cast, operator: str) -> None:
    async def run() -> None:
        async with await open_board(cast, operator) as board:
            await until(board, cast, lambda kiosk, _: kiosk.state == "offline")
            began_s = time.monotonic()
            async with await open_kiosk(cast.hub, cast.token) as kiosk:
                await until(board, cast, lambda mine, _: mine.state == "idle" and mine.version == "test")
                assert time.monotonic() - began_s < SOON_S
                await kiosk.say(sg.HealthReported(reasons={"receipt_printer": ("paper_out",)}, in_use=True))
                await until(board, cast, lambda mine, _: mine.state == "in_use" and mine.paper == "out")
                asked = new_call(cast.item_id)
                await kiosk.say(asked)
                waiting = await until(board, cast, lambda mine, _: mine.state == "waiting")
                assert asked.call_id in {wait.call_id for wait in waiting.waits}
                async with await open_seat(cast.hub, cast.cookies[0]) as seat:
                    offer = await seat.hear(sg.Offered, call_id=asked.call_id)
                    began_s = time.monotonic()
                    await seat.say(sg.OfferAccepted(call_id=asked.call_id, attempt=offer.attempt))
                    talking = await until(board, cast, lambda mine, _: mine.state == "in_call")
                    assert time.monotonic() - began_s < SOON_S
                    states = {one.seat_id: one.state for one in talking.seats}
                    assert states[cast.seat_ids[0]] == "in_call"
                    told = await board.hear(bd.WallTold, wait_s=15)
                    assert told.served.within >= 1 and told.served.asked >= told.served.answered >= 1
                    assert any(thin.reachable < 2 for thin in told.thin)

    asyncio.run(run())


def test_words_for_a_glass_outlive_the_line_and_are_taken_away(cast: Cast, operator: str) -> None:
    words = {"zh": "今天 16:30 停电", "en": "No power from 16:30"}
    assert errand(cast, operator, bd.MESSAGE, words).status == 200

    async def run() -> None:
        async with await open_kiosk(cast.hub, cast.token) as kiosk:
            asked = await kiosk.hear(bd.ErrandAsked)
            assert (asked.what, asked.words) == (bd.MESSAGE, Text(**words))
            assert (await asyncio.to_thread(errand, cast, operator, bd.MESSAGE)).status == 200
            assert (await kiosk.hear(bd.ErrandAsked)).words == Text(zh="")

    asyncio.run(run())


def test_a_restart_is_asked_for_answered_and_written_down(cast: Cast, operator: str) -> None:
    refused = errand(cast, operator, bd.RESTART)
    assert (refused.status, refused.json()["code"]) == (409, "booth_offline")

    async def run() -> None:
        async with await open_kiosk(cast.hub, cast.token) as kiosk:
            sent = (await asyncio.to_thread(errand, cast, operator, bd.RESTART)).json()
            asked = await kiosk.hear(bd.ErrandAsked, what=bd.RESTART)
            assert asked.errand_id == sent["errand_id"]
            await kiosk.say(bd.ErrandTold(errand_id=asked.errand_id, state="waits"))
            await kiosk.say(bd.ErrandTold(errand_id="of-nobody", state="begun"))
            await kiosk.say(sg.CallEnded(call_id="none", attempt=0))  # worked in after them: they have been heard

    asyncio.run(run())
    told = _gone(cast, operator)
    assert [(one["what"], one["state"], one["by"]) for one in told["errands"]] == [
        ("restart", "waits", "operator:seat-7001")
    ]
    assert told["rehearsal"] is None and told["outbox"]["heard_at"] == "" and told["quality"]["rows"] == []
    assert sum(told["ways"].values()) == told["items"] > 0
    assert told["ways"]["leave"] > 0, "offline: what has a form may be left here sealed"
    assert "booth_restart" in audit_of(cast)


def _gone(cast: Cast, operator: str) -> dict[str, Any]:
    """The booth as it is told once the hub has seen its socket close."""
    ends_s = time.monotonic() + 10
    while True:
        told = cast.hub.ask("GET", f"/api/v1/board/kiosks/{cast.kiosk_id}", cookie=operator).json()
        if told["ways"]["leave"] or time.monotonic() > ends_s:
            return dict(told)


def test_a_supervisor_says_who_is_asked_next(cast: Cast, hub_server: RunningHub) -> None:
    user = hub_server.add_seat(f"{cast.kiosk_id}-sv", rights=())
    hub_server.set_role(user, "supervisor")
    supervisor = hub_server.sign_in(user)

    def ask(verb: str, path: str, **how: Any) -> Answer:
        return cast.hub.ask(verb, f"/api/v1/board/calls/{path}", cookie=supervisor, own_origin=True, **how)

    async def run() -> None:
        kiosk = await open_kiosk(cast.hub, cast.token)
        first, second = await open_seat(cast.hub, cast.cookies[0]), await open_seat(cast.hub, cast.cookies[1])
        async with kiosk, first, second:
            asked = new_call(cast.item_id)
            await kiosk.say(asked)
            await first.hear(sg.Offered, call_id=asked.call_id)
            able = (await asyncio.to_thread(ask, "GET", f"{asked.call_id}/seats")).json()
            assert [seat["seat_id"] for seat in able] == [cast.seat_ids[1]]
            wish = {"seat_id": cast.seat_ids[1]}
            told = await asyncio.to_thread(ask, "POST", f"{asked.call_id}/seat", json_body=wish)
            assert told.status == 204, told.body
            await first.hear(sg.OfferWithdrawn, call_id=asked.call_id)
            await second.hear(sg.Offered, call_id=asked.call_id)
            again = await asyncio.to_thread(ask, "POST", f"{asked.call_id}/seat", json_body=wish)
            assert (again.status, again.json()["code"]) == (409, "colleague_busy")
            await kiosk.say(sg.CallEnded(call_id=asked.call_id, attempt=0, reason="resident"))

    asyncio.run(run())
    assert ask("GET", "of-nobody/seats").status == 404
    assert "call_assigned" in audit_of(cast)


def audit_of(cast: Cast) -> str:
    """What is written down, in words."""
    from cloud_seat.hub.store import audit
    from cloud_seat.hub.store.database import Database

    db = Database(f"sqlite:///{cast.hub.data_dir / 'hub.sqlite'}", checkpoint=False)
    rows = db.run_now(lambda connection: [row["what"] for row in audit.rows(connection)])
    db.close()
    return " ".join(rows)


def test_only_operators_ask_booths_and_only_what_booths_can_do(cast: Cast, operator: str) -> None:
    assert errand(cast, cast.cookies[0], bd.SELF_TEST).status == 403
    assert errand(cast, operator, "dance").status == 400
    assert errand(cast, operator, bd.MESSAGE, {"zh": "字" * 23}).status == 400
    assert errand(cast, operator, bd.MESSAGE, {"zh": "在"}, kiosk_id="PY-none").status == 404
    assert cast.hub.ask("GET", "/api/v1/board/kiosks/PY-none", cookie=operator).status == 404
    assert cast.hub.ask("GET", "/board").status == 200


def test_the_log_and_the_self_test_of_a_booth_come_as_it_tells_them_and_no_longer(cast: Cast, operator: str) -> None:
    async def run() -> None:
        async with await open_kiosk(cast.hub, cast.token) as kiosk:
            for lines in (("old",), ("line " * 100,) * 300):
                assert (await asyncio.to_thread(errand, cast, operator, bd.LOGS)).status == 200
                asked = await kiosk.hear(bd.ErrandAsked, what=bd.LOGS)
                await kiosk.say(bd.ErrandTold(errand_id=asked.errand_id, state="done", lines=lines))
            assert (await asyncio.to_thread(errand, cast, operator, bd.SELF_TEST)).status == 200
            asked = await kiosk.hear(bd.ErrandAsked, what=bd.SELF_TEST)
            await kiosk.say(bd.ErrandTold(errand_id=asked.errand_id, state="begun"))
            found = bd.ErrandTold(
                errand_id=asked.errand_id,
                state="done",
                text=Text(zh="可以开门", en="ready to open"),
                devices={"scanner": "offline", "x" * 99: "ready"},
                reasons={"scanner": ("unplugged",)},
            )
            await kiosk.say(found)
            await kiosk.say(sg.CallEnded(call_id="none", attempt=0))  # worked in after them: they have been heard

    asyncio.run(run())
    test, log, earlier = _gone(cast, operator)["errands"]
    assert (test["state"], test["devices"], test["text"]["zh"]) == ("done", {"scanner": "offline"}, "可以开门")
    assert test["reasons"] == {"scanner": ["unplugged"]}
    assert len(log["lines"]) == bd.LOG_LINES and {len(line) for line in log["lines"]} == {bd.LOG_LINE_LONGEST}
    assert (earlier["what"], earlier["state"], earlier["lines"]) == ("logs", "done", []), "only the newest is kept"
    assert audit_of(cast).split().count("booth_logs") >= 2
