"""Core: which calls let officials go and which took them, between two states: what the store guards on its own."""

from cloud_seat.hub.matching.state import CallState, State

Pairs = tuple[tuple[str, str], ...]


def moves(before: State, after: State) -> tuple[Pairs, Pairs]:
    """(freed, taken), each (seat, call), by the calls alone: had two of them one official, both would say so."""
    freed, taken = list[tuple[str, str]](), list[tuple[str, str]]()
    for call_id in after.calls.changed(before.calls):
        had, has = _seats(before.calls.get(call_id)), _seats(after.calls.get(call_id))
        freed += ((seat_id, call_id) for seat_id in sorted(had - has))
        taken += ((seat_id, call_id) for seat_id in sorted(has - had))
    return tuple(freed), tuple(taken)


def _seats(call: CallState | None) -> set[str]:
    return {call.seat_id, call.next_seat_id} - {""} if call else set()
