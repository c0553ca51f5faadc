"""Shell: what stands anywhere in this process's memory, used or freed, whoever put it there."""

import gc
import mmap
import re
import sys
from collections.abc import Iterator, Sequence
from io import FileIO
from pathlib import Path
from types import FrameType

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


def holders(pieces: Sequence[bytes]) -> list[str]:
    """Who in Python holds one of the `hidden` pieces: functions that run, and objects that the collector knows."""
    wanted = [bytes(np.invert(np.frombuffer(piece, np.uint8))) for piece in pieces]
    running = [frame for top in sys._current_frames().values() for frame in _with_callers(top)]
    functions = {f.f_code.co_qualname for f in running if any(_holds(x, wanted) for x in f.f_locals.values())}
    objects = {type(x).__name__ for x in gc.get_objects() if any(_holds(y, wanted) for y in gc.get_referents(x))}
    return sorted(functions | objects)


def _with_callers(top: FrameType) -> Iterator[FrameType]:
    frame: FrameType | None = top
    while frame is not None:
        yield frame
        frame = frame.f_back


def _holds(thing: object, wanted: Sequence[bytes]) -> bool:
    if isinstance(thing, np.ndarray) and thing.dtype == np.uint8:
        thing = thing.tobytes()
    return isinstance(thing, bytes | bytearray) and any(piece in thing for piece in wanted)


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
