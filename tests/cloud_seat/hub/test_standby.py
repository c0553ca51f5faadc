"""Shell: PostgreSQL with a synchronous standby: the first is lost, the standby takes over, hubs lose nothing."""

import asyncio
from collections.abc import Iterator

import psycopg
import pytest

from cloud_seat.contract import signalling as sg
from tests.cloud_seat.hub.clients import connected, new_call, open_kiosk, open_seat
from tests.cloud_seat.hub.conftest import a_cast
from tests.cloud_seat.hub.postgres import RunningPostgres
from tests.cloud_seat.hub.running import RunningHub

HURRIED_CALLS = 40


@pytest.fixture
def servers() -> Iterator[tuple[RunningPostgres, RunningPostgres]]:
    with RunningPostgres.start(durable=True) as first, first.standby() as second:
        yield first, second


@pytest.mark.deep
def test_the_standby_takes_over_and_nothing_acknowledged_is_lost(
    servers: tuple[RunningPostgres, RunningPostgres], tmp_path_factory: pytest.TempPathFactory
) -> None:
    primary, standby = servers
    name = _named(primary.new_database())
    url = f"postgresql://postgres@/{name}?host={primary.folder},{standby.folder}&target_session_attrs=read-write"
    place = tmp_path_factory.mktemp("hubs")
    with RunningHub(place, database=url, name="a") as one, RunningHub(place, database=url, name="b") as two:
        one.start_again()
        two.start_again()
        asyncio.run(_day(primary, standby, one, two))


async def _day(primary: RunningPostgres, standby: RunningPostgres, one: RunningHub, two: RunningHub) -> None:
    cast = a_cast(one)
    kiosk, waiting = await open_kiosk(one, cast.token), await open_kiosk(two, one.enrol("PY-9900")["token"])
    seat, other = await open_seat(one, cast.cookies[0]), await open_seat(two, cast.cookies[1], status="away")
    call, later = new_call(cast.item_id), new_call(cast.item_id)
    attempt = await connected(kiosk, seat, call)
    for _ in range(HURRIED_CALLS):  # acknowledged just before the first one dies
        await waiting.say(later)
        assert (await waiting.hear(sg.QueueChanged, call_id=later.call_id)).position == 1
        await waiting.say(sg.CallEnded(call_id=later.call_id, attempt=0, reason="resident"))
        later = new_call(cast.item_id)
    await waiting.say(later)
    assert (await waiting.hear(sg.QueueChanged, call_id=later.call_id)).position == 1
    primary.kill()
    for end in (kiosk, seat):
        await end.say(sg.Signal(call_id=call.call_id, attempt=attempt, kind="offer"))
    assert (await kiosk.hear(sg.Signal)).kind == (await seat.hear(sg.Signal)).kind == "offer"
    await other.say(sg.PresenceSet(status="ready"))
    for end in (kiosk, seat, waiting, other):
        assert (await end.hear(sg.StoreChanged)).is_away
    await asyncio.to_thread(standby.promote)
    for end in (kiosk, seat, waiting, other):
        assert not (await end.hear(sg.StoreChanged)).is_away
    offered = await other.hear(sg.Offered, call_id=later.call_id)  # the place was kept, what was said meanwhile counts
    await other.say(sg.OfferAccepted(call_id=later.call_id, attempt=offered.attempt))
    await waiting.hear(sg.CallConnected, call_id=later.call_id)
    assert (await asyncio.to_thread(one.ask, "GET", "/api/v1/session", cookie=cast.cookies[0])).status == 200
    await seat.say(sg.CallEnded(call_id=call.call_id, attempt=attempt, reason="seat"))
    await kiosk.hear(sg.CallEnded, call_id=call.call_id)
    for end in (kiosk, seat, waiting, other):
        assert not [told for told in end.heard if isinstance(told, sg.SeatLost)]
        await end.close()
    with psycopg.connect(standby.url(_named(one.database))) as db:
        [(numbers, last)] = db.execute("SELECT count(*), max(seq) FROM matching.journal").fetchall()
    assert numbers == last > 2 * HURRIED_CALLS
    for hub in (one, two):  # they have the same journal, and read it whole
        await asyncio.to_thread(hub.stop)
        await asyncio.to_thread(hub.start_again)


def _named(url: str) -> str:
    return url.partition("?")[0].rpartition("/")[2]
