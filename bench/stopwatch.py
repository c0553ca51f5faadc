"""Shell: clocks for benches, and a folder to work in."""

import math
import os
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path


def timed(work: Callable[[], object]) -> tuple[float, float]:
    """Wall and CPU seconds (all threads of this process) of one piece of work."""
    wall_s, cpu_s = time.perf_counter(), time.process_time()
    work()
    return time.perf_counter() - wall_s, time.process_time() - cpu_s


def percentile(samples: Sequence[float], share: float) -> float:
    """The nearest rank: 0.5 is the median, 0.99 all but the worst hundredth."""
    return sorted(samples)[max(0, math.ceil(share * len(samples)) - 1)]


def cpu_of(pid: int) -> float:
    """CPU seconds of a running process so far (proc(5): utime and stime, counted after the name in brackets)."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def scratch() -> "tempfile.TemporaryDirectory[str]":
    """On the disk where a booth keeps its data: in memory every fdatasync would be free."""
    place = Path(os.environ.get("XIAOWU_DATA", ".xiaowu")).absolute()
    place.mkdir(parents=True, exist_ok=True)
    return tempfile.TemporaryDirectory(prefix="bench-", dir=place)
