"""Core: one step in the making: copies of the maps, changed in place, then frozen again. Lives inside `step`."""

import dataclasses
from collections.abc import Mapping
from typing import Any

from cloud_seat.hub.matching.kept import Line, Shelf
from cloud_seat.hub.matching.queue import CALL, SEAT, call_due_ms, queue_views
from cloud_seat.hub.matching.roster import Roster
from cloud_seat.hub.matching.seat import AFTER, SeatState
from cloud_seat.hub.matching.standing import Reach
from cloud_seat.hub.matching.state import (
    CallState,
    CloseCall,
    Command,
    ConnectCall,
    OfferCall,
    Phase,
    Policy,
    State,
    TellEnded,
    TellSeatLost,
    WithdrawOffer,
)

ENDED_KEPT = 2000
CASES_KEPT = 5000
HANDLED_KEPT = 200
CUT = "cut"
"""The line broke and did not come back: the case keeps its place."""


def _ms(seconds: float) -> int:
    return round(seconds * 1000)


class Draft:
    """The state while one event is worked in. Every method keeps the two links of a match (seat ↔ call) together, and
    what follows from seats and calls beside them. `touched`: the seats and calls that changed in this step."""

    def __init__(self, state: State, *, at_ms: int, policy: Policy) -> None:
        self.now_ms = max(state.now_ms, at_ms)
        self.policy = policy
        self.seats, self.calls, self.seats_before = state.seats, state.calls, state.seats
        self.case_seats, self.ended, self.handled = state.case_seats, state.ended, state.handled
        self.places, self.cuts = state.places, state.cuts
        self.roster, self.queue, self.dues, self.kiosks = state.roster, state.queue, state.dues, state.kiosks
        self.commands: list[Command] = []
        self.touched: set[str] = set()

    def freeze(self) -> State:
        """The finished state."""
        return State(
            self.now_ms,
            self.seats,
            self.calls,
            self.case_seats,
            self.ended,
            self.handled,
            self.places,
            self.cuts,
            self.roster,
            self.queue,
            self.dues,
            self.kiosks,
        )

    def after(self, seconds: float) -> int:
        """The moment that many seconds from now."""
        return self.now_ms + _ms(seconds)

    def keep_call(self, call: CallState) -> CallState:
        """This call, new or changed."""
        self._let_go(self.calls.get(call.call_id))
        self.calls = self.calls.put(call.call_id, call)
        self.kiosks = self.kiosks.put(call.kiosk_id, call.call_id)
        if call.phase is not Phase.ACTIVE:
            self.queue = self.queue.add(call.order)
        if due_ms := call_due_ms(call, self.policy):
            self.dues = self.dues.add((due_ms, CALL, call.call_id))
        self.touched.add(call.call_id)
        return call

    def _drop_call(self, call_id: str) -> None:
        call = self.calls[call_id]
        self._let_go(call)
        self.calls, self.kiosks = self.calls.without(call_id), self.kiosks.without(call.kiosk_id)

    def _let_go(self, call: CallState | None) -> None:
        if call and call.phase is not Phase.ACTIVE:
            self.queue = self.queue.remove(call.order)
        if call and (due_ms := call_due_ms(call, self.policy)):
            self.dues = self.dues.remove((due_ms, CALL, call.call_id))

    def keep_seat(self, seat: SeatState) -> SeatState:
        """This seat, new or changed."""
        before = self.seats.get(seat.seat_id)
        if before and before.due_ms:
            self.dues = self.dues.remove((before.due_ms, SEAT, seat.seat_id))
        if seat.due_ms:
            self.dues = self.dues.add((seat.due_ms, SEAT, seat.seat_id))
        self.roster = self.roster.moved(before, seat)
        self.seats = self.seats.put(seat.seat_id, seat)
        self.touched.add(seat.seat_id)
        return seat

    def put_call(self, call: CallState, **changes: Any) -> CallState:
        """Change one call."""
        return self.keep_call(dataclasses.replace(call, **changes))

    def put_seat(self, seat_id: str, **changes: Any) -> SeatState:
        """Change one seat."""
        return self.keep_seat(dataclasses.replace(self.seats[seat_id], **changes))

    def at(self, call_id: str, attempt: int, seat_id: str) -> CallState | None:
        """The call if this attempt of it rings or runs at this seat."""
        call = self.calls.get(call_id)
        matches = call is not None and call.seat_id == seat_id and call.attempt == attempt
        return call if matches else None

    def ring(self, call: CallState, seat: SeatState) -> CallState:
        """Put the next attempt of a waiting call on this seat."""
        self.put_seat(seat.seat_id, call_id=call.call_id)
        due, attempt = self.after(self.policy.ring_s), call.last_attempt + 1
        rung = {"attempt": attempt, "last_attempt": attempt, "seat_due_ms": due, "hold_until_ms": 0}
        return self.put_call(call, phase=Phase.RINGING, seat_id=seat.seat_id, **rung)

    def ring_next(self, call: CallState, seat: SeatState) -> CallState:
        """Ring here, too, under the next attempt: beside the one that rings, or to take a running call over."""
        self.put_seat(seat.seat_id, call_id=call.call_id)
        due, attempt = self.after(self.policy.ring_s), call.last_attempt + 1
        call = self.put_call(call, next_seat_id=seat.seat_id, next_due_ms=due, last_attempt=attempt)
        from_seat_id = call.seat_id if call.phase is Phase.ACTIVE else ""
        self.commands.append(OfferCall(at_next(call), self.waited_s(call), from_seat_id))
        return call

    def waited_s(self, call: CallState) -> int:
        """Since the resident asked."""
        return (self.now_ms - call.asked_at_ms) // 1000

    def connect(self, call: CallState) -> None:
        """A ringing call is answered."""
        if call.next_seat_id:
            call = self.free_next(call, "taken")
        self.put_seat(call.seat_id, misses=0, **self._at_work_again(self.seats[call.seat_id]))
        since_ms = call.connected_at_ms or self.now_ms
        running = {"phase": Phase.ACTIVE, "seat_due_ms": 0, "prefer_seat_id": "", "resting": {}}
        call = self.put_call(call, connected_at_ms=since_ms, **running)
        self.case_seats = _put_last(self.case_seats, call.case_id, call.seat_id)
        self.commands.append(ConnectCall(call))

    def _at_work_again(self, seat: SeatState) -> dict[str, Any]:
        """Notes that were being written end with the next call."""
        return {"status": "ready", "after_since_ms": 0, "after_until_ms": 0} if seat.status == AFTER else {}

    def begin_after(self, seat_id: str) -> None:
        """A call is over: time for its notes, if the official would be rung next."""
        seat = self.seats[seat_id]
        if self.policy.after_call_s > 0 and seat.status == "ready" and seat.online:
            until_ms = self.after(self.policy.after_call_s)
            self.put_seat(seat_id, status=AFTER, after_since_ms=self.now_ms, after_until_ms=until_ms)

    def end_after(self, seat: SeatState, status: str) -> SeatState:
        """The notes are done; from now on this official is `status`."""
        return self.put_seat(seat.seat_id, status=status, after_since_ms=0, after_until_ms=0, idle_since_ms=self.now_ms)

    def release(self, call: CallState, **changes: Any) -> CallState:
        """Take a call off its seat: whoever is asked beside rings on alone; else it waits again, at its old place."""
        self.put_seat(call.seat_id, call_id="", idle_since_ms=self.now_ms)
        if call.next_seat_id:
            return self.put_call(at_next(call), **changes)
        return self.put_call(call, phase=Phase.WAITING, seat_id="", seat_due_ms=0, **changes)

    def pass_on(self, call: CallState, reason: str) -> None:
        """This seat does not answer: let it rest for this call and let the next one be asked."""
        self.commands.append(WithdrawOffer(call.seat_id, call.call_id, call.attempt, reason))
        self.rest(self.release(call), call.seat_id, reason)

    def rest(self, call: CallState, seat_id: str, reason: str) -> None:
        """Not to be asked again for a while: shorter for who only missed it."""
        policy = self.policy
        rest_s = policy.rest_after_miss_s if reason == "timeout" else policy.rest_after_decline_s
        self.put_call(call, resting={**call.resting, seat_id: self.after(rest_s)})

    def lose_seat(self, call: CallState) -> None:
        """The official of a running call is gone: keep the place, hold it a while for the same official; or let the
        one who is asked to take it over ring on."""
        self.commands.append(TellSeatLost(call.kiosk_id, call.call_id, call.attempt))
        self.note_cut(call)
        hold_until_ms = 0 if call.next_seat_id else self.after(self.policy.same_seat_hold_s)
        again = {"waiting_since_ms": self.now_ms, "reach": Reach.TOWN}
        self.release(call, prefer_seat_id=call.seat_id, hold_until_ms=hold_until_ms, **again)

    def note_miss(self, seat_id: str) -> None:
        """Who misses several rings running is shown as away until they say they are back."""
        seat = self.seats[seat_id]
        if seat.misses + 1 < self.policy.misses_until_away:
            self.put_seat(seat_id, misses=seat.misses + 1)
        else:
            self.put_seat(seat_id, misses=seat.misses + 1, status="away", after_since_ms=0, after_until_ms=0)

    def note_cut(self, call: CallState) -> None:
        """The resident was cut off in the middle of this case."""
        self.cuts = _put_last(self.cuts, call.case_id, self.cuts.get(call.case_id, 0) + 1)

    def free_next(self, call: CallState, why: str) -> CallState:
        """Whoever rings beside, or to take a running call over, is asked no more; who was not quick enough keeps their
        place among the idle."""
        self.commands.append(WithdrawOffer(call.next_seat_id, call.call_id, call.last_attempt, why))
        idle = {} if why == "taken" else {"idle_since_ms": self.now_ms}
        self.put_seat(call.next_seat_id, call_id="", **idle)
        return self.put_call(call, next_seat_id="", next_due_ms=0)

    def end(self, call: CallState, reason: str, *, by_kiosk: bool = False, by_seat: bool = False) -> None:
        """The call is over for everyone; the end that said so is not told again."""
        if call.phase is Phase.RINGING:
            self.commands.append(WithdrawOffer(call.seat_id, call.call_id, call.attempt, "cancelled"))
        if call.phase is Phase.ACTIVE and not by_seat:
            self.commands.append(TellEnded(call.call_id, call.attempt, reason, seat_id=call.seat_id))
        if not by_kiosk:
            self.commands.append(TellEnded(call.call_id, call.attempt, reason, kiosk_id=call.kiosk_id))
        if call.next_seat_id:
            call = self.free_next(call, "cancelled")
        if call.phase is Phase.ACTIVE and reason == "error":
            self.note_cut(call)
        if call.phase is Phase.ACTIVE:
            took_s = (self.now_ms - call.connected_at_ms) // 1000
            self.handled = (*self.handled, (call.item_id, took_s))[-HANDLED_KEPT:]
        if call.seat_id:
            self.release(call)
        if reason == CUT:
            self.places = _put_last(self.places, call.case_id, call.asked_at_ms)
        if call.phase is Phase.ACTIVE:
            self.begin_after(call.seat_id)
        self._drop_call(call.call_id)
        self.ended = _put_last(self.ended, call.call_id, reason, ENDED_KEPT)
        self.commands.append(CloseCall(call, reason))


def whole(state: State, policy: Policy) -> State:
    """The same with what follows from seats and calls made anew."""
    draft = Draft(dataclasses.replace(state, seats=Shelf(), calls=Shelf()), at_ms=state.now_ms, policy=policy)
    draft.roster, draft.queue, draft.dues, draft.kiosks = Roster(), Line(), Line(), Shelf()
    for seat in state.seats.values():
        draft.keep_seat(seat)
    for call in state.calls.values():
        draft.keep_call(call)
    made = draft.freeze()
    return dataclasses.replace(made, views=queue_views(made, policy))


def at_next(call: CallState) -> CallState:
    """The call as it rings at the one who is asked beside, or to take it over."""
    moved = {"seat_id": call.next_seat_id, "attempt": call.last_attempt, "seat_due_ms": call.next_due_ms}
    return dataclasses.replace(call, phase=Phase.RINGING, next_seat_id="", next_due_ms=0, **moved)  # type: ignore[arg-type]  # fields of CallState, by name


def _put_last(kept: Mapping[str, Any], name: str, value: Any, limit: int = CASES_KEPT) -> dict[str, Any]:
    """With this entry as the newest; the oldest are forgotten."""
    changed = dict(kept)
    changed.pop(name, None)
    changed[name] = value
    while len(changed) > limit:
        del changed[next(iter(changed))]
    return changed
