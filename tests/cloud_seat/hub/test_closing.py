"""Shell: a supervisor closes seats for the day: nothing rings there, booths hear it, it is written down."""

import asyncio
from collections.abc import Callable
from typing import Any

import pytest

from cloud_seat.contract import signalling as sg
from tests.cloud_seat.hub.clients import End, new_call, open_kiosk, open_seat
from tests.cloud_seat.hub.conftest import Cast
from tests.cloud_seat.hub.running import Answer, RunningHub
from tests.cloud_seat.hub.test_board import audit_of

Ask = Callable[..., Answer]


@pytest.fixture
def ask(cast: Cast, hub_server: RunningHub) -> Ask:
    """Of the board, as a supervisor."""
    user = hub_server.add_seat(f"{cast.kiosk_id}-sv", rights=())
    hub_server.set_role(user, "supervisor")
    cookie = hub_server.sign_in(user)

    def asked(verb: str, what: str, json_body: dict[str, Any] | None = None) -> Answer:
        body = {"json_body": json_body} if json_body is not None else {}
        return cast.hub.ask(verb, f"/api/v1/board/{what}", cookie=cookie, own_origin=True, **body)

    return asked


async def own(seat: End, mine: str) -> sg.PresenceChanged:
    """What this desk hears of itself, once it is so."""
    async with asyncio.timeout(20):
        while True:
            told: sg.PresenceChanged = await seat.hear(sg.PresenceChanged)
            if told.mine == mine:
                return told


def test_a_closed_seat_is_not_rung_until_it_is_opened(cast: Cast, ask: Ask) -> None:
    seat_id = cast.seat_ids[0]

    async def run() -> None:
        kiosk, desk = await open_kiosk(cast.hub, cast.token), await open_seat(cast.hub, cast.cookies[0])
        async with kiosk, desk:
            await kiosk.say(sg.ItemsWatched(item_ids=(cast.item_id,)))
            assert (await kiosk.hear(sg.OfficialsChanged)).officials[cast.item_id] == (1, 1)
            wish = {"seat_id": seat_id, "reason": "power"}
            assert (await asyncio.to_thread(ask, "POST", "closings", wish)).status == 204
            told = await own(desk, "closed")
            assert (told.closed_why, told.closed_until) == ("power", "")
            assert (await kiosk.hear(sg.OfficialsChanged)).officials[cast.item_id] == (0, 0)
            asked = new_call(cast.item_id)
            await kiosk.say(asked)
            assert (await kiosk.hear(sg.QueueChanged, call_id=asked.call_id)).reason == "no_seat"
            listed = (await asyncio.to_thread(ask, "GET", "closings")).json()
            assert seat_id in {one["seat_id"] for one in listed["closed"]}
            opened = await asyncio.to_thread(ask, "POST", "openings", {"seat_ids": [seat_id]})
            assert opened.status == 204, opened.body
            await desk.hear(sg.Offered, call_id=asked.call_id)
            await kiosk.say(sg.CallEnded(call_id=asked.call_id, attempt=0, reason="resident"))

    asyncio.run(run())
    assert ask("POST", "openings", {"seat_ids": [seat_id]}).json()["code"] == "no_such_seat"
    said = audit_of(cast)
    assert "seats_closed" in said and "seats_opened" in said


@pytest.mark.parametrize(
    ("wish", "status", "code"),
    [
        ({"seat_id": "seat-none"}, 404, "no_such_seat"),
        ({"department": "没有的局"}, 404, "no_such_seat"),
        ({}, 404, "no_such_seat"),
        ({"department": "测试局", "until": "00:00"}, 422, "closing_over"),
        ({"department": "测试局", "until": "noon"}, 422, "closing_over"),
        ({"department": "测试局", "until": "23:59+08:00"}, 422, "closing_over"),
        ({"department": "测试局", "reason": "小林病了"}, 400, "bad_request"),
    ],
)
def test_what_makes_no_sense_is_refused_in_words(ask: Ask, wish: dict[str, Any], status: int, code: str) -> None:
    told = ask("POST", "closings", wish)
    assert (told.status, told.json()["code"]) == (status, code)
    assert told.json()["text"]["zh"]
    assert not ask("GET", "closings").json().get("closed")


def test_a_whole_department_and_how_many_booked_there(cast: Cast, ask: Ask, hub_server: RunningHub) -> None:
    offices = {one["department"]["zh"]: one for one in ask("GET", "closings").json()["offices"]}
    seats = offices["测试局"]["seats"]
    assert seats >= 2
    assert ask("POST", "closings", {"department": "测试局", "reason": "weather"}).status == 204
    closed = ask("GET", "closings").json()["closed"]
    assert len(closed) == seats and {one["reason"] for one in closed} == {"weather"}
    assert ask("POST", "openings", {"seat_ids": [one["seat_id"] for one in closed]}).status == 204
    assert not ask("GET", "closings").json().get("closed")


def test_a_booth_says_why_nobody_is_there_also_of_those_who_were_not(cast: Cast, ask: Ask) -> None:
    async def run() -> None:
        async with await open_kiosk(cast.hub, cast.token) as kiosk:
            await kiosk.say(sg.ItemsWatched(item_ids=(cast.item_id,)))
            assert (await kiosk.hear(sg.OfficialsChanged)).closed == {}
            wish = {"seat_id": cast.seat_ids[0], "until": "23:59", "reason": "training"}
            assert (await asyncio.to_thread(ask, "POST", "closings", wish)).status == 204
            told = await kiosk.hear(sg.OfficialsChanged, closed={cast.item_id: "training"})
            assert told.officials[cast.item_id] == (0, 0) and told.opens[cast.item_id].endswith("T23:59")
            async with await open_seat(cast.hub, cast.cookies[1]):
                told = await kiosk.hear(sg.OfficialsChanged, officials={cast.item_id: (1, 1)})
                assert told.closed == told.opens == {}
            await kiosk.hear(sg.OfficialsChanged, closed={cast.item_id: "training"})
            opened = await asyncio.to_thread(ask, "POST", "openings", {"seat_ids": [cast.seat_ids[0]]})
            assert opened.status == 204, opened.body
            told = await kiosk.hear(sg.OfficialsChanged)
            assert told.closed == told.opens == {}

    asyncio.run(run())
