"""Core: how long a sign-in name is locked after failed tries. Doubles with each further failure; the clock is given."""

from dataclasses import dataclass

NAMES_KEPT = 10_000


@dataclass(slots=True)
class _Tries:
    failures: int = 0
    locked_until_s: float = 0


class Lockout:
    """Failures by name, known or not, so that an answer never tells whether a name exists."""

    def __init__(self, *, free: int, first_s: float, longest_s: float) -> None:
        self._free, self._first_s, self._longest_s = free, first_s, longest_s
        self._tries: dict[str, _Tries] = {}

    def wait_s(self, name: str, now_s: float) -> float:
        """Seconds until this name may try again; 0 means now."""
        tries = self._tries.get(name)
        return max(0.0, tries.locked_until_s - now_s) if tries else 0.0

    def failed(self, name: str, now_s: float) -> None:
        """Count one failure."""
        tries = self._tries.setdefault(name, _Tries())
        tries.failures += 1
        over = tries.failures - self._free
        if over >= 0:
            tries.locked_until_s = now_s + min(self._first_s * 2.0 ** min(over, 30), self._longest_s)
        while len(self._tries) > NAMES_KEPT:
            del self._tries[next(iter(self._tries))]

    def succeeded(self, name: str) -> None:
        """Start anew."""
        self._tries.pop(name, None)
