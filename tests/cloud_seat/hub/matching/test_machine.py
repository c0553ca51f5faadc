"""Core: the decisions that histories alone do not name: who is asked first, who rests, who is shown as away."""

from collections.abc import Iterable

from cloud_seat.hub.matching import events as ev
from cloud_seat.hub.matching.machine import step
from cloud_seat.hub.matching.queue import next_due_ms, seats_counts
from cloud_seat.hub.matching.state import (
    Command,
    ConnectCall,
    OfferCall,
    Policy,
    State,
    TellEnded,
    TellQueue,
)

POLICY = Policy(department_after_s=20, deputy_after_s=30)
"""A ring ends before a call reaches further, so that each can be told from the other."""


def play(events: Iterable[ev.Event], state: State | None = None) -> tuple[State, list[Command]]:
    """The end and everything that was said."""
    now, said = state or State(), list[Command]()
    for event in events:
        now, commands = step(now, event, POLICY)
        said += commands
    return now, said


def let_pass(state: State, *, until_ms: int) -> tuple[State, list[Command]]:
    """Wake at each deadline until then, as the lane does."""
    said = list[Command]()
    while (due_ms := next_due_ms(state, POLICY)) is not None and due_ms <= until_ms:
        state, more = play([ev.TimePassed(at_ms=due_ms)], state)
        said += more
    return state, said


def ready(seat_id: str, at_ms: int, *rights: str) -> list[ev.Event]:
    return [
        ev.SeatAttached(at_ms=at_ms, seat_id=seat_id, rights=rights or ("*",)),
        ev.SeatPresenceSet(at_ms=at_ms, seat_id=seat_id, status="ready"),
    ]


def asked(call_id: str, at_ms: int, item_id: str = "", case_id: str = "") -> ev.CallRequested:
    case_id = case_id or f"case-{call_id}"
    return ev.CallRequested(at_ms=at_ms, call_id=call_id, kiosk_id=f"k-{call_id}", case_id=case_id, item_id=item_id)


def offers(said: list[Command]) -> list[tuple[str, str, int]]:
    return [(c.call.call_id, c.call.seat_id, c.call.attempt) for c in said if isinstance(c, OfferCall)]


def test_longest_idle_first_and_only_with_the_right() -> None:
    _, said = play([*ready("s3", 1, "other"), *ready("s2", 2, "item"), *ready("s1", 3), asked("c", 10, "item")])
    assert offers(said) == [("c", "s2", 1)]


def test_who_asked_first_is_served_first() -> None:
    _, said = play([asked("late", 20), asked("early", 10), *ready("s", 30)])
    # The clock never runs backwards: what arrives second has asked second, whatever its sender's clock says.
    assert offers(said) == [("early", "s", 1)] or offers(said) == [("late", "s", 1)]
    _, said = play([asked("first", 10), asked("second", 20), *ready("s", 30)])
    assert offers(said) == [("first", "s", 1)]


def test_a_ring_goes_to_the_next_after_fifteen_seconds() -> None:
    state, _ = play([*ready("s1", 1), *ready("s2", 2), asked("c", 1000)])
    due_ms = next_due_ms(state, POLICY)
    assert due_ms == 16_000
    _, said = play([ev.TimePassed(at_ms=due_ms)], state)
    assert offers(said) == [("c", "s2", 2)]


def test_three_missed_rings_show_an_official_as_away() -> None:
    state, _ = play([*ready("s", 1), asked("c", 1000)])
    state, said = let_pass(state, until_ms=55_999)  # ring, rest, ring, rest, ring
    assert state.seats["s"].status == "ready"
    state, said = let_pass(state, until_ms=56_000)
    assert state.seats["s"].status == "away"
    assert [c.reason for c in said if isinstance(c, TellQueue)] == ["no_seat"]
    assert seats_counts(state) == (1, 0)


def test_a_cut_off_call_waits_for_the_same_official_then_for_anyone() -> None:
    state, _ = play(
        [
            *ready("s1", 1),
            asked("c", 10),
            ev.OfferAccepted(at_ms=20, seat_id="s1", call_id="c", attempt=1),
            *ready("s2", 30),
            ev.SeatLeft(at_ms=100, seat_id="s1"),
        ]
    )
    assert next_due_ms(state, POLICY) == 20_100
    _, at_once = play(ready("s1", 5000), state)
    assert offers(at_once) == [("c", "s1", 2)]
    _, later = play([ev.TimePassed(at_ms=20_100)], state)
    assert offers(later) == [("c", "s2", 2)]


def test_an_old_word_cannot_end_the_next_attempt() -> None:
    """ABA: the same call, again at the same seat; the earlier attempt's goodbye arrives late."""
    state, _ = play(
        [
            *ready("s", 1),
            asked("c", 10),
            ev.OfferAccepted(at_ms=20, seat_id="s", call_id="c", attempt=1),
            ev.SeatLeft(at_ms=30, seat_id="s"),
            *ready("s", 40),
            ev.OfferAccepted(at_ms=50, seat_id="s", call_id="c", attempt=2),
        ]
    )
    late = (
        ev.CallEndedBySeat(at_ms=60, seat_id="s", call_id="c", attempt=1),
        ev.CallEndedByKiosk(at_ms=60, kiosk_id="k-c", call_id="c", attempt=1, reason="error"),
        ev.OfferDeclined(at_ms=60, seat_id="s", call_id="c", attempt=1),
    )
    for event in late:
        after, _ = step(state, event, POLICY)
        assert after.calls == state.calls
    assert "c" not in play([ev.CallEndedByKiosk(at_ms=60, kiosk_id="k-c", call_id="c", attempt=1)], state)[0].calls


def test_a_call_that_is_over_is_not_begun_again_by_a_late_repeat() -> None:
    state, _ = play([asked("c", 10), ev.CallEndedByKiosk(at_ms=20, kiosk_id="k-c", call_id="c")])
    state, said = play([asked("c", 30)], state)
    assert not state.calls
    assert [c.reason for c in said if isinstance(c, TellEnded)] == ["resident"]


def test_nobody_waits_for_ever() -> None:
    state, _ = play([asked("c", 1000)])
    state, _ = let_pass(state, until_ms=600_999)
    assert state.calls
    state, said = let_pass(state, until_ms=601_000)
    assert not state.calls
    assert [(c.kiosk_id, c.reason) for c in said if isinstance(c, TellEnded)] == [("k-c", "no_seat")]


def test_after_a_restart_only_calls_whose_ends_return_go_on() -> None:
    state, _ = play(
        [
            *ready("s", 1),
            asked("c", 10),
            ev.OfferAccepted(at_ms=20, seat_id="s", call_id="c", attempt=1),
            asked("w", 25),
            ev.HubStarted(at_ms=100),
            ev.SeatAttached(at_ms=200, seat_id="s", rights=("*",)),
        ]
    )
    resumed, said = play(
        [
            ev.CallResumedByKiosk(at_ms=300, kiosk_id="k-c", call_id="c", attempt=1),
            ev.CallResumedBySeat(at_ms=300, seat_id="s", call_id="c", attempt=1),
            ev.TimePassed(at_ms=20_100),
        ],
        state,
    )
    assert [(c.call.attempt, c.fresh) for c in said if isinstance(c, ConnectCall)] == [(1, False), (1, False)]
    assert resumed.calls.keys() == {"c"}  # the other resident's kiosk did not come back
    nobody, _ = play([ev.TimePassed(at_ms=20_100), ev.TimePassed(at_ms=60_100)], state)
    assert not nobody.calls


def test_an_empty_name_is_no_call() -> None:
    state, _ = play([*ready("s", 1), asked("", 10)])
    assert not state.calls
    assert state.seats["s"].free


def test_a_call_that_was_cut_keeps_its_place_and_its_official() -> None:
    state, _ = play([*ready("s", 1), *ready("t", 2), asked("c", 10), accepted("c", "s", 20), kiosk_gone("c", 5_000)])
    state, said = play([ev.TimePassed(at_ms=64_999)], state)
    assert "c" in state.calls, "the minute in which the booth seeks"
    state, said = play([ev.TimePassed(at_ms=65_000)], state)
    assert [c.reason for c in said if isinstance(c, TellEnded)] == ["cut"]
    assert state.places == {"case-c": 10}
    again = asked("d", 70_000, case_id="case-c")
    back = play([again], state)[0].calls["d"]
    assert (back.asked_at_ms, back.seat_id) == (10, "s"), "its place, its official, though t is idle longer"
    busy = ev.SeatPresenceSet(at_ms=69_000, seat_id="s", status="busy")
    held, _ = play([busy, again], state)
    assert (held.calls["d"].seat_id, held.places) == ("", {})
    assert play([ev.TimePassed(at_ms=90_001)], held)[0].calls["d"].seat_id == "t", "held a while, then anyone"


def test_a_place_is_not_kept_for_ever() -> None:
    state, _ = play([*ready("s", 1), asked("c", 10), accepted("c", "s", 20), kiosk_gone("c", 5_000)])
    state, _ = play([ev.TimePassed(at_ms=65_000)], state)
    assert play([asked("d", 1_900_000, case_id="case-c")], state)[0].calls["d"].asked_at_ms == 1_900_000


def accepted(call_id: str, seat_id: str, at_ms: int) -> ev.OfferAccepted:
    return ev.OfferAccepted(at_ms=at_ms, seat_id=seat_id, call_id=call_id, attempt=1)


def kiosk_gone(call_id: str, at_ms: int) -> ev.KioskLeft:
    return ev.KioskLeft(at_ms=at_ms, kiosk_id=f"k-{call_id}")
