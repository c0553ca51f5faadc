"""Core: finds a sheet of paper in a picture, says in one word whether it can be taken, and lays it flat.

Method: edges at several levels on L, a and b → outlines with four corners → scored by how much of each side really
is an edge → sides refined by lines through the strongest steps across them. One level or one channel fails on white.
"""

from dataclasses import dataclass
from enum import StrEnum

import cv2
import numpy as np
from numpy.typing import NDArray

from devices.camera.frame import Corners, Rgb
from devices.camera.outline import (
    Lab,
    Points,
    in_order,
    is_sheet_shaped,
    lab_of,
    on_border,
    polygons,
    refine,
    side_support,
)

SEARCH_PX = 480  # longer side of the picture in which outlines are searched
_LEAST_SUPPORT = 0.6  # of the weakest side
_A4_MM = (210.0, 297.0)
_MM_PER_INCH = 25.4
_GLARE_LEVEL = 252
_GLARE_SHARE = 0.006  # of the sheet
_STILL_SHARE = 0.004  # of the picture's diagonal: further apart between two frames is "moving"
_SHARP_PX = 800  # height of the sheet at which sharpness is judged
_SHARP_LIMIT_PX = 1.85  # measured on synthetic letters: sharp 1.1 to 1.7, hard to read from 2.2
_GREY = cv2.COLOR_RGB2GRAY


class PageVerdict(StrEnum):
    """One word for the screen, the worst first."""

    NO_PAGE = "no_page"
    CUT_CORNER = "cut_corner"
    MOVING = "moving"
    GLARE = "glare"
    BLURRED = "blurred"
    GOOD = "good"


@dataclass(frozen=True, slots=True, eq=False)
class PageOutline:
    """`score`: 0–1, how much of the outline is a real edge. `is_cut`: part of the sheet is outside the picture."""

    corners: Corners
    score: float
    is_cut: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class PageView:
    """What one frame shows."""

    verdict: PageVerdict
    outline: PageOutline | None = None


def find_page(rgb: Rgb) -> PageOutline | None:
    """The best supported large sheet, or None. About 30 ms of one core whatever the size of the picture."""
    shrink = max(1.0, max(rgb.shape[:2]) / SEARCH_PX)
    small = cv2.resize(rgb, None, fx=1 / shrink, fy=1 / shrink, interpolation=cv2.INTER_AREA).astype(np.uint8)
    lab = lab_of(small)
    best: PageOutline | None = None
    for polygon in polygons(lab):
        found = _weigh(polygon, lab)
        if found is not None and (best is None or found.score > best.score):
            best = found
    if best is None:
        return None
    if best.is_cut:
        return PageOutline(best.corners * shrink, best.score, is_cut=True)
    corners = refine(small, best.corners, 6.0) * shrink
    return PageOutline(refine(rgb, corners, 2.0 * shrink + 1.0), best.score)


def _weigh(polygon: Points, lab: Lab) -> PageOutline | None:
    """The outline with its score, or None when a side of it is no edge."""
    borders = on_border(polygon, lab)
    is_cut = bool(borders.any(axis=1).sum() >= 2)
    if len(polygon) != 4 and not is_cut:
        return None
    corners = in_order(polygon if len(polygon) == 4 else _box_around(polygon))
    if not is_cut and not is_sheet_shaped(corners):
        return None
    supports = _supports(polygon, borders, lab)
    if len(supports) < 2 or min(supports) < _LEAST_SUPPORT:
        return None
    size = cv2.contourArea(polygon.astype(np.float32)) / (lab.shape[0] * lab.shape[1])
    score = (min(supports) + sum(supports) / len(supports)) / 2 * (0.7 + 0.3 * float(np.sqrt(size)))
    return PageOutline(corners.astype(np.float64), score, is_cut)


def _box_around(polygon: Points) -> Points:
    return cv2.boxPoints(cv2.minAreaRect(polygon.astype(np.float32))).astype(np.float64)


def _supports(polygon: Points, borders: NDArray[np.bool_], lab: Lab) -> list[float]:
    """Support of each side, without those between two points on the border: there the sheet leaves the picture."""
    supports = []
    for i, start in enumerate(polygon):
        j = (i + 1) % len(polygon)
        if not (borders[i].any() and borders[j].any()):
            supports.append(side_support(lab, start, polygon[j]))
    return supports


def look_at_page(rgb: Rgb, previous: PageOutline | None = None) -> PageView:
    """Outline and verdict for a preview frame; `previous` is the outline of the frame before."""
    outline = find_page(rgb)
    if outline is None:
        return PageView(PageVerdict.NO_PAGE)
    return PageView(_verdict(rgb, outline, previous), outline)


def _verdict(rgb: Rgb, outline: PageOutline, previous: PageOutline | None) -> PageVerdict:
    if outline.is_cut:
        return PageVerdict.CUT_CORNER
    if previous is not None and not is_still(outline, previous, rgb.shape):
        return PageVerdict.MOVING
    if has_glare(rgb, outline):
        return PageVerdict.GLARE
    return PageVerdict.GOOD if is_sharp(rgb, outline) else PageVerdict.BLURRED


def is_still(outline: PageOutline, previous: PageOutline, shape: tuple[int, ...]) -> bool:
    """True when no corner moved further than a shiver."""
    moved = np.linalg.norm(outline.corners - previous.corners, axis=1).max()
    return bool(moved <= _STILL_SHARE * np.hypot(shape[0], shape[1]) + 1.0)


def has_glare(rgb: Rgb, outline: PageOutline) -> bool:
    """True when a patch of the sheet, or all of it, is burnt out."""
    sheet, mask = _cut_out(rgb, outline)
    darkest = cv2.medianBlur(sheet.min(axis=2), 5)
    return bool(np.mean(darkest[mask] >= _GLARE_LEVEL) > _GLARE_SHARE)


def is_sharp(rgb: Rgb, outline: PageOutline) -> bool:
    """True when edges are as steep as reading needs; neither contrast nor the size of the picture matters.

    An edge of height A blurred by s has the slope A / (s √2π) at its middle, so s follows from both.
    """
    sheet, _ = _cut_out(rgb, outline)
    shrink = max(1.0, sheet.shape[0] / _SHARP_PX)
    grey = cv2.cvtColor(cv2.resize(sheet, None, fx=1 / shrink, fy=1 / shrink, interpolation=cv2.INTER_AREA), _GREY)
    smooth = cv2.GaussianBlur(grey, (3, 3), 0).astype(np.float32)
    slope = np.hypot(cv2.Sobel(smooth, cv2.CV_32F, 1, 0, scale=1 / 8), cv2.Sobel(smooth, cv2.CV_32F, 0, 1, scale=1 / 8))
    window = np.ones((11, 11), np.uint8)
    height = cv2.dilate(smooth, window) - cv2.erode(smooth, window)
    steep = slope >= max(float(np.percentile(slope, 99)), 1e-3)
    return bool(np.median(height[steep] / slope[steep]) / np.sqrt(2 * np.pi) <= _SHARP_LIMIT_PX)


def _cut_out(rgb: Rgb, outline: PageOutline) -> tuple[Rgb, NDArray[np.bool_]]:
    """The picture around the sheet (sampled down to what a verdict needs) and which of its pixels are the sheet."""
    height, width = rgb.shape[:2]
    low = np.clip(outline.corners.min(axis=0).astype(int), 0, (width - 2, height - 2))
    high = np.clip(outline.corners.max(axis=0).astype(int) + 1, low + 2, (width, height))
    sheet = np.ascontiguousarray(rgb[low[1] : high[1], low[0] : high[0]])
    mask = np.zeros(sheet.shape[:2], dtype=np.uint8)
    cv2.fillConvexPoly(mask, np.round(outline.corners - low).astype(np.int32), 1)
    return sheet, mask.astype(np.bool_)


def flatten(rgb: Rgb, outline: PageOutline, dpi: int = 200) -> Rgb:
    """The sheet as an A4 picture (upright or lying, as it lies), its paper white, stamps and ink in their colours."""
    corners = outline.corners
    across = np.linalg.norm(corners[1] - corners[0]) + np.linalg.norm(corners[2] - corners[3])
    down = np.linalg.norm(corners[3] - corners[0]) + np.linalg.norm(corners[2] - corners[1])
    short, long = (round(mm / _MM_PER_INCH * dpi) for mm in _A4_MM)
    width, height = (short, long) if down >= across else (long, short)
    target = np.array([(0, 0), (width, 0), (width, height), (0, height)], dtype=np.float32)
    warp = cv2.getPerspectiveTransform(corners.astype(np.float32), target)
    flat = cv2.warpPerspective(rgb, warp, (width, height), flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE)
    return _whiten(flat.astype(np.uint8))


def _whiten(flat: Rgb) -> Rgb:
    """Divide by the paper's own brightness: what is left after the writing is dilated away and smoothed."""
    small = cv2.resize(flat, None, fx=0.25, fy=0.25, interpolation=cv2.INTER_AREA)
    paper = cv2.medianBlur(cv2.dilate(small, np.ones((9, 9), np.uint8)), 31)
    paper = cv2.resize(paper, (flat.shape[1], flat.shape[0]), interpolation=cv2.INTER_LINEAR)
    return np.asarray(cv2.divide(flat, paper, scale=250), dtype=np.uint8)
