"""Core: desks seen from above: plain, speckled, wooden with planks. float32 [height, width, 3], RGB."""

import cv2
import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

Paint = NDArray[np.float32]  # [height, width, 3], RGB, 0-255
Field = NDArray[np.float32]  # [height, width]
KINDS = ("dark", "wood", "white")
_WORK_PX = 1296  # desks are drawn this wide: a lens focused on paper shows no finer grain
_DARK = ((48, 50, 56), (70, 66, 60), (36, 44, 40), (58, 40, 30))
_WOOD = ((150, 108, 72), (186, 150, 108), (120, 82, 52), (205, 176, 138))


def draw_desk(rng: Generator, kind: str, size: tuple[int, int], level: float = 215.0) -> Paint:
    """An empty desk. `level`: how bright a white one is."""
    work = (_WORK_PX, round(_WORK_PX * size[1] / size[0]))
    match kind:
        case "dark":
            desk = _plain(rng, work, _DARK[rng.integers(len(_DARK))], float(rng.uniform(0, 3)))
        case "wood":
            desk = _wood(rng, work)
        case _:
            tint = rng.uniform(-3, 3, 3)
            desk = _plain(rng, work, tuple(level + tint), float(rng.uniform(0, 1.2)))
    return np.asarray(cv2.resize(desk, size, interpolation=cv2.INTER_CUBIC), dtype=np.float32)


def smooth_noise(rng: Generator, size: tuple[int, int], sigma: tuple[float, float]) -> Field:
    """Noise with the deviation 1, as coarse as `sigma` (px across and down) says."""
    noise = cv2.GaussianBlur(rng.standard_normal(size[::-1], dtype=np.float32), (0, 0), sigma[0], sigmaY=sigma[1])
    return np.asarray(noise / max(float(noise.std()), 1e-6), dtype=np.float32)


def _plain(rng: Generator, size: tuple[int, int], colour: tuple[float, ...], speckle: float) -> Paint:
    desk = np.empty((size[1], size[0], 3), dtype=np.float32)
    desk[:] = colour
    desk += (smooth_noise(rng, size, (1.2, 1.2)) * np.float32(speckle))[..., None]
    small = (size[0] // 16, size[1] // 16)
    clouds = cv2.resize(smooth_noise(rng, small, (6, 6)), size, interpolation=cv2.INTER_CUBIC)
    return np.asarray(desk + (clouds * np.float32(speckle))[..., None], dtype=np.float32)


def _wood(rng: Generator, size: tuple[int, int]) -> Paint:
    """Grain along the planks, planks of different shades with dark seams between, all turned by some angle."""
    side = round(np.hypot(*size))
    grain = smooth_noise(rng, (side, side), (40, 1.4)) * np.float32(rng.uniform(3, 9))
    broad = smooth_noise(rng, (side // 4, side // 4), (22, 2)) * np.float32(rng.uniform(2, 7))
    grain += cv2.resize(broad, (side, side), interpolation=cv2.INTER_CUBIC)
    if rng.random() < 0.6:
        _lay_planks(grain, rng)
    angle = float(rng.choice([0, 90, rng.uniform(0, 180)]))
    turn = cv2.getRotationMatrix2D((side / 2, side / 2), angle, 1.0)
    turn[:, 2] -= ((side - size[0]) / 2, (side - size[1]) / 2)
    laid = cv2.warpAffine(grain, turn, size, flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REFLECT)
    colour = np.array(_WOOD[rng.integers(len(_WOOD))], dtype=np.float32)
    return np.asarray(colour + laid[..., None] * np.array((1.0, 0.9, 0.75), np.float32), dtype=np.float32)


def _lay_planks(grain: Field, rng: Generator) -> None:
    y = 0
    while y < len(grain):
        width = int(rng.uniform(180, 420))
        grain[y : y + width] += np.float32(rng.uniform(-9, 9))
        grain[y : y + int(rng.integers(2, 5))] -= np.float32(rng.uniform(20, 45))
        y += width
