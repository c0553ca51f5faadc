"""Core: pixel orders: cameras give RGB, the glass draws BGRA."""

from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray


def to_bgra(rgb: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """uint8 [h, w, 3] RGB → uint8 [h, w, 4] BGRA; about 0.3 ms for 1280 × 720."""
    bgra: Any = cv2.cvtColor(rgb, cv2.COLOR_RGB2BGRA)
    return bgra  # type: ignore[no-any-return]  # OpenCV's stub forgets that the type stays uint8
