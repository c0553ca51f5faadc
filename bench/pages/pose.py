"""Core: the camera above the desk: where a point of the desk (mm, origin in the middle) stands in the picture (px)."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Points = NDArray[np.float64]  # [n, 2]: x to the right, y down
FOCAL_SHARE = 1.2  # focal length over the picture's width: 45° from left to right, as document cameras have it


@dataclass(frozen=True, slots=True, eq=False)
class Pose:
    """`warp`: 3x3, desk mm → picture px."""

    warp: NDArray[np.float64]
    width_px: int
    height_px: int
    px_per_mm: float

    def project(self, mm: Points) -> Points:
        """Picture px of desk points."""
        at = np.c_[mm, np.ones(len(mm))] @ self.warp.T
        return np.asarray(at[:, :2] / at[:, 2:])


def pose(size: tuple[int, int], field_mm: float, tilt_deg: tuple[float, float]) -> Pose:
    """A camera that sees `field_mm` of the desk from left to right, tilted forwards and sideways."""
    width, height = size
    forwards, sideways = np.radians(tilt_deg)
    turn_x = np.array([(1, 0, 0), (0, np.cos(forwards), -np.sin(forwards)), (0, np.sin(forwards), np.cos(forwards))])
    turn_y = np.array([(np.cos(sideways), 0, np.sin(sideways)), (0, 1, 0), (-np.sin(sideways), 0, np.cos(sideways))])
    turn = turn_x @ turn_y
    away = np.array([0, 0, FOCAL_SHARE * field_mm])
    lens = np.array(
        [(FOCAL_SHARE * width, 0, (width - 1) / 2), (0, FOCAL_SHARE * width, (height - 1) / 2), (0, 0, 1.0)]
    )
    return Pose(lens @ np.c_[turn[:, :2], away], width, height, width / field_mm)


def rectangle(size_mm: tuple[float, float], centre_mm: tuple[float, float], turn_deg: float) -> Points:
    """Corners of a sheet on the desk: its own top left, top right, bottom right, bottom left."""
    half = np.array([(-1, -1), (1, -1), (1, 1), (-1, 1)]) * np.array(size_mm) / 2
    return np.asarray(half @ turned(turn_deg) + centre_mm)


def turned(degrees: float) -> NDArray[np.float64]:
    """Matrix for row vectors: turns them clockwise as the picture shows it."""
    angle = np.radians(degrees)
    return np.array([(np.cos(angle), np.sin(angle)), (-np.sin(angle), np.cos(angle))])
