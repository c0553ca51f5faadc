"""Core: the time of day in a picture, as sixteen black and white squares that survive any codec and any scaling."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

BITS = 16
ACROSS = 32
"""A square is a 32nd of the picture's width; they stand in the top row."""
WRAP_MS = 1 << BITS


def write(rgb: NDArray[np.uint8], now_ms: int) -> None:
    """Into the picture itself."""
    side = rgb.shape[1] // ACROSS
    for bit in range(BITS):
        rgb[:side, bit * side : (bit + 1) * side] = 255 if now_ms >> bit & 1 else 0


def read(picture: NDArray[Any]) -> int:
    """The middle of each square; picture: [height, width, any number of channels]."""
    side = picture.shape[1] / ACROSS
    row = int(side / 2)
    return sum(1 << bit for bit in range(BITS) if picture[row, int((bit + 0.5) * side), 1] > 127)


def age_ms(code: int, now_ms: int) -> int:
    """How old a picture is that carries this code."""
    return (now_ms - code) % WRAP_MS
