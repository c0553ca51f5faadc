"""Core: a resident goes on to another official, notes after a call, pages that nobody sees."""

from cloud_seat.hub.matching import events as ev
from cloud_seat.hub.matching.queue import seats_counts
from cloud_seat.hub.matching.state import Command, ConnectCall, State, TellEnded, TellHandover, TellQueue, WithdrawOffer
from tests.cloud_seat.hub.matching.test_machine import asked, offers, play, ready


def accepted(call_id: str, seat_id: str, attempt: int, at_ms: int) -> ev.OfferAccepted:
    return ev.OfferAccepted(at_ms=at_ms, seat_id=seat_id, call_id=call_id, attempt=attempt)


def in_call() -> State:
    """`c` talks with s1; s2 is idle since before s3."""
    return play(
        [*ready("s1", 1), asked("c", 10, case_id="k"), accepted("c", "s1", 1, 20), *ready("s2", 30), *ready("s3", 40)]
    )[0]


def hand_over(to: str, at_ms: int = 100) -> ev.Event:
    return ev.HandoverAsked(at_ms=at_ms, seat_id="s1", call_id="c", attempt=1, to_seat_id=to)


def handovers(said: list[Command]) -> list[tuple[str, str]]:
    return [(c.state, c.to_seat_id) for c in said if isinstance(c, TellHandover)]


def test_a_call_is_handed_over_only_when_the_second_takes_it() -> None:
    state, said = play([hand_over("s3")], in_call())
    assert offers(said) == [("c", "s3", 2)]
    assert handovers(said) == [("asked", "s3")]
    assert (state.calls["c"].seat_id, state.calls["c"].attempt) == ("s1", 1)
    state, said = play([accepted("c", "s3", 2, 200)], state)
    assert [(c.seat_id, c.attempt, c.reason) for c in said if isinstance(c, TellEnded)] == [("s1", 1, "transferred")]
    assert [(c.call.seat_id, c.call.attempt) for c in said if isinstance(c, ConnectCall)] == [("s3", 2)]
    assert state.seats["s1"].status == "after"
    assert state.case_seats["k"] == "s3"


def test_who_is_handed_to_may_decline_miss_or_vanish_and_the_first_goes_on() -> None:
    state, _ = play([hand_over("s3")], in_call())
    ends: dict[str, ev.Event] = {
        "declined": ev.OfferDeclined(at_ms=200, seat_id="s3", call_id="c", attempt=2),
        "timeout": ev.TimePassed(at_ms=15_100),
        "gone": ev.SeatLeft(at_ms=200, seat_id="s3"),
        "dropped": ev.HandoverDropped(at_ms=200, seat_id="s1", call_id="c", attempt=1),
    }
    for why, event in ends.items():
        after, said = play([event], state)
        assert handovers(said) == [(why, "s3")]
        assert (after.calls["c"].seat_id, after.calls["c"].attempt) == ("s1", 1)
        assert not after.seats["s3"].call_id
        again, said = play([hand_over("s2", 16_000)], after)
        assert offers(said) == [("c", "s2", 3)]
        late = accepted("c", "s3", 2, 16_100)
        assert play([late], again)[0].calls == again.calls


def test_handing_over_to_somebody_who_is_taken_is_said_and_to_anyone_takes_the_longest_idle() -> None:
    state, said = play([ev.SeatPresenceSet(at_ms=90, seat_id="s3", status="busy"), hand_over("s3")], in_call())
    assert handovers(said) == [("busy", "s3")]
    _, said = play([hand_over("")], state)
    assert offers(said) == [("c", "s2", 2)]


def test_the_first_official_vanishes_while_the_second_is_asked() -> None:
    state, _ = play([hand_over("s3"), ev.SeatLeft(at_ms=150, seat_id="s1")], in_call())
    assert (state.calls["c"].seat_id, state.calls["c"].attempt) == ("s3", 2)
    _, said = play([accepted("c", "s3", 2, 200)], state)
    assert [c.call.seat_id for c in said if isinstance(c, ConnectCall)] == ["s3"]


def test_notes_after_a_call_end_by_themselves_may_be_longer_and_are_never_endless() -> None:
    over = ev.CallEndedBySeat(at_ms=1_000, seat_id="s1", call_id="c", attempt=1)
    state, _ = play([over, asked("d", 2_000), accepted("d", "s2", 1, 2_100)], in_call())
    assert (state.seats["s1"].status, state.seats["s1"].free) == ("after", False)
    assert play([ev.TimePassed(at_ms=61_000)], state)[0].seats["s1"].free
    more = ev.AfterCallExtended(at_ms=3_000, seat_id="s1")
    longer, _ = play([more], state)
    assert not play([ev.TimePassed(at_ms=61_000)], longer)[0].seats["s1"].free
    longest, _ = play([more] * 99, state)
    assert play([ev.TimePassed(at_ms=901_000)], longest)[0].seats["s1"].free
    assert play([ev.SeatPresenceSet(at_ms=3_000, seat_id="s1", status="ready")], state)[0].seats["s1"].free


def test_the_case_whose_notes_are_written_rings_at_once_where_it_was() -> None:
    over = ev.CallEndedByKiosk(at_ms=1_000, kiosk_id="k-c", call_id="c", reason="error")
    state, said = play([over, asked("again", 2_000, case_id="k")], in_call())
    assert offers(said) == [("again", "s1", 1)]
    assert state.cuts["k"] == 1


def test_a_hidden_and_mute_page_is_not_rung_and_not_counted() -> None:
    hidden = ev.SeatPageChanged(at_ms=5, seat_id="s", unseen=True)
    state, said = play([*ready("s", 1), hidden, asked("c", 10)])
    assert not offers(said)
    assert seats_counts(state) == (1, 0)
    assert [c.reason for c in said if isinstance(c, TellQueue)] == ["no_seat"]
    _, said = play([ev.SeatPageChanged(at_ms=20, seat_id="s")], state)
    assert offers(said) == [("c", "s", 1)]


def test_who_is_named_by_a_colleague_is_asked_next() -> None:
    state, _ = play([*ready("s1", 1), *ready("s2", 2), *ready("s3", 3), asked("c", 10)])
    _, said = play([ev.OfferDeclined(at_ms=20, seat_id="s1", call_id="c", attempt=1, to_seat_id="s3")], state)
    assert offers(said) == [("c", "s3", 2)]


def test_a_supervisor_may_say_who_is_asked_next() -> None:
    state, said = play([*ready("s1", 1), *ready("s2", 2), *ready("s3", 3), asked("c", 10)])
    assert offers(said) == [("c", "s1", 1)]
    word = ev.CallAssigned(at_ms=20, call_id="c", attempt=1, seat_id="s3")
    moved, said = play([word], state)
    assert offers(said) == [("c", "s3", 2)]
    assert [(c.seat_id, c.attempt) for c in said if isinstance(c, WithdrawOffer)] == [("s1", 1)]
    assert not moved.seats["s1"].call_id and moved.calls["c"].order == state.calls["c"].order, "the place is kept"
    assert play([word], moved)[0].known() == moved.known(), "said again"
    late, said = play([accepted("c", "s1", 1, 25)], moved)
    assert late.calls == moved.calls
    _, said = play([ev.TimePassed(at_ms=15_030)], moved)
    assert offers(said) == [("c", "s2", 3)], "who does not answer is passed over as ever"


def test_nobody_is_assigned_who_cannot_be_asked_and_no_call_is_taken_from_anybody() -> None:
    state, _ = play([ev.SeatPresenceSet(at_ms=90, seat_id="s3", status="busy"), asked("d", 95)], in_call())
    for call_id, seat_id in (("c", "s2"), ("d", "s3"), ("d", "s1"), ("d", "nobody"), ("x", "s2")):
        attempt = state.calls[call_id].last_attempt if call_id in state.calls else 0
        after, said = play([ev.CallAssigned(at_ms=100, call_id=call_id, attempt=attempt, seat_id=seat_id)], state)
        assert after.known() == state.known() and not said
