"""Core: a page beside a call on lines of every kind, in simulated time: how long it takes, how long the call waits."""

import random
from collections import deque
from dataclasses import dataclass, field

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cloud_seat.call.courtesy import BEGIN_BPS, LEAST_BPS, MOST_BPS, STEP_S, Courtesy

CALL_BPS = 1_300_000
TICK_S, TOLD_AFTER_S = 0.01, 0.15
"""The call hears of its queue so much later: a report each tenth of a second, and its way."""


@dataclass
class Way:
    """One line, filled by the page and the call; `noise_s`: what a busy computer adds to each fourth report."""

    carries_bps: float
    noise_s: float = 0.0
    queues_s: list[float] = field(default_factory=list)

    def send(self, size_bytes: int, courtesy: Courtesy | None) -> float:
        """Seconds until the page is there; without courtesy it goes as fast as it is taken, behind 0.3 s of queue."""
        chance, left, waiting, told_at_s, at_s = random.Random(1), size_bytes * 8.0, 0.0, 0.0, 0.0
        seen_s = deque[float](maxlen=2)
        while left > 0 or waiting > 0.02 * self.carries_bps:
            if courtesy and at_s >= told_at_s:
                past = self.queues_s[: -int(TOLD_AFTER_S / TICK_S)][-1:]
                seen_s.append(past[0] + max(0.0, chance.uniform(-3, 1)) * self.noise_s if past else 9.0)
                courtesy.look(min(seen_s) if past else None)
                told_at_s += STEP_S
            room = max(0.0, 0.3 * self.carries_bps - waiting)
            page = min(left, room, courtesy.rate_bps * TICK_S if courtesy else room)
            left -= page
            waiting = max(0.0, waiting + page + (min(CALL_BPS, 0.7 * self.carries_bps) - self.carries_bps) * TICK_S)
            self.queues_s.append(waiting / self.carries_bps)
            at_s += TICK_S
        return at_s

    @property
    def queue_p95_s(self) -> float:
        return sorted(self.queues_s)[int(0.95 * len(self.queues_s))]


@pytest.mark.parametrize("noise_s", [0.0, 0.04])
@pytest.mark.parametrize(("carries_bps", "longest_s"), [(50e6, 3.5), (10e6, 5.0), (4e6, 16.0), (2e6, 50.0)])
def test_a_page_leaves_the_line_to_the_call(carries_bps: float, longest_s: float, noise_s: float) -> None:
    rude, polite = Way(carries_bps), Way(carries_bps, noise_s)
    rude.send(3_000_000, None)
    took_s = polite.send(3_000_000, Courtesy())
    assert took_s < longest_s
    assert polite.queue_p95_s < 0.1 < 0.25 < rude.queue_p95_s


@pytest.mark.parametrize(("carries_bps", "first_s", "next_s"), [(50e6, 3.0, 1.6), (20e6, 3.0, 2.0), (2e6, 50.0, 50.0)])
def test_the_next_page_begins_with_what_the_first_found_out(carries_bps: float, first_s: float, next_s: float) -> None:
    first, way = Courtesy(), Way(carries_bps)
    assert Way(carries_bps).send(3_000_000, first) < first_s
    assert way.send(3_000_000, first.again()) < next_s
    assert way.queue_p95_s < 0.1


def test_who_is_told_nothing_begins_each_page_alike() -> None:
    assert Courtesy().again().again().rate_bps == BEGIN_BPS


@given(st.lists(st.none() | st.floats(0, 1e6), max_size=200))
def test_whatever_is_measured_a_page_goes_on(queues_s: list[float | None]) -> None:
    courtesy = Courtesy()
    for queue_s in queues_s:
        courtesy.look(queue_s)
        assert LEAST_BPS <= courtesy.rate_bps <= MOST_BPS
