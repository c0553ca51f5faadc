"""Core: matching residents with officials. `step(state, event) -> (state, commands)`; no clock, no sockets.

Theory. A call waits, rings at one seat, or runs with one seat. Each ring is a new *attempt* of the call, and everything
said about a call names (call, attempt); what does not fit the present attempt is answered, never obeyed. A call keeps
the moment it was asked for through every re-queue, so nobody is overtaken because an official's page died. Leaving a
seat and freeing it is one act (`Draft`), so a seat never has two calls and a call never two seats.

            offer                accept
  WAITING ─────────▶ RINGING ─────────────▶ ACTIVE ──── either end, kiosk gone ────▶ over
     ▲  ◀── decline, 15 s, seat gone ──┘        │
     └────────── seat gone: same seat held 20 s ┘
  WAITING ── resident leaves, longest wait, kiosk gone ──▶ over
  ACTIVE ── handed over: the next official rings meanwhile, see `handover` ──▶ ACTIVE there

Policy: the seat that had this case before, or that a supervisor names, then see `pick`. Who declined or did not answer
rests. A call that rings for long rings at a second official, too, see `handover`; who takes it first has it.
"""

from collections.abc import Callable
from dataclasses import replace
from typing import assert_never

from cloud_seat.hub.matching import closing, handover
from cloud_seat.hub.matching import events as ev
from cloud_seat.hub.matching.draft import CUT, Draft
from cloud_seat.hub.matching.pick import longest_idle, pick
from cloud_seat.hub.matching.queue import CALL, LAST, SEAT, queue_views, reached
from cloud_seat.hub.matching.seat import AFTER, STATUSES, SeatState
from cloud_seat.hub.matching.sockets import hub_of
from cloud_seat.hub.matching.standing import Reach, Standing
from cloud_seat.hub.matching.state import (
    CallState,
    Command,
    ConnectCall,
    DropSockets,
    OfferCall,
    Phase,
    Policy,
    State,
    TellEnded,
    WithdrawOffer,
)

Commands = tuple[Command, ...]
UNHURRIED = ("elder", "contrast")
"""Modes of residents who need more time: big letters, low vision."""


def step(state: State, event: ev.Event, policy: Policy) -> tuple[State, Commands]:
    """Work one event in. The result knows the same as before when the event was late, repeated or nobody's."""
    draft = Draft(state, at_ms=event.at_ms, policy=policy)
    _apply(draft, event)
    _pass_time(draft)
    _match(draft)
    after = draft.freeze()
    views = queue_views(after, policy)
    asked_again = event.call_id if isinstance(event, ev.CallRequested | ev.CallResumedByKiosk) else ""
    told = (view for call_id, view in views.items() if view != state.views.get(call_id) or call_id == asked_again)
    return replace(after, views=views), (*draft.commands, *told)


def _apply(draft: Draft, event: ev.Event) -> None:
    match event:
        case ev.HubStarted():
            _forget_sockets(draft, lambda socket: True)
        case ev.HubLost(hub_ids=hub_ids):
            _forget_sockets(draft, lambda socket: hub_of(socket) in hub_ids)
            draft.commands.append(DropSockets(hub_ids))
        case ev.SeatStandingSet():
            if seat := draft.seats.get(event.seat_id):
                draft.keep_seat(replace(seat, standing=_standing(event)))
        case ev.SeatAttached() | ev.SeatPresenceSet() | ev.SeatPageChanged() | ev.AfterCallExtended() | ev.SeatLeft():
            _apply_presence(draft, event)
        case ev.SeatsClosed():
            closing.close(draft, event)
        case ev.CallRequested():
            _request(draft, event)
        case ev.CallResumedByKiosk():
            _resume_kiosk(draft, event)
        case ev.CallResumedBySeat():
            _resume_seat(draft, event)
        case ev.OfferAccepted() | ev.OfferDeclined():
            _answer(draft, event)
        case ev.CallAssigned():
            handover.assign(draft, event)
        case ev.HandoverAsked() | ev.HandoverDropped():
            handover.change(draft, event)
        case ev.CallEndedByKiosk():
            _end_by_kiosk(draft, event)
        case ev.CallEndedBySeat():
            if (call := draft.at(event.call_id, event.attempt, event.seat_id)) and call.phase is Phase.ACTIVE:
                draft.end(call, event.reason, by_seat=True)
        case ev.KioskLeft():
            _kiosk_left(draft, event)
        case ev.TimePassed():
            pass
        case _:
            assert_never(event)


# --- presence ---
_Presence = ev.SeatAttached | ev.SeatPresenceSet | ev.SeatPageChanged | ev.AfterCallExtended | ev.SeatLeft


def _apply_presence(draft: Draft, event: _Presence) -> None:
    seat = draft.seats.get(event.seat_id)
    match event:
        case ev.SeatAttached():
            _attach_seat(draft, event)
        case ev.SeatPresenceSet() if seat and event.status in STATUSES:
            _set_status(draft, seat, event.status)
        case ev.SeatPageChanged() if seat and seat.online:
            draft.put_seat(seat.seat_id, unseen=event.unseen)
        case ev.AfterCallExtended() if seat and seat.status == AFTER:
            longest_ms = seat.after_since_ms + round(draft.policy.after_call_longest_s * 1000)
            more_ms = seat.after_until_ms + round(draft.policy.after_call_s * 1000)
            draft.put_seat(seat.seat_id, after_until_ms=min(more_ms, longest_ms))
        case ev.SeatLeft() if seat and seat.online and event.socket in ("", seat.socket):
            _detach_seat(draft, seat)
        case _:
            pass


def _attach_seat(draft: Draft, event: ev.SeatAttached) -> None:
    seat = draft.seats.get(event.seat_id, SeatState(event.seat_id))
    gone_ms = draft.now_ms - seat.left_at_ms
    kept = seat.online or gone_ms <= draft.policy.status_kept_s * 1000
    here = replace(seat, online=True, unseen=False, standing=_standing(event), socket=event.socket)
    draft.keep_seat(here if kept else replace(here, status="online", after_since_ms=0, after_until_ms=0))


def _standing(event: ev.SeatAttached | ev.SeatStandingSet) -> Standing:
    return Standing(
        rights=frozenset(event.rights),
        deputy_rights=frozenset(event.deputy_rights),
        places=frozenset(event.places),
        languages=frozenset(event.languages),
    )


def _set_status(draft: Draft, seat: SeatState, status: str) -> None:
    if seat.status == AFTER:
        seat = draft.end_after(seat, status)
    becomes_ready = status == "ready" and seat.status != "ready"
    idle_since_ms = draft.now_ms if becomes_ready else seat.idle_since_ms
    draft.put_seat(seat.seat_id, status=status, misses=0, idle_since_ms=idle_since_ms)
    if status != "ready":
        handover.stop_ringing(draft, seat.seat_id)


def _detach_seat(draft: Draft, seat: SeatState) -> None:
    draft.put_seat(seat.seat_id, online=False, left_at_ms=draft.now_ms)
    call = draft.calls.get(seat.call_id)
    if call and call.next_seat_id == seat.seat_id:
        handover.fail(draft, call, "gone")
    elif call and call.phase is Phase.ACTIVE:
        draft.lose_seat(call)
    elif call:
        draft.release(call)


def _forget_sockets(draft: Draft, lost: Callable[[str], bool]) -> None:
    """The call of an official whose hub is gone waits for them; one that rang there rings elsewhere. Who was away
    already is given their time anew: nobody could take them in."""
    gone = {seat_id for seat_id in sorted(draft.seats) if lost(draft.seats[seat_id].socket)}
    for seat_id in sorted(gone):
        if draft.seats[seat_id].online:
            draft.put_seat(seat_id, online=False, left_at_ms=draft.now_ms)
    for call in sorted(draft.calls.values(), key=lambda call: call.order):
        if call.next_seat_id in gone:
            call = draft.free_next(call, "gone")
        if call.seat_id in gone and call.phase is Phase.RINGING:
            call = draft.release(call)
        elif call.seat_id in gone:
            call = draft.put_call(call, seat_due_ms=draft.after(draft.policy.resume_s))
        if lost(call.kiosk_socket):
            draft.put_call(call, kiosk_due_ms=_kiosk_due_ms(draft, call))


# --- the resident's side ---
def _request(draft: Draft, event: ev.CallRequested) -> None:
    if event.call_id in draft.ended:
        reason = draft.ended[event.call_id]
        draft.commands.append(TellEnded(event.call_id, 0, reason, kiosk_id=event.kiosk_id))
        return
    known = draft.calls.get(event.call_id)
    if not event.call_id:  # an empty name means "no call" everywhere else
        return
    if known:
        _welcome_back(draft, known, event)
        return
    if other := draft.calls.get(draft.kiosks.get(event.kiosk_id, "")):
        draft.end(other, "resident", by_kiosk=True)
    seat = draft.seats.get(draft.case_seats.get(event.case_id, ""))
    asked_at_ms = _place(draft, event.case_id)
    is_held = asked_at_ms < draft.now_ms and seat is not None and seat.at_work
    needs_time = event.mode in UNHURRIED or event.case_id in draft.cuts
    call = CallState(
        call_id=event.call_id,
        kiosk_id=event.kiosk_id,
        case_id=event.case_id,
        item_id=event.item_id,
        mode=event.mode,
        language=event.language,
        asked_at_ms=asked_at_ms,
        waiting_since_ms=draft.now_ms,
        prefer_seat_id=seat.seat_id if seat else "",
        hold_until_ms=draft.after(draft.policy.same_seat_hold_s) if is_held else 0,
        place=event.place,
        kiosk_socket=event.socket,
        head_start_ms=round(draft.policy.head_start_s * 1000) if needs_time else 0,
    )
    draft.keep_call(call)


def _place(draft: Draft, case_id: str) -> int:
    """When this case first asked, if its call was cut not long ago; else now."""
    kept_ms = draft.places.get(case_id)
    if kept_ms is not None:
        draft.places = {other: at_ms for other, at_ms in draft.places.items() if other != case_id}
    if kept_ms is None or draft.now_ms - kept_ms > draft.policy.place_kept_s * 1000:
        return draft.now_ms
    return kept_ms


def _resume_kiosk(draft: Draft, event: ev.CallResumedByKiosk) -> None:
    call = draft.calls.get(event.call_id)
    if call and call.kiosk_id == event.kiosk_id:
        _welcome_back(draft, call, event)
    else:
        reason = draft.ended.get(event.call_id, "closed")
        draft.commands.append(TellEnded(event.call_id, event.attempt, reason, kiosk_id=event.kiosk_id))


def _welcome_back(draft: Draft, call: CallState, event: ev.CallRequested | ev.CallResumedByKiosk) -> None:
    if call.kiosk_id != event.kiosk_id:
        draft.commands.append(TellEnded(call.call_id, 0, "closed", kiosk_id=event.kiosk_id))
        return
    call = draft.put_call(call, kiosk_due_ms=0, kiosk_socket=event.socket)
    if call.phase is Phase.ACTIVE:
        draft.commands.append(ConnectCall(call, to_seat=False, fresh=False))


def _end_by_kiosk(draft: Draft, event: ev.CallEndedByKiosk) -> None:
    call = draft.calls.get(event.call_id)
    if not call or call.kiosk_id != event.kiosk_id:
        return
    if event.reason == "resident" or event.attempt in (0, call.attempt):
        draft.end(call, event.reason, by_kiosk=True)


def _kiosk_left(draft: Draft, event: ev.KioskLeft) -> None:
    call = draft.calls.get(draft.kiosks.get(event.kiosk_id, ""))
    if call and not call.kiosk_due_ms and event.socket in ("", call.kiosk_socket):
        draft.put_call(call, kiosk_due_ms=_kiosk_due_ms(draft, call))


def _kiosk_due_ms(draft: Draft, call: CallState) -> int:
    """Who waits is gone soon; two people in a call are given the minute in which the booth seeks."""
    policy = draft.policy
    return draft.after(policy.reconnect_s if call.connected_at_ms else policy.resume_s)


# --- the official's side ---
def _answer(draft: Draft, event: ev.OfferAccepted | ev.OfferDeclined) -> None:
    call = draft.at(event.call_id, event.attempt, event.seat_id)
    if asked := handover.asked(draft, event):
        handover.answer(draft, asked, event)
    elif call is None:
        draft.commands.append(WithdrawOffer(event.seat_id, event.call_id, event.attempt, "taken"))
    elif call.phase is Phase.RINGING and isinstance(event, ev.OfferAccepted):
        draft.connect(call)
    elif call.phase is Phase.RINGING:
        draft.put_seat(call.seat_id, misses=0)
        draft.pass_on(call, "declined")
        if isinstance(event, ev.OfferDeclined) and event.to_seat_id:
            draft.put_call(draft.calls[call.call_id], prefer_seat_id=event.to_seat_id, hold_until_ms=0)


def _resume_seat(draft: Draft, event: ev.CallResumedBySeat) -> None:
    call, seat = draft.calls.get(event.call_id), draft.seats.get(event.seat_id)
    if call and seat and call.seat_id == seat.seat_id and call.phase is Phase.ACTIVE and call.attempt == event.attempt:
        call = draft.put_call(call, seat_due_ms=0)
        draft.commands.append(ConnectCall(call, to_kiosk=False, fresh=False))
    elif call and seat and _was_cut_off_from(call, seat, event.attempt):
        draft.connect(call if call.phase is Phase.RINGING else draft.ring(call, seat))
    else:
        reason = draft.ended.get(event.call_id, "closed")
        draft.commands.append(TellEnded(event.call_id, event.attempt, reason, seat_id=event.seat_id))


def _was_cut_off_from(call: CallState, seat: SeatState, attempt: int) -> bool:
    """The official whose page died comes back for the call, which waits for them or already rings there again."""
    if call.prefer_seat_id != seat.seat_id or not seat.online:
        return False
    rings_here = call.phase is Phase.RINGING and call.seat_id == seat.seat_id
    waits = call.phase is Phase.WAITING and not seat.call_id
    return (waits and call.attempt == attempt) or (rings_here and call.attempt == attempt + 1)


# --- what happens by itself ---
def _pass_time(draft: Draft) -> None:
    due = draft.dues.up_to((draft.now_ms, LAST))
    call_ids = [name for _, kind, name in due if kind == CALL]
    for act in (_expire, _wake_up):
        for call_id in call_ids:
            if call := draft.calls.get(call_id):
                act(draft, call)
    for _, kind, name in due:
        seat = draft.seats[name] if kind == SEAT else None
        if seat and seat.status == AFTER and seat.after_until_ms <= draft.now_ms:
            seat = draft.end_after(seat, "ready")
        if seat and 0 < seat.closed_until_ms <= draft.now_ms:
            closing.open_again(draft, seat)


def _expire(draft: Draft, call: CallState) -> None:
    now_ms = draft.now_ms
    if 0 < call.kiosk_due_ms <= now_ms:
        draft.end(call, CUT if call.connected_at_ms else "error", by_kiosk=True)
    elif call.phase is Phase.RINGING and call.seat_due_ms <= now_ms:
        _miss(draft, call)
    elif call.phase is Phase.ACTIVE and 0 < call.seat_due_ms <= now_ms:
        draft.lose_seat(call)
    elif 0 < call.next_due_ms <= now_ms:
        handover.expire(draft, call)
    elif call.phase is Phase.WAITING and call.waiting_since_ms + draft.policy.max_wait_s * 1000 <= now_ms:
        draft.end(call, "no_seat")


def _wake_up(draft: Draft, call: CallState) -> None:
    """Drop holds and rests that are over and reach further, so that time itself leaves a fact in the journal."""
    if call.phase is Phase.ACTIVE:
        return
    resting = {seat_id: due for seat_id, due in call.resting.items() if due > draft.now_ms}
    hold_until_ms = call.hold_until_ms if call.hold_until_ms > draft.now_ms else 0
    reach = reached(call, draft.policy, draft.now_ms)
    woken = replace(call, resting=resting, hold_until_ms=hold_until_ms, reach=reach)
    if woken != call:
        draft.keep_call(woken)


def _miss(draft: Draft, call: CallState) -> None:
    """Nobody answered in time; nor the second, whose ring may be over as well: both rang and nobody looked before."""
    draft.note_miss(call.seat_id)
    draft.pass_on(call, "timeout")
    second = draft.calls[call.call_id]
    if second.phase is Phase.RINGING and second.seat_due_ms <= draft.now_ms:
        _miss(draft, second)


def _match(draft: Draft) -> None:
    """In the order of the queue; a second ring beside the first only where nobody else waits for that official. Whom
    nothing of this step concerns is passed over: it found nobody before."""
    for call in _concerned(draft):
        if call.phase is Phase.WAITING and (seat := pick(draft.seats, draft.roster, call)):
            ringing = draft.ring(call, seat)
            draft.commands.append(OfferCall(ringing, draft.waited_s(ringing)))
    for call in _concerned(draft):
        rings_long = call.phase is Phase.RINGING and call.reach >= Reach.DEPUTY and not call.next_seat_id
        if rings_long and (seat := longest_idle(draft.seats, draft.roster, call)):
            draft.ring_next(call, seat)


def _concerned(draft: Draft) -> list[CallState]:
    both = (shelf.get(name) for name in draft.touched for shelf in (draft.seats_before, draft.seats))
    seats = [seat for seat in both if seat]  # also as it was: who no longer may leaves a resident to those further off
    calls = (draft.calls[call_id] for _, call_id in draft.queue)
    here = (call for call in calls if not call.kiosk_due_ms)
    return [call for call in here if call.call_id in draft.touched or any(seat.may(call.item_id) for seat in seats)]
