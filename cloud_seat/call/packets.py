"""Core: a packet of RTP as our cores see it: its counters go on where those of the wire begin again at zero."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Packet:
    """One packet of media, decrypted, in whatever order it came. `ends` is the marker bit."""

    sequence: int
    timestamp: int
    payload: bytes
    ends: bool = False


class Unwrapper:
    """A counter of `bits` bits, continued past its end. The nearest of the possible values is meant (RFC 3550 A.1)."""

    def __init__(self, bits: int) -> None:
        self._size = 1 << bits
        self._last: int | None = None

    def unwrap(self, value: int) -> int:
        """The number that `value` stands for; it may be lower than the last: a packet that came late."""
        if self._last is None:
            self._last = value + self._size  # whatever came before the first is not below zero
            return self._last
        half = self._size // 2
        step = (value - self._last + half) % self._size - half
        number = self._last + step
        self._last = max(self._last, number)
        return number
