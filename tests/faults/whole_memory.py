"""Shell: what stands anywhere in this process's memory, used or freed, whoever put it there."""

import mmap
import re
from collections.abc import Sequence
from io import FileIO
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

_STRETCH = re.compile(r"([0-9a-f]+)-([0-9a-f]+) rw-p (?!.*\[vvar)")


def hidden(piece: NDArray[np.uint8]) -> bytes:
    """As one looks for it: inverted, so that the search does not find itself. Makes no other copy."""
    return np.invert(piece).tobytes()


def count_in_memory(pieces: Sequence[bytes]) -> list[int]:
    """How often each of the `hidden` pieces stands in all that this process may write to."""
    found = [match for line in Path("/proc/self/maps").read_text().splitlines() if (match := _STRETCH.match(line))]
    stretches = [(int(match[1], 16), int(match[2], 16)) for match in found]
    room, counts = bytearray(max(last - first for first, last in stretches)), [0] * len(pieces)
    with FileIO("/proc/self/mem") as memory:
        for first, last in stretches:
            size = _read(memory, memoryview(room), first, last)
            read = np.frombuffer(room, np.uint8, size)
            np.invert(read, out=read)
            counts = [count + room.count(piece, 0, size) for count, piece in zip(counts, pieces, strict=True)]
    return counts


def _read(memory: FileIO, room: memoryview, first: int, last: int) -> int:
    """How many bytes. Pages that other threads gave back meanwhile are left out."""
    at, size = first, 0
    while at < last:
        memory.seek(at)
        try:
            count = memory.readinto(room[size : size + last - at])
        except OSError:
            at += mmap.PAGESIZE
            continue
        at, size = at + count, size + count
    return size
