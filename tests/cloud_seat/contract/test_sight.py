"""Core: gaps in which nobody saw the resident."""

from hypothesis import given
from hypothesis import strategies as st

from cloud_seat.contract.sight import GAP_S, Sight, see


def gaps(*looks: float | None) -> list[float]:
    sight, told = Sight(), []
    for at_s in looks:
        sight, gap_s = see(sight, at_s)
        told.append(gap_s)
    return told


def test_only_more_than_five_seconds_between_two_pictures_count() -> None:
    assert gaps(None, 100.0, 105.0, 105.0, None, 105.0, 110.25, 111.0) == [0, 0, 0, 0, 0, 0, 5.25, 0]


@given(st.lists(st.floats(0.01, 20), max_size=20))
def test_however_often_one_looks_the_gaps_are_the_same(steps: list[float]) -> None:
    moments = [sum(steps[:at]) for at in range(len(steps) + 1)]
    seldom = [gap for gap in gaps(*moments) if gap]
    often = [gap for gap in gaps(*(moment for moment in moments for _ in range(3))) if gap]
    assert seldom == often
    assert all(gap > GAP_S for gap in seldom)
