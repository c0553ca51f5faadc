"""Core: corners to a fraction of a pixel: where lines through the edge points along neighbouring sides meet."""

import cv2
import numpy as np

from devices.camera.edges import Lab, Numbers, Points, sample
from devices.camera.frame import Corners, Rgb
from devices.camera.quads import Flags

_PLACES = 96  # looked at along a side
_BESIDE = 5  # lines averaged at each place, 1 px apart: noise falls, the edge stays
_STEP_PX = 0.5
_LEAST_STRENGTH = 0.4  # of the usual: hands, gaps and folds are left out
_LEAST_PLACES = 16


def refine(picture: Rgb | Lab, corners: Corners, reach_px: float, sigma_px: float = 1.2) -> Corners:
    """Corners from the steepest change, at most `reach_px` beside each side, towards what lies inside."""
    lines = [_fit_side(picture, corners, side, (reach_px, sigma_px)) for side in range(4)]
    return np.array([_meeting(lines[i - 1], lines[i], corners[i]) for i in range(4)])


def _fit_side(picture: Rgb | Lab, corners: Corners, side: int, widths_px: tuple[float, float]) -> Numbers:
    """A line (unit direction x, y and a point on it) through the edge points of one side."""
    reach_px, sigma_px = widths_px
    start, end = corners[side], corners[(side + 1) % 4]
    length = max(float(np.linalg.norm(end - start)), 1e-6)
    way = (end - start) / length
    inward = np.array((-way[1], way[0]))
    inward *= np.sign((corners.mean(axis=0) - start) @ inward) or 1.0
    places = start + np.linspace(0.04, 0.96, _PLACES)[:, None] * (end - start)
    pad = 3 * sigma_px
    offsets = np.arange(-reach_px - pad, reach_px + pad + _STEP_PX / 2, _STEP_PX)
    profiles = _profiles(picture, places, way, offsets[:, None] * inward)
    at, strength = _steepest(profiles, offsets, sigma_px)
    is_clear = strength > np.median(strength) * _LEAST_STRENGTH
    kept = is_clear & _agreeing(at, is_clear, max(1.0, 0.3 * reach_px))
    points = (places + at[:, None] * inward)[kept] if kept.sum() >= _LEAST_PLACES else places
    line = cv2.fitLine(points.astype(np.float32), cv2.DIST_HUBER, 0, 0.01, 0.01)
    return np.asarray(line[:, 0], dtype=np.float64)


def _profiles(picture: Rgb | Lab, places: Points, way: Points, across: Points) -> Numbers:
    """[places, offsets, 3] colours across the side, averaged over _BESIDE neighbours along it."""
    beside = (np.arange(_BESIDE) - _BESIDE // 2)[:, None] * way
    points = places[:, None, None] + across[None, :, None] + beside[None, None]
    return np.asarray(sample(picture, points).mean(axis=2), dtype=np.float64)


def _steepest(profiles: Numbers, offsets: Numbers, sigma_px: float) -> tuple[Numbers, Numbers]:
    """Where along each profile it changes most in the direction in which most of them change, and how much."""
    reach = round(3 * sigma_px / _STEP_PX)
    taps = np.arange(-reach, reach + 1) * _STEP_PX
    kernel = taps * np.exp(-((taps / sigma_px) ** 2) / 2)
    kernel /= np.abs(kernel).sum() / 2
    count = len(offsets) - 2 * reach
    windows = np.lib.stride_tricks.sliding_window_view(profiles, len(kernel), axis=1)[:, :count]
    changes = windows @ kernel  # [places, offsets, 3]: inside minus outside
    third = max(1, len(offsets) // 4)
    change = np.median(profiles[:, -third:].mean(axis=1) - profiles[:, :third].mean(axis=1), axis=0)
    along = changes @ (change / max(float(np.linalg.norm(change)), 1e-6))
    best = np.clip(along.argmax(axis=1), 1, count - 2)
    rows = np.arange(len(along))
    before, peak, after = along[rows, best - 1], along[rows, best], along[rows, best + 1]
    bend = before - 2 * peak + after
    shift = np.where(bend < 0, (before - after) / (2 * np.minimum(bend, -1e-9)), 0.0)
    return offsets[best + reach] + np.clip(shift, -1, 1) * _STEP_PX, peak


def _agreeing(at: Numbers, is_clear: Flags, tolerance_px: float) -> Flags:
    """Places near the straight line that most of them support (a small deterministic RANSAC)."""
    places = np.arange(len(at), dtype=np.float64)
    half = len(at) // 2
    first = np.arange(0, half, 2)
    slopes = (at[first + half] - at[first]) / half
    lines = at[first, None] + slopes[:, None] * (places - first[:, None])
    near = (np.abs(at - lines) <= tolerance_px) & is_clear
    return np.asarray(near[near.sum(axis=1).argmax()])


def _meeting(first: Numbers, second: Numbers, fallback: Points) -> Points:
    matrix = np.array([[first[0], -second[0]], [first[1], -second[1]]])
    if abs(np.linalg.det(matrix)) < 0.2:
        return fallback
    along = np.linalg.solve(matrix, second[2:] - first[2:])
    return np.asarray(first[2:] + along[0] * first[:2])
