"""Core: when a decoded picture is shown. On a good line at once; on a bad one a little later, to be even.

How late pictures come, measured against the earliest of the last seconds, says how long the others wait: most of the
late ones then still come in time. A picture that comes later than that is shown at once, and never one after a newer.
"""

from collections import deque
from dataclasses import dataclass, field
from typing import Generic, TypeVar

VIDEO_CLOCK_HZ = 90000
WINDOW_PICTURES = 300
MOSTLY = 0.9
SMALL_S = 0.02
"""Nobody sees this much; not worth any delay."""
LONGEST_S = 0.15
"""More would be heard as lips behind the voice."""
SHELF_PICTURES = 10

Picture = TypeVar("Picture")


@dataclass(slots=True)
class Pace(Generic[Picture]):
    """`put` decoded pictures with their unwrapped RTP timestamp; `take` the one to show when `next_at_s` has come."""

    delay_s: float = 0.0
    _transits_s: deque[float] = field(default_factory=lambda: deque(maxlen=WINDOW_PICTURES))
    _shelf: deque[tuple[float, Picture]] = field(default_factory=lambda: deque(maxlen=SHELF_PICTURES))

    def put(self, picture: Picture, timestamp: int, came_s: float) -> None:
        """A picture is decoded, whose last packet came then: how busy we are is nothing to wait for."""
        self._transits_s.append(came_s - timestamp / VIDEO_CLOCK_HZ)
        in_order = sorted(self._transits_s)
        usual_s = in_order[int(MOSTLY * (len(in_order) - 1))] - in_order[0]
        self.delay_s = 0.0 if usual_s < SMALL_S else min(usual_s, LONGEST_S)
        self._shelf.append((timestamp / VIDEO_CLOCK_HZ + in_order[0] + self.delay_s, picture))

    @property
    def next_at_s(self) -> float | None:
        """When the next picture is due."""
        return self._shelf[0][0] if self._shelf else None

    def take(self, now_s: float) -> Picture | None:
        """The newest picture that is due; those before it are dropped."""
        due: Picture | None = None
        while self._shelf and self._shelf[0][0] <= now_s:
            due = self._shelf.popleft()[1]
        return due

    def clear(self) -> None:
        """Forget the pictures that wait."""
        self._shelf.clear()
