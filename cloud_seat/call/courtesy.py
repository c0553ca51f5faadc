"""Core: how fast a page may go beside a call: as fast as the call's own packets do not have to wait for it.

A page at full speed fills the queue before the narrowest part of the way, and voice and picture stand in it: a third of
a second late, the picture at 240 lines (`./xiaowu bench still`). So the page's rate follows that queue, which our own
packets measure ten times a second (`Bandwidth.standing_s`: what even the luckiest of them waited).
"""

from dataclasses import dataclass

STEP_S = 0.1
"""The queue is told as often; see `feedback.py`."""
FELT_S = 0.015
"""Below it the queue is chance, or a busy computer."""
BEGIN_BPS, LEAST_BPS, MOST_BPS = 3_000_000, 200_000, 50_000_000
FASTER, SLOWER = 1.08, 0.7
"""The queue is told of a third of a second late: whoever grows faster fills it meanwhile."""


@dataclass(slots=True)
class Courtesy:
    """`look` each `STEP_S`; `rate_bps` holds until the next look."""

    rate_bps: float = BEGIN_BPS

    def again(self) -> "Courtesy":
        """Of the next page of this call: it begins at half of what this one reached, for others may use the line now,
        too; never slower than the first began, unless this one had to be."""
        return Courtesy(max(self.rate_bps / 2, min(self.rate_bps, BEGIN_BPS)))

    def look(self, standing_s: float | None) -> None:
        """How long each of the call's packets waits now. None: nobody measures it, and the page goes on as it began."""
        if standing_s is not None:
            rate_bps = self.rate_bps * (FASTER if standing_s < FELT_S else SLOWER)
            self.rate_bps = min(MOST_BPS, max(LEAST_BPS, rate_bps))
