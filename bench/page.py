"""Shell: finding the sheet on generated desks, beside what tutorials do: one Canny level and approxPolyDP."""

from collections.abc import Callable
from statistics import median

import cv2
import numpy as np
from numpy.typing import NDArray

from bench.stopwatch import timed
from bench.table import Table
from devices.camera.frame import Corners, Rgb
from devices.camera.outline import in_order
from devices.camera.page import find_page
from devices.camera.scene import DESKS, SceneLook, draw_desk, draw_document, lay_sheet, light, sheet_corners

SIZES = ((960, 720), (2592, 1944))  # preview and still picture (5 MP) of a document camera
TILT_SHARE = 0.05  # corners lie off their usual place by up to this share of the picture
FOUND_SHARE = 0.02  # of the diagonal: further off is another thing than this sheet
WORK_HEIGHT_PX = 500  # the tutorials' working size

Shot = tuple[Rgb, Corners]


def measure(quick: bool) -> Table:
    """Both finders see the same pictures."""
    places = [(size, desk) for size in SIZES for desk in DESKS if not quick or size == SIZES[0] or desk == DESKS[0]]
    rows = []
    for size, desk in places:
        shots = [_shoot(desk, size, seed) for seed in range(1 if quick else 8)]
        rows.append((f"{size[0]}×{size[1]}, {desk} desk", (*_judged(_ours, shots), *_judged(_plain, shots))))
    own = ("CPU ms", "found %", "error px p50", "error px max")
    beside = f"plain: grey, blur, Canny 75/200, largest approxPolyDP with 4 corners, at {WORK_HEIGHT_PX} px height;"
    beside += f" found: no corner off by more than {FOUND_SHARE:.0%} of the diagonal"
    return Table("find_page on generated desks", (*own, *(f"plain {name}" for name in own)), tuple(rows), beside)


def _shoot(desk: str, size: tuple[int, int], seed: int) -> Shot:
    tilt = np.random.default_rng(seed).uniform(-TILT_SHARE, TILT_SHARE, (4, 2))
    corners = sheet_corners(*size) + tilt * size
    return light(lay_sheet(draw_desk(desk, *size), draw_document(None), corners), SceneLook(desk), seed), corners


def _judged(find: Callable[[Rgb], Corners | None], shots: list[Shot]) -> tuple[float | None, ...]:
    """CPU ms (all threads), how many were found, and how far off their worst corner was."""
    find(shots[0][0])  # once for the caches
    found: list[Corners | None] = []
    cpu_ms = median(timed(lambda: found.append(find(picture)))[1] * 1000 for picture, _ in shots)  # noqa: B023  called at once
    off_px = [
        np.inf if f is None else np.linalg.norm(f - c, axis=1).max() for f, (_, c) in zip(found, shots, strict=True)
    ]
    near_px = [float(px) for px in off_px if px < FOUND_SHARE * np.hypot(*shots[0][0].shape[:2])]
    return cpu_ms, len(near_px) / len(shots) * 100, median(near_px) if near_px else None, max(near_px, default=None)


def _ours(picture: Rgb) -> Corners | None:
    outline = find_page(picture)
    return None if outline is None else outline.corners


def _plain(picture: Rgb) -> Corners | None:
    shrink = picture.shape[0] / WORK_HEIGHT_PX
    small = cv2.resize(picture, None, fx=1 / shrink, fy=1 / shrink, interpolation=cv2.INTER_AREA)
    edges = cv2.Canny(cv2.GaussianBlur(cv2.cvtColor(small, cv2.COLOR_RGB2GRAY), (5, 5), 0), 75, 200)
    contours, _ = cv2.findContours(edges, cv2.RETR_LIST, cv2.CHAIN_APPROX_SIMPLE)
    for contour in sorted(contours, key=cv2.contourArea, reverse=True)[:5]:
        outline = cv2.approxPolyDP(contour, 0.02 * cv2.arcLength(contour, True), True)
        if len(outline) == 4:
            points: NDArray[np.float64] = in_order(outline[:, 0].astype(np.float64)) * shrink
            return points
    return None
