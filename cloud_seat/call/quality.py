"""Core: how a call went, in numbers that may be kept: for how long it stood still, how late and how lossy it was."""

from dataclasses import dataclass, field

from cloud_seat.call.report import CallStats
from cloud_seat.contract.signalling import CallReported

BREAK_S = 2.0
"""Longer than this without media is a break; the same that begins the search for a fresh connection."""
SAMPLE_S = 1.0
SAMPLES = 4 * 3600
"""Round trips are sampled once a second, for four hours at most."""


@dataclass(slots=True)
class Quality:
    """`look` as often as you like; `report` once, after the call."""

    began_s: float | None = None
    last_s: float = 0.0
    breaks: int = 0
    frozen_s: float = 0.0
    sampled_s: float = 0.0
    trips_s: list[float] = field(default_factory=list)

    def look(self, stats: CallStats, now_s: float) -> None:
        """The numbers of the connection as they are now."""
        at_s = stats.last_media_at_s
        if at_s is None:
            return
        if self.began_s is None:
            self.began_s = self.last_s = at_s
        if at_s - self.last_s > BREAK_S:
            self.breaks += 1
            self.frozen_s += at_s - self.last_s
        self.last_s = max(self.last_s, at_s)
        if stats.rtt_s is not None and now_s - self.sampled_s >= SAMPLE_S and len(self.trips_s) < SAMPLES:
            self.sampled_s = now_s
            self.trips_s.append(stats.rtt_s)

    def report(self, call_id: str, stats: CallStats) -> CallReported | None:
        """None when no media ever came. Time after the last picture or sound is no part of the call."""
        if self.began_s is None:
            return None
        trips = sorted(self.trips_s)
        heard = stats.audio_frames + stats.audio_lost
        return CallReported(
            call_id=call_id,
            seconds=round(self.last_s - self.began_s),
            breaks=self.breaks,
            frozen_s=round(self.frozen_s),
            lost_permille=round(1000 * stats.audio_lost / heard) if heard else 0,
            rtt_p50_ms=_share(trips, 0.5),
            rtt_p95_ms=_share(trips, 0.95),
            frames=stats.frames_decoded,
        )


def _share(trips: list[float], share: float) -> int | None:
    return round(1000 * trips[min(len(trips) - 1, int(share * len(trips)))]) if trips else None
