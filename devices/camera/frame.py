"""Core: pictures as they cross this room: uint8 [height, width, 3] in RGB, and corners in pixels."""

from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

Rgb: TypeAlias = NDArray[np.uint8]  # [height, width, 3], RGB
Corners: TypeAlias = NDArray[np.float64]  # [4, 2], x and y in px: top left, top right, bottom right, bottom left


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class CameraFrame:
    """One picture. `at_s`: when it was received, in seconds of the monotonic clock."""

    rgb: Rgb
    at_s: float

    def __repr__(self) -> str:
        height, width = self.rgb.shape[:2]
        return f"CameraFrame({width}x{height})"
