"""Core: what is sent over lines of every kind, in simulated time: voice always, and as much picture as fits."""

import random
from dataclasses import dataclass, field, replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cloud_seat.call.ladder import BEST, CALM_S, LADDER, USUAL, Ladder, Line, climb

VOICE_BPS = 45_000
QUEUE_S = 0.5


@dataclass
class Link:
    """A line of so many bits a second with half a second of queue, and loss of its own."""

    carries_bps: float
    loss: float = 0.0
    ladder: Ladder = field(default_factory=Ladder)
    says_limit: bool = True
    tells_queue: bool = False
    told_s: float | None = None
    """What the packets of the picture that were sent last told of the queue."""
    queue_s: float = 0.0
    rungs: list[int] = field(default_factory=list)
    voice_losses: list[float] = field(default_factory=list)
    queues_s: list[float] = field(default_factory=list)

    def run(self, seconds: int, seed: int = 1) -> "Link":
        chance = random.Random(seed)
        for _ in range(seconds):
            sent_bps = VOICE_BPS + (self.ladder.rate_bps if self.ladder.rung.fps else 0)
            backlog_s = self.queue_s + sent_bps / self.carries_bps - 1
            self.queue_s = min(QUEUE_S, max(0.0, backlog_s))
            dropped = max(0.0, backlog_s - QUEUE_S) * self.carries_bps / sent_bps
            loss = min(1.0, max(0.0, dropped + self.loss * chance.uniform(0.6, 1.4)))
            limit_bps = (
                int(max(1.0, self.carries_bps - VOICE_BPS) * 0.9) if self.says_limit and self.ladder.rung.fps else None
            )
            if self.tells_queue and self.ladder.rung.fps:
                self.told_s = self.queue_s
            self.ladder = climb(self.ladder, Line(loss, 0.05 + self.queue_s, limit_bps, 0.1, self.told_s), 1.0)
            self.rungs.append(self.ladder.at)
            self.voice_losses.append(loss)
            self.queues_s.append(self.queue_s)
        return self

    @property
    def changes(self) -> int:
        return sum(a != b for a, b in zip(self.rungs, self.rungs[1:], strict=False))


@pytest.mark.parametrize(
    ("carries_bps", "rungs"),
    [(5e6, {3}), (1e6, {3}), (450e3, {2, 3}), (300e3, {1, 2}), (140e3, {0, 1}), (60e3, {0, 1})],
)
def test_as_much_picture_as_the_line_carries(carries_bps: float, rungs: set[int]) -> None:
    link = Link(carries_bps).run(300)
    assert set(link.rungs[60:]) <= rungs
    assert link.changes <= 16, "a picture that changes its size all the time is worse than a small one"
    late = link.voice_losses[120:]
    assert sum(late) / len(late) < 0.05, "the voice does not suffer from the picture"


def test_without_a_word_of_its_limit_loss_and_delay_tell() -> None:
    link = Link(450e3, says_limit=False).run(300)
    assert set(link.rungs[60:]) <= {2, 3}
    assert sum(link.voice_losses[120:]) / 180 < 0.05
    assert sum(link.queues_s[120:]) / 180 < 0.2


@pytest.mark.parametrize("loss", [0.02, 0.05, 0.10])
def test_loss_without_delay_is_no_reason_for_a_small_picture(loss: float) -> None:
    assert set(Link(5e6, loss=loss).run(120).rungs) == {USUAL}


@pytest.mark.parametrize("tells_queue", [False, True])
def test_a_line_that_breaks_down_has_voice_only_and_the_picture_comes_back_by_itself(tells_queue: bool) -> None:
    link = Link(5e6, tells_queue=tells_queue).run(20)
    link.carries_bps = 50e3
    link.run(60)
    assert link.rungs[-1] == 0
    link.carries_bps = 5e6
    link.run(120)
    assert link.rungs[-1] == USUAL
    steps = [b - a for a, b in zip(link.rungs[80:], link.rungs[81:], strict=False)]
    assert set(steps) <= {0, 1}, "one rung at a time"


def test_heavy_loss_takes_the_picture_and_gives_it_back() -> None:
    link = Link(5e6, loss=0.45).run(60)
    assert link.rungs[-1] == 0
    link.loss = 0.0
    assert link.run(120).rungs[-1] == USUAL


def test_a_try_that_fails_makes_the_next_one_wait_longer() -> None:
    link = Link(300e3).run(600)
    ups = [at for at, (a, b) in enumerate(zip(link.rungs, link.rungs[1:], strict=False)) if b > a]
    assert link.changes < 40
    assert len(ups) < 20


def test_a_large_camera_and_a_fast_machine_give_a_large_picture_and_a_slow_machine_a_small_one() -> None:
    ladder = Ladder(top=BEST)
    for _ in range(30):
        ladder = climb(ladder, Line(0.0, 0.05, None, 0.3), 1.0)
    assert ladder.at == BEST
    ladder = climb(ladder, Line(0.0, 0.05, None, 0.95), 1.0)
    assert ladder.at == USUAL
    for _ in range(30):
        ladder = climb(ladder, Line(0.0, 0.05, None, 0.6), 1.0)
    assert ladder.at == USUAL
    assert climb(replace(ladder, at=BEST), Line(), 1.0).at == BEST
    assert climb(replace(ladder, at=BEST, top=USUAL), Line(), 1.0).at == USUAL


def test_a_busy_receiver_alone_makes_no_picture_smaller() -> None:
    ladder = Ladder()
    for _ in range(30):
        ladder = climb(ladder, Line(0.0, 0.05, 90_000, 0.1), 1.0)
    assert (ladder.at, ladder.rate_bps) == (USUAL, ladder.rung.least_bps)
    for _ in range(5):
        ladder = climb(ladder, Line(0.0, 0.15, 90_000, 0.1), 1.0)
    assert ladder.at < USUAL


def test_silence_of_the_other_end_changes_nothing_much() -> None:
    ladder = Ladder()
    for _ in range(60):
        ladder = climb(ladder, Line(), 1.0)
    assert ladder.at == USUAL
    assert CALM_S > 1


_lines = st.builds(
    Line,
    loss=st.none() | st.floats(0, 1),
    rtt_s=st.none() | st.floats(0, 60),
    limit_bps=st.none() | st.integers(1, 1 << 62),
    busy=st.floats(0, 10),
)


@given(st.integers(0, BEST), st.lists(_lines, max_size=60))
def test_whatever_is_said_rates_and_rungs_stay_in_bounds(top: int, lines: list[Line]) -> None:
    ladder = Ladder(top=top)
    for line in lines:
        before, ladder = ladder, climb(ladder, line, 1.0)
        assert 0 <= ladder.at <= top
        assert ladder.at - min(before.at, top) in (-1, 0, 1)
        assert 10_000 <= ladder.rate_bps <= LADDER[BEST].most_bps
