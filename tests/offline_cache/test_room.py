"""Core: the steps from plenty to none."""

import pytest

from offline_cache import Marks, Room

MARKS = Marks(reserve_bytes=100, warn_bytes=1000)


@pytest.mark.parametrize(
    ("spare_bytes", "room"),
    [(-1, Room.FULL), (99, Room.FULL), (100, Room.SHORT), (399, Room.SHORT), (400, Room.LOW), (1000, Room.AMPLE)],
)
def test_steps(spare_bytes: int, room: Room) -> None:
    assert MARKS.room(spare_bytes) is room


def test_who_holds_nothing_back_never_hears_of_it() -> None:
    assert Marks().room(0) is Room.AMPLE
