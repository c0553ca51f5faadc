"""Core: what residents are told while they wait, and when the machine must be woken."""

from cloud_seat.hub.matching.estimate import wait_s
from cloud_seat.hub.matching.state import CallState, Phase, Policy, SeatState, State, TellQueue


def seats_counts(state: State) -> tuple[int, int]:
    """(online, ready): how many officials are connected, and how many would be rung now."""
    seats = state.seats.values()
    return sum(seat.online for seat in seats), sum(seat.free for seat in seats)


def status_shown(seat: SeatState) -> str:
    """A seat's own word: online (connected, nothing said yet), ready, busy, away, or after (a call's notes)."""
    return seat.status if seat.online else "offline"


def queue_views(state: State, policy: Policy) -> dict[str, TellQueue]:
    """By call: place, reason and estimate of every resident who has no official yet."""
    waiting = sorted((c for c in state.calls.values() if c.phase is not Phase.ACTIVE), key=lambda c: c.order)
    if not waiting:
        return {}
    ready, able = seats_counts(state)[1], _able_seats(state, waiting)
    return {call.call_id: _view(state, policy, call, _place(waiting, call, able), ready) for call in waiting}


def _able_seats(state: State, waiting: list[CallState]) -> dict[str, frozenset[str]]:
    """By item: who is connected and may handle it."""
    items = {call.item_id for call in waiting}
    return {item: frozenset(s.seat_id for s in state.seats.values() if s.online and s.may(item)) for item in items}


def _place(waiting: list[CallState], call: CallState, able: dict[str, frozenset[str]]) -> int:
    """1 = next. Only those count who came earlier and want the same matter or one of the same officials."""
    mine = able[call.item_id]
    ahead = (c for c in waiting if c.order < call.order)
    return 1 + sum(c.item_id == call.item_id or not mine.isdisjoint(able[c.item_id]) for c in ahead)


def _view(state: State, policy: Policy, call: CallState, position: int, ready: int) -> TellQueue:
    reason = _reason(state, call)
    busy_s = wait_s(state, call, position) if reason == "busy" else None
    estimate_s = round(policy.ring_s) if reason == "ringing" else busy_s
    return TellQueue(call.kiosk_id, call.call_id, position, reason, ready, estimate_s)


def _reason(state: State, call: CallState) -> str:
    """ringing; same_seat (held for the official who was cut off); no_seat (nobody reachable); busy (all are)."""
    if call.phase is Phase.RINGING:
        return "ringing"
    if call.hold_until_ms:
        return "same_seat"
    if not any(seat.at_work and seat.may(call.item_id) for seat in state.seats.values()):
        return "no_seat"
    return "busy"


def next_due_ms(state: State, policy: Policy) -> int | None:
    """The next moment at which something happens by itself. Working it in always changes the state."""
    dues = [due for call in state.calls.values() for due in call_dues(call, policy) if due]
    dues += [seat.after_until_ms for seat in state.seats.values() if seat.after_until_ms]
    return min(dues, default=None)


def call_dues(call: CallState, policy: Policy) -> tuple[int, ...]:
    """Every deadline of one call."""
    if call.phase is not Phase.WAITING:
        return (call.seat_due_ms, call.kiosk_due_ms, call.next_due_ms)
    give_up_ms = call.waiting_since_ms + round(policy.max_wait_s * 1000)
    return (call.kiosk_due_ms, call.hold_until_ms, give_up_ms, *call.resting.values())
