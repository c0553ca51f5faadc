"""Core: the writes of a guest as QEMU's blklogwrites recorded them, and every disk that a power cut could leave.

A disk with a volatile cache owes what it had when it last said that its cache is flushed. Of the writes since then all
may be there, none, or any part: whole sectors of 512 bytes, in any order. The log is in the order of completion: what
was written while a flush ran counts as flushed.
"""

import struct
from collections.abc import Sequence
from dataclasses import dataclass
from random import Random

from tests.faults.crash.disk import SECTOR, Luck

_MAGIC = 0x6A736677736872
_SUPER = struct.Struct("<QQQI")  # magic, version, entries, bytes of a sector
_ENTRY = struct.Struct("<QQQQ")  # first sector, sectors, flags, bytes of a remark
SUPER_BYTES = _SUPER.size
_FLUSH, _DISCARD = 1, 4


@dataclass(frozen=True, slots=True)
class Write:
    """`is_flush`: all writes before it are safe; it may carry no data of its own."""

    offset: int
    data: bytes
    is_flush: bool


def count(superblock: bytes) -> int:
    """How many writes the log held when this was read from its beginning; none before the first."""
    if len(superblock) < SUPER_BYTES:
        return 0
    magic, version, entries, sector = _SUPER.unpack_from(superblock)
    assert (magic, version, sector) in ((_MAGIC, 1, SECTOR), (0, 0, 0))
    return int(entries)


def parse(log: bytes) -> list[Write]:
    """All writes, in order."""
    writes, at = [], SECTOR
    for _ in range(count(log)):
        first, sectors, flags, _ = _ENTRY.unpack_from(log, at)
        at += SECTOR
        size = 0 if flags & _DISCARD else sectors * SECTOR
        writes.append(Write(first * SECTOR, log[at : at + size], bool(flags & _FLUSH)))
        at += size
    return writes


class Disk:
    """Lives through the writes; `crash` tells what would be left now."""

    def __init__(self, image: bytes) -> None:
        self._flushed = bytearray(image)
        self.pending: list[Write] = []

    def live(self, write: Write) -> None:
        """One write happens."""
        if write.is_flush:
            self._flushed = self.crash(Luck.ALL, Random(0))
            self.pending.clear()
        if write.data:
            self.pending.append(write)

    def crash(self, luck: Luck, chance: Random) -> bytearray:
        """The disk that is found after it."""
        image = bytearray(self._flushed)
        for write in self.pending if luck is not Luck.NONE else ():
            for start in _sectors(write, luck, chance):
                image[write.offset + start : write.offset + start + SECTOR] = write.data[start : start + SECTOR]
        return image


def _sectors(write: Write, luck: Luck, chance: Random) -> Sequence[int]:
    """Where the sectors of a write begin that made it: all, none, or some."""
    sectors = range(0, len(write.data), SECTOR)
    fate = 1.0 if luck is Luck.ALL else chance.random()
    if fate < 0.25:
        return ()
    return sectors if fate > 0.5 else [start for start in sectors if chance.random() < 0.5]
