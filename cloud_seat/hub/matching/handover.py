"""Core: a second official is asked: to take a running call over, or beside the one where it rings for too long.

The second rings under the call's next attempt (`last_attempt`); both officials are taken meanwhile. Whoever takes it
has it, and the other is told so. Declined, missed or gone: the first goes on, and nothing changes for the resident.
"""

from dataclasses import replace

from cloud_seat.hub.matching import events as ev
from cloud_seat.hub.matching.draft import Draft, at_next
from cloud_seat.hub.matching.pick import longest_idle
from cloud_seat.hub.matching.seat import SeatState
from cloud_seat.hub.matching.standing import Reach
from cloud_seat.hub.matching.state import (
    CallState,
    Phase,
    TellEnded,
    TellHandover,
    WithdrawOffer,
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


def assign(draft: Draft, event: ev.CallAssigned) -> None:
    """Of a call that nobody has answered: it rings there next, in its place in the queue; whoever rings now no more."""
    call, seat = draft.calls.get(event.call_id), draft.seats.get(event.seat_id)
    if call is None or call.phase is Phase.ACTIVE or call.last_attempt != event.attempt:
        return
    if seat is None or not (seat.takes_own and seat.may(call.item_id)):
        return
    if call.next_seat_id:
        call = draft.free_next(call, "cancelled")
    if call.phase is Phase.RINGING:
        draft.commands.append(WithdrawOffer(call.seat_id, call.call_id, call.attempt, "cancelled"))
        call = draft.release(call)
    resting = {seat_id: due for seat_id, due in call.resting.items() if seat_id != seat.seat_id}
    draft.put_call(call, prefer_seat_id=seat.seat_id, hold_until_ms=0, resting=resting)


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
    draft.commands.append(TellHandover(draft.ring_next(call, seat), "asked", seat.seat_id))


def _who(draft: Draft, call: CallState, to_seat_id: str) -> SeatState | None:
    if not to_seat_id:
        return longest_idle(draft.seats, draft.roster, replace(call, reach=Reach.ANYONE))
    seat = draft.seats.get(to_seat_id)
    return seat if seat and seat.free and seat.may(call.item_id) else None


def asked(draft: Draft, event: ev.OfferAccepted | ev.OfferDeclined) -> CallState | None:
    """The call which this official is asked to take over, or beside another, if the answer is about that."""
    call = draft.calls.get(event.call_id)
    if call is None or not call.next_seat_id:
        return None
    return call if (call.next_seat_id, call.last_attempt) == (event.seat_id, event.attempt) else None


def answer(draft: Draft, call: CallState, event: ev.OfferAccepted | ev.OfferDeclined) -> None:
    """Taken: the first official is free. Declined: they go on, or ring on alone."""
    if isinstance(event, ev.OfferDeclined):
        draft.put_seat(call.next_seat_id, misses=0)
        fail(draft, call, "declined")
        return
    first = call.seat_id
    if call.phase is Phase.RINGING:
        draft.commands.append(WithdrawOffer(first, call.call_id, call.attempt, "taken"))
        draft.put_seat(first, call_id="")
    else:
        draft.commands.append(TellEnded(call.call_id, call.attempt, TRANSFERRED, seat_id=first))
        draft.put_seat(first, call_id="", idle_since_ms=draft.now_ms)
        draft.begin_after(first)
    draft.connect(draft.keep_call(at_next(call)))


def stop_ringing(draft: Draft, seat_id: str) -> None:
    """What rings at this official, who will not answer, rings elsewhere; a running call goes on."""
    call = draft.calls.get(draft.seats[seat_id].call_id)
    if call and call.next_seat_id == seat_id:
        fail(draft, call, "declined")
    elif call and call.phase is Phase.RINGING:
        draft.pass_on(call, "declined")


def fail(draft: Draft, call: CallState, why: str) -> None:
    """It came to nothing: the resident stays where they are."""
    seat_id, phase = call.next_seat_id, call.phase
    call = draft.free_next(call, why)
    if phase is Phase.ACTIVE:
        draft.commands.append(TellHandover(call, why, seat_id))
    elif why != "gone":
        draft.rest(call, seat_id, why)


def expire(draft: Draft, call: CallState) -> None:
    """Nobody answered in time."""
    draft.note_miss(call.next_seat_id)
    fail(draft, call, "timeout")
