"""Core: pictures are shown at once on a good line, evenly on a bad one, and never an old one after a new one."""

from itertools import accumulate, pairwise

from hypothesis import given
from hypothesis import strategies as st

from cloud_seat.call.pace import LONGEST_S, SHELF_PICTURES, Pace


def _shown(lateness_s: list[float], settled: int = 0) -> list[tuple[float, int]]:
    """When each picture is shown; 30 a second, each so much late."""
    pace, out = Pace[int](), []
    arrivals = accumulate(
        (number / 30 + late for number, late in enumerate(lateness_s)), max
    )  # each waits for the last
    steps = [(at_s, number) for number, at_s in enumerate(arrivals)]
    steps += [(tick / 500, -1) for tick in range(len(lateness_s) * 20)]
    for now_s, number in sorted(steps):
        if number >= 0:
            pace.put(number, number * 3000, now_s)
        if (picture := pace.take(now_s)) is not None:
            out.append((now_s, picture))
    return [(at_s, number) for at_s, number in out if number >= settled]


def test_on_a_good_line_at_once() -> None:
    assert all(at_s - number / 30 < 0.011 for at_s, number in _shown([0.0, 0.01] * 60))


def test_on_a_bad_line_evenly() -> None:
    shown = _shown([0.1 if number % 7 == 0 else 0.0 for number in range(300)], settled=60)
    assert [number for _, number in shown] == list(range(60, 300))
    steps = [b - a for (a, _), (b, _) in pairwise(shown)]
    assert max(steps) < 0.04
    assert all(0.09 < at_s - number / 30 < 0.11 for at_s, number in shown)


@given(st.lists(st.tuples(st.integers(0, 1 << 40), st.floats(0, 10)), max_size=60))
def test_no_sender_can_make_a_picture_wait_long(puts: list[tuple[int, float]]) -> None:
    pace, now_s = Pace[int](), 1000.0
    for timestamp, later_s in puts:
        now_s += later_s
        pace.put(timestamp, timestamp, now_s)
        assert pace.next_at_s is not None
        assert pace.next_at_s <= now_s + LONGEST_S + 1e-3
        assert len(pace._shelf) <= SHELF_PICTURES
    pace.take(now_s + LONGEST_S + 1e-3)
    assert pace.next_at_s is None


def test_what_is_forgotten_is_not_shown() -> None:
    pace = Pace[int]()
    pace.put(1, 0, 5.0)
    pace.clear()
    assert pace.take(9.0) is None
