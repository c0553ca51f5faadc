"""Core: the share of lost packets, by the counts of an end that reports whenever it misses one, as browsers do."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cloud_seat.call.ladder import HEAVY_LOSS, USUAL, Ladder, Line, climb
from cloud_seat.call.losses import PACKETS_LEAST, Losses


def test_too_few_packets_say_nothing_and_are_counted_with_the_next() -> None:
    losses = Losses()
    assert losses.share(10, PACKETS_LEAST - 1) is None
    assert losses.share(10, 100) == pytest.approx(0.1)
    assert losses.share(10, 100) is None
    assert losses.share(60, 200) == pytest.approx(0.5)


@pytest.mark.parametrize("packets_a_second", [20, 40, 100])
@pytest.mark.parametrize("loss", [0.05, 0.10])
def test_a_line_that_loses_a_tenth_keeps_its_picture(packets_a_second: int, loss: float) -> None:
    """As our picture went to a browser: by its reports' own fractions it became small within seconds."""
    chance, losses, ladder, lost = random.Random(2), Losses(), Ladder(), 0
    rungs = set()
    for second in range(1, 121):
        lost += sum(chance.random() < loss for _ in range(packets_a_second))
        share = losses.share(lost, second * packets_a_second)
        ladder = climb(ladder, Line(share, 0.1, 600_000, 0.1, queue_s=0.001), 1.0)
        rungs.add(ladder.at)
        assert ladder.loss < HEAVY_LOSS
    assert rungs == {USUAL}


@given(st.lists(st.tuples(st.integers(-(1 << 23), 1 << 23), st.integers(0, 1 << 32)), max_size=20))
def test_whatever_is_counted_a_share_is_a_share(counts: list[tuple[int, int]]) -> None:
    losses = Losses()
    for lost, sent in counts:
        share = losses.share(lost, sent)
        assert share is None or 0 <= share <= 1
