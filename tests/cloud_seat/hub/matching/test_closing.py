"""Core: a seat that a supervisor closed is not rung and nobody counts on it, until it is open again."""

import pytest

from cloud_seat.hub.matching import events as ev
from cloud_seat.hub.matching.officials import Officials
from cloud_seat.hub.matching.queue import status_shown
from cloud_seat.hub.matching.state import OfferCall, Phase, State, WithdrawOffer
from tests.cloud_seat.hub.matching.test_machine import asked, play, ready

DAY_ENDS_MS = 90_000


def closed(at_ms: int, *seat_ids: str, until_ms: int = DAY_ENDS_MS) -> ev.SeatsClosed:
    return ev.SeatsClosed(at_ms=at_ms, seat_ids=seat_ids, until_ms=until_ms, reason="training")


def test_it_is_not_rung_and_nobody_counts_on_it() -> None:
    state, said = play([*ready("s", 1), closed(10, "s"), asked("c", 20)])
    assert state.calls["c"].phase is Phase.WAITING
    assert not [one for one in said if isinstance(one, OfferCall)]
    assert Officials(state).of(["any"]) == {"any": (0, 0)}
    assert status_shown(state.seats["s"]) == "closed"


def test_a_ring_that_is_under_way_goes_elsewhere() -> None:
    state, said = play([*ready("s", 1), asked("c", 10), *ready("t", 20), closed(30, "s")])
    assert state.calls["c"].seat_id == "t"
    assert [one.seat_id for one in said if isinstance(one, WithdrawOffer)] == ["s"]


def test_a_running_call_goes_on_to_its_end() -> None:
    state, _ = play(
        [
            *ready("s", 1),
            asked("c", 10),
            ev.OfferAccepted(at_ms=20, seat_id="s", call_id="c", attempt=1),
            closed(30, "s"),
        ]
    )
    assert state.calls["c"].phase is Phase.ACTIVE
    state, _ = play([ev.CallEndedBySeat(at_ms=40, seat_id="s", call_id="c", attempt=1), asked("d", 50)], state)
    assert state.calls["d"].phase is Phase.WAITING


@pytest.mark.parametrize(
    "opens",
    [ev.TimePassed(at_ms=DAY_ENDS_MS), closed(80, "s", until_ms=0)],
    ids=["the day is over", "the supervisor says so"],
)
def test_open_again_it_rings_at_once(opens: ev.Event) -> None:
    state, _ = play([*ready("s", 1), closed(10, "s"), asked("c", DAY_ENDS_MS - 100), opens])
    assert state.calls["c"].seat_id == "s"
    assert not state.seats["s"].closed_why


def test_who_comes_later_finds_it_closed() -> None:
    state, _ = play([closed(10, "s"), *ready("s", 20), asked("c", 30)], State())
    assert state.calls["c"].phase is Phase.WAITING


def test_to_close_until_a_moment_that_is_over_changes_nothing() -> None:
    state, _ = play([*ready("s", 50), closed(60, "s", until_ms=40), asked("c", 70)])
    assert state.calls["c"].seat_id == "s"
