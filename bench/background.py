"""Shell: the soft background of a call's picture, beside a plain blur of the whole."""

import cv2
import numpy as np

from bench.stopwatch import percentile, timed
from bench.table import Row, Table
from kiosk_app.hands.background import softened

SIZES = ((640, 480), (1280, 720))


def measure(quick: bool) -> Table:
    """One core, as the camera's thread has it."""
    threads = cv2.getNumThreads()
    cv2.setNumThreads(1)
    rows = tuple(_row(*size, 30 if quick else 500) for size in SIZES)
    cv2.setNumThreads(threads)
    columns = ("p50 ms", "p99 ms", "plain blur p50 ms")
    return Table("background of a call's picture made soft", columns, rows, "a Gaussian blur of the whole, 31 pixels")


def _row(width: int, height: int, rounds: int) -> Row:
    rgb = np.random.default_rng(1).integers(0, 256, (height, width, 3), dtype=np.uint8)
    ours = [timed(lambda: softened(rgb))[0] * 1e3 for _ in range(rounds)]
    plain = [timed(lambda: cv2.GaussianBlur(rgb, (31, 31), 0))[0] * 1e3 for _ in range(rounds)]
    return f"{width}×{height}", (percentile(ours, 0.5), percentile(ours, 0.99), percentile(plain, 0.5))
