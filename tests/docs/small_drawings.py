"""Core: the drawings of machines with few states: the link, a case in the outbox, a device, an update."""

from cloud_seat.link import machine as link
from devices import health
from kiosk_app.update import machine as update
from offline_cache.case_states import TRANSITIONS, CaseState
from tests.docs.mermaid import Arrow, diagram

LATER_S = 1000.0


def link_diagram() -> str:
    """Events, and behind the stroke what the machine wants done."""
    at_s = LATER_S
    sockets = (
        link.Socket(),
        link.Socket(phase=link.Phase.CONNECTING),
        link.Socket(phase=link.Phase.UP, heard_at_s=at_s, beat_at_s=at_s, up_at_s=at_s),
        link.Socket(phase=link.Phase.UP, heard_at_s=at_s, up_at_s=at_s),
        link.Socket(phase=link.Phase.UP),
    )
    happenings: tuple[link.Event, ...] = (
        link.Started(), link.Welcomed(at_s), link.Heard(at_s), link.Ticked(at_s), link.Broke("closed", 0.5),
    )  # fmt: skip
    arrows = {arrow for socket in sockets for event in happenings for arrow in _link_arrow(socket, event)}
    return diagram([phase.value for phase in link.Phase], arrows, first=link.Phase.DOWN.value)


def _link_arrow(socket: link.Socket, event: link.Event) -> list[Arrow]:
    try:
        after, commands = link.step(socket, event)
    except link.LocalLinkError:
        return []
    if after.phase is socket.phase and not commands:
        return []
    label = " / ".join([type(event).__name__, *(type(command).__name__ for command in commands)])
    return [Arrow(socket.phase.value, after.phase.value, label)]


def outbox_diagram() -> str:
    """The table as it stands."""
    arrows = (Arrow(before.value, after.value, event.value) for (before, event), after in TRANSITIONS.items())
    return diagram([state.value for state in CaseState], arrows, first=CaseState.DRAFT.value)


def device_diagram() -> str:
    """The pulse of a device: what is heard and missed."""
    arrows: set[Arrow] = set()
    seen, waiting = set[health.Pulse](), [health.Pulse()]
    while waiting:
        pulse = waiting.pop()
        if pulse in seen or pulse.misses > health.MISS_LIMIT:
            continue
        seen.add(pulse)
        for label, after in _pulses(pulse):
            waiting.append(after)
            if after.phase is not pulse.phase:
                arrows.add(Arrow(pulse.phase.name.lower(), after.phase.name.lower(), label))
    return diagram([phase.name.lower() for phase in health.Phase], arrows, first="closed")


def _pulses(pulse: health.Pulse) -> list[tuple[str, health.Pulse]]:
    if pulse.phase is health.Phase.CLOSED:
        return [("start", health.start(pulse))]
    missed = health.miss(pulse, "no_answer", LATER_S)
    return [("stop", health.stop(pulse)), ("hear", health.hear(pulse, (), LATER_S)), ("miss", missed)]


def update_diagram() -> str:
    """Of one version; behind the stroke what is to be done."""
    phases = [update.Update(), *(update.Update(one, "2") for one in update.Phase if one is not update.Phase.RESTING)]
    happenings: tuple[update.Event, ...] = (
        update.Instructed("2", "1"), update.Instructed("", "1"), update.Staged(), update.Failed(),
        update.MomentCame(update.Moment(is_idle=True, is_settled=True, hour=3)),
    )  # fmt: skip
    arrows = {arrow for phase in phases for event in happenings for arrow in _update_arrow(phase, event)}
    return diagram([phase.name.lower() for phase in update.Phase], arrows, first="resting")


def _update_arrow(before: update.Update, event: update.Event) -> list[Arrow]:
    try:
        after, commands = update.step(before, event)
    except update.LocalUpdateError:
        return []
    if after.phase is before.phase:
        return []
    label = " / ".join([type(event).__name__, *(type(command).__name__ for command in commands)])
    return [Arrow(before.phase.name.lower(), after.phase.name.lower(), label)]
