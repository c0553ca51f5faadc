"""Core: matching's state as bytes and back, so that a start need not read the whole journal.

Only what cannot be made from the rest is written. Bytes of another version of these fields are no snapshot.
"""

import msgspec

from cloud_seat.hub.matching.draft import whole
from cloud_seat.hub.matching.kept import Shelf
from cloud_seat.hub.matching.seat import SeatState
from cloud_seat.hub.matching.state import CallState, Policy, State


class _Kept(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    version: int
    now_ms: int
    seats: tuple[SeatState, ...]
    calls: tuple[CallState, ...]
    case_seats: dict[str, str]
    ended: dict[str, str]
    handled: tuple[tuple[str, int], ...]
    places: dict[str, int]
    cuts: dict[str, int]


VERSION = 3
"""One more with every change to a field of `SeatState`, `CallState` or `State`."""


def write(state: State) -> bytes:
    """As JSON."""
    names = ("now_ms", "case_seats", "ended", "handled", "places", "cuts")
    parts = {name: getattr(state, name) for name in names}
    seats, calls = tuple(state.seats.values()), tuple(state.calls.values())
    return msgspec.json.encode(_Kept(version=VERSION, seats=seats, calls=calls, **parts))


def read(body: bytes, policy: Policy) -> State | None:
    """None when another version wrote it: then the journal is read whole."""
    try:
        kept = msgspec.json.decode(body, type=_Kept)
    except msgspec.MsgspecError:
        return None
    if kept.version != VERSION:
        return None
    seats = Shelf({seat.seat_id: seat for seat in kept.seats})
    calls = Shelf({call.call_id: call for call in kept.calls})
    known = State(kept.now_ms, seats, calls, kept.case_seats, kept.ended, kept.handled, kept.places, kept.cuts)
    return whole(known, policy)
