"""Core: how fast we send over lines of every kind, in simulated time, with the reports as they are on the wire."""

import heapq
import itertools
import random
from dataclasses import dataclass, field

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cloud_seat.call.bandwidth import LEAST_BPS, MOST_BPS, Bandwidth
from cloud_seat.call.departures import Bucket, Departures, Journey
from cloud_seat.call.feedback import TRANSPORT_CC, Arrivals, packet, reports
from cloud_seat.call.packets import Unwrapper

FPS, PACKET_BYTES, KEY_FRAME = 30, 1200, 9
QUEUE_S, WAY_S, REPORT_S = 0.3, 0.05, 0.1


@dataclass
class Line:
    """One way with a queue of 0.3 s before it; `carries_bps` may change with time. Our clock is not theirs."""

    carries_bps: dict[float, float]
    loss: float = 0.0
    noise_s: float = 0.0
    wants_bps: float = 9e9
    keys_every_s: float = 9e9
    unevenness: float = 0.0
    """Of the pictures' sizes: 1: some are three times as large as others."""
    stalls_s: float = 0.0
    """The other end is busy once a second for so long and takes nothing meanwhile."""
    bandwidth: Bandwidth = field(default_factory=Bandwidth)
    sent_bps: list[float] = field(default_factory=list)
    queues_s: list[float] = field(default_factory=list)
    dropped: int = 0

    def run(self, seconds: float, seed: int = 1) -> "Line":
        self._chance, self._free_at_s, self._order = random.Random(seed), 0.0, itertools.count()
        self._bucket, self._departures, self._air = Bucket(300_000), Departures(), list[tuple[float, int, object]]()
        self._arrivals, self._numbers = Arrivals(), Unwrapper(16)
        ticks = [(number / FPS, "frame") for number in range(int(seconds * FPS))]
        ticks += [(number * REPORT_S, "report") for number in range(int(seconds / REPORT_S))]
        key_due_s = self.keys_every_s
        for now_s, what in sorted(ticks):
            self._land(now_s)
            if what == "report":
                self._report(now_s)
                continue
            key_due_s, is_key = (key_due_s + self.keys_every_s, True) if now_s >= key_due_s else (key_due_s, False)
            self._film(now_s, KEY_FRAME if is_key else 1)
        return self

    def _film(self, now_s: float, times: float) -> None:
        rate_bps = min(self.bandwidth.rate_bps, self.wants_bps)
        self.sent_bps.append(rate_bps)
        self._bucket.rate_bps = int(rate_bps)
        times *= self._chance.uniform(1 - self.unevenness / 2, 1 + self.unevenness / 2)
        left = round(times * rate_bps / FPS / 8)
        while left > 0:
            now_s += self._bucket.wait_s(now_s)
            self._bucket.pour(min(left, PACKET_BYTES), now_s)
            self._post(now_s, min(left, PACKET_BYTES))
            left -= PACKET_BYTES

    def _post(self, now_s: float, size: int) -> None:
        number = self._departures.add(size, now_s)
        carries_bps = [bps for since_s, bps in sorted(self.carries_bps.items()) if since_s <= now_s][-1]
        waits_s = max(0.0, self._free_at_s - now_s)
        self.queues_s.append(waits_s)
        if waits_s > QUEUE_S or self._chance.random() < self.loss:
            self.dropped += 1
            return
        self._free_at_s = max(now_s, self._free_at_s) + (size + 28) * 8 / carries_bps
        at_s = self._free_at_s + WAY_S + self._chance.random() * self.noise_s
        heapq.heappush(self._air, (max(at_s, int(at_s) + self.stalls_s), next(self._order), number))

    def _land(self, now_s: float) -> None:
        while self._air and self._air[0][0] <= now_s:
            at_s, _, what = heapq.heappop(self._air)
            if isinstance(what, int):
                self._arrivals.add(self._numbers.unwrap(what), int((at_s + 1000) * 1e6))
            elif isinstance(what, bytes):
                for report in reports(what):
                    self.bandwidth.learn(self._departures.join(report), at_s)

    def _report(self, now_s: float) -> None:
        if fci := self._arrivals.report():
            heapq.heappush(self._air, (now_s + WAY_S, next(self._order), packet(TRANSPORT_CC, 1, 2, fci)))

    def _late(self, values: list[float]) -> list[float]:
        return values[len(values) // 2 :]

    @property
    def settled_bps(self) -> float:
        late = self._late(self.sent_bps)
        return sum(late) / len(late)

    @property
    def queue_p95_s(self) -> float:
        late = sorted(self._late(self.queues_s))
        return late[int(0.95 * len(late))]


@pytest.mark.parametrize("carries_bps", [150e3, 400e3, 1e6, 2e6])
@pytest.mark.parametrize("noise_s", [0.0, 0.004])
def test_a_narrow_line_is_used_and_not_filled(carries_bps: float, noise_s: float) -> None:
    line = Line({0: carries_bps}, noise_s=noise_s).run(60)
    assert 0.6 * carries_bps < line.settled_bps < 1.0 * carries_bps
    assert line.queue_p95_s < 0.1
    assert line.dropped < (80 if carries_bps < 300e3 else 5), "less than where we begin takes two seconds to notice"


@pytest.mark.parametrize("stalls_s", [0.08, 0.15])
@pytest.mark.parametrize("carries_bps", [400e3, 1e6, 2e6])
def test_uneven_pictures_and_a_busy_receiver_do_not_make_a_line_look_full(carries_bps: float, stalls_s: float) -> None:
    line = Line({0: carries_bps}, noise_s=0.008, unevenness=1.0, stalls_s=stalls_s).run(60)
    assert 0.6 * carries_bps < line.settled_bps < 1.05 * carries_bps
    assert line.queue_p95_s < 0.15


def test_a_line_that_becomes_narrow_is_followed_and_one_that_becomes_wide_too() -> None:
    line = Line({0: 2e6, 20: 500e3, 40: 2e6}).run(70)
    at = {second: line.sent_bps[second * FPS] for second in (18, 22, 39, 69)}
    assert at[18] > 1.2e6
    assert at[22] < 520e3
    assert at[39] > 300e3
    assert at[69] > 1.2e6
    assert line.dropped < 160, "a second of the former rate at most"


def test_key_frames_do_not_make_a_narrow_line_look_full_for_long() -> None:
    line = Line({0: 1e6}, keys_every_s=5).run(60)
    assert line.settled_bps > 600e3


def test_what_is_lost_by_chance_lowers_nothing_here() -> None:
    assert Line({0: 1e6}, loss=0.05).run(60).settled_bps > 600e3


def test_a_still_picture_lets_nobody_guess_how_wide_the_line_is() -> None:
    line = Line({0: 20e6}, wants_bps=200e3).run(60)
    assert line.bandwidth.rate_bps < 500e3
    assert line.dropped == 0


_times = st.floats(0, 1e6, allow_nan=False)
_journeys = st.lists(st.builds(Journey, _times, st.integers(0, 1500), st.none() | _times), max_size=30)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(_journeys, _times), max_size=6))
def test_whatever_is_said_the_rate_stays_a_rate(told: list[tuple[list[Journey], float]]) -> None:
    bandwidth, now_s = Bandwidth(), 0.0
    for journeys, later_s in told:
        now_s += later_s
        bandwidth.learn(journeys, now_s)
        assert LEAST_BPS <= bandwidth.rate_bps <= MOST_BPS
