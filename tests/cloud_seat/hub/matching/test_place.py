"""The place in the queue is honest: only those count who compete for the same matter or the same officials."""

from dataclasses import replace

from cloud_seat.hub.matching import events as ev
from cloud_seat.hub.matching.draft import whole
from cloud_seat.hub.matching.kept import Shelf
from cloud_seat.hub.matching.machine import step
from cloud_seat.hub.matching.queue import queue_views
from cloud_seat.hub.matching.seat import SeatState
from cloud_seat.hub.matching.standing import Standing
from cloud_seat.hub.matching.state import CallState, Phase, Policy, State


def _state(*calls: tuple[str, str], seats: tuple[tuple[str, frozenset[str]], ...] = ()) -> State:
    state = State(
        calls=Shelf(
            {
                call_id: CallState(
                    call_id=call_id,
                    kiosk_id=f"PY-{call_id}",
                    case_id="k",
                    item_id=item,
                    mode="standard",
                    language="zh",
                    asked_at_ms=at,
                    waiting_since_ms=at,
                )
                for at, (call_id, item) in enumerate(calls)
            }
        ),
        seats=Shelf({seat_id: SeatState(seat_id, Standing(rights=rights), online=True) for seat_id, rights in seats}),
    )
    return whole(state, Policy())


def test_other_matters_are_not_ahead() -> None:
    views = queue_views(_state(("a", "licence"), ("b", "allowance"), ("c", "allowance")), Policy())
    assert [views[call].position for call in "abc"] == [1, 1, 2]


def test_a_shared_official_makes_one_queue() -> None:
    both = ("s", frozenset({"licence", "allowance"}))
    views = queue_views(_state(("a", "licence"), ("b", "allowance"), ("c", "school"), seats=(both,)), Policy())
    assert [views[call].position for call in "abc"] == [1, 2, 1]


SEATS = (("s", frozenset({"allowance"})), ("t", frozenset({"allowance"})))


def _busy(*waiting: tuple[str, str], handled: tuple[int, ...], now_s: int = 0) -> State:
    """Two officials in call, since 0 s and since 100 s; the others wait."""
    state = _state(*waiting, seats=SEATS)
    running = {
        call_id: replace(
            _state((call_id, "allowance")).calls[call_id],
            phase=Phase.ACTIVE,
            seat_id=seat,
            asked_at_ms=-1000,
            connected_at_ms=since_s * 1000,
        )
        for call_id, seat, since_s in (("x", "s", 0), ("y", "t", 100))
    }
    seats = {seat_id: replace(state.seats[seat_id], call_id=call) for seat_id, call in (("s", "x"), ("t", "y"))}
    took = tuple(("allowance", took_s) for took_s in handled)
    told = replace(
        state, now_ms=now_s * 1000, calls=Shelf({**state.calls, **running}), seats=Shelf(seats), handled=took
    )
    return whole(told, Policy())


WAITING = (("a", "allowance"), ("b", "allowance"), ("c", "allowance"))


def test_an_estimate_comes_from_the_newest_calls() -> None:
    state = _busy(*WAITING, handled=(290, 300, 300, 310, 900), now_s=120)
    views = queue_views(state, Policy())
    assert [views[call].reason for call in "abc"] == ["busy"] * 3
    assert [views[call].estimate_s for call in "abc"] == [180, 300, 480], "180 s left, 280 s left, then one more call"


def test_what_nobody_can_know_is_not_said() -> None:
    assert queue_views(_busy(*WAITING, handled=(300,) * 4), Policy())["a"].estimate_s is None, "too few calls yet"
    late = _busy(*WAITING, handled=(300,) * 5, now_s=500)
    assert queue_views(late, Policy())["a"].estimate_s is None, "all calls take longer than usual"
    later = _busy(*WAITING, handled=(300,) * 5, now_s=350)
    assert queue_views(later, Policy())["a"].estimate_s == 60, "only the one whose end can be told counts"


def test_a_call_that_ends_is_remembered_with_its_length() -> None:
    state = _busy(handled=(), now_s=400)
    ended = ev.CallEndedBySeat(at_ms=400_000, seat_id="s", call_id="x", attempt=0, reason="seat")
    assert step(state, ended, Policy())[0].handled == (("allowance", 400),)
