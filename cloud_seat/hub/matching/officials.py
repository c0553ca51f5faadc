"""Core: how many officials there are for an item: at their desk, and free right now."""

from collections import Counter
from collections.abc import Iterable

from cloud_seat.hub.matching.state import ALL_ITEMS, SeatState, State


class Officials:
    """Counted once for all items; asked for any of them."""

    def __init__(self, state: State) -> None:
        at_work = [seat for seat in state.seats.values() if seat.at_work]
        self._online = _counted(at_work)
        self._ready = _counted(seat for seat in at_work if seat.free)

    def of(self, item_ids: Iterable[str]) -> dict[str, tuple[int, int]]:
        """Item → (at their desk, free)."""
        return {item_id: (_count(self._online, item_id), _count(self._ready, item_id)) for item_id in item_ids}


def _counted(seats: Iterable[SeatState]) -> "Counter[str]":
    """Who may do everything stands under that right alone, so as to count once."""
    return Counter(right for seat in seats for right in ([ALL_ITEMS] if ALL_ITEMS in seat.rights else seat.rights))


def _count(seats: "Counter[str]", item_id: str) -> int:
    return seats[ALL_ITEMS] + seats[item_id]
