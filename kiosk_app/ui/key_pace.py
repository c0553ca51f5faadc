"""Core: which strokes of a key count: so soon after the last it was a trembling finger; held, it repeats slowly."""

from dataclasses import dataclass, replace


@dataclass(frozen=True, slots=True)
class Pace:
    """Milliseconds. `repeat_after` 0: a held key never repeats. `again_after`: so soon the same key does not count."""

    repeat_after: int = 500
    repeat_every: int = 100
    again_after: int = 0

    def for_slow_hands(self) -> "Pace":
        """In big letters everything takes twice as long."""
        return Pace(self.repeat_after * 2, self.repeat_every * 2, self.again_after * 2)


@dataclass(frozen=True, slots=True)
class Struck:
    """The last key that counted: when it went down, and when it counted last. Milliseconds of any one clock."""

    key: object = None
    down: int = 0
    counted: int = 0


def strike(last: Struck, key: object, at: int, pace: Pace) -> tuple[Struck, bool]:
    """A key went down: does it count?"""
    if key == last.key and at - last.counted < pace.again_after:
        return last, False
    return Struck(key, at, at), True


def repeat(last: Struck, key: object, at: int, pace: Pace) -> tuple[Struck, bool]:
    """The system says that a key is still held: does it count once more?"""
    is_due = at - last.down >= pace.repeat_after and at - last.counted >= pace.repeat_every
    if key != last.key or not pace.repeat_after or not is_due:
        return last, False
    return replace(last, counted=at), True
