"""Shell: two hubs on one PostgreSQL: ends at either; one is killed, then the database; nobody is lost."""

import asyncio
import base64
import signal
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import psycopg
import pytest

from cloud_seat.contract import board as bd
from cloud_seat.contract import signalling as sg
from cloud_seat.contract.text import Text
from tests.cloud_seat.hub.clients import End, connected, new_call, open_kiosk, open_seat
from tests.cloud_seat.hub.conftest import Cast, a_cast
from tests.cloud_seat.hub.postgres import RunningPostgres
from tests.cloud_seat.hub.running import RunningHub

JPEG = b"\xff\xd8\xff\xe0 of a paper"


Hubs = tuple[RunningHub, RunningHub]


@pytest.fixture(scope="module")
def server() -> Iterator[RunningPostgres]:
    """One of its own, which a test kills."""
    with RunningPostgres.start(durable=True) as running:
        yield running


@pytest.fixture(scope="module")
def hubs(server: RunningPostgres, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Hubs]:
    """Two, as behind a balancer: one data directory, one database; each with its own port and log."""
    place, url = tmp_path_factory.mktemp("hubs"), server.new_database()
    with RunningHub(place, database=url, name="a") as first, RunningHub(place, database=url, name="b") as second:
        with ThreadPoolExecutor() as pool:  # together, as after a power cut: they make tables, keys and catalogue once
            list(pool.map(RunningHub.start_again, (first, second)))
        yield first, second


@pytest.fixture
def cast(hubs: Hubs) -> Cast:
    """A booth and two officials, who may handle this test's item only."""
    return a_cast(hubs[0])


def test_booth_and_official_at_two_hubs_are_one_call(hubs: Hubs, cast: Cast) -> None:
    async def run(first: RunningHub, second: RunningHub) -> None:
        token, cookie = cast.token, cast.cookies[0]
        async with await open_kiosk(first, token) as kiosk, await open_seat(second, cookie) as seat:
            call = new_call(cast.item_id)
            assert await connected(kiosk, seat, call) == 1
            named: dict[str, Any] = {"call_id": call.call_id, "case_id": call.case_id, "item_id": cast.item_id}
            form = sg.FormShared(
                **named, form_id="f", form_version=1, values={"name": "林" * 9000}
            )  # more than one piece
            await kiosk.say(form)
            assert (await seat.hear(sg.FormShared)).values == form.values
            for kind in ("offer", "candidate"):
                await kiosk.say(sg.Signal(call_id=call.call_id, attempt=1, kind=kind))
            assert [(await seat.hear(sg.Signal)).kind for _ in range(2)] == ["offer", "candidate"]
            await seat.say(sg.Captioned(call_id=call.call_id, attempt=1, text="请稍等", said_id="w1"))
            assert (await kiosk.hear(sg.Captioned)).text == "请稍等"
            await seat.say(sg.Captioned(call_id=call.call_id, attempt=9, text="晚了", said_id="w2"))
            await seat.hear_refused("not_in_call")
            path = f"/api/v1/calls/{call.call_id}/scans/p1"
            put = await asyncio.to_thread(second.ask, "PUT", path, token=token, body=JPEG)
            got = await asyncio.to_thread(first.ask, "GET", path, cookie=cookie)
            assert (put.status, got.status, got.body) == (204, 200, JPEG)
            with psycopg.connect(first.database) as db:
                kept = db.execute("SELECT sealed FROM matching.shown WHERE call_id = %s", (call.call_id,)).fetchall()
            assert len(kept) == 1 and JPEG[4:] not in kept[0][0], "the database cannot read it"
            async with await open_seat(first, cookie, status="") as moved:  # the page is opened anew, at the other hub
                assert await seat.closed() == 4000
                await moved.say(sg.CallResumed(call_id=call.call_id, attempt=1))
                again = await moved.hear(sg.CallConnected)
                assert again.attempt == 2, "a page that was replaced is cut off, as at one hub"
                assert (await moved.hear(sg.FormShared)).values == form.values
                await moved.say(sg.CallEnded(call_id=call.call_id, attempt=2, reason="seat"))
                await kiosk.hear(sg.CallEnded, attempt=2)
            gone = await asyncio.to_thread(second.ask, "GET", path, cookie=cookie)
            assert gone.status == 404

    asyncio.run(run(*hubs))


@pytest.fixture(scope="module")
def operator(hubs: Hubs) -> str:
    """The cookie of somebody who keeps booths."""
    user = hubs[0].add_seat("7101", rights=())
    hubs[0].set_role(user, "operator")
    return hubs[0].sign_in(user)


async def shown(board: End, kiosk_id: str, **fields: Any) -> None:
    """Until the wall has this booth so."""
    async with asyncio.timeout(20):
        while True:
            mine = [one for one in (await board.hear(bd.WallMoved)).kiosks if one.kiosk_id == kiosk_id]
            if mine and all(getattr(mine[0], name) == value for name, value in fields.items()):
                return


def test_an_operator_sees_and_asks_booths_of_other_hubs(hubs: Hubs, cast: Cast, operator: str) -> None:
    at = f"/api/v1/board/kiosks/{cast.kiosk_id}"

    def ask(hub: RunningHub, what: str, **words: str) -> Any:
        wish = {"what": what, **({"words": words} if words else {})}
        return hub.ask("POST", f"{at}/errands", cookie=operator, own_origin=True, json_body=wish)

    async def run(first: RunningHub, second: RunningHub) -> None:
        assert (await asyncio.to_thread(ask, second, bd.RESTART)).status == 409, "it is nowhere"
        async with await open_seat(second, operator, status="", path="/ws/board") as board:
            async with await open_kiosk(first, cast.token) as kiosk:
                await shown(board, cast.kiosk_id, state="idle", version="test")
                await kiosk.say(sg.HealthReported(reasons={"receipt_printer": ("paper_out",)}, in_use=True))
                await shown(board, cast.kiosk_id, state="in_use", paper="out")
                sent = (await asyncio.to_thread(ask, second, bd.SELF_TEST)).json()
                await kiosk.hear(bd.ErrandAsked, what=bd.SELF_TEST)
                await kiosk.say(bd.ErrandTold(errand_id=sent["errand_id"], state="waits"))
                await asyncio.to_thread(ask, second, bd.MESSAGE, zh="今天盘点", en="Stocktaking")
                await kiosk.hear(bd.ErrandAsked, what=bd.MESSAGE, words=Text(zh="今天盘点", en="Stocktaking"))
                await shown(board, cast.kiosk_id, words="今天盘点")
                told = [
                    (await asyncio.to_thread(hub.ask, "GET", at, cookie=operator)).json() for hub in (first, second)
                ]
                assert told[0]["errands"] == told[1]["errands"]
                assert [one["state"] for one in told[1]["errands"]] == ["sent", "waits"]
                assert told[1]["reasons"] == {"receipt_printer": ["paper_out"]}
            await shown(board, cast.kiosk_id, state="offline")
            async with await open_kiosk(second, cast.token) as kiosk:
                await kiosk.hear(bd.ErrandAsked, words=Text(zh="今天盘点", en="Stocktaking"))

    asyncio.run(run(*hubs))


def test_pictures_of_a_phone_come_by_whichever_hub(hubs: Hubs, cast: Cast) -> None:
    first, second = hubs
    asked = {"case_id": "c", "item_id": "longevity-allowance", "material_id": "authorisation"}
    opened = first.ask("POST", "/api/v1/phone-link", token=cast.token, json_body=asked)
    phone: Any = {"headers": {"Authorization": f"Phone {opened.json()['token']}"}}

    def next_of(hub: RunningHub, after: int, seen: int = 1) -> Any:
        return hub.ask("GET", f"/api/v1/phone-link/next?after={after}&seen={seen}", token=cast.token).json()

    def put(hub: RunningHub, page: int, sealed: bytes) -> int:
        return hub.ask("PUT", f"/api/v1/phone/{page}", **phone, body=sealed).status

    assert second.ask("GET", "/api/v1/phone", **phone).json()["kiosk"]["zh"]
    assert next_of(first, 0, seen=0)["seen"]
    assert [put(second, 1, b"sealed one"), put(first, 2, b"sealed two"), put(first, 1, b"sealed one")] == [204] * 3
    assert put(first, 1, b"another") == 409
    got = [next_of(hub, after) for hub, after in ((first, 0), (second, 1))]
    assert [(one["page"], base64.b64decode(one["sealed"])) for one in got] == [(1, b"sealed one"), (2, b"sealed two")]
    assert next_of(first, 2)["page"] == 0
    looked = first.ask("GET", "/api/v1/phone", **phone).json()
    assert (looked["fetched"], looked["came"]) == (2, 2)
    with psycopg.connect(first.database) as db:
        assert db.execute("SELECT sum(octet_length(sealed)) FROM matching.phone_picture").fetchone() == (0,)
    assert second.ask("DELETE", "/api/v1/phone-link", token=cast.token).status == 204
    assert put(first, 3, b"late") == 404


def test_a_hub_is_killed_and_its_ends_go_on_at_the_other(hubs: Hubs, cast: Cast) -> None:
    async def run(first: RunningHub, second: RunningHub) -> None:
        waiting_token = first.enrol("PY-9800")["token"]
        kiosk, waiting = await open_kiosk(first, cast.token), await open_kiosk(first, waiting_token)
        seat, other = await open_seat(second, cast.cookies[0]), await open_seat(first, cast.cookies[1], status="away")
        call, later = new_call(cast.item_id), new_call(cast.item_id)
        assert await connected(kiosk, seat, call) == 1
        await waiting.say(later)
        assert (await waiting.hear(sg.QueueChanged)).position == 1
        first.kill()
        await asyncio.gather(kiosk.closed(), waiting.closed(), other.closed())
        began_s = time.monotonic()
        kiosk, waiting = await open_kiosk(second, cast.token), await open_kiosk(second, waiting_token)
        await kiosk.say(sg.CallResumed(call_id=call.call_id, attempt=1))
        await waiting.say(later)
        assert (await waiting.hear(sg.QueueChanged)).position == 1
        assert time.monotonic() - began_s < 2
        await kiosk.hear(sg.CallConnected, attempt=1)
        await kiosk.say(sg.Signal(call_id=call.call_id, attempt=1, kind="offer"))
        assert (await seat.hear(sg.Signal)).kind == "offer"
        other = await open_seat(second, cast.cookies[1])  # the booth is rung, once
        offered = await other.hear(sg.Offered, call_id=later.call_id)
        await other.say(sg.OfferAccepted(call_id=later.call_id, attempt=offered.attempt))
        await waiting.hear(sg.CallConnected)
        for end in (kiosk, seat, waiting):
            assert not [m for m in end.heard if isinstance(m, sg.SeatLost | sg.CallEnded)]
        assert not [m for m in seat.heard if isinstance(m, sg.Offered) and m.call_id == later.call_id]
        await asyncio.to_thread(first.start_again)
        second.kill()  # now the officials' hub: they take their calls up again at the one that came back
        await asyncio.gather(*(end.closed() for end in (kiosk, seat, waiting, other)))
        kiosk, seat = await open_kiosk(first, cast.token), await open_seat(first, cast.cookies[0], status="")
        await seat.say(sg.CallResumed(call_id=call.call_id, attempt=1))
        await kiosk.say(sg.CallResumed(call_id=call.call_id, attempt=1))
        assert (await seat.hear(sg.CallConnected)).attempt == 1
        assert (await kiosk.hear(sg.CallConnected)).attempt == 1
        assert not [m for m in kiosk.heard if isinstance(m, sg.SeatLost | sg.CallEnded)]
        await asyncio.to_thread(second.start_again)
        for end in (kiosk, seat):
            await end.close()

    asyncio.run(run(*hubs))


def test_the_database_is_killed_calls_go_on_and_all_resumes(hubs: Hubs, cast: Cast, server: RunningPostgres) -> None:
    async def run(first: RunningHub, second: RunningHub) -> None:
        asker = await open_kiosk(second, first.enrol("PY-9810")["token"])
        kiosk, other = await open_kiosk(first, cast.token), await open_seat(second, cast.cookies[1], status="away")
        seat = await open_seat(first, cast.cookies[0])
        call, later = new_call(cast.item_id), new_call(cast.item_id)
        assert await connected(kiosk, seat, call) == 1
        server.kill()
        for end in (kiosk, seat):
            await end.say(sg.Signal(call_id=call.call_id, attempt=1, kind="offer"))
        assert (await kiosk.hear(sg.Signal)).kind == (await seat.hear(sg.Signal)).kind == "offer"
        await asker.say(later)
        await other.say(sg.PresenceSet(status="ready"))
        for end in (kiosk, seat, asker, other):
            assert (await end.hear(sg.StoreChanged)).is_away, "each says so in its own words"
        refused = await asyncio.to_thread(first.ask, "GET", "/api/v1/session", cookie=cast.cookies[0])
        assert (refused.status, refused.json()["code"]) == (503, "store_away")
        await asyncio.to_thread(server.start_again)
        for end in (kiosk, seat, asker, other):
            assert not (await end.hear(sg.StoreChanged)).is_away
        offered = await other.hear(sg.Offered, call_id=later.call_id)  # what was said meanwhile was kept
        await other.say(sg.OfferAccepted(call_id=later.call_id, attempt=offered.attempt))
        await asker.hear(sg.CallConnected, call_id=later.call_id)
        await seat.say(sg.CallEnded(call_id=call.call_id, attempt=1, reason="seat"))
        await kiosk.hear(sg.CallEnded, call_id=call.call_id)
        assert not [m for end in (kiosk, asker) for m in end.heard if isinstance(m, sg.SeatLost)]
        for end in (kiosk, seat, asker, other):
            await end.close()

    asyncio.run(run(*hubs))


@pytest.mark.deep
def test_a_hub_that_hangs_is_given_up_and_lets_its_ends_come_anew(hubs: Hubs, cast: Cast, operator: str) -> None:
    async def run(first: RunningHub, second: RunningHub) -> None:
        assert second.process
        board = await open_seat(first, operator, status="", path="/ws/board")
        idle = await open_kiosk(second, first.enrol("PY-9820")["token"])
        await shown(board, "PY-9820", state="idle")
        kiosk = await open_kiosk(first, cast.token)
        rung, other = await open_seat(second, cast.cookies[0]), await open_seat(first, cast.cookies[1], status="away")
        call = new_call(cast.item_id)
        await kiosk.say(call)
        await rung.hear(sg.Offered, call_id=call.call_id)
        await other.say(sg.PresenceSet(status="ready"))
        second.process.send_signal(signal.SIGSTOP)
        offered = await other.hear(sg.Offered, call_id=call.call_id)  # long before the ring would end by itself
        await shown(board, "PY-9820", state="offline")
        second.process.send_signal(signal.SIGCONT)
        assert await rung.closed() == await idle.closed() == 1012
        again = await open_seat(second, cast.cookies[0])
        await again.say(sg.OfferAccepted(call_id=call.call_id, attempt=1))  # too late, and of no consequence
        await again.hear(sg.OfferWithdrawn, reason="taken")
        await other.say(sg.OfferAccepted(call_id=call.call_id, attempt=offered.attempt))
        assert (await kiosk.hear(sg.CallConnected)).seat.seat_id == cast.seat_ids[1]
        for end in (kiosk, again, other, board):
            await end.close()

    asyncio.run(run(*hubs))
