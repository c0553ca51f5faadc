"""Core: what can be wrong with the picture of a sheet whose corners are known: glare, blur, dark, something on it."""

import cv2
import numpy as np
from numpy.typing import NDArray

from devices.camera.edges import Numbers, lab_of, sample
from devices.camera.flatten import warped
from devices.camera.frame import Corners, Rgb

_GLARE_LEVEL = 252
_GLARE_SHARE = 0.006  # of the sheet
_SHARP_PX = 800  # height of the sheet at which sharpness is judged
_SHARP_LIMIT_PX = 1.85  # measured on synthetic letters: sharp 1.1 to 1.7, hard to read from 2.2
_DIM_LEVEL = 100  # grey level of the paper: below, noise hides thin strokes
_ROUND_SHARE = 0.047  # of the short side, on the diagonal: cards have 0.025, telephones 0.055
_CORNER_CONTRAST = 20.0  # grey levels, over all colours: less, and corners tell nothing
_RIM_PX = 420  # longer side of the flattened sheet in which its rim is looked at
_RIM_SHARE = 0.08  # of the longer side: how far around the sheet, and how far into it
_BANDS = ((0.55, 0.88), (1.12, 1.4))  # of the rim's width, the edge at 1: outside and inside
_FOREIGN_COLOUR = 13.0  # a*b* off the paper's: skin has 20 and more
_FOREIGN_DARK = 40.0  # L* below the paper's: shadows that halve the light have 25
_SAME_COLOUR = 12.0  # L*a*b* between inside and outside
_FOREIGN_SHARE = 0.03  # of the longer side: narrower than a finger
_GREY = cv2.COLOR_RGB2GRAY


def has_round_corners(rgb: Rgb, corners: Corners) -> bool:
    """True when two corners or more are as round as those of telephones: the desk shows where paper would be."""
    middle = corners.mean(axis=0)
    short = float(np.linalg.norm(np.roll(corners, -1, axis=0) - corners, axis=1).min())
    shares = np.linspace(-0.03, 0.12, 40)
    round_corners = 0
    for corner in corners:
        way = (middle - corner) / max(float(np.linalg.norm(middle - corner)), 1e-6)
        profile = sample(rgb, corner + (shares * short)[:, None] * way)
        outside, inside = profile[:4].mean(axis=0), profile[-6:].mean(axis=0)
        size = float(np.linalg.norm(inside - outside))
        along = (profile - outside) @ (inside - outside) / max(size, 1e-6) ** 2
        if size > _CORNER_CONTRAST:
            round_corners += shares[int((along > 0.5).argmax())] > _ROUND_SHARE
    return round_corners >= 2


def is_held(rgb: Rgb, corners: Corners) -> bool:
    """True when something that is neither paper nor desk, a finger mostly, reaches over an edge of the sheet."""
    sides = [float(np.linalg.norm(corners[i] - corners[i - 1])) for i in (1, 2)]
    scale = _RIM_PX / max(*sides, 1.0)
    width, height = (max(round(side * scale), 40) for side in sides)
    rim = round(_RIM_SHARE * _RIM_PX)
    lab = lab_of(warped(rgb, corners, (width, height), rim))
    sheet = lab[rim:-rim, rim:-rim]
    margin = np.concatenate([sheet[:rim].reshape(-1, 3), sheet[-rim:].reshape(-1, 3), sheet[:, :rim].reshape(-1, 3)])
    paper = np.median(margin, axis=0)
    return any(_longest_run(_crossed(np.rot90(lab, turn), paper, rim)) > _FOREIGN_SHARE * _RIM_PX for turn in range(4))


def _crossed(lab: NDArray[np.float32], paper: Numbers, rim: int) -> NDArray[np.bool_]:
    """Along the upper edge of the flattened sheet: where the same foreign colour lies on both sides of it."""
    ends = slice(round(1.6 * rim), -round(1.6 * rim))  # a folded or round corner is no finger
    outside, inside = (lab[round(start * rim) : round(end * rim), ends].mean(axis=0) for start, end in _BANDS)
    off = inside - paper
    is_foreign = (np.linalg.norm(off[:, 1:], axis=1) > _FOREIGN_COLOUR) | (off[:, 0] < -_FOREIGN_DARK)
    return np.asarray(is_foreign & (np.linalg.norm(inside - outside, axis=1) < _SAME_COLOUR))


def _longest_run(flags: NDArray[np.bool_]) -> int:
    ends = np.flatnonzero(np.diff(np.r_[0, flags.astype(np.int8), 0]))
    return int((ends[1::2] - ends[::2]).max(initial=0))


def is_dim(rgb: Rgb, corners: Corners) -> bool:
    """True when the paper itself is so dark that the sensor's noise hides thin strokes."""
    sheet, mask = _cut_out(rgb, corners)
    grey = cv2.cvtColor(sheet, _GREY)[mask]
    return bool(np.percentile(grey, 80) < _DIM_LEVEL)


def has_glare(rgb: Rgb, corners: Corners) -> bool:
    """True when a patch of the sheet, or all of it, is burnt out."""
    sheet, mask = _cut_out(rgb, corners)
    darkest = cv2.medianBlur(np.asarray(cv2.min(cv2.min(*cv2.split(sheet)[:2]), sheet[..., 2]), dtype=np.uint8), 5)
    return bool(np.mean(darkest[mask] >= _GLARE_LEVEL) > _GLARE_SHARE)


def is_sharp(rgb: Rgb, corners: Corners) -> bool:
    """True when edges are as steep as reading needs; neither contrast nor the size of the picture matters.

    An edge of height A blurred by s has the slope A / (s √2π) at its middle, so s follows from both.
    """
    sheet, _ = _cut_out(rgb, corners)
    shrink = max(1.0, sheet.shape[0] / _SHARP_PX)
    grey = cv2.cvtColor(cv2.resize(sheet, None, fx=1 / shrink, fy=1 / shrink, interpolation=cv2.INTER_AREA), _GREY)
    smooth = cv2.GaussianBlur(grey, (3, 3), 0).astype(np.float32)
    slope = np.hypot(cv2.Sobel(smooth, cv2.CV_32F, 1, 0, scale=1 / 8), cv2.Sobel(smooth, cv2.CV_32F, 0, 1, scale=1 / 8))
    window = np.ones((11, 11), np.uint8)
    height = cv2.dilate(smooth, window) - cv2.erode(smooth, window)
    steep = slope >= max(float(np.percentile(slope, 99)), 1e-3)
    return bool(np.median(height[steep] / slope[steep]) / np.sqrt(2 * np.pi) <= _SHARP_LIMIT_PX)


def _cut_out(rgb: Rgb, corners: Corners) -> tuple[Rgb, NDArray[np.bool_]]:
    """The picture around the sheet and which of its pixels are the sheet."""
    height, width = rgb.shape[:2]
    low = np.clip(corners.min(axis=0).astype(int), 0, (width - 2, height - 2))
    high = np.clip(corners.max(axis=0).astype(int) + 1, low + 2, (width, height))
    sheet = np.ascontiguousarray(rgb[low[1] : high[1], low[0] : high[0]])
    mask = np.zeros(sheet.shape[:2], dtype=np.uint8)
    cv2.fillConvexPoly(mask, np.round(corners - low).astype(np.int32), 1)
    return sheet, mask.astype(np.bool_)
