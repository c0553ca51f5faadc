"""Core: how long a resident may have to wait, from how long the newest calls took; None: nobody can know."""

from dataclasses import dataclass
from statistics import median

from cloud_seat.hub.matching.state import CallState, Phase, State

FEWEST = 5
"""Calls that must have been had before anything is said of the next one."""
STEP_S = 60
"""Told in whole minutes, rounded up: nothing here is known to the second."""


@dataclass(frozen=True, slots=True)
class Outlook:
    """For one matter at one place: whether somebody is at work for it, how long its calls take, and when those who may
    handle it and are in call, or writing its notes, will be free."""

    somebody: bool
    usual_s: float | None
    left_s: tuple[float, ...] = ()

    def wait_s(self, position: int) -> int | None:
        """Until one of them is free for this place in the queue."""
        if self.usual_s is None or not self.left_s:
            return None
        rounds, at = divmod(position - 1, len(self.left_s))
        return -(-round(self.left_s[at] + rounds * self.usual_s) // STEP_S) * STEP_S


def outlook(state: State, call: CallState) -> Outlook:
    """As things stand."""
    roster, usual_s = state.roster, _usual_s(state, call.item_id)
    near = list(roster.near(call.item_id, call.place))
    somebody = roster.somebody(near) or roster.somebody(roster.anywhere(call.item_id))
    able = [seat_id for standing in near for seat_id in roster.group(standing).engaged]
    return Outlook(somebody, usual_s, tuple(sorted(_left_s(state, able, usual_s))) if usual_s else ())


def _usual_s(state: State, item_id: str) -> float | None:
    """The middle one of this item's calls, or of all when there were too few of it."""
    of_item = [took_s for item, took_s in state.handled if item == item_id]
    known = of_item if len(of_item) >= FEWEST else [took_s for _, took_s in state.handled]
    return median(known) if len(known) >= FEWEST else None


def _left_s(state: State, able: list[str], usual_s: float) -> list[float]:
    """For each official in call; one whose call already takes longer than usual may be free any moment, or not."""
    seats = [state.seats[seat_id] for seat_id in able]
    running = [state.calls[seat.call_id] for seat in seats if seat.call_id in state.calls]
    spent = ((state.now_ms - one.connected_at_ms) / 1000 for one in running if one.phase is Phase.ACTIVE)
    notes = [(seat.after_until_ms - state.now_ms) / 1000 for seat in seats if seat.after_until_ms and not seat.call_id]
    return [*(usual_s - spent_s for spent_s in spent if spent_s < usual_s), *notes]
