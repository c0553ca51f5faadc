"""Shell: what stands behind the resident, made unreadable: all but the middle of the picture (docs/adr/0018)."""

from functools import lru_cache
from typing import TypeAlias

import cv2
import numpy as np
from numpy.typing import NDArray

Rgb: TypeAlias = NDArray[np.uint8]  # [height, width, 3], RGB

COARSE = 16
"""One of so many pixels in each direction is kept: nothing printed on paper survives it, at any distance."""
MIDDLE = (0.5, 0.55)
HALF = (0.27, 0.5)
"""Middle and half axes of what stays sharp, in parts of width and height: head and shoulders of who sits in front."""


def softened(rgb: Rgb) -> Rgb:
    """A new picture; the given one is not touched."""
    height, width = rgb.shape[:2]
    small = cv2.resize(rgb, (width // COARSE, height // COARSE), interpolation=cv2.INTER_AREA)
    soft = cv2.resize(small, (width, height), interpolation=cv2.INTER_LINEAR)
    return np.asarray(cv2.copyTo(rgb, _middle(width, height), soft), dtype=np.uint8)


@lru_cache(maxsize=2)
def _middle(width: int, height: int) -> NDArray[np.uint8]:
    mask = np.zeros((height, width), np.uint8)
    centre = (round(width * MIDDLE[0]), round(height * MIDDLE[1]))
    axes = (round(width * HALF[0]), round(height * HALF[1]))
    cv2.ellipse(mask, centre, axes, 0.0, 0.0, 360.0, (255.0,), -1)
    return mask
