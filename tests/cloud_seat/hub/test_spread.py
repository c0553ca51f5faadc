"""Shell: three hubs behind a balancer: booth, official, helper and bot each at another one; then one of them dies."""

import asyncio
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from typing import Any

import psycopg
import pytest
from websockets.exceptions import InvalidStatus

from cloud_seat.contract import board as bd
from cloud_seat.contract import companions as cp
from cloud_seat.contract import signalling as sg
from tests.cloud_seat.hub.clients import End, connected, new_call, open_helper, open_kiosk, open_seat
from tests.cloud_seat.hub.conftest import a_cast
from tests.cloud_seat.hub.postgres import RunningPostgres
from tests.cloud_seat.hub.running import Answer, RunningHub

UNHURRIED = ("ring_s=300", "resume_s=300", "reconnect_s=300", "companion_shown_s=300", "companion_back_s=300")
Hubs = list[RunningHub]


@pytest.fixture(scope="module")
def hubs(postgres: RunningPostgres, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Hubs]:
    place, url = tmp_path_factory.mktemp("hubs"), postgres.new_database()
    with ExitStack() as stack, ThreadPoolExecutor() as pool:
        three = [stack.enter_context(RunningHub(place, UNHURRIED, database=url, name=name)) for name in "abc"]
        three[0].start_again()
        list(pool.map(RunningHub.start_again, three[1:]))
        yield three


def with_link(hub: RunningHub, token: str, method: str = "GET", *, name: str = "", cookie: str = "") -> Answer:
    how: dict[str, Any] = {"headers": {"Authorization": f"With {token}"}, "cookie": cookie}
    how["json_body"] = {"name": name} if method == "POST" else None
    return hub.ask(method, "/api/v1/with", own_origin=True, **how)


async def shown(kiosk: End, call: sg.CallRequested, **who: str) -> None:
    """The booth hears of them, shows them, and they are in."""
    waiting = await kiosk.hear_roster(state="showing", role=cp.FAMILY, **who)
    await kiosk.say(cp.RosterShown(call_id=call.call_id, number=waiting.number))
    await kiosk.hear_roster(state="here", role=cp.FAMILY, **who)


async def linked(kiosk: End, seat: End, call: sg.CallRequested) -> cp.CompanionLink:
    """Asked for by the official, agreed to by the resident."""
    await seat.say(cp.CompanionAsked(call_id=call.call_id, role=cp.FAMILY))
    asked = await kiosk.hear(cp.ConsentAsked)
    yes = {"call_id": call.call_id, "companion_id": asked.companion_id, "answer": "yes", "sees_form": True}
    await kiosk.say(cp.ConsentAnswered(**yes))
    told: cp.CompanionLink = await kiosk.hear(cp.CompanionLink)
    assert (await seat.hear(cp.CompanionLink)).token == told.token
    return told


async def talk(helper: End, seat: End, companion_id: str) -> None:
    """The official's page offers, the helper's answers."""
    await seat.hear(cp.CompanionConnected, companion_id=companion_id, offers=True)
    await helper.hear(cp.CompanionConnected, companion_id=companion_id, offers=False)
    await seat.say(cp.CompanionSignal(companion_id=companion_id, kind="offer", sdp="v=0"))
    assert (await helper.hear(cp.CompanionSignal)).sdp == "v=0"
    await helper.say(cp.CompanionSignal(companion_id=companion_id, kind="answer", sdp="v=1"))
    assert (await seat.hear(cp.CompanionSignal)).sdp == "v=1"


def test_a_helper_comes_by_link_whichever_hubs_the_three_are_at_and_stays_when_one_dies(hubs: Hubs) -> None:
    first, second, third = hubs
    cast = a_cast(first)

    async def run() -> None:
        kiosk, seat = await open_kiosk(first, cast.token), await open_seat(second, cast.cookies[0])
        call = new_call(cast.item_id)
        attempt = await connected(kiosk, seat, call)
        link = await linked(kiosk, seat, call)
        typed = second.ask("POST", "/api/v1/with/number", own_origin=True, json_body={"number": link.number})
        assert typed.json() == {"token": link.token}
        assert with_link(third, link.token).json()["official"]["seat_id"] == cast.seat_ids[0]
        taken = with_link(second, link.token, "POST", name="小梅")
        cookie = taken.headers["set-cookie"].split(";")[0]
        assert with_link(third, link.token, "POST", name="别人").json()["code"] == "link_taken"
        assert with_link(first, link.token, cookie=cookie).status == 200
        with psycopg.connect(first.database) as db:
            tables = ("helper_pass", "party")
            kept = [db.execute(f"SELECT * FROM matching.{name}".encode()).fetchall() for name in tables]
        assert not any(word in repr(kept) for word in (link.token, link.number, "小梅")), "the database cannot read it"
        helper = await open_helper(third, cookie)
        await shown(kiosk, call, name="小梅")
        await talk(helper, seat, link.companion_id)
        await kiosk.say(
            sg.FormShared(call_id=call.call_id, case_id=call.case_id, item_id=cast.item_id, form_id="f", form_version=1)
        )
        await helper.hear(cp.FormSeen)
        await helper.say(sg.Captioned(call_id=call.call_id, attempt=attempt, text="x"))
        await helper.hear_refused("not_yours")
        moved = await open_helper(second, cookie)  # the page is loaded anew, at another hub
        assert await helper.closed() == 4000
        await talk(moved, seat, link.companion_id)
        await asyncio.to_thread(first.kill)  # the booth's hub
        await kiosk.closed()
        kiosk = await open_kiosk(third, cast.token)
        await kiosk.say(sg.CallResumed(call_id=call.call_id, attempt=attempt))
        await kiosk.hear(sg.CallConnected, attempt=attempt)
        await kiosk.hear_roster(state="here", name="小梅")
        await talk(moved, seat, link.companion_id)
        await moved.close()
        await kiosk.hear_roster(state="away", name="小梅")
        moved = await open_helper(third, cookie)
        await talk(moved, seat, link.companion_id)
        await seat.say(sg.CallEnded(call_id=call.call_id, attempt=attempt, reason="seat"))
        assert (await moved.hear(cp.CompanionEnded)).reason == "over"
        assert with_link(second, link.token).json()["code"] == "link_over", "the link dies with the call"
        with pytest.raises(InvalidStatus):
            await open_helper(second, cookie)
        for end in (kiosk, seat, moved):
            await end.close()

    asyncio.run(run())
    first.start_again()


def test_a_booth_that_comes_back_by_another_hub_brings_its_helper_along(hubs: Hubs) -> None:
    first, second, third = hubs
    cast = a_cast(first)

    async def run() -> None:
        kiosk, seat = await open_kiosk(first, cast.token), await open_seat(second, cast.cookies[0])
        call = new_call(cast.item_id)
        resumed = sg.CallResumed(call_id=call.call_id, attempt=await connected(kiosk, seat, call))
        link = await linked(kiosk, seat, call)
        for hub in (second, third, first):  # nobody has taken the link yet: the booth shows it again
            kiosk.drop()
            kiosk = await open_kiosk(hub, cast.token)
            await kiosk.say(resumed)
            assert (await kiosk.hear(cp.CompanionLink)).token == link.token
        cookie = with_link(third, link.token, "POST", name="小梅").headers["set-cookie"].split(";")[0]
        helper = await open_helper(second, cookie)
        await shown(kiosk, call, name="小梅")
        await talk(helper, seat, link.companion_id)
        kiosk.drop()
        kiosk = await open_kiosk(third, cast.token)
        await kiosk.say(resumed)
        await kiosk.hear_roster(state="here", name="小梅")
        await talk(helper, seat, link.companion_id)
        await kiosk.say(cp.CompanionEnded(companion_id=link.companion_id))
        assert (await helper.hear(cp.CompanionEnded)).reason == "resident"
        await seat.hear(cp.CompanionEnded, companion_id=link.companion_id)
        for end in (kiosk, seat, helper):
            await end.close()

    asyncio.run(run())


def test_a_booth_that_is_closed_at_one_hub_hears_it_at_another_and_all_boards_show_it(hubs: Hubs) -> None:
    first, second, third = hubs
    cast = a_cast(first)
    user = first.add_seat(f"{cast.kiosk_id}-sv", rights=())
    first.set_role(user, "supervisor")
    cookie, at = first.sign_in(user), f"/api/v1/board/kiosks/{cast.kiosk_id}"

    def ask(hub: RunningHub, verb: str, wish: dict[str, str] | None = None) -> int:
        return hub.ask(verb, f"{at}/closing", cookie=cookie, own_origin=True, json_body=wish).status

    def show_it_too() -> None:
        ends_s = time.monotonic() + 20
        while third.ask("GET", at, cookie=cookie).json()["closed_why"] != "repair":
            assert time.monotonic() < ends_s
            time.sleep(0.05)

    async def run() -> None:
        async with await open_kiosk(second, cast.token) as kiosk:
            assert (await kiosk.hear(bd.BoothClosed)).left_s == 0
            assert await asyncio.to_thread(ask, first, "POST", {"reason": "repair"}) == 204
            assert (await kiosk.hear(bd.BoothClosed)).reason == "repair"
            await asyncio.to_thread(show_it_too)
            kiosk.drop()
            async with await open_kiosk(third, cast.token) as moved:
                assert (await moved.hear(bd.BoothClosed)).reason == "repair"
                assert await asyncio.to_thread(ask, second, "DELETE") == 204
                assert (await moved.hear(bd.BoothClosed)).left_s == 0

    asyncio.run(run())


def asked(name: str) -> sg.CallRequested:
    return sg.CallRequested(call_id=name, case_id="rehearsal")


async def ask_until(booth: End, name: str, end: End, kind: type[Any], **fields: str) -> None:
    """Hubs hear of each other's bots within a moment: who asks sooner is told that there is none, and asks again."""
    for _ in range(60):
        await booth.say(asked(name))
        try:
            await end.hear(kind, wait_s=0.5, **fields)
        except TimeoutError:
            continue
        return
    raise AssertionError(f"no {kind.__name__} for {name}")


async def rehearsed(booth: End, bot: End, name: str) -> None:
    """Rung, answered, and both hear each other."""
    await bot.say(sg.OfferAccepted(call_id=name, attempt=1))
    await bot.hear(sg.CallConnected, call_id=name)
    await booth.hear(sg.CallConnected, call_id=name)
    for one, other, kind in ((booth, bot, "offer"), (bot, booth, "answer")):
        await one.say(sg.Signal(call_id=name, attempt=1, kind=kind, sdp="v=0"))
        assert (await other.hear(sg.Signal, call_id=name)).kind == kind


def test_a_rehearsal_finds_the_bot_at_whichever_hub_it_is(hubs: Hubs) -> None:
    first, second, third = hubs
    cast = a_cast(first)
    tokens = [first.enrol(f"{cast.kiosk_id}-{n}")["token"] for n in range(2)]
    user = first.add_seat(f"{cast.kiosk_id}-bot", rights=())

    async def bot_at(hub: RunningHub, cookie: str) -> End:
        return await open_seat(hub, cookie, status="", path="/ws/rehearsal-seat")

    async def run() -> None:
        cookie = await asyncio.to_thread(first.sign_in, user)
        one = await open_kiosk(first, cast.token, path="/ws/rehearsal")
        two = await open_kiosk(third, tokens[0], path="/ws/rehearsal")
        await one.say(asked("n1"))
        await one.hear(sg.CallEnded, call_id="n1", reason="no_seat")
        bot = await bot_at(second, cookie)
        await ask_until(one, "n2", bot, sg.Offered, call_id="n2")
        await rehearsed(one, bot, "n2")
        await ask_until(two, "n2", two, sg.Refused, code="bad_request")
        await two.say(asked("n3"))
        await two.hear(sg.QueueChanged, call_id="n3")
        await one.say(sg.CallEnded(call_id="n2", reason="resident"))
        await bot.hear(sg.CallEnded, call_id="n2")
        await bot.hear(sg.Offered, call_id="n3")
        await rehearsed(two, bot, "n3")
        await two.close()
        assert (await bot.hear(sg.CallEnded, call_id="n3")).reason == "error"
        near = await open_kiosk(second, tokens[1], path="/ws/rehearsal")
        await ask_until(near, "n4", bot, sg.Offered, call_id="n4")
        await rehearsed(near, bot, "n4")
        await near.close()
        await bot.hear(sg.CallEnded, call_id="n4")
        await ask_until(one, "n5", bot, sg.Offered, call_id="n5")
        await rehearsed(one, bot, "n5")
        await asyncio.to_thread(second.kill)  # the bot's hub
        await one.hear(sg.CallEnded, call_id="n5", reason="error")
        bot = await bot_at(third, cookie)
        await ask_until(one, "n6", bot, sg.Offered, call_id="n6")
        await rehearsed(one, bot, "n6")
        await asyncio.to_thread(first.kill)  # the booth's
        await bot.hear(sg.CallEnded, call_id="n6", reason="error")
        await bot.close()

    asyncio.run(run())
