"""Shell: memory that is freed goes back to the system at once, and with it what stood there.

glibc begins so, but learns: once a large buffer was freed, it keeps those of that size for each thread that made one,
64 MB at most, and hands them out again as they were. Papers are read in threads of their own: that was 95 MB with the
last resident's pixels, which no wipe reaches and malloc_trim(3) does not give back.
"""

import ctypes

_TRIM_THRESHOLD, _MMAP_THRESHOLD = -1, -3  # malloc.h
LARGE_BYTES = 128 * 1024
"""What glibc begins with; set by hand, it stays. The smallest picture of a paper is twice as large, a text is not."""


def give_back_at_once() -> None:
    """From now on, in the whole process: mallopt(3). Costs a twentieth of a call's time, for its pictures."""
    allocator = ctypes.CDLL(None)
    for option in (_TRIM_THRESHOLD, _MMAP_THRESHOLD):
        allocator.mallopt(option, LARGE_BYTES)
