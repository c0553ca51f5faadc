"""Core: who is asked first, how far a call reaches, and two officials asked at once of whom exactly one answers."""

from typing import Any

from cloud_seat.hub.matching import events as ev
from cloud_seat.hub.matching.state import Command, ConnectCall, State, TellEnded, TellQueue, WithdrawOffer
from tests.cloud_seat.hub.matching.test_machine import asked, let_pass, offers, play, ready

TOWN, OTHER_TOWN, DISTRICT = "440113001", "440113002", "440113"


def there(seat_id: str, at_ms: int, **standing: tuple[str, ...]) -> list[ev.Event]:
    fields: dict[str, Any] = {"rights": ("item",), **standing}
    attached = ev.SeatAttached(at_ms=at_ms, seat_id=seat_id, **fields)
    return [attached, ev.SeatPresenceSet(at_ms=at_ms, seat_id=seat_id, status="ready")]


def busy(seat_id: str, at_ms: int) -> ev.Event:
    return ev.SeatPresenceSet(at_ms=at_ms, seat_id=seat_id, status="busy")


def wants(call_id: str, at_ms: int, **more: Any) -> ev.CallRequested:
    said = {"case_id": f"case-{call_id}", "item_id": "item", "place": TOWN, **more}
    return ev.CallRequested(at_ms=at_ms, call_id=call_id, kiosk_id=f"k-{call_id}", **said)


def accepted(call_id: str, seat_id: str, attempt: int, at_ms: int) -> ev.OfferAccepted:
    return ev.OfferAccepted(at_ms=at_ms, seat_id=seat_id, call_id=call_id, attempt=attempt)


# --- who needs more time ---
def test_residents_who_need_more_time_come_first_and_overtake_nobody_for_longer_than_a_minute() -> None:
    early, elder = wants("early", 10_000), wants("elder", 69_999, mode="elder")
    assert offers(play([early, elder, *there("s", 70_001)])[1]) == [("elder", "s", 1)]
    late = wants("late", 70_001, mode="elder")
    assert offers(play([early, late, *there("s", 70_002)])[1]) == [("early", "s", 1)]


def test_who_was_cut_off_before_comes_first() -> None:
    cut = [*there("s", 1), wants("c", 10), accepted("c", "s", 1, 20)]
    cut.append(ev.CallEndedByKiosk(at_ms=30, kiosk_id="k-c", call_id="c", reason="error"))
    state, _ = play(
        [*cut, ev.SeatLeft(at_ms=40, seat_id="s"), wants("first", 50), wants("again", 60, case_id="case-c")]
    )
    _, said = play(there("t", 100_000), state)
    assert offers(said) == [("again", "t", 1)]


# --- how far a call reaches ---
def test_town_then_department_then_anyone_with_the_right() -> None:
    state, said = play(
        [
            *there("far", 1, places=(OTHER_TOWN,)),
            *there("department", 2),
            *there("town", 3, places=(TOWN,)),
            *there("district", 4, places=(DISTRICT,)),
            busy("town", 5),
            wants("a", 10_000),
        ]
    )
    assert not offers(said), "the one of this town is at the counter: ready any moment"
    state, said = let_pass(state, until_ms=30_000)
    assert offers(said) == [("a", "department", 1)]
    state, _ = play([accepted("a", "department", 1, 31_000), busy("district", 31_000), wants("b", 32_000)], state)
    state, said = let_pass(state, until_ms=91_999)
    assert not offers(said)
    assert offers(let_pass(state, until_ms=92_000)[1]) == [("b", "far", 1)]


def test_nobody_is_waited_for_who_is_not_there() -> None:
    _, said = play([*there("far", 1, places=(OTHER_TOWN,)), wants("c", 10)])
    assert offers(said) == [("c", "far", 1)]
    away = ev.SeatPresenceSet(at_ms=20, seat_id="town", status="away")
    _, said = play([*there("department", 1), *there("town", 3, places=(TOWN,)), busy("town", 5), wants("c", 10), away])
    assert offers(said) == [("c", "department", 1)]


def test_a_deputy_is_asked_when_the_one_whose_matter_it_is_does_not_answer() -> None:
    deputy = there("deputy", 1, rights=(), deputy_rights=("item",))
    assert offers(play([*deputy, wants("c", 10)])[1]) == [("c", "deputy", 1)]
    state, said = play([*deputy, *there("main", 2), busy("main", 3), wants("c", 10_000)])
    assert not offers(said)
    assert offers(let_pass(state, until_ms=40_000)[1]) == [("c", "deputy", 1)]


def test_within_reach_the_resident_s_language_comes_before_who_is_idle_longest() -> None:
    both = [*there("s", 1), *there("t", 2, languages=("zh", "sign"))]
    assert offers(play([*both, wants("c", 10)])[1]) == [("c", "s", 1)]
    assert offers(play([*both, wants("c", 10, language="sign")])[1]) == [("c", "t", 1)]


def test_the_only_one_for_another_matter_is_spared() -> None:
    rare = there("rare", 1, rights=("item", "rare"))
    assert offers(play([*rare, *there("plain", 2), wants("c", 10)])[1]) == [("c", "plain", 1)]
    second = there("second", 3, rights=("rare",))
    assert offers(play([*rare, *there("plain", 2), *second, wants("c", 10)])[1]) == [("c", "rare", 1)]
    both = [*rare, *there("plain", 2, rights=("item", "own"))]
    assert offers(play([*both, wants("c", 10)])[1]) == [("c", "rare", 1)], "each is the only one for something"


# --- two at once ---
def two_ring() -> State:
    """`c` rings at `a` and then, after half a minute, at `b`, too: attempts 1, 2 and 3."""
    state, _ = play([*there("a", 1), *there("b", 2), busy("b", 3), wants("c", 10_000)])
    state, said = let_pass(state, until_ms=25_000)
    state, _ = let_pass(state, until_ms=39_000)
    state, said = play([ev.SeatPresenceSet(at_ms=39_500, seat_id="b", status="ready")], state)
    assert not offers(said), "not before half a minute"
    state, said = let_pass(state, until_ms=40_000)
    assert offers(said) == [("c", "b", 3)]
    call = state.calls["c"]
    assert (call.seat_id, call.attempt, call.next_seat_id, call.last_attempt) == ("a", 2, "b", 3)
    return state


def withdrawn(said: list[Command]) -> list[tuple[str, int, str]]:
    return [(c.seat_id, c.attempt, c.reason) for c in said if isinstance(c, WithdrawOffer)]


def test_whoever_answers_first_has_it_and_the_other_is_told() -> None:
    for first, other in ((("a", 2), ("b", 3)), (("b", 3), ("a", 2))):
        state, said = play([accepted("c", *first, 40_100)], two_ring())
        assert [(c.call.seat_id, c.call.attempt) for c in said if isinstance(c, ConnectCall)] == [first]
        assert withdrawn(said) == [(*other, "taken")]
        assert state.seats[other[0]].free
        late, said = play([accepted("c", *other, 40_101)], state)
        assert late.calls == state.calls
        assert withdrawn(said) == [(*other, "taken")]


def test_who_was_not_quick_enough_is_still_idle_longest() -> None:
    before = two_ring()
    state, _ = play([accepted("c", "a", 2, 40_100)], before)
    assert state.seats["b"].idle_since_ms == before.seats["b"].idle_since_ms


def test_when_one_of_two_lets_it_pass_the_other_rings_on() -> None:
    for seat_id, attempt, left in (("a", 2, ("b", 3)), ("b", 3, ("a", 2))):
        declined = ev.OfferDeclined(at_ms=40_100, seat_id=seat_id, call_id="c", attempt=attempt)
        for event in (declined, ev.SeatLeft(at_ms=40_100, seat_id=seat_id), busy(seat_id, 40_100)):
            state, said = play([event], two_ring())
            call = state.calls["c"]
            assert (call.seat_id, call.attempt, call.next_seat_id) == (*left, "")
            assert not offers(said), "who let it pass rests"
            assert play([accepted("c", *left, 40_200)], state)[0].calls["c"].connected_at_ms == 40_200


def test_a_resident_who_leaves_ends_both_rings() -> None:
    state, said = play([ev.CallEndedByKiosk(at_ms=40_100, kiosk_id="k-c", call_id="c")], two_ring())
    assert sorted(withdrawn(said)) == [("a", 2, "cancelled"), ("b", 3, "cancelled")]
    assert not state.calls and state.seats["a"].free and state.seats["b"].free


def test_a_second_ring_takes_nobody_from_who_waits() -> None:
    state, _ = play([*there("a", 1), wants("c", 10_000), wants("d", 10_001)])
    state, _ = let_pass(state, until_ms=41_000)
    assert state.calls["c"].seat_id == "a", "and rings for long"
    _, said = play(there("b", 41_000), state)
    assert offers(said) == [("d", "b", 2)]


# --- never an endless wait ---
def test_after_a_minute_the_resident_is_told_that_it_takes_longer() -> None:
    state, said = play([asked("c", 10_000, "item"), *ready("s", 20_000, "item"), busy("s", 20_001)])
    state, said = let_pass(state, until_ms=69_999)
    assert not any(c.late for c in said if isinstance(c, TellQueue))
    _, said = let_pass(state, until_ms=70_000)
    assert [(c.call_id, c.late) for c in said if isinstance(c, TellQueue)] == [("c", True)]
    assert not [c for c in said if isinstance(c, TellEnded)], "whoever wants to wait on may"
