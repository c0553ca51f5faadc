"""Core: the drawing of one call at one of its ends, found by saying everything to it in every situation."""

from collections import deque
from collections.abc import Hashable, Iterator

from cloud_seat.call import machine
from cloud_seat.call.machine import Call, Event, LocalCallError, Phase, RemoteCallError, Side, step
from cloud_seat.contract import signalling as wire
from cloud_seat.contract.text import Text
from tests.docs.mermaid import Arrow, diagram

ASKS: dict[Side, wire.CallRequested | wire.OfferAccepted] = {
    Side.KIOSK: wire.CallRequested(call_id="c", case_id="k"),
    Side.SEAT: wire.OfferAccepted(call_id="c", attempt=1),
}
ATTEMPTS = 2


def call_diagram(side: Side) -> str:
    """All arrows of one end."""
    arrows: set[Arrow] = set()
    first = Call()
    seen, waiting = {_situation(first)}, deque([first])
    while waiting:
        call = waiting.popleft()
        for event in _events(call, side):
            after = _try(call, event)
            if after.phase is not call.phase:
                arrows.add(Arrow(call.phase.value, after.phase.value, type(event).__name__))
            if _situation(after) not in seen:
                seen.add(_situation(after))
                waiting.append(after)
    return diagram([phase.value for phase in Phase], arrows, first=Phase.IDLE.value)


def _try(call: Call, event: Event) -> Call:
    try:
        return step(call, event)[0]
    except (LocalCallError, RemoteCallError):
        return call


def _situation(call: Call) -> Hashable:
    """Serial numbers of peers and timers only ever grow and decide nothing by themselves."""
    tries = min(call.tries, machine.TRIES)
    return (call.phase, call.link_up, tries, call.answered, call.resuming, call.peer > 0, call.attempt)


def _events(call: Call, side: Side) -> Iterator[Event]:
    ask = ASKS[side]
    yield from (machine.Asked(ask), machine.HungUp("resident"), machine.LinkChanged(True), machine.LinkChanged(False))
    yield from (machine.MediaFlowed(call.peer), machine.MediaFroze(call.peer), machine.PeerDescribed(call.peer, "v=0"))
    yield machine.TimedOut(call.timer)
    yield from (wire.QueueChanged(call_id="c", position=1), wire.CallEnded(call_id="c"))
    yield from (
        wire.OfferWithdrawn(call_id="c", attempt=call.attempt),
        wire.SeatLost(call_id="c", attempt=call.attempt),
    )
    yield wire.Refused(code="busy", text=Text(zh="忙", en="busy"), about=type(ask).__name__)
    for attempt in {call.attempt, min(call.attempt + 1, ATTEMPTS)}:
        yield wire.CallConnected(call_id="c", attempt=attempt)
    for kind in ("offer", "answer"):
        yield wire.Signal(call_id="c", attempt=call.attempt, kind=kind, sdp="v=0")
