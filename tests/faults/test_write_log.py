"""Core: what a power cut may leave of a recorded disk: all that was flushed, and any sectors of the rest."""

import struct
from random import Random

from tests.faults.crash.disk import SECTOR, Luck
from tests.faults.power.write_log import Disk, Write, count, parse

EMPTY = bytes(4 * SECTOR)
TWO = b"a" * SECTOR + b"b" * SECTOR


def test_only_what_was_flushed_is_sure() -> None:
    disk, chance = Disk(EMPTY), Random(1)
    disk.live(Write(SECTOR, TWO, is_flush=False))
    assert disk.crash(Luck.NONE, chance) == EMPTY
    assert disk.crash(Luck.ALL, chance) == EMPTY[:SECTOR] + TWO + EMPTY[:SECTOR]
    seen = {bytes(disk.crash(Luck.SOME, chance)[SECTOR : 3 * SECTOR]) for _ in range(100)}
    assert seen == {
        first + second for first in (TWO[:SECTOR], EMPTY[:SECTOR]) for second in (TWO[SECTOR:], EMPTY[:SECTOR])
    }
    disk.live(Write(0, b"", is_flush=True))
    assert disk.crash(Luck.NONE, chance) == EMPTY[:SECTOR] + TWO + EMPTY[:SECTOR]


def test_a_log_is_read_as_far_as_it_was_counted() -> None:
    entries = ((2, 2, 0, TWO), (5, 3, 4, b""), (0, 0, 1, b""), (9, 1, 0, TWO[:SECTOR]))
    log = struct.pack("<QQQI", 0x6A736677736872, 1, 3, SECTOR).ljust(SECTOR, b"\0")
    for sector, sectors, flags, data in entries:
        log += struct.pack("<QQQQ", sector, sectors, flags, 0).ljust(SECTOR, b"\0") + data
    assert count(b"") == 0
    assert parse(log) == [
        Write(2 * SECTOR, TWO, is_flush=False),
        Write(5 * SECTOR, b"", is_flush=False),
        Write(0, b"", is_flush=True),
    ]
