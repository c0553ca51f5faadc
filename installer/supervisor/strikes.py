"""Core: a proven version that keeps failing: three strikes, then the one before; both out: the page with the telephone.

Nothing of it is kept on disk, and nothing is quarantined: a proven version may fail for a reason that is not its own.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

STRIKES = 3
CALM_S = 60.0  # a run so long was a good one: the next failure is the first again
PAUSES_S = (0.0, 0.2, 1.0, 5.0)  # before the next start, by failures in a row


@dataclass(frozen=True, slots=True)
class Strikes:
    """Failures in a row, by version."""

    failed: Mapping[str, int] = field(default_factory=dict)

    def after(self, version: str, ran_s: float) -> "Strikes":
        """It failed once more."""
        in_a_row = 1 if ran_s > CALM_S else self.failed.get(version, 0) + 1
        return Strikes({**self.failed, version: in_a_row})

    def pause_s(self, version: str) -> float:
        """Before it is started again."""
        return PAUSES_S[min(self.failed.get(version, 0), len(PAUSES_S)) - 1] if self.failed.get(version) else 0.0

    def first_not_out(self, versions: list[str]) -> str:
        """Empty: all are."""
        return next((version for version in versions if version and self.failed.get(version, 0) < STRIKES), "")
