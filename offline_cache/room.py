"""Core: how much room the disk has, in steps at which somebody acts."""

from dataclasses import dataclass
from enum import StrEnum

MB = 1_000_000


class Room(StrEnum):
    """From plenty to none."""

    AMPLE = "ample"
    LOW = "low"  # a keeper should come
    SHORT = "short"  # no new matter with papers begins; one that was begun goes on
    FULL = "full"  # no new scan; forms, submits and receipts have the reserve


@dataclass(frozen=True, slots=True)
class Marks:
    """`reserve_bytes` is kept back; scans stop when no more than the same again is left, new matters at four times as
    much: some forty scans of 5 MB lie between, and the keeper hears at `warn_bytes`."""

    reserve_bytes: int = 0
    warn_bytes: int = 0

    def room(self, spare_bytes: int) -> Room:
        """`spare_bytes`: free beside a whole reserve."""
        if spare_bytes < self.reserve_bytes:
            return Room.FULL
        if spare_bytes < 4 * self.reserve_bytes:
            return Room.SHORT
        return Room.LOW if spare_bytes < self.warn_bytes else Room.AMPLE
