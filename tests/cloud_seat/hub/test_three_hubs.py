"""Shell: three hubs on one PostgreSQL behind a balancer, killed one after the other: calls go on, places are kept."""

import asyncio
import time
from collections.abc import Awaitable, Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack

import pytest

from cloud_seat.contract import signalling as sg
from tests.cloud_seat.hub.balancer import Balancer
from tests.cloud_seat.hub.clients import End, connected, new_call, open_kiosk, open_seat
from tests.cloud_seat.hub.conftest import Cast, a_cast
from tests.cloud_seat.hub.postgres import RunningPostgres
from tests.cloud_seat.hub.running import RunningHub

PLACE_KEPT_S = 2.0
"""The bar of the issue."""


@pytest.fixture(scope="module")
def hubs(postgres: RunningPostgres, tmp_path_factory: pytest.TempPathFactory) -> Iterator[list[RunningHub]]:
    place, url = tmp_path_factory.mktemp("hubs"), postgres.new_database()
    with ExitStack() as stack, ThreadPoolExecutor() as pool:
        three = [stack.enter_context(RunningHub(place, database=url, name=name)) for name in "abc"]
        list(pool.map(RunningHub.start_again, three))
        yield three


async def again(end: End, come: Callable[[], Awaitable[End]]) -> End:
    """The same end, or a new one in place of one whose hub is gone."""
    try:
        await asyncio.wait_for(end.socket.wait_closed(), 0.3)
    except TimeoutError:
        return end
    fresh = await come()
    fresh.heard[:0] = end.heard
    return fresh


@pytest.mark.deep
def test_any_of_three_is_killed_calls_go_on_places_are_kept_nobody_is_matched_twice(hubs: list[RunningHub]) -> None:
    cast = a_cast(hubs[0])
    tokens = [hubs[0].enrol(f"PY-97{n:02d}")["token"] for n in range(6)]
    asyncio.run(_day(hubs, cast, tokens))


async def _day(hubs: list[RunningHub], cast: Cast, tokens: list[str]) -> None:
    call, waits = new_call(cast.item_id), [new_call(cast.item_id) for _ in tokens]
    async with Balancer(hubs) as front:
        kiosk, seat = await open_kiosk(front, cast.token), await open_seat(front, cast.cookies[0])
        attempt = await connected(kiosk, seat, call)
        resumed = sg.CallResumed(call_id=call.call_id, attempt=attempt)

        async def back(open_end: Awaitable[End]) -> End:
            end = await open_end
            await end.say(resumed)
            await end.hear(sg.CallConnected, attempt=attempt)
            return end

        async def wait(at: int) -> End:
            end = await open_kiosk(front, tokens[at])
            await end.say(waits[at])
            assert (await end.hear(sg.QueueChanged)).position == 1 + at
            return end

        booths = [await wait(at) for at in range(len(tokens))]
        for hub in hubs:
            await asyncio.to_thread(hub.kill)
            began_s = time.monotonic()
            booths = await asyncio.gather(*(again(b, lambda at=at: wait(at)) for at, b in enumerate(booths)))  # type: ignore[misc]  # bound now
            assert time.monotonic() - began_s < PLACE_KEPT_S
            kiosk = await again(kiosk, lambda: back(open_kiosk(front, cast.token)))
            seat = await again(seat, lambda: back(open_seat(front, cast.cookies[0], status="")))
            for one, other in ((kiosk, seat), (seat, kiosk)):
                await one.say(sg.Signal(call_id=call.call_id, attempt=attempt, kind="candidate"))
                await other.hear(sg.Signal)
            await asyncio.to_thread(hub.start_again)
        await seat.say(sg.CallEnded(call_id=call.call_id, attempt=attempt, reason="seat"))
        await kiosk.hear(sg.CallEnded)
        for booth, asked in zip(booths, waits, strict=True):  # each in their turn
            await seat.say(sg.PresenceSet(status="ready"))
            offered = await seat.hear(sg.Offered)
            assert offered.call_id == asked.call_id
            await seat.say(sg.OfferAccepted(call_id=asked.call_id, attempt=offered.attempt))
            await booth.hear(sg.CallConnected, call_id=asked.call_id)
            await seat.say(sg.CallEnded(call_id=asked.call_id, attempt=offered.attempt, reason="seat"))
            await booth.hear(sg.CallEnded)
        for end in (kiosk, seat, *booths):
            assert not [message for message in end.heard if isinstance(message, sg.SeatLost)]
            await end.close()
        offered_once = [message.call_id for message in seat.heard if isinstance(message, sg.Offered)]
        assert len(offered_once) == len(set(offered_once)) == 1 + len(waits)
