"""Shell: matter after matter in one kiosk program: memory, references, threads and files stay where they are.

A resident takes ten minutes where these take seven seconds: 48 journeys are the eight hours of a full day.
"""

import ctypes
import gc
import sys
import threading
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.journeys.booth import Booth

pytestmark = pytest.mark.journey

WARM_UP, JOURNEYS = 6, 48
"""Journeys after which everything that loads once has loaded; those that are compared."""
GROWTH_LIMIT_MB = 4.0
"""Between the lowest of each half, after the allocator gave back what it keeps."""
LOST_LIMIT = 60
"""The known fault of PySide 6.12 on Python below 3.12 loses 12 references to None a page: 150 in one journey. They may
rise: PySide 6.11 adds one whenever a signal of a short-lived object is connected, which costs no memory."""


@dataclass(frozen=True)
class Standing:
    """What must not grow, or shrink, while nobody is at the booth. `stall_ms`: the longest of the journey before."""

    rss_mb: float
    nones: int
    trues: int
    threads: int
    files: int
    stall_ms: float


def standing(booth: Booth) -> Standing:
    """Of this process, now."""
    stall_ms = booth.longest_stall_ms
    gc.collect()
    ctypes.CDLL(None).malloc_trim(0)  # else some 3 MB of what was freed count, by chance
    line = next(line for line in Path("/proc/self/status").read_text().splitlines() if line.startswith("VmRSS"))
    return Standing(
        int(line.split()[1]) / 1024,
        sys.getrefcount(None),
        sys.getrefcount(True),
        threading.active_count(),
        len(list(Path("/proc/self/fd").iterdir())),
        stall_ms,
    )


def one_journey(booth: Booth) -> Standing:
    """A whole matter and the wipe."""
    booth.count_stalls_anew()
    booth.walk(booth.to_review(), booth.submit(), booth.finish())
    booth.gear.tidy()
    booth.gear.printer.tear_off()
    booth.walk(booth.until(lambda: not booth.kiosk.engine.cache.pending(), "an empty outbox"))
    return standing(booth)


@pytest.mark.deep
@pytest.mark.timeout(3600)
def test_a_full_day(booth: Booth) -> None:
    stood = list[Standing]()
    print("\njourney   RSS MB     None     True  threads  files  longest stall ms")
    for number in range(WARM_UP + JOURNEYS):
        stood.append(one_journey(booth))
        one = stood[-1]
        row = f"{one.rss_mb:8.1f} {one.nones:8} {one.trues:8} {one.threads:8} {one.files:6} {one.stall_ms:17.1f}"
        print(f"{number:7} {row}", flush=True)
    day = stood[WARM_UP:]
    first, last = day[: JOURNEYS // 2], day[JOURNEYS // 2 :]
    assert min(one.rss_mb for one in last) - min(one.rss_mb for one in first) < GROWTH_LIMIT_MB
    assert day[-1].nones > day[0].nones - LOST_LIMIT and day[-1].trues > day[0].trues - LOST_LIMIT
    for what in ("threads", "files"):
        assert min(getattr(one, what) for one in last) <= max(getattr(one, what) for one in first), what
    assert len(booth.archive.cases_of(booth.kiosk_id)) == WARM_UP + JOURNEYS
