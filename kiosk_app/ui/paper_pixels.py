"""Core: a paper's pixels, in the sizes that the glass asks for."""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:  # OpenCV is not needed for the first frame on the glass
    import numpy as np
    from numpy.typing import NDArray

Pixels: TypeAlias = "NDArray[np.uint8]"

_WIDTHS_PX = (1280, 640)
"""A paper over the whole glass, one of several; sheets themselves have 1600 px and more. Each half of the one before,
so that what is asked for is never far below one of them, and quickly made of it."""
_THUMB_PX = 240


@dataclass(frozen=True, slots=True)
class Paper:
    """`data` as it came; `own` its size in px; its pixels, BGRA, as `thumb` and in `_WIDTHS_PX`: none if broken."""

    data: bytes = field(repr=False)
    own: tuple[int, int] = (0, 0)
    thumb: "Pixels | None" = field(default=None, repr=False)
    sheets: "tuple[Pixels, ...]" = field(default=(), repr=False)


def read_paper(data: bytes) -> Paper:
    """PNG or JPEG, ready to be shown. Some 30 ms for a page: for a thread that nobody waits for."""
    pixels = _decoded(data)
    if pixels is None:
        return Paper(data)
    own = (pixels.shape[1], pixels.shape[0])
    sheets = []
    for width_px in _WIDTHS_PX:
        pixels = _resized(pixels, _fit(own, width_px, 0))
        sheets.append(pixels)
    return Paper(data, own, _resized(pixels, _fit(own, _THUMB_PX, _THUMB_PX)), tuple(sheets))


def cut_down(paper: Paper, width_px: int, height_px: int) -> "Pixels | None":
    """As it fits into that: never enlarged; 0 or less means "as it comes". None for a broken paper."""
    if paper.thumb is None:
        return None
    width, height = _fit(paper.own, width_px, height_px)
    enough = [pixels for pixels in (paper.thumb, *reversed(paper.sheets)) if pixels.shape[1] >= width]
    pixels = enough[0] if enough else _decoded(paper.data)
    assert pixels is not None, "it was read before"
    return _resized(pixels, (width, height))


def _decoded(data: bytes) -> "Pixels | None":
    import cv2  # not needed for the first frame on the glass
    import numpy as np

    pixels = cv2.imdecode(np.frombuffer(data, np.uint8), cv2.IMREAD_COLOR) if data else None
    return None if pixels is None else cv2.cvtColor(pixels, cv2.COLOR_BGR2BGRA)  # type: ignore[return-value]


def _fit(own: tuple[int, int], width_px: int, height_px: int) -> tuple[int, int]:
    """The size in which it goes into that. Never enlarged; 0 or less means "as it comes"."""
    width, height = own
    shrink = min(1.0, (width_px if width_px > 0 else width) / width)
    shrink = min(shrink, (height_px if height_px > 0 else height) / height)
    return max(1, round(width * shrink)), max(1, round(height * shrink))


def _resized(pixels: "Pixels", size: tuple[int, int]) -> "Pixels":
    import cv2

    width = pixels.shape[1]
    if (width, pixels.shape[0]) == size:
        return pixels
    how = cv2.INTER_LINEAR if 2 * size[0] >= width else cv2.INTER_AREA  # as good down to the half, and much quicker
    return cv2.resize(pixels, size, interpolation=how)  # type: ignore[return-value]
