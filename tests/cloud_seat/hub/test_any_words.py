"""Shell: both ends of a call say anything: bytes, half messages, every message with any values. Nobody else notices."""

import asyncio
import contextlib
import json
from collections.abc import Iterator
from typing import Any

import msgspec.inspect as mi
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from websockets.exceptions import ConnectionClosed

from cloud_seat.contract import signalling as sg
from tests.cloud_seat.hub.clients import End, connected, new_call, open_kiosk, open_seat
from tests.cloud_seat.hub.conftest import SHORT_WAITS, Cast, a_cast
from tests.cloud_seat.hub.running import RunningHub

_UNHURRIED = ("messages_burst=1000000", "messages_per_s=1000000", "strikes=1000000", "send_queue=100000")
"""Their limits are tested elsewhere; here every message is to be looked at."""
_LIVE = ("@call", "@case", "@item", "@seat", "@other", "@kiosk")
"""Stand for what is really there."""
_WORDS = ("ready", "busy", "away", "offer", "answer", "candidate", "accepted", "returned", "listening", "helper", "yes")
_NUMBERS = st.integers(-2, 3) | st.sampled_from([1, 1, 1, 2**31, -(2**63), 2**63, 10**30])
_TEXTS = st.sampled_from(_LIVE) | st.sampled_from(_WORDS) | st.text(max_size=20) | st.just("长" * 5000)
_ANYTHING = st.recursive(
    st.none() | st.booleans() | _NUMBERS | _TEXTS | st.floats(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(_TEXTS, inner, max_size=3),
    max_leaves=6,
)


def _of_kind(kind: mi.Type) -> st.SearchStrategy[Any]:
    """Values as the contract allows them."""
    match kind:
        case mi.StructType():
            return _message(kind)
        case mi.UnionType(types=types):
            return st.one_of([_of_kind(one) for one in types])
        case mi.VarTupleType(item_type=item) | mi.ListType(item_type=item):
            return st.lists(_of_kind(item), max_size=3)
        case mi.TupleType(item_types=items):
            return st.tuples(*map(_of_kind, items)).map(list)
        case mi.DictType(key_type=key, value_type=value):
            return st.dictionaries(_of_kind(key), _of_kind(value), max_size=3)
        case mi.BoolType():
            return st.booleans()
        case mi.IntType():
            return _NUMBERS
        case mi.StrType():
            return _TEXTS
        case mi.NoneType():
            return st.none()
        case _:
            return _ANYTHING


def _message(kind: mi.StructType) -> st.SearchStrategy[dict[str, Any]]:
    """The object with any of its optional fields; now and then a field holds what it may not."""
    fields = {one.encode_name: _of_kind(one.type) for one in kind.fields}
    strange = {name: st.one_of(good, good, good, _ANYTHING) for name, good in fields.items()}
    named = {kind.tag_field: st.just(kind.tag)} if kind.tag_field else {}
    return st.fixed_dictionaries(named, optional=strange)


_KINDS = [kind for kind in map(mi.type_info, sg.MESSAGES) if isinstance(kind, mi.StructType)]
_OBJECTS = st.one_of([_message(kind) for kind in _KINDS]).map(json.dumps)
_HALVES = st.tuples(_OBJECTS, st.integers(1, 60)).map(lambda pair: pair[0][: -pair[1]])
_SAID = st.one_of(_OBJECTS, _OBJECTS, _OBJECTS, _HALVES, st.text(max_size=50), st.binary(max_size=50))
_TALK = st.lists(st.tuples(st.sampled_from(["kiosk", "seat"]), _SAID), min_size=40, max_size=80)


@pytest.fixture(scope="module")
def hub(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningHub]:
    waits = (*SHORT_WAITS, *_UNHURRIED, "after_call_s=0.2", "status_kept_s=0.2")
    with RunningHub.start(tmp_path_factory.mktemp("words"), *waits) as running:
        yield running


async def _say(end: End, said: str | bytes, real: dict[str, str]) -> None:
    if isinstance(said, str):
        for name, value in real.items():
            said = said.replace(name, value)
        said = said.encode("utf-8", "replace").decode()
    await end.say_raw(said)


async def _talk(cast: Cast, said: list[tuple[str, str | bytes]]) -> None:
    """In a live call, as long as it lives. Afterwards each end still gets an answer, or was closed on purpose."""
    async with await open_kiosk(cast.hub, cast.token) as kiosk, await open_seat(cast.hub, cast.cookies[0]) as seat:
        call = new_call(cast.item_id)
        with contextlib.suppress(TimeoutError):  # the one before may hold this official for a moment
            async with asyncio.timeout(3):
                await connected(kiosk, seat, call)
        real = {"@call": call.call_id, "@case": call.case_id, "@item": cast.item_id, "@kiosk": cast.kiosk_id}
        real |= {"@seat": cast.seat_ids[0], "@other": cast.seat_ids[1]}
        ends = {"kiosk": kiosk, "seat": seat}
        for who, words in said:
            with contextlib.suppress(ConnectionClosed):
                await _say(ends[who], words, real)
        for end in ends.values():
            await _is_answered(end)
        with contextlib.suppress(ConnectionClosed):
            await kiosk.say(sg.CallEnded(call_id=call.call_id, reason="resident"))


async def _is_answered(end: End) -> None:
    try:
        await end.say_raw('{"type":"Heartbeat","nonce":777}')
        async with asyncio.timeout(30):
            while '"nonce":777,"echo":true' not in str(await end.socket.recv()):
                pass
    except ConnectionClosed as error:
        assert error.rcvd is not None and error.rcvd.code in (1000, 1008, 4000, 4001, 4002), error.rcvd


def _run(hub: RunningHub, examples: int, *, same_each_time: bool = False) -> None:
    cast, before = a_cast(hub), hub.process

    @settings(
        max_examples=examples,
        derandomize=same_each_time,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(said=_TALK)
    def talk(said: list[tuple[str, str | bytes]]) -> None:
        asyncio.run(_talk(cast, said))
        log = hub.log_path.read_text("utf-8")
        assert "a talk failed" not in log and "a lane of the hub stopped" not in log and "Traceback" not in log, log

    talk()
    assert hub.process is before and before is not None and before.poll() is None
    assert hub.ask("GET", "/healthz").status == 200
    bystander = a_cast(hub)

    async def goes_on() -> None:
        async with (
            await open_kiosk(hub, bystander.token) as kiosk,
            await open_seat(hub, bystander.cookies[0]) as seat,
        ):
            await connected(kiosk, seat, new_call(bystander.item_id))

    asyncio.run(goes_on())


def test_whatever_both_ends_say_the_hub_goes_on(hub: RunningHub) -> None:
    _run(hub, 3, same_each_time=True)


@pytest.mark.deep
@pytest.mark.timeout(3600)
def test_whatever_both_ends_say_for_long_the_hub_goes_on(hub: RunningHub) -> None:
    _run(hub, 150)
