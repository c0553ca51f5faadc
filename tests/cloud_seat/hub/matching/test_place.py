"""The place in the queue is honest: only those count who compete for the same matter or the same officials."""

from cloud_seat.hub.matching.queue import queue_views
from cloud_seat.hub.matching.state import CallState, Policy, SeatState, State


def _state(*calls: tuple[str, str], seats: tuple[tuple[str, frozenset[str]], ...] = ()) -> State:
    return State(
        calls={
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
        },
        seats={seat_id: SeatState(seat_id=seat_id, rights=rights, online=True) for seat_id, rights in seats},
    )


def test_other_matters_are_not_ahead() -> None:
    views = queue_views(_state(("a", "licence"), ("b", "allowance"), ("c", "allowance")), Policy())
    assert [views[call].position for call in "abc"] == [1, 1, 2]


def test_a_shared_official_makes_one_queue() -> None:
    both = ("s", frozenset({"licence", "allowance"}))
    views = queue_views(_state(("a", "licence"), ("b", "allowance"), ("c", "school"), seats=(both,)), Policy())
    assert [views[call].position for call in "abc"] == [1, 2, 1]
