"""Shell: garbage, floods, strangers and messages from next year: refused in words or ignored, and the hub goes on."""

import asyncio
import contextlib
import json

import pytest
from websockets.asyncio.client import connect
from websockets.exceptions import ConnectionClosed, InvalidStatus

from cloud_seat.contract import signalling as sg
from tests.cloud_seat.hub.clients import connected, new_call, open_kiosk, open_seat
from tests.cloud_seat.hub.conftest import Cast
from tests.cloud_seat.hub.running import RunningHub

GARBAGE = ["", "{", "null", "[1,2]", '{"type": 5}', '{"type": "Signal"}', "[" * 50_000, "\ud7ff", '{"a":1}', "9" * 5000]


def _alive(hub: RunningHub) -> bool:
    return hub.ask("GET", "/healthz").status == 200


@pytest.mark.parametrize("garbage", GARBAGE)
def test_garbage_is_refused_and_the_talk_goes_on(cast: Cast, garbage: str) -> None:
    async def run() -> None:
        async with await open_kiosk(cast.hub, cast.token) as kiosk:
            await kiosk.say_raw(garbage)
            await kiosk.hear_refused("malformed")
            await kiosk.say_raw(b"\xff\xfe\x00")
            await kiosk.hear_refused("malformed")
            await kiosk.say(new_call(cast.item_id))
            await kiosk.hear(sg.QueueChanged)

    asyncio.run(run())


def test_an_oversize_message_is_refused_in_words(cast: Cast) -> None:
    async def run() -> None:
        async with await open_kiosk(cast.hub, cast.token) as kiosk:
            await kiosk.say_raw(json.dumps({"type": "Signal", "sdp": "x" * 300_000}))
            await kiosk.hear_refused("too_large")
            await kiosk.say(new_call(cast.item_id))
            await kiosk.hear(sg.QueueChanged)

    asyncio.run(run())
    assert _alive(cast.hub)


def test_a_giant_message_ends_the_socket_only(cast: Cast) -> None:
    async def run() -> None:
        kiosk = await open_kiosk(cast.hub, cast.token)
        with contextlib.suppress(ConnectionClosed):  # the hub may hang up before it has heard the end
            await kiosk.say_raw("x" * 5_000_000)
        assert await kiosk.closed() == 1009

    asyncio.run(run())
    assert _alive(cast.hub)


def test_five_bad_messages_in_a_row_end_the_talk(cast: Cast) -> None:
    async def run() -> None:
        kiosk = await open_kiosk(cast.hub, cast.token)
        for _ in range(4):
            await kiosk.say_raw("garbage")
        await kiosk.say(sg.Heartbeat(nonce=1))  # a good one starts the count anew
        for _ in range(5):
            await kiosk.say_raw("garbage")
        assert await kiosk.closed() == 1008

    asyncio.run(run())


def test_a_flood_is_slowed_then_cut(cast: Cast) -> None:
    async def run() -> None:
        kiosk = await open_kiosk(cast.hub, cast.token)
        for nonce in range(400):
            await kiosk.say(sg.Heartbeat(nonce=nonce, echo=True))
        await kiosk.hear_refused("too_fast")
        assert await kiosk.closed() == 1008

    asyncio.run(run())
    assert _alive(cast.hub)


def test_messages_of_the_next_version_are_understood(cast: Cast) -> None:
    async def run() -> None:
        async with await open_kiosk(cast.hub, cast.token) as kiosk, await open_seat(cast.hub, cast.cookies[0]) as seat:
            await kiosk.say_object({"type": "HologramShared", "depth": 3})
            call = new_call(cast.item_id)
            newer = {"type": "CallRequested", "call_id": call.call_id, "case_id": call.case_id, "mood": "hopeful"}
            await kiosk.say_object({**newer, "item_id": cast.item_id})
            await seat.hear(sg.Offered, call_id=call.call_id)
            assert not [message for message in kiosk.heard if isinstance(message, sg.Refused)]

    asyncio.run(run())


def test_hello_comes_first(cast: Cast) -> None:
    async def run() -> None:
        async with await open_kiosk(cast.hub, cast.token, hello=False) as kiosk:
            await kiosk.say(new_call(cast.item_id))
            await kiosk.hear_refused("hello_first")
            await kiosk.say(sg.Hello())
            await kiosk.hear(sg.Welcome)

    asyncio.run(run())


def test_each_end_says_only_its_own_words(cast: Cast) -> None:
    async def run() -> None:
        async with await open_kiosk(cast.hub, cast.token) as kiosk, await open_seat(cast.hub, cast.cookies[0]) as seat:
            await kiosk.say(sg.PresenceSet(status="ready"))
            await kiosk.hear_refused("not_yours")
            await seat.say(new_call(cast.item_id))
            await seat.hear_refused("not_yours")
            await seat.say(sg.PresenceSet(status="asleep"))
            await seat.hear_refused("bad_status")
            await seat.say(sg.Signal(call_id="nobody's", attempt=1, kind="offer", sdp=""))
            await seat.hear_refused("not_in_call")

    asyncio.run(run())


def test_nobody_speaks_into_a_call_of_others(cast: Cast) -> None:
    async def run() -> None:
        hub, (first, second) = cast.hub, cast.cookies
        async with (
            await open_kiosk(hub, cast.token) as kiosk,
            await open_seat(hub, first) as seat,
            await open_seat(hub, second) as stranger,
        ):
            call = new_call(cast.item_id)
            attempt = await connected(kiosk, seat, call)
            await stranger.say(sg.Captioned(call_id=call.call_id, attempt=attempt, text="我是别人"))
            await stranger.hear_refused("not_in_call")
            await seat.say(sg.Captioned(call_id=call.call_id, attempt=attempt + 1, text="下一次"))
            await seat.hear_refused("not_in_call")
            await stranger.say(sg.CallEnded(call_id=call.call_id, attempt=attempt))
            await kiosk.hears_nothing_of(sg.Captioned, sg.CallEnded)

    asyncio.run(run())


@pytest.mark.parametrize(
    ("path", "headers", "status"),
    [
        ("/ws/kiosk", {}, 401),
        ("/ws/kiosk", {"Authorization": "Bearer wrong"}, 401),
        ("/ws/kiosk", {"Authorization": "Basic eDp5"}, 401),
        ("/ws/seat", {}, 403),
        ("/ws/seat", {"Origin": "SELF"}, 401),
        ("/ws/seat", {"Origin": "SELF", "Cookie": "xiaowu_session=wrong"}, 401),
        ("/ws/seat", {"Origin": "https://evil.example", "Cookie": "COOKIE"}, 403),
        ("/ws/nothing", {}, 403),
    ],
)
def test_strangers_do_not_get_a_socket(cast: Cast, path: str, headers: dict[str, str], status: int) -> None:
    known = {"SELF": cast.hub.url, "COOKIE": cast.cookies[0]}
    filled = {name: known.get(value, value) for name, value in headers.items()}

    async def run() -> None:
        with pytest.raises(InvalidStatus) as refused:
            await connect(cast.hub.url.replace("http", "ws", 1) + path, additional_headers=filled)
        assert refused.value.response.status_code == status

    asyncio.run(run())
