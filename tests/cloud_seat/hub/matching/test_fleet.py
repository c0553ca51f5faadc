"""Core: two and three hubs on one journal, killed again and again: every promise is kept, and planted faults show."""

import dataclasses
from typing import Any

import msgspec
import pytest

from cloud_seat.hub import replica
from cloud_seat.hub.matching import events as ev
from cloud_seat.hub.matching import machine
from cloud_seat.hub.matching.machine import step
from cloud_seat.hub.matching.state import Command, ConnectCall, Phase, Policy, State
from cloud_seat.hub.store.journal import Entry, LocalSeatTakenError
from tests.cloud_seat.hub.matching.fleet import Fleet, MemoryJournal


def test_a_bad_day_keeps_every_promise_and_is_the_same_when_lived_again() -> None:
    fleet, again = Fleet(2, hubs=3), Fleet(2, hubs=3)
    fleet.run(400)
    assert fleet.kills > 3 and len(fleet.watch.connected) > 20, "the day was about calls and about hubs that die"
    again.run(400)
    assert fleet.journal.rows == again.journal.rows


@pytest.mark.deep
@pytest.mark.timeout(7200)
def test_a_million_steps_of_two_hubs_that_are_killed() -> None:
    steps, connected, kills = 0, 0, 0
    for seed in range(250):
        fleet = Fleet(seed, hubs=2 + seed % 2)
        fleet.run(4_000)
        steps, kills = steps + fleet.steps, kills + fleet.kills
        connected += len(fleet.watch.connected)
    assert steps >= 1_000_000 and kills > 10_000 and connected > 50_000


# --- planted faults ---
class _Unordered(MemoryJournal):
    """Writes at the end whatever the writer had read."""

    def append(self, expected_seq: int, entry: Entry) -> bool:
        return super().append(len(self.rows), entry)


class _Forgetful(MemoryJournal):
    """Says yes and does not write, now and then."""

    def append(self, expected_seq: int, entry: Entry) -> bool:
        if len(entry.body) % 16 == 3 and expected_seq == len(self.rows):
            return True
        return super().append(expected_seq, entry)


Step = tuple[State, tuple[Command, ...]]


def _any_attempt(state: State, event: ev.Event, policy: Policy) -> Step:
    """A word about an earlier attempt is taken for one about the present."""
    call = state.calls.get(getattr(event, "call_id", ""))
    if call and isinstance(event, ev.CallEndedBySeat | ev.OfferDeclined) and event.seat_id == call.seat_id:
        event = msgspec.structs.replace(event, attempt=call.attempt)
    return step(state, event, policy)


def _ready_ends_the_call(state: State, event: ev.Event, policy: Policy) -> Step:
    """ "I am free", said late, ends whatever runs there."""
    seat = state.seats.get(getattr(event, "seat_id", ""))
    if isinstance(event, ev.SeatPresenceSet) and event.status == "ready" and seat and seat.call_id in state.calls:
        call = state.calls[seat.call_id]
        named: dict[str, Any] = {"seat_id": seat.seat_id, "call_id": call.call_id, "attempt": call.attempt}
        event = ev.CallEndedBySeat(at_ms=event.at_ms, **named)
    return step(state, event, policy)


def _new_place(state: State, event: ev.Event, policy: Policy) -> Step:
    """Who is asked about again stands at the end of the queue."""
    after, commands = step(state, event, policy)
    for call_id, call in state.calls.items():
        now = after.calls.get(call_id)
        if now and call.phase is Phase.ACTIVE and now.phase is Phase.WAITING:
            moved = dataclasses.replace(now, asked_at_ms=after.now_ms)
            after = dataclasses.replace(after, calls=after.calls.put(call_id, moved))
    return after, commands


def _two_answers(state: State, event: ev.Event, policy: Policy) -> Step:
    """The second of two who answer has the call, too."""
    after, commands = step(state, event, policy)
    call = after.calls.get(getattr(event, "call_id", ""))
    is_late = isinstance(event, ev.OfferAccepted) and call and call.phase is Phase.ACTIVE
    if call and is_late and isinstance(event, ev.OfferAccepted) and event.seat_id != call.seat_id:
        seat = dataclasses.replace(after.seats[event.seat_id], call_id=call.call_id)
        after = dataclasses.replace(after, seats=after.seats.put(seat.seat_id, seat))
        commands = (*commands, ConnectCall(dataclasses.replace(call, seat_id=seat.seat_id)))
    return after, commands


def _caught(journal: Any = None, *, seeds: int = 12) -> bool:
    for seed in range(seeds):
        try:
            Fleet(seed, hubs=3, journal=journal() if journal else None).run(400)
        except (AssertionError, KeyError, IndexError, replica.LocalContentionError, LocalSeatTakenError):
            return True
    return False


@pytest.mark.deep
@pytest.mark.parametrize("journal", [_Unordered, _Forgetful])
def test_a_journal_that_lies_is_caught(journal: Any) -> None:
    assert _caught(journal)


@pytest.mark.deep
@pytest.mark.parametrize("wrong", [_any_attempt, _ready_ends_the_call, _new_place, _two_answers])
def test_a_wrong_step_is_caught(monkeypatch: pytest.MonkeyPatch, wrong: Any) -> None:
    monkeypatch.setattr(replica, "step", wrong)
    monkeypatch.setattr(machine, "step", wrong)
    assert _caught()
