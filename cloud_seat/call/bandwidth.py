"""Core: how much a line carries, from when our packets left and when they came (Google congestion control, simplified).

As long as packets need the same time for their journey there is room. When each needs longer than the one before, a
queue grows somewhere: the line is full, and what came through is what it carries. The trend of the delay says so long
before anything is lost. draft-ietf-rmcat-gcc-02, sections 4 and 5; loss is the ladder's (`ladder.py`).
"""

from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import Enum

from cloud_seat.call.departures import Journey
from cloud_seat.call.ladder import START_BPS

GROUP_S = 0.005
"""Packets that left together are one step of the trend."""
WINDOW, SMOOTHING, GAIN = 20, 0.9, 4.0
STEPS_MOST = 60
THRESHOLD_MS, THRESHOLD_LEAST_MS, THRESHOLD_MOST_MS = 12.5, 6.0, 600.0
RISES, FALLS, SUDDEN_MS = 0.0087, 0.039, 15.0
"""The threshold follows the noise of the line, faster down than up; single large steps are left out (section 5.4)."""
OVERUSE_S = 0.01
ACKED_S, PEAK_KEPT = 0.5, 0.8
STANDING_S, OVERFLOW_S = 0.01, 0.15
BACK_TO, BACK_MOST = 0.85, 0.6
"""Of what came through, when the line is full: the queue drains. Never further at once than this part of the rate:
before a large picture little came through, because little was sent."""
FAST, USUAL, NEAR_BPS = 1.25, 1.08, 40_000
"""Growth in a second: until the line was full once; after that; and close to where it was full."""
CLOSE_BELOW, CLOSE_ABOVE = 0.9, 1.1
AHEAD, AHEAD_BPS = 1.5, 10_000
"""No further ahead of what really came through: a still picture says nothing of the line."""
LEAST_BPS, MOST_BPS = 30_000, 5_000_000
BASE_S = 15.0


class Use(Enum):
    """What the trend says."""

    LESS = "less"
    USUAL = "usual"
    OVER = "over"


@dataclass(slots=True)
class Trend:
    """The slope of the delay over the last groups of packets, against a threshold that adapts."""

    use: Use = Use.USUAL
    _group: tuple[float, float, float] | None = None
    """First and last departure, last arrival."""
    _before: tuple[float, float] | None = None
    _steps: int = 0
    _delay_ms: float = 0.0
    _smooth_ms: float = 0.0
    _points: deque[tuple[float, float]] = field(default_factory=lambda: deque(maxlen=WINDOW))
    _threshold_ms: float = THRESHOLD_MS
    _over_s: float = 0.0
    _slope: float = 0.0

    def add(self, sent_s: float, came_s: float) -> None:
        """A packet that came, in the order of sending; one that was told of late says nothing more."""
        if self._group is not None and sent_s < self._group[0]:
            return
        if self._group is not None and sent_s - self._group[0] <= GROUP_S:
            self._group = self._group[0], sent_s, max(came_s, self._group[2])
            return
        if self._group is not None:
            self._close(self._group[1], self._group[2])
        self._group = sent_s, sent_s, came_s

    def _close(self, sent_s: float, came_s: float) -> None:
        before, self._before = self._before, (sent_s, came_s)
        if before is None:
            return
        took_s = came_s - before[1]
        self._steps = min(self._steps + 1, STEPS_MOST)
        self._delay_ms += 1000 * (took_s - (sent_s - before[0]))
        self._smooth_ms = SMOOTHING * self._smooth_ms + (1 - SMOOTHING) * self._delay_ms
        self._points.append((1000 * came_s, self._smooth_ms))
        self._judge(_slope(self._points) if len(self._points) == WINDOW else 0.0, max(0.0, sent_s - before[0]), took_s)

    def _judge(self, slope: float, sent_apart_s: float, took_s: float) -> None:
        trend_ms, slope_before, self._slope = self._steps * slope * GAIN, self._slope, slope
        if trend_ms > self._threshold_ms:
            self._over_s += sent_apart_s
            if self._over_s > OVERUSE_S and slope >= slope_before:
                self._over_s, self.use = 0.0, Use.OVER
        else:
            self._over_s = 0.0
            self.use = Use.LESS if trend_ms < -self._threshold_ms else Use.USUAL
        beyond_ms = abs(trend_ms) - self._threshold_ms
        if beyond_ms <= SUDDEN_MS:
            step = (FALLS if beyond_ms < 0 else RISES) * beyond_ms * min(100.0, max(0.0, 1000 * took_s))
            self._threshold_ms = min(THRESHOLD_MOST_MS, max(THRESHOLD_LEAST_MS, self._threshold_ms + step))


@dataclass(slots=True)
class Bandwidth:
    """`learn` from each report; `rate_bps` is what may be sent, `queue_s` how long packets wait on the way now."""

    rate_bps: int = START_BPS
    queue_s: float = 0.0
    standing_s: float = 0.0
    """What even the luckiest packet of the last two reports waited: below `STANDING_S` the queue empties, and
    a rising delay is a large picture or somebody who was busy, no full line. A queue that overflows rises no more."""
    rtt_s: float = 0.2
    full_bps: float | None = None
    """What came through when the line was full last."""
    _trend: Trend = field(default_factory=Trend)
    _came: deque[tuple[float, int]] = field(default_factory=deque)
    _bases_s: tuple[float, float] = (9e9, 9e9)
    _base_since_s: float = 0.0
    _learnt_at_s: float | None = None
    _lowered_at_s: float = -9.0
    _stood_s: float = 0.0
    _peak_bps: float = 0.0
    """The most that came through in the last seconds."""

    def learn(self, journeys: Sequence[Journey], now_s: float) -> None:
        """A report has come."""
        arrived = [(one, one.came_s) for one in journeys if one.came_s is not None]
        if not arrived:
            return
        for journey, came_s in arrived:
            self._trend.add(journey.sent_s, came_s)
            self._came.append((came_s, journey.size_bytes))
        self.rtt_s = now_s - max(one.sent_s for one, _ in arrived)
        self._weigh([came_s - one.sent_s for one, came_s in arrived], now_s)
        self._adapt(now_s)

    def acked_bps(self) -> float:
        """What came through lately."""
        last_s = max(came_s for came_s, _ in self._came)
        while self._came[0][0] < last_s - ACKED_S:
            self._came.popleft()
        return sum(size for _, size in self._came) * 8 / ACKED_S

    def _weigh(self, ways_s: list[float], now_s: float) -> None:
        """The shortest journey of the last seconds is the line without a queue; clocks may drift."""
        if now_s - self._base_since_s > BASE_S:
            self._bases_s, self._base_since_s = (self._bases_s[1], 9e9), now_s
        self._bases_s = self._bases_s[0], min(self._bases_s[1], *ways_s)
        self.queue_s = sum(ways_s) / len(ways_s) - min(self._bases_s)
        standing_s = min(ways_s) - min(self._bases_s)
        self.standing_s, self._stood_s = min(standing_s, self._stood_s), standing_s

    def _adapt(self, now_s: float) -> None:
        elapsed_s = 0.0 if self._learnt_at_s is None else min(1.0, now_s - self._learnt_at_s)
        self._learnt_at_s = now_s
        acked_bps = self.acked_bps()
        self._peak_bps = max(acked_bps, self._peak_bps * PEAK_KEPT**elapsed_s)
        is_over = self.standing_s > (STANDING_S if self._trend.use is Use.OVER else OVERFLOW_S)
        if is_over and self._trend.use is not Use.LESS and now_s - self._lowered_at_s > self.rtt_s:
            self._lower(acked_bps, now_s)
        elif self._trend.use is not Use.LESS and not is_over:
            self._raise(elapsed_s)

    def _lower(self, acked_bps: float, now_s: float) -> None:
        self.full_bps, self._lowered_at_s = acked_bps, now_s
        self.rate_bps = int(max(LEAST_BPS, BACK_MOST * self.rate_bps, min(self.rate_bps, BACK_TO * acked_bps)))

    def _raise(self, elapsed_s: float) -> None:
        rate = float(self.rate_bps)
        if self.full_bps is not None and rate > CLOSE_ABOVE * self.full_bps:
            self.full_bps = None  # the line has become better
        if self.full_bps is None:
            rate *= FAST**elapsed_s
        elif rate > CLOSE_BELOW * self.full_bps:
            rate += NEAR_BPS * elapsed_s
        else:
            rate *= USUAL**elapsed_s
        most_bps = min(MOST_BPS, AHEAD * self._peak_bps + AHEAD_BPS)
        self.rate_bps = int(max(self.rate_bps, min(rate, most_bps)))


def _slope(points: Sequence[tuple[float, float]]) -> float:
    """By least squares."""
    middle_x, middle_y = (sum(axis) / len(points) for axis in zip(*points, strict=True))
    below = sum((x - middle_x) ** 2 for x, _ in points)
    return sum((x - middle_x) * (y - middle_y) for x, y in points) / below if below else 0.0
