"""Shell: how long a booth is away when its program ends by itself: until glass and engine both live again."""

import os
import signal
import time
from pathlib import Path
from statistics import median

from bench.stopwatch import scratch
from bench.table import Row, Table
from tests.kiosk_app.supervised import Supervised

AIM_S = 3.0
SILENCE_S = 2.0
ILLS = {"killed": (signal.SIGKILL, AIM_S), "frozen": (signal.SIGSTOP, AIM_S + SILENCE_S)}


def measure(quick: bool) -> Table:
    """The real kiosk and its supervisor, new ones each round: who fails again and again is made to pause."""
    rows: list[Row] = []
    for what, (ill, aim_s) in ILLS.items():
        away = [_away_s(ill) for _ in range(1 if quick else 5)]
        rows.append((what, (median(away), max(away), aim_s)))
    beside = f"what is aimed at; a frozen one is noticed after {SILENCE_S:g} s here, 10 s in a booth (--silence)"
    title = "the program ends by itself → glass and engine live again"
    return Table(title, ("p50 s", "worst s", "aim s"), tuple(rows), beside)


def _away_s(ill: signal.Signals) -> float:
    with scratch() as folder, Supervised(Path(folder), silence_s=SILENCE_S) as booth:
        os.kill(booth.await_kiosk(1), ill)
        began_s = time.monotonic()
        booth.await_kiosk(2)
        return time.monotonic() - began_s
