"""Core: how long a resident may have to wait, from how long the newest calls took; None: nobody can know."""

from statistics import median

from cloud_seat.hub.matching.state import CallState, Phase, State

FEWEST = 5
"""Calls that must have been had before anything is said of the next one."""
STEP_S = 60
"""Told in whole minutes, rounded up: nothing here is known to the second."""


def wait_s(state: State, call: CallState, position: int) -> int | None:
    """Until one who may handle it and is in call, or writing its notes, is free for this place in the queue."""
    usual_s = _usual_s(state, call.item_id)
    left_s = sorted(_left_s(state, call, usual_s)) if usual_s else []
    if usual_s is None or not left_s:
        return None
    rounds, at = divmod(position - 1, len(left_s))
    return -(-round(left_s[at] + rounds * usual_s) // STEP_S) * STEP_S


def _usual_s(state: State, item_id: str) -> float | None:
    """The middle one of this item's calls, or of all when there were too few of it."""
    of_item = [took_s for item, took_s in state.handled if item == item_id]
    known = of_item if len(of_item) >= FEWEST else [took_s for _, took_s in state.handled]
    return median(known) if len(known) >= FEWEST else None


def _left_s(state: State, call: CallState, usual_s: float) -> list[float]:
    """For each official in call; one whose call already takes longer than usual may be free any moment, or not."""
    able = [seat for seat in state.seats.values() if seat.online and seat.may(call.item_id)]
    running = [state.calls[seat.call_id] for seat in able if seat.call_id in state.calls]
    spent = ((state.now_ms - one.connected_at_ms) / 1000 for one in running if one.phase is Phase.ACTIVE)
    notes = [(seat.after_until_ms - state.now_ms) / 1000 for seat in able if seat.after_until_ms and not seat.call_id]
    return [*(usual_s - spent_s for spent_s in spent if spent_s < usual_s), *notes]
