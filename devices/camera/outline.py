"""Core: the geometry behind `page`: candidate outlines, how far their sides are real edges, and finer corners.

Points are float64 [n, 2] in px of the picture they belong to; `lab` is float32 [height, width, 3].
"""

from collections.abc import Iterator
from typing import TypeAlias

import cv2
import numpy as np
from numpy.typing import NDArray

from devices.camera.frame import Corners, Rgb

Lab: TypeAlias = NDArray[np.float32]
Points: TypeAlias = NDArray[np.float64]

_CANNY_LEVELS = ((10, 30), (30, 80), (80, 200))
_LEAST_AREA = 0.08  # of the picture
_LEAST_STEP = 9.0  # grey levels, summed over L, a and b, between both sides of an edge
_SAMPLES = 64  # places looked at along one side
_BORDER_SHARE = 0.008  # of the picture: closer to its border counts as on it


def lab_of(rgb: Rgb) -> Lab:
    """L, a, b as float32, smoothed against sensor noise."""
    return np.asarray(cv2.GaussianBlur(cv2.cvtColor(rgb, cv2.COLOR_RGB2LAB), (5, 5), 0), dtype=np.float32)


def polygons(lab: Lab) -> Iterator[Points]:
    """Convex outlines with 4 to 6 corners that edges of this picture suggest; many of them nearly alike."""
    least = _LEAST_AREA * lab.shape[0] * lab.shape[1]
    for channel in cv2.split(lab):
        for low, high in _CANNY_LEVELS:
            edges = cv2.dilate(cv2.Canny(channel.astype(np.uint8), low, high), np.ones((3, 3), np.uint8))
            contours, _ = cv2.findContours(edges, cv2.RETR_LIST, cv2.CHAIN_APPROX_SIMPLE)
            for contour in contours:
                hull = cv2.convexHull(contour).astype(np.int32)
                if cv2.contourArea(hull) >= least:
                    yield from _simplified(hull)


def _simplified(hull: NDArray[np.int32]) -> Iterator[Points]:
    perimeter = cv2.arcLength(hull, True)
    for share in (0.015, 0.03, 0.06):
        points = cv2.approxPolyDP(hull, share * perimeter, True)[:, 0]
        if 4 <= len(points) <= 6:
            yield points.astype(np.float64)
        if len(points) <= 4:
            return


def on_border(points: Points, lab: Lab) -> NDArray[np.bool_]:
    """Which points lie on the border of the picture: [n, 4] for left, top, right, bottom."""
    height, width = lab.shape[:2]
    near = _BORDER_SHARE * max(height, width) + 2
    x, y = points[:, 0], points[:, 1]
    return np.stack([x < near, y < near, x > width - near, y > height - near], axis=1)


def side_support(lab: Lab, start: Points, end: Points) -> float:
    """Share (0–1) of the places along a side where the picture really changes across it."""
    base, normal = _along(start, end)
    inside = _mean_of(lab, base, normal, (-5, -4, -3))
    outside = _mean_of(lab, base, normal, (3, 4, 5))
    return float(np.mean(np.abs(inside - outside).sum(axis=1) > _LEAST_STEP))


def _along(start: Points, end: Points) -> tuple[Points, Points]:
    """Places along a side (its ends left out) and the unit normal of the side."""
    shares = np.linspace(0.06, 0.94, _SAMPLES)[:, None]
    direction = (end - start) / max(float(np.linalg.norm(end - start)), 1e-6)
    return start + shares * (end - start), np.array([direction[1], -direction[0]])


def _mean_of(lab: Lab, base: Points, normal: Points, offsets: tuple[int, ...]) -> NDArray[np.float32]:
    samples = [_sample(lab, base + offset * normal) for offset in offsets]
    return np.asarray(np.mean(samples, axis=0, dtype=np.float32))


def _sample(picture: NDArray[np.float32] | Rgb, points: Points) -> NDArray[np.float32]:
    """Picture values at [..., 2] points, between pixels too."""
    at = points.astype(np.float32).reshape(1, -1, 2)
    values = cv2.remap(picture, at[..., 0], at[..., 1], cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    return np.asarray(values, dtype=np.float32).reshape(*points.shape[:-1], -1)


def refine(picture: Rgb, corners: Corners, reach_px: float) -> Corners:
    """Corners where lines through the strongest steps, at most `reach_px` beside each side, meet."""
    lines = [_fit_side(picture, corners[i], corners[(i + 1) % 4], reach_px) for i in range(4)]
    met = [_meeting(lines[i - 1], lines[i], corners[i]) for i in range(4)]
    return np.array(met, dtype=np.float64)


def _fit_side(picture: Rgb, start: Points, end: Points, reach_px: float) -> NDArray[np.float64]:
    """A line (unit direction x, y and a point on it) through the steps across one side."""
    base, normal = _along(start, end)
    offsets = np.arange(-reach_px, reach_px + 0.25, 0.5)
    profiles = _sample(picture, base[:, None] + offsets[None, :, None] * normal)
    gap = max(2, len(offsets) // 12)
    change = np.abs(profiles[:, 2 * gap :] - profiles[:, : -2 * gap]).sum(axis=2)
    strongest = change.argmax(axis=1)
    is_clear = change.max(axis=1) > np.median(change.max(axis=1)) * 0.4
    at = offsets[strongest + gap]
    points = base + at[:, None] * normal
    kept = points[is_clear & _agreeing(at, gap * 0.5)]
    if len(kept) < _SAMPLES // 4:
        kept = base  # the side stays where it was
    line = cv2.fitLine(kept.astype(np.float32), cv2.DIST_HUBER, 0, 0.01, 0.01)
    return np.asarray(line[:, 0], dtype=np.float64)


def _agreeing(at: NDArray[np.float64], tolerance_px: float) -> NDArray[np.bool_]:
    """Steps near the straight line that most of them support (a small deterministic RANSAC)."""
    places = np.arange(len(at), dtype=np.float64)
    best = np.ones(len(at), dtype=np.bool_)
    votes = -1
    for i in range(0, len(at) // 2, 2):
        j = i + len(at) // 2
        line = at[i] + (at[j] - at[i]) * (places - i) / (j - i)
        near = np.abs(at - line) <= max(tolerance_px, 1.0)
        if near.sum() > votes:
            votes, best = int(near.sum()), near
    return best


def _meeting(first: NDArray[np.float64], second: NDArray[np.float64], fallback: Points) -> Points:
    matrix = np.array([[first[0], -second[0]], [first[1], -second[1]]])
    if abs(np.linalg.det(matrix)) < 1e-3:
        return fallback
    along = np.linalg.solve(matrix, second[2:] - first[2:])
    return np.asarray(first[2:] + along[0] * first[:2])


def in_order(points: Points) -> Corners:
    """Four points as top left, top right, bottom right, bottom left, as the picture shows them."""
    centre = points.mean(axis=0)
    angles = np.arctan2(points[:, 1] - centre[1], points[:, 0] - centre[0])
    around = points[np.argsort(angles)]  # clockwise on the screen
    return np.roll(around, -int(around.sum(axis=1).argmin()), axis=0)


def is_sheet_shaped(corners: Corners) -> bool:
    """Convex, no corner sharper than 45° or blunter than 135°, opposite sides not too different."""
    ahead = np.roll(corners, -1, axis=0) - corners
    behind = np.roll(corners, 1, axis=0) - corners
    lengths = np.linalg.norm(ahead, axis=1)
    if lengths.min() < 20:
        return False
    cosines = (ahead * behind).sum(axis=1) / (lengths * np.linalg.norm(behind, axis=1))
    opposite = lengths[:2] / lengths[2:]
    return bool(np.abs(cosines).max() < 0.71 and opposite.max() < 1.8 and opposite.min() > 0.55)
