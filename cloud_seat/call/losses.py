"""Core: how much of what we send is lost, from what the other end has counted so far.

A report has a fraction of its own, of the few packets since the report before. Browsers report whenever they ask for
a lost packet, so those fractions are of one packet in two, or three: they tell of far more loss than there is.
"""

from dataclasses import dataclass

PACKETS_LEAST = 40
"""Of fewer, chance says more than the line: of 40 packets at 10 % it makes 5 to 15."""


@dataclass(slots=True)
class Losses:
    """One kind of media. Counts only grow; those of another connection are another `Losses`."""

    _lost: int = 0
    _sent: int = 0

    def share(self, lost: int, sent: int) -> float | None:
        """Of the packets since the last answer, 0 to 1; None: too few so far, ask again with the next counts."""
        newly_sent, newly_lost = sent - self._sent, lost - self._lost
        if newly_sent < PACKETS_LEAST:
            return None
        self._lost, self._sent = lost, sent
        return min(1.0, max(0.0, newly_lost / newly_sent))  # what comes twice counts as less than none lost
