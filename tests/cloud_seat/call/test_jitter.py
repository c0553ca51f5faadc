"""Core: a voice over bad lines, in simulated time: what is won back, what is invented, how far behind it is."""

import heapq
import random
from dataclasses import dataclass, field

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from cloud_seat.call.jitter import LIMIT_PACKETS, MOST_S, PIECE_TICKS, JitterBuffer, Kind, Step
from cloud_seat.call.packets import Packet

WAY_S = 0.05


@dataclass
class Line:
    """One way of a voice. `jitter_s`: packets take up to so much longer; `held`: all of a time come at its end."""

    loss: float = 0.0
    jitter_s: float = 0.0
    clock: float = 1.0
    cut: tuple[float, float] = (-1.0, -1.0)
    held: tuple[float, float] = (-1.0, -1.0)
    buffer: JitterBuffer = field(default_factory=JitterBuffer)

    def run(self, seconds: float = 45) -> list[float]:
        """How old each played packet was."""
        chance = random.Random(7)
        air: list[tuple[float, int]] = []
        for number in range(int(seconds * 50)):
            at_s = number * 0.02
            if chance.random() < self.loss or self.cut[0] <= at_s < self.cut[1]:
                continue
            came_s = at_s * self.clock + WAY_S + chance.random() * self.jitter_s
            came_s = self.held[1] + WAY_S if self.held[0] <= at_s < self.held[1] else came_s
            heapq.heappush(air, (came_s, number))
        ages: list[float] = []
        for tick in range(int(seconds * 50)):
            now_s = tick * 0.02 + 0.003
            while air and air[0][0] <= now_s:
                came_s, number = heapq.heappop(air)
                self.buffer.put(Packet(60_000 + number, number * PIECE_TICKS, str(number).encode()), came_s)
            for step in self.buffer.pull(now_s, quiet=chance.random() < 0.3):
                if step.kind is Kind.PLAY:
                    ages.append(now_s - int(step.payload) * 0.02)
        return ages


def test_a_good_line_adds_little_and_invents_nothing() -> None:
    line = Line(jitter_s=0.01)
    assert max(line.run()) < WAY_S + 0.06
    assert (line.buffer.repaired, line.buffer.concealed) == (0, 0)


@pytest.mark.parametrize(("loss", "concealed"), [(0.02, 0.005), (0.05, 0.01), (0.10, 0.03)])
def test_most_of_what_is_lost_is_won_back(loss: float, concealed: float) -> None:
    line = Line(loss=loss)
    ages, buffer = line.run(), line.buffer
    assert buffer.played + buffer.repaired + buffer.concealed == pytest.approx(45 * 50, abs=10)
    assert buffer.concealed < concealed * 45 * 50
    assert max(ages) < WAY_S + 0.1


def test_the_delay_follows_the_line_and_no_more() -> None:
    line = Line(jitter_s=0.1)
    ages = line.run()
    assert line.buffer.concealed < 20
    assert 0.08 < line.buffer.target_s < 0.15
    assert max(ages[-500:]) < WAY_S + 0.18


@pytest.mark.parametrize("clock", [0.9995, 1.0005])
def test_clocks_that_differ_do_not_add_up(clock: float) -> None:
    line = Line(clock=clock)
    ages = line.run(120)
    drift_s = abs(clock - 1) * 120
    assert max(ages) < WAY_S + 0.08 + drift_s  # the sender's own clock is what `ages` is measured by
    assert line.buffer.concealed < 20


@pytest.mark.parametrize(("cut", "invented"), [((10.0, 20.0), 26), ((10.0, 10.3), 20), ((10.0, 14.0), 26)])
def test_after_a_cut_the_voice_is_at_once_where_it_was(cut: tuple[float, float], invented: int) -> None:
    line = Line(cut=cut)
    ages = line.run(30)
    assert line.buffer.concealed <= invented
    assert max(ages) < WAY_S + 0.1


def test_what_was_held_up_is_not_played_late_for_long() -> None:
    line = Line(held=(10.0, 12.0))
    ages = line.run(30)
    assert sum(age > WAY_S + 0.3 for age in ages) < 100, "two seconds"
    assert max(ages[-500:]) < WAY_S + 0.1


def test_a_lost_packet_is_won_back_from_the_next() -> None:
    buffer = JitterBuffer()
    for number in (0, 1, 3, 4):
        buffer.put(Packet(number, number * PIECE_TICKS, bytes([number])), number * 0.02)
    steps = [buffer.pull(0.081 + number * 0.02, quiet=False)[0] for number in range(5)]
    assert steps[2] == Step(Kind.REPAIR, b"\x03")
    assert [step.payload for step in steps] == [b"\x00", b"\x01", b"\x03", b"\x03", b"\x04"]


_packets = st.tuples(st.integers(0, 70_000) | st.integers(100, 140), st.integers(0, 1 << 33), st.floats(0, 0.2))


@given(st.lists(_packets, max_size=150), st.booleans())
@example([(0, 0, 0.0), (175, 0, 0.0), (0, 16321, 0.0)], False)  # a far one waits behind many that never come
def test_whatever_comes_little_is_kept_and_something_is_said(
    packets: list[tuple[int, int, float]], quiet: bool
) -> None:
    buffer, now_s = JitterBuffer(), 5.0
    for sequence, timestamp, later_s in packets:
        now_s += later_s
        buffer.put(Packet(sequence, timestamp, b"x"), now_s)
        assert buffer.size_packets <= LIMIT_PACKETS
        assert len(buffer.pull(now_s, quiet=quiet)) <= 2
        assert 0 < buffer.target_s <= MOST_S + 0.02
    silent = [buffer.pull(now_s + 0.5 + tick * 0.02, quiet=quiet) for tick in range(200)]
    assert silent[-1] == (), "nobody is invented for ever"
