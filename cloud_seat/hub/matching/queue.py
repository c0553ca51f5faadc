"""Core: what residents are told while they wait, and when the machine must be woken."""

from cloud_seat.hub.matching.estimate import Outlook, outlook
from cloud_seat.hub.matching.seat import SeatState
from cloud_seat.hub.matching.standing import Reach, Standing
from cloud_seat.hub.matching.state import CallState, Phase, Policy, State, TellQueue

_Matter = tuple[str, str]
"""Item and place."""
CALL, SEAT = "call", "seat"
LAST = "~"
"""After every kind of due."""


def seats_counts(state: State) -> tuple[int, int]:
    """(online, ready): how many officials are connected, and how many would be rung now."""
    return state.roster.online, state.roster.free


def status_shown(seat: SeatState) -> str:
    """A seat's own word: online (connected, nothing said yet), ready, busy, away, or after (a call's notes); unless a
    supervisor closed it: closed."""
    return "offline" if not seat.online else "closed" if seat.closed_until_ms else seat.status


def queue_views(state: State, policy: Policy) -> dict[str, TellQueue]:
    """By call: place, reason and estimate of every resident who has no official yet."""
    waiting = [state.calls[call_id] for _, call_id in state.queue]
    matters = {_matter(call): call for call in waiting}
    outlooks = {matter: outlook(state, call) for matter, call in matters.items()}
    able = {matter: _able(state, *matter) for matter in matters} if len(matters) > 1 else {}
    views, ahead = dict[str, TellQueue](), dict[_Matter, int]()
    for call in waiting:
        mine = _matter(call)
        before = sum(count for other, count in ahead.items() if _compete(able, mine, other))
        views[call.call_id] = _view(call, 1 + before, outlooks[mine], policy)
        ahead[mine] = ahead.get(mine, 0) + 1
    return views


def _matter(call: CallState) -> _Matter:
    return (call.item_id, call.place)


def _able(state: State, item_id: str, place: str) -> frozenset[Standing]:
    """Who is connected and may handle it for this place."""
    able = state.roster.near(item_id, place)
    return frozenset(standing for standing in able if state.roster.group(standing).online)


def _compete(able: dict[_Matter, frozenset[Standing]], mine: _Matter, other: _Matter) -> bool:
    """Only those who want the same matter or one of the same officials stand before a resident."""
    return mine == other or not able[mine].isdisjoint(able[other])


def _view(call: CallState, position: int, expected: Outlook, policy: Policy) -> TellQueue:
    reason = _reason(call, expected)
    busy_s = expected.wait_s(position) if reason == "busy" else None
    estimate_s = round(policy.ring_s) if reason == "ringing" else busy_s
    late = call.reach is Reach.ANYONE and reason != "ringing"
    return TellQueue(call.kiosk_id, call.call_id, position, reason, estimate_s=estimate_s, late=late)


def _reason(call: CallState, expected: Outlook) -> str:
    """ringing; same_seat (held for the official who was cut off); no_seat (nobody reachable); busy (all are)."""
    if call.phase is Phase.RINGING:
        return "ringing"
    if call.hold_until_ms:
        return "same_seat"
    return "busy" if expected.somebody else "no_seat"


def next_due_ms(state: State, policy: Policy) -> int | None:
    """The next moment at which something happens by itself. Working it in always changes the state."""
    return state.dues.first[0] if state.dues.first else None


def call_due_ms(call: CallState, policy: Policy) -> int:
    """The first deadline of one call; 0: it has none."""
    return min((due for due in _call_dues(call, policy) if due), default=0)


def _call_dues(call: CallState, policy: Policy) -> tuple[int, ...]:
    if call.phase is Phase.ACTIVE:
        return (call.seat_due_ms, call.kiosk_due_ms, call.next_due_ms)
    further_ms = _reaches_at_ms(call, policy)[call.reach + 1 : call.reach + 2]
    waiting = (call.kiosk_due_ms, *further_ms, *call.resting.values())
    if call.phase is Phase.RINGING:
        return (call.seat_due_ms, call.next_due_ms, *waiting)
    return (call.hold_until_ms, call.waiting_since_ms + round(policy.max_wait_s * 1000), *waiting)


def _reaches_at_ms(call: CallState, policy: Policy) -> list[int]:
    """When the call reaches as far as each `Reach`, in their order."""
    after_s = (0, policy.department_after_s, policy.deputy_after_s, policy.anyone_after_s)
    return [call.waiting_since_ms + round(seconds * 1000) for seconds in after_s]


def reached(call: CallState, policy: Policy, now_ms: int) -> Reach:
    """How far the call goes by now; never less far than before."""
    opened = (r for r, at_ms in zip(Reach, _reaches_at_ms(call, policy), strict=True) if at_ms <= now_ms)
    return max(call.reach, *opened)
