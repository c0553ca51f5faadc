"""Shell: memory that is freed goes back to the system at once, and what stood there is overwritten.

glibc begins with the first, but learns: once a large buffer was freed, it keeps those of that size for each thread that
made one, 64 MB at most, and hands them out again as they were. Papers are read in threads of their own: that was 95 MB
with the last resident's pixels, which no wipe reaches and malloc_trim(3) does not give back. Smaller pieces, and large
ones that fitted into a gap, stay with the process: what a paper's JPEG was put together from was found there.
"""

import ctypes

_TRIM_THRESHOLD, _MMAP_THRESHOLD, _PERTURB = -1, -3, -6  # malloc.h
LARGE_BYTES = 128 * 1024
"""What glibc begins with; set by hand, it stays. The smallest picture of a paper is twice as large, a text is not."""
_FREED = 0xFF
"""What stands in freed memory from a kilobyte on; what is handed out begins with its complement, zero."""


def give_back_at_once() -> None:
    """From now on, in the whole process: mallopt(3). Costs a twentieth of a call's time, for its pictures."""
    allocator = ctypes.CDLL(None)
    for option, value in ((_TRIM_THRESHOLD, LARGE_BYTES), (_MMAP_THRESHOLD, LARGE_BYTES), (_PERTURB, _FREED)):
        allocator.mallopt(option, value)
