"""Core: random histories of matching and what must hold after every step of them."""

from dataclasses import dataclass, field, replace
from typing import Any

from hypothesis import strategies as st

from cloud_seat.hub.matching import events as ev
from cloud_seat.hub.matching.draft import whole
from cloud_seat.hub.matching.machine import step
from cloud_seat.hub.matching.seat import AFTER, SeatState
from cloud_seat.hub.matching.standing import Reach
from cloud_seat.hub.matching.state import (
    CallState,
    Command,
    ConnectCall,
    OfferCall,
    Phase,
    Policy,
    State,
    TellEnded,
    TellQueue,
)

POLICY = Policy(department_after_s=20, deputy_after_s=30)
"""A ring ends before a call reaches further, so that each can be told from the other."""
SEATS = ("s1", "s2", "s3")
KIOSKS = ("k1", "k2", "k3", "k4")
CALLS = tuple(f"c{n}" for n in range(8))

seats, kiosks, calls = st.sampled_from(SEATS), st.sampled_from(KIOSKS), st.sampled_from(CALLS)
attempts = st.integers(0, 4)
CLOSED_UNTIL_MS = (0, 0, 1_005_000, 1_060_000, 1_300_000, 10_000_000)
"""Open again, over already at most times, soon, never here: a history begins at 1,000,000 ms."""
items = st.sampled_from(("", "a", "b"))


def _build(kind: type[Any], **parts: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.builds(kind, at_ms=st.just(0), **parts)


def kiosk_of(call_id: str) -> str:
    """Calls have a home: a kiosk that asks for another call gives up its first, and too many did."""
    return KIOSKS[int(call_id[1:]) % len(KIOSKS)]


def asked(call_id: str, item_id: str) -> ev.CallRequested:
    """A resident asks: of town 1, of town 2, or of nowhere known; every third needs more time."""
    number, kiosk_id = int(call_id[1:]), kiosk_of(call_id)
    where = {"place": ("440113001", "440113002", "")[number % 3], "mode": "standard" if number % 3 else "elder"}
    return ev.CallRequested(at_ms=0, call_id=call_id, kiosk_id=kiosk_id, case_id=call_id, item_id=item_id, **where)


STANDINGS: tuple[dict[str, tuple[str, ...]], ...] = (
    {"rights": ("*",)},
    {"rights": ("a",)},
    {"rights": ("b",), "deputy_rights": ("a",)},
    {"rights": ("a", "b"), "places": ("440113001",)},
    {"rights": ("*",), "places": ("440113002",)},
    {"deputy_rights": ("*",), "places": ("440113",)},
    {},
)


def attached(seat_id: str, standing: dict[str, Any]) -> ev.SeatAttached:
    """An official is there."""
    return ev.SeatAttached(at_ms=0, seat_id=seat_id, **standing)


def given_other_rights(seat_id: str, standing: dict[str, Any]) -> ev.SeatStandingSet:
    """By the operator, at whatever moment."""
    return ev.SeatStandingSet(at_ms=0, seat_id=seat_id, **standing)


happenings: st.SearchStrategy[Any] = st.one_of(
    st.builds(attached, seats, st.sampled_from(STANDINGS)),
    st.builds(given_other_rights, seats, st.sampled_from(STANDINGS)),
    _build(ev.SeatPresenceSet, seat_id=seats, status=st.sampled_from(("ready", "ready", "busy", "away"))),
    _build(ev.SeatsClosed, seat_ids=st.sets(seats).map(tuple), until_ms=st.sampled_from(CLOSED_UNTIL_MS)),
    _build(ev.SeatPageChanged, seat_id=seats, unseen=st.booleans()),
    _build(ev.AfterCallExtended, seat_id=seats),
    _build(ev.SeatLeft, seat_id=seats),
    st.builds(asked, calls, items),
    st.builds(asked, calls, items),
    _build(ev.CallResumedByKiosk, kiosk_id=kiosks, call_id=calls, attempt=attempts),
    _build(ev.CallResumedBySeat, seat_id=seats, call_id=calls, attempt=attempts),
    _build(ev.OfferAccepted, seat_id=seats, call_id=calls, attempt=attempts),
    _build(ev.OfferDeclined, seat_id=seats, call_id=calls, attempt=attempts, to_seat_id=st.sampled_from(("", *SEATS))),
    _build(ev.CallAssigned, call_id=calls, seat_id=seats, attempt=attempts),
    _build(ev.CallAssigned, call_id=calls, seat_id=seats, attempt=attempts),
    _build(ev.HandoverAsked, seat_id=seats, call_id=calls, attempt=attempts, to_seat_id=st.sampled_from(("", *SEATS))),
    _build(ev.HandoverDropped, seat_id=seats, call_id=calls, attempt=attempts),
    _build(ev.CallEndedByKiosk, kiosk_id=kiosks, call_id=calls, attempt=attempts),
    _build(ev.CallEndedBySeat, seat_id=seats, call_id=calls, attempt=attempts),
    _build(ev.KioskLeft, kiosk_id=kiosks),
    _build(ev.HubStarted),
    _build(ev.TimePassed),
)
WHOLE_EVERY = 9
"""Steps between looks at what is kept beside seats and calls: a fault there stays, and the look is slow."""
PRESENT = "present"
"""A word that fits the present attempt of some call: without it random attempts seldom get past the first answer."""
WORDS = ("accept", "accept", "decline", "end", "leave", "back", "hand", "hand", "take", "pass", "drop")
fitting = st.tuples(st.just(PRESENT), st.sampled_from(WORDS), calls)
pauses = st.sampled_from((0, 0, 0, 500, 4_000, 16_000, 21_000, 70_000))
OPENING: list[tuple[int, Any]] = [
    *((0, ev.SeatAttached(at_ms=0, seat_id=seat_id, rights=("*",))) for seat_id in SEATS),
    *((0, ev.SeatPresenceSet(at_ms=0, seat_id=seat_id, status="ready")) for seat_id in SEATS),
]
"""A morning with everybody there: without it most histories are about nobody."""
histories = st.lists(st.tuples(pauses, st.one_of(happenings, fitting)), max_size=60).map(lambda later: OPENING + later)


def fit(state: State, word: Any) -> ev.Event:
    """The event itself, or the one that fits the call's present attempt."""
    if not (isinstance(word, tuple) and word[0] == PRESENT):
        return word  # type: ignore[no-any-return]  # already an event
    _, what, call_id = word
    call = state.calls.get(call_id)
    if call is None or not call.seat_id:
        return ev.TimePassed(at_ms=0)
    named = {"at_ms": 0, "seat_id": call.seat_id, "call_id": call_id, "attempt": call.attempt}
    kinds: dict[str, Any] = {
        "accept": ev.OfferAccepted,
        "decline": ev.OfferDeclined,
        "end": ev.CallEndedBySeat,
        "hand": ev.HandoverAsked,
        "drop": ev.HandoverDropped,
    }
    if what in ("take", "pass") and not call.next_seat_id:
        return ev.TimePassed(at_ms=0)
    if what in ("take", "pass"):
        next_named = {**named, "seat_id": call.next_seat_id, "attempt": call.last_attempt}
        return ev.OfferAccepted(**next_named) if what == "take" else ev.OfferDeclined(**next_named)
    if what in kinds:
        return kinds[what](**named)  # type: ignore[no-any-return]  # one of the three events above
    return ev.SeatLeft(at_ms=0, seat_id=call.seat_id) if what == "leave" else ev.CallResumedBySeat(**named)


@dataclass
class Watch:
    """Follows one history and fails on the first broken promise."""

    asked_at: dict[str, int] = field(default_factory=dict)
    steps: int = 0
    offered: set[tuple[str, int]] = field(default_factory=set)
    connected: dict[tuple[str, int], str] = field(default_factory=dict)

    def look(self, before: State, event: ev.Event, after: State, commands: tuple[Command, ...]) -> None:
        """Check everything after one step."""
        _links_agree(after)
        self._places_stand(after)
        self._attempts_are_single(commands)
        _nobody_lost(before, event, after, commands)
        _nobody_waits_beside_a_free_seat(after)
        _late_words_end_nothing(before, event, after)
        _handing_over_cuts_nobody_off(before, event, after)
        _offers_go_to_the_ready(after, commands)
        _no_call_is_cut_short(before, event, after)
        self.steps += 1
        if self.steps % WHOLE_EVERY == 0:
            _what_follows_is_kept(after)

    def _places_stand(self, after: State) -> None:
        for call in after.calls.values():
            assert self.asked_at.setdefault(call.call_id, call.asked_at_ms) == call.asked_at_ms

    def _attempts_are_single(self, commands: tuple[Command, ...]) -> None:
        for command in commands:
            if isinstance(command, OfferCall):
                key = (command.call.call_id, command.call.attempt)
                assert key not in self.offered
                self.offered.add(key)
            if isinstance(command, ConnectCall):
                key = (command.call.call_id, command.call.attempt)
                assert self.connected.setdefault(key, command.call.seat_id) == command.call.seat_id


def _links_agree(state: State) -> None:
    for seat in state.seats.values():
        call_here = state.calls[seat.call_id] if seat.call_id else None
        assert call_here is None or seat.seat_id in (call_here.seat_id, call_here.next_seat_id)
    for call in state.calls.values():
        assert bool(call.seat_id) == (call.phase is not Phase.WAITING)
        assert not call.seat_id or state.seats[call.seat_id].call_id == call.call_id
        assert not call.next_seat_id or state.seats[call.next_seat_id].call_id == call.call_id
        assert not call.next_seat_id or (call.seat_id and call.next_seat_id != call.seat_id)
        assert bool(call.next_seat_id) == bool(call.next_due_ms)
    kiosks_in_call = [call.kiosk_id for call in state.calls.values()]
    assert len(kiosks_in_call) == len(set(kiosks_in_call))


def _nobody_lost(before: State, event: ev.Event, after: State, commands: tuple[Command, ...]) -> None:
    for call_id in before.calls.keys() - after.calls.keys():
        assert call_id in after.ended
    for call_id in before.calls.keys() & after.calls.keys():
        if before.calls[call_id].phase is Phase.ACTIVE and after.calls[call_id].phase is not Phase.ACTIVE:
            assert after.calls[call_id].asked_at_ms == before.calls[call_id].asked_at_ms
    if isinstance(event, ev.CallRequested):
        answered = [c.call_id for c in commands if isinstance(c, TellQueue | TellEnded)]
        answered += [c.call.call_id for c in commands if isinstance(c, ConnectCall)]
        assert event.call_id in answered


def _nobody_waits_beside_a_free_seat(state: State) -> None:
    for call in state.calls.values():
        rings_long = call.phase is Phase.RINGING and call.reach >= Reach.DEPUTY and not call.next_seat_id
        wants = call.phase is Phase.WAITING or rings_long
        unheld = replace(call, prefer_seat_id="", hold_until_ms=0) if rings_long else call
        assert not wants or call.kiosk_due_ms or not in_reach(state, unheld)


def in_reach(state: State, call: CallState) -> list[SeatState]:
    """Whom a waiting call may ring now, found by asking every seat: the slow way, beside the machine's quick one."""
    same = state.seats.get(call.prefer_seat_id)
    if same and same.takes_own and same.may(call.item_id) and same.seat_id not in call.resting:
        return [same]
    if call.hold_until_ms:
        return []
    able = [seat for seat in state.seats.values() if seat.may(call.item_id) and seat.seat_id not in call.resting]
    reach = {seat.seat_id: seat.standing.reach(call.item_id, call.place) for seat in able}
    nearest = min((reach[seat.seat_id] for seat in able if seat.at_work), default=Reach.ANYONE)
    return [seat for seat in able if seat.free and reach[seat.seat_id] <= max(call.reach, nearest)]


def _what_follows_is_kept(state: State) -> None:
    """Roster, queue and deadlines are as if made anew from seats and calls."""
    anew = whole(state, POLICY)
    assert (state.queue, state.dues, state.kiosks) == (anew.queue, anew.dues, anew.kiosks)
    assert state.views == anew.views
    counts = [(roster.online, roster.free, roster.all_at_work) for roster in (state.roster, anew.roster)]
    assert counts[0] == counts[1]
    for standing in state.roster.groups:
        assert state.roster.group(standing) == anew.roster.group(standing)


def _late_words_end_nothing(before: State, event: ev.Event, after: State) -> None:
    """Only a word that names the present attempt, or the resident's own, ends a running call at once."""
    if isinstance(event, ev.CallEndedBySeat):
        for call_id in before.calls.keys() - after.calls.keys():
            if after.ended[call_id] == event.reason:  # not by a deadline that came at the same moment
                assert (call_id, before.calls[call_id].attempt) == (event.call_id, event.attempt)
                assert before.calls[call_id].seat_id == event.seat_id


def _handing_over_cuts_nobody_off(before: State, event: ev.Event, after: State) -> None:
    """Whatever the official who is asked says, the resident talks with one of the two."""
    if isinstance(event, ev.HandoverAsked | ev.HandoverDropped):
        assert before.calls.keys() - after.calls.keys() <= _timed_out(before, event.at_ms)
    for call_id, call in before.calls.items():
        answers = isinstance(event, ev.OfferAccepted | ev.OfferDeclined) and event.seat_id == call.next_seat_id
        is_handed = call.next_seat_id and call.phase is Phase.ACTIVE
        if is_handed and answers and call_id in after.calls and call_id not in _timed_out(before, event.at_ms):
            assert after.calls[call_id].phase is Phase.ACTIVE
            assert after.calls[call_id].seat_id in (call.seat_id, call.next_seat_id)


def _no_call_is_cut_short(before: State, event: ev.Event, after: State) -> None:
    """A running call ends, or leaves its official, by a word about itself, by an end that is gone, or by a deadline."""
    for call_id, call in before.calls.items():
        now = after.calls.get(call_id)
        if call.phase is not Phase.ACTIVE or (now and now.phase is Phase.ACTIVE):
            continue
        about_it = getattr(event, "call_id", call_id) == call_id or isinstance(event, ev.CallRequested)
        by_word = isinstance(event, ev.CallEndedByKiosk | ev.CallEndedBySeat | ev.CallRequested) and about_it
        by_page = isinstance(event, ev.SeatLeft) and event.seat_id == call.seat_id
        assert by_word or by_page or call_id in _timed_out(before, event.at_ms)


def _timed_out(state: State, now_ms: int) -> set[str]:
    dues = {call.call_id: (call.kiosk_due_ms, call.seat_due_ms) for call in state.calls.values()}
    return {call_id for call_id, both in dues.items() if any(0 < due <= now_ms for due in both)}


def _offers_go_to_the_ready(after: State, commands: tuple[Command, ...]) -> None:
    """No ring where somebody is away or at the counter, where the page is hidden and mute, or where it is closed; notes
    for their own."""
    for command in commands:
        if isinstance(command, OfferCall):
            seat = after.seats[command.call.seat_id]
            assert seat.online and not seat.unseen and not seat.closed_until_ms and seat.may(command.call.item_id)
            assert seat.status == "ready" or (seat.status == AFTER and after.calls[seat.call_id].prefer_seat_id)


def run(history: list[tuple[int, Any]]) -> tuple[State, list[ev.Event], list[Command]]:
    """Play a history and watch it. Returns the end, the events with their times, and all commands."""
    state, watch, now_ms = State(), Watch(), 1_000_000
    played, said = list[ev.Event](), list[Command]()
    for pause_ms, word in history:
        now_ms += pause_ms
        event = _at(fit(state, word), now_ms)
        after, commands = step(state, event, POLICY)
        watch.look(state, event, after, commands)
        state = after
        played.append(event)
        said += commands
    return state, played, said


def _at(event: ev.Event, now_ms: int) -> ev.Event:
    fields = {name: getattr(event, name) for name in event.__struct_fields__}
    return type(event)(**{**fields, "at_ms": now_ms})
