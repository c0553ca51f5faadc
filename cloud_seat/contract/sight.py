"""Core: when nobody saw the resident. A longer gap is long enough for another person to sit down."""

from dataclasses import dataclass

GAP_S = 5.0
"""The issue's bar: a frozen picture of more than five seconds, and the person is confirmed anew before signing."""


@dataclass(frozen=True, slots=True)
class Sight:
    """When the resident was last seen, by one monotonic clock; None: not yet."""

    last_s: float | None = None


def see(sight: Sight, at_s: float | None) -> tuple[Sight, float]:
    """The newest picture came at `at_s`. Also the seconds of a gap that it ends; 0.0: none worth telling."""
    if at_s is None or at_s == sight.last_s:
        return sight, 0.0
    gap_s = 0.0 if sight.last_s is None else at_s - sight.last_s
    return Sight(at_s), gap_s if gap_s > GAP_S else 0.0
