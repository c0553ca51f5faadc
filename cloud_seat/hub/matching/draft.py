"""Core: one step in the making: copies of the maps, changed in place, then frozen again. Lives inside `step`."""

import dataclasses
from typing import Any

from cloud_seat.hub.matching.state import (
    AFTER,
    CallState,
    CloseCall,
    Command,
    ConnectCall,
    Phase,
    Policy,
    SeatState,
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
    """The state while one event is worked in. Every method keeps the two links of a match (seat ↔ call) together."""

    def __init__(self, state: State, *, at_ms: int, policy: Policy) -> None:
        self.now_ms = max(state.now_ms, at_ms)
        self.policy = policy
        self.seats = dict(state.seats)
        self.calls = dict(state.calls)
        self.case_seats = dict(state.case_seats)
        self.ended = dict(state.ended)
        self.handled = state.handled
        self.places = dict(state.places)
        self.cuts = dict(state.cuts)
        self.commands: list[Command] = []

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
        )

    def after(self, seconds: float) -> int:
        """The moment that many seconds from now."""
        return self.now_ms + _ms(seconds)

    def put_call(self, call: CallState, **changes: Any) -> CallState:
        """Change one call."""
        self.calls[call.call_id] = changed = dataclasses.replace(call, **changes)
        return changed

    def put_seat(self, seat_id: str, **changes: Any) -> SeatState:
        """Change one seat."""
        self.seats[seat_id] = changed = dataclasses.replace(self.seats[seat_id], **changes)
        return changed

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

    def connect(self, call: CallState) -> None:
        """A ringing call is answered."""
        self.put_seat(call.seat_id, misses=0, **self._at_work_again(self.seats[call.seat_id]))
        since_ms = call.connected_at_ms or self.now_ms
        running = {"phase": Phase.ACTIVE, "seat_due_ms": 0, "prefer_seat_id": "", "resting": {}}
        call = self.put_call(call, connected_at_ms=since_ms, **running)
        self.case_seats.pop(call.case_id, None)
        self.case_seats[call.case_id] = call.seat_id
        _trim(self.case_seats, CASES_KEPT)
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
        """Take a call off its seat: it waits again, at its old place, with its old attempt."""
        self.put_seat(call.seat_id, call_id="", idle_since_ms=self.now_ms)
        return self.put_call(call, phase=Phase.WAITING, seat_id="", seat_due_ms=0, **changes)

    def pass_on(self, call: CallState, reason: str, rest_s: float) -> None:
        """This seat does not answer: let it rest for this call and let the next one be asked."""
        self.commands.append(WithdrawOffer(call.seat_id, call.call_id, call.attempt, reason))
        resting = {**call.resting, call.seat_id: self.after(rest_s)}
        self.release(call, resting=resting)

    def lose_seat(self, call: CallState) -> None:
        """The official of a running call is gone: keep the place, hold it a while for the same official; or let the
        one who is asked to take it over ring on."""
        self.commands.append(TellSeatLost(call.kiosk_id, call.call_id, call.attempt))
        self.note_cut(call)
        if call.next_seat_id:
            self.put_seat(call.seat_id, call_id="", idle_since_ms=self.now_ms)
            rung = {"phase": Phase.RINGING, "seat_id": call.next_seat_id, "attempt": call.last_attempt}
            due = {"seat_due_ms": call.next_due_ms, "next_seat_id": "", "next_due_ms": 0}
            self.put_call(call, **rung, **due, prefer_seat_id=call.seat_id, waiting_since_ms=self.now_ms)
            return
        self.release(
            call,
            prefer_seat_id=call.seat_id,
            hold_until_ms=self.after(self.policy.same_seat_hold_s),
            waiting_since_ms=self.now_ms,
        )

    def note_miss(self, seat_id: str) -> None:
        """Who misses several rings running is shown as away until they say they are back."""
        seat = self.seats[seat_id]
        if seat.misses + 1 < self.policy.misses_until_away:
            self.put_seat(seat_id, misses=seat.misses + 1)
        else:
            self.put_seat(seat_id, misses=seat.misses + 1, status="away", after_since_ms=0, after_until_ms=0)

    def note_cut(self, call: CallState) -> None:
        """The resident was cut off in the middle of this case."""
        times = self.cuts.pop(call.case_id, 0) + 1
        self.cuts[call.case_id] = times
        _trim(self.cuts, CASES_KEPT)

    def free_next(self, call: CallState, why: str) -> CallState:
        """Whoever was asked to take a running call over is asked no more."""
        self.commands.append(WithdrawOffer(call.next_seat_id, call.call_id, call.last_attempt, why))
        self.put_seat(call.next_seat_id, call_id="", idle_since_ms=self.now_ms)
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
            self.places[call.case_id] = call.asked_at_ms
            _trim(self.places, CASES_KEPT)
        if call.phase is Phase.ACTIVE:
            self.begin_after(call.seat_id)
        del self.calls[call.call_id]
        self.ended[call.call_id] = reason
        _trim(self.ended, ENDED_KEPT)
        self.commands.append(CloseCall(call, reason))


def _trim(kept: dict[str, Any], limit: int) -> None:
    while len(kept) > limit:
        del kept[next(iter(kept))]
