"""Core: the straight edges of a picture that could be sides of a sheet.

Segments are found by LSD (Grompone von Gioi et al., 2010) on brightness and on the strongest colour contrast, kept when
both sides really differ a few pixels away too (a printed line is white on both), and joined along common lines.
"""

from dataclasses import dataclass
from typing import TypeAlias

import cv2
import numpy as np
from numpy.typing import NDArray

from devices.camera.frame import Rgb

Lab: TypeAlias = NDArray[np.float32]  # [height, width, 3]: L* 0-100, a*, b*
Points: TypeAlias = NDArray[np.float64]  # [..., 2]: x and y in px
Numbers: TypeAlias = NDArray[np.float64]

LINES_LIMIT = 32
STEP_PX = (3.0, 5.0)  # beside an edge: where both sides must differ, near it and away from it
LEAST_STEP = 1.3  # in L*a*b*: white paper on a white desk in shade has about 2
_GROWN_LIMIT = 44  # a line grows by what lies along it: the seeds' order is nearly that of the lines
_JOINED_PX = 2.0  # segments no further than this beside a line belong to it
_SEGMENT_PX = 10.0
_GAIN = 2.5  # L* 0-100 to the 0-255 that LSD takes
_QUANTISATION = 0.7  # LSD's bound on the error of a gradient: 2 is its default and too coarse for white on white


@dataclass(frozen=True, slots=True, eq=False)
class Line:
    """Through `point` in direction `way` (unit); `spans` [n, 2]: where along it edges were seen, in px from `point`."""

    point: Points
    way: Points
    spans: Numbers
    weight: float


def lab_of(rgb: Rgb) -> Lab:
    """CIELAB, smoothed a little against the sensor's noise."""
    lab = cv2.cvtColor(rgb.astype(np.float32) / np.float32(255), cv2.COLOR_RGB2LAB)
    return np.asarray(cv2.GaussianBlur(lab, (0, 0), 0.9), dtype=np.float32)


def sample(picture: NDArray[np.float32] | Rgb, points: Points) -> NDArray[np.float32]:
    """Picture values at [..., 2] points, between pixels too: float32 [..., channels]."""
    at = points.astype(np.float32).reshape(-1, 2)
    if len(at) == 0:
        return np.zeros((*points.shape[:-1], picture.shape[2]), dtype=np.float32)
    rows = [
        cv2.remap(picture, part[None, :, 0], part[None, :, 1], cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)[0]
        for part in np.array_split(at, len(at) // 30_000 + 1)  # remap takes at most 32,767 in a row
    ]
    return np.concatenate(rows).astype(np.float32).reshape(*points.shape[:-1], -1)


@dataclass(frozen=True, slots=True, eq=False)
class Edges:
    """Straight pieces of edges. `ends` [n, 2, 2]; `steps` [n]: how much both sides differ, in L*a*b*."""

    ends: Points
    steps: Numbers


def find_edges(lab: Lab) -> Edges:
    """All that are more than printed strokes."""
    ends = _segments(lab)
    steps = _steps(lab, ends) if len(ends) else np.zeros(0)
    is_real = steps >= LEAST_STEP
    return Edges(ends[is_real], steps[is_real])


def join(edges: Edges) -> list[Line]:
    """Pieces along common lines, the heaviest line first: long and strong."""
    ends, steps = edges.ends, edges.steps
    lengths = np.linalg.norm(ends[:, 1] - ends[:, 0], axis=1)
    weights = lengths * np.sqrt(np.minimum(steps, 20.0))
    is_free = np.ones(len(ends), dtype=np.bool_)
    lines: list[Line] = []
    for seed in np.argsort(-weights):
        if is_free[seed] and len(lines) < _GROWN_LIMIT:
            line, beside = _grown(ends, lengths, int(seed), is_free)
            joined = is_free & (beside <= _JOINED_PX)
            spans = np.sort((ends[joined] - line[0]) @ line[1], axis=1)
            lines.append(Line(*line, spans, float(weights[joined].sum())))
            is_free &= beside > _JOINED_PX / 2
            is_free[seed] = False
    return sorted(lines, key=lambda line: -line.weight)[:LINES_LIMIT]


def _segments(lab: Lab) -> Points:
    """[n, 2, 2]: both ends of every straight edge."""
    finder = cv2.createLineSegmentDetector(cv2.LSD_REFINE_STD, 1.0, 0.6, _QUANTISATION)
    half = cv2.resize(lab[..., 1:], None, fx=0.5, fy=0.5, interpolation=cv2.INTER_AREA)
    colour = _strongest_colour(np.asarray(half, dtype=np.float32))
    found = []
    for channel, scale in ((lab[..., 0] * _GAIN, 1.0), (colour * _GAIN + 128, 2.0)):
        segments = finder.detect(np.clip(channel, 0, 255).astype(np.uint8))[0]
        if segments is not None:
            found.append((np.asarray(segments, dtype=np.float64).reshape(-1, 2, 2) + 0.5) * scale - 0.5)
    if not found:
        return np.zeros((0, 2, 2))
    ends = np.concatenate(found)
    return np.asarray(ends[np.linalg.norm(ends[:, 1] - ends[:, 0], axis=1) >= _SEGMENT_PX])


def _strongest_colour(colours: NDArray[np.float32]) -> NDArray[np.float32]:
    """a* and b* as one channel, along the direction in which the picture's colours differ most."""
    few = colours[::3, ::3].reshape(-1, 2)
    middle = few.mean(axis=0)
    way = np.linalg.eigh((few - middle).T @ (few - middle))[1][:, 1].astype(np.float32)
    return np.asarray(colours @ way - middle @ way, dtype=np.float32)


def _steps(lab: Lab, ends: Points) -> Numbers:
    """How far both sides of each segment differ, in the same direction near it and away from it."""
    ways = ends[:, 1] - ends[:, 0]
    normals = np.stack([-ways[:, 1], ways[:, 0]], axis=1) / np.linalg.norm(ways, axis=1, keepdims=True)
    places = ends[:, None, 0] + np.linspace(0.1, 0.9, 8)[:, None] * ways[:, None]
    near, away = (
        (sample(lab, places + px * normals[:, None]) - sample(lab, places - px * normals[:, None])).mean(axis=1)
        for px in STEP_PX
    )
    size = np.linalg.norm(near, axis=1)
    return np.asarray(np.minimum(size, (near * away).sum(axis=1) / np.maximum(size, 1e-6)))


def _grown(
    ends: Points, lengths: Numbers, seed: int, is_free: NDArray[np.bool_]
) -> tuple[tuple[Points, Points], Numbers]:
    """The line through a segment and all that lie along it, and how far beside it every segment lies at most."""
    way = (ends[seed, 1] - ends[seed, 0]) / lengths[seed]
    point = ends[seed].mean(axis=0)
    for _ in range(2):
        joined = is_free & (_beside(ends, point, way) <= _JOINED_PX)
        joined[seed] = True
        points, weights = ends[joined].reshape(-1, 2), np.repeat(lengths[joined], 2)[:, None]
        point = (points * weights).sum(axis=0) / weights.sum()
        way = np.linalg.eigh(((points - point) * weights).T @ (points - point))[1][:, 1]
    return (point, way), _beside(ends, point, way)


def _beside(ends: Points, point: Points, way: Points) -> Numbers:
    return np.asarray(np.abs((ends - point) @ np.array((-way[1], way[0]))).max(axis=1))
