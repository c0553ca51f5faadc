"""Core: how many officials there are for an item: at their desk, and free right now."""

from collections.abc import Iterable

from cloud_seat.hub.matching.state import State


class Officials:
    """Counted by standing; asked for any item."""

    def __init__(self, state: State) -> None:
        self._roster = state.roster

    def of(self, item_ids: Iterable[str]) -> dict[str, tuple[int, int]]:
        """Item → (at their desk, free)."""
        return {item_id: self._count(item_id) for item_id in item_ids}

    def _count(self, item_id: str) -> tuple[int, int]:
        groups = [self._roster.group(standing) for standing in self._roster.anywhere(item_id)]
        return sum(group.at_work for group in groups), sum(len(group.free) for group in groups)
