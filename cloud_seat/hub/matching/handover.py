"""Core: a running call goes to another official. Until they take it, nothing changes for the resident.

The one who is asked rings under the call's next attempt (`last_attempt`); both officials are taken meanwhile. Taken:
the first is told that the call is over for them. Declined, missed or gone: the first goes on.
"""

from dataclasses import replace

from cloud_seat.hub.matching import events as ev
from cloud_seat.hub.matching.draft import Draft
from cloud_seat.hub.matching.state import (
    CallState,
    OfferCall,
    Phase,
    SeatState,
    TellEnded,
    TellHandover,
)

TRANSFERRED = "transferred"


def change(draft: Draft, event: ev.HandoverAsked | ev.HandoverDropped) -> None:
    """The official in call asks for another, or takes that back."""
    call = draft.at(event.call_id, event.attempt, event.seat_id)
    if call is None or call.phase is not Phase.ACTIVE:
        return
    if isinstance(event, ev.HandoverAsked):
        _ask(draft, call, event.to_seat_id)
    elif call.next_seat_id:
        fail(draft, call, "dropped")


def _ask(draft: Draft, call: CallState, to_seat_id: str) -> None:
    if call.next_seat_id:
        if to_seat_id in ("", call.next_seat_id):  # said again
            draft.commands.append(TellHandover(call, "asked", call.next_seat_id))
            return
        call = draft.free_next(call, "cancelled")
    seat = _who(draft, call, to_seat_id)
    if seat is None:
        draft.commands.append(TellHandover(call, "busy", to_seat_id))
        return
    draft.put_seat(seat.seat_id, call_id=call.call_id)
    due, attempt = draft.after(draft.policy.ring_s), call.last_attempt + 1
    call = draft.put_call(call, next_seat_id=seat.seat_id, next_due_ms=due, last_attempt=attempt)
    waiting_s = (draft.now_ms - call.asked_at_ms) // 1000
    draft.commands.append(OfferCall(_at_next(call), waiting_s, from_seat_id=call.seat_id))
    draft.commands.append(TellHandover(call, "asked", seat.seat_id))


def _who(draft: Draft, call: CallState, to_seat_id: str) -> SeatState | None:
    able = [s for s in draft.seats.values() if s.free and s.may(call.item_id) and to_seat_id in ("", s.seat_id)]
    return min(able, key=lambda seat: (seat.idle_since_ms, seat.seat_id), default=None)


def _at_next(call: CallState) -> CallState:
    """The call as it rings at the one who is asked."""
    moved = {"seat_id": call.next_seat_id, "attempt": call.last_attempt, "next_seat_id": "", "next_due_ms": 0}
    return replace(call, phase=Phase.RINGING, **moved)  # type: ignore[arg-type]  # fields of CallState, by name


def asked(draft: Draft, event: ev.OfferAccepted | ev.OfferDeclined) -> CallState | None:
    """The running call which this official is asked to take over, if the answer is about that."""
    call = draft.calls.get(event.call_id)
    if call is None or not call.next_seat_id:
        return None
    return call if (call.next_seat_id, call.last_attempt) == (event.seat_id, event.attempt) else None


def answer(draft: Draft, call: CallState, event: ev.OfferAccepted | ev.OfferDeclined) -> None:
    """Taken: the first official is free. Declined: they go on."""
    if isinstance(event, ev.OfferDeclined):
        draft.put_seat(call.next_seat_id, misses=0)
        fail(draft, call, "declined")
        return
    first = call.seat_id
    draft.commands.append(TellEnded(call.call_id, call.attempt, TRANSFERRED, seat_id=first))
    draft.put_seat(first, call_id="", idle_since_ms=draft.now_ms)
    draft.begin_after(first)
    draft.calls[call.call_id] = taken = _at_next(call)
    draft.connect(taken)


def fail(draft: Draft, call: CallState, why: str) -> None:
    """It came to nothing: the resident stays where they are."""
    to_seat_id = call.next_seat_id
    draft.commands.append(TellHandover(draft.free_next(call, why), why, to_seat_id))


def expire(draft: Draft, call: CallState) -> None:
    """Nobody answered in time."""
    draft.note_miss(call.next_seat_id)
    fail(draft, call, "timeout")
