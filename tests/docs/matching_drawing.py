"""Core: the drawing of one call as the hub sees it, with two officials, found by letting everything happen."""

from collections import deque
from collections.abc import Hashable, Iterator

from cloud_seat.hub.matching import events as ev
from cloud_seat.hub.matching.machine import step
from cloud_seat.hub.matching.state import CallState, Phase, Policy, State
from tests.docs.mermaid import Arrow, diagram

POLICY = Policy()
SEATS = ("first", "second")
NEW, OVER = "asked", "over"
ATTEMPTS = 2


def matching_diagram() -> str:
    """All arrows; an arrow from ringing to ringing is another official's turn."""
    arrows: set[Arrow] = set()
    first = State()
    seen, waiting = {_situation(first)}, deque([first])
    while waiting:
        state = waiting.popleft()
        for event in _events(state):
            after, _ = step(state, event, POLICY)
            if _moved(state, after) and not _was_time(state, event):
                arrows.add(Arrow(_place(state), _place(after), type(event).__name__))
            if _situation(after) not in seen and _attempt(after) <= ATTEMPTS:
                seen.add(_situation(after))
                waiting.append(after)
    return diagram([NEW, *(phase.value for phase in Phase), OVER], arrows, first=NEW)


def _call(state: State) -> CallState | None:
    return state.calls.get("c")


def _place(state: State) -> str:
    call = _call(state)
    if call is not None:
        return call.phase.value
    return OVER if "c" in state.ended else NEW


def _attempt(state: State) -> int:
    call = _call(state)
    return call.attempt if call else 0


def _moved(before: State, after: State) -> bool:
    place = _place(after)
    other_turn = place == Phase.RINGING.value and _attempt(before) != _attempt(after)
    return place != _place(before) or (other_turn and _place(before) == place)


def _was_time(state: State, event: ev.Event) -> bool:
    """A deadline that passed shows at the next event, whichever that is: it is drawn as time."""
    by_itself, _ = step(state, ev.TimePassed(at_ms=event.at_ms), POLICY)
    return not isinstance(event, ev.TimePassed) and _moved(state, by_itself)


def _situation(state: State) -> Hashable:
    """Everything but the hours."""
    call = _call(state)
    seats = tuple((s.seat_id, s.online, s.status, s.misses, bool(s.call_id)) for s in state.seats.values())
    if call is None:
        return (_place(state), seats)
    dues = (call.kiosk_due_ms > 0, call.seat_due_ms > 0, call.hold_until_ms > 0)
    return (call.phase, call.attempt, call.seat_id, call.prefer_seat_id, tuple(sorted(call.resting)), dues, seats)


def _events(state: State) -> Iterator[ev.Event]:
    now_ms = state.now_ms + 1
    attempt = _attempt(state)
    for seat_id in SEATS:
        yield ev.SeatAttached(at_ms=now_ms, seat_id=seat_id, rights=("*",))
        yield ev.SeatPresenceSet(at_ms=now_ms, seat_id=seat_id, status="ready")
        yield ev.SeatLeft(at_ms=now_ms, seat_id=seat_id)
        yield ev.OfferAccepted(at_ms=now_ms, seat_id=seat_id, call_id="c", attempt=attempt)
        yield ev.OfferDeclined(at_ms=now_ms, seat_id=seat_id, call_id="c", attempt=attempt)
        yield ev.CallEndedBySeat(at_ms=now_ms, seat_id=seat_id, call_id="c", attempt=attempt)
        yield ev.CallResumedBySeat(at_ms=now_ms, seat_id=seat_id, call_id="c", attempt=attempt)
    yield ev.CallRequested(at_ms=now_ms, call_id="c", kiosk_id="k", case_id="case")
    yield ev.CallEndedByKiosk(at_ms=now_ms, kiosk_id="k", call_id="c", attempt=attempt)
    yield ev.CallResumedByKiosk(at_ms=now_ms, kiosk_id="k", call_id="c", attempt=attempt)
    yield from (ev.KioskLeft(at_ms=now_ms, kiosk_id="k"), ev.HubStarted(at_ms=now_ms))
    for pause_s in (POLICY.rest_after_miss_s, POLICY.ring_s, POLICY.same_seat_hold_s, POLICY.max_wait_s):
        yield ev.TimePassed(at_ms=now_ms + round(pause_s * 1000))
