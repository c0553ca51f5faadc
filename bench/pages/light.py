"""Core: lamps, shadows, lens and sensor: from paint to the picture that a camera sends."""

from dataclasses import dataclass
from functools import lru_cache

import cv2
import numpy as np
from numpy.random import Generator

from bench.pages.desks import Field, Paint, smooth_noise
from devices.camera.frame import Rgb

_GRAIN_ROOM_PX = 256  # every picture shows another part of the same grain
_COARSE = 8  # light changes slowly: its field is drawn this much smaller


@dataclass(frozen=True, slots=True)
class Camera:
    """`blur_px` and `noise` (grey levels) are those at 5 MP; smaller pictures of the same camera are both less."""

    blur_px: float
    noise: float
    quality: int  # of the JPEG


def field_of(rng: Generator, size: tuple[int, int], unevenness: float) -> Field:
    """Light on the desk, about 1: a slope, one lamp, and the lens's darker corners."""
    width, height = size[0] // _COARSE, size[1] // _COARSE
    y, x = np.mgrid[-1 : 1 : height * 1j, -1 : 1 : width * 1j].astype(np.float32)
    angle, (lamp_x, lamp_y) = rng.uniform(0, 2 * np.pi), rng.uniform(-1, 1, 2)
    slope = np.cos(angle) * x + np.sin(angle) * y
    lamp = np.exp(-((x - lamp_x) ** 2 + (y - lamp_y) ** 2) / 1.2)
    field = 1 + unevenness * (0.5 * slope + 0.6 * (lamp - 0.5)) - rng.uniform(0.04, 0.14) * (x**2 + y**2) / 2
    return np.asarray(field, dtype=np.float32)


def cast_shadow(field: Field, rng: Generator) -> None:
    """A head or an arm between lamp and desk: soft or rather sharp, and across the sheet too."""
    height, width = field.shape
    shade = np.zeros_like(field)
    start = rng.uniform(0.1, 0.9, 2) * (width, height)
    end = start + np.array((np.cos(a := rng.uniform(0, 2 * np.pi)), np.sin(a))) * width
    first, last = (tuple(int(c) for c in p) for p in (start, end))
    cv2.line(shade, first, last, 1.0, int(width * rng.uniform(0.1, 0.35)), cv2.LINE_AA)
    cv2.circle(shade, first, int(width * rng.uniform(0.1, 0.22)), 1.0, -1, cv2.LINE_AA)
    soft = cv2.GaussianBlur(shade, (0, 0), width * rng.uniform(0.006, 0.06))
    field *= 1 - np.float32(rng.uniform(0.2, 0.5)) * soft


def add_glare(paint: Paint, centre_px: tuple[float, float], radius_px: float, strength: float) -> None:
    """A lamp mirrored in the sheet: its own light, whatever the paper's colour."""
    height, width = paint.shape[:2]
    spot = np.zeros((height // _COARSE, width // _COARSE), dtype=np.float32)
    x, y, radius = (int(px / _COARSE) for px in (*centre_px, radius_px))
    cv2.circle(spot, (x, y), radius, 1.0, -1)
    soft = cv2.GaussianBlur(spot, (0, 0), max(radius * 0.35, 0.5)) * np.float32(strength)
    paint += cv2.resize(soft, (width, height), interpolation=cv2.INTER_LINEAR)[..., None]


def expose(paint: Paint, field: Field, rng: Generator, camera: Camera) -> Rgb:
    """The camera's JPEG, decoded: lit, a little tinted, seen through the lens, with noise."""
    height, width = paint.shape[:2]
    scale = width / 2592
    light = cv2.resize(field, (width, height), interpolation=cv2.INTER_CUBIC)[..., None]
    seen = paint * (light * rng.uniform(0.97, 1.03, 3).astype(np.float32))
    if camera.blur_px * scale > 0.25:
        seen = np.asarray(cv2.GaussianBlur(seen, (0, 0), camera.blur_px * scale), dtype=np.float32)
    x, y = (int(px) for px in rng.integers(0, _GRAIN_ROOM_PX, 2))
    grain = _grain(width + _GRAIN_ROOM_PX, height + _GRAIN_ROOM_PX)[y : y + height, x : x + width]
    seen = np.asarray(cv2.scaleAdd(grain, camera.noise * max(scale, 0.55), seen), dtype=np.float32)
    jpeg = cv2.imencode(".jpg", np.clip(seen, 0, 255).astype(np.uint8), [cv2.IMWRITE_JPEG_QUALITY, camera.quality])[1]
    return np.asarray(cv2.imdecode(jpeg, cv2.IMREAD_COLOR), dtype=np.uint8)


@lru_cache(maxsize=4)
def _grain(width: int, height: int) -> Paint:
    """Noise of the deviation 1, a little alike in neighbours and in colours, as demosaicing leaves it."""
    rng = np.random.default_rng(5)
    grey = smooth_noise(rng, (width, height), (0.5, 0.5)) * np.float32(0.8)
    colours = [grey + smooth_noise(rng, (width, height), (0.7, 0.7)) * np.float32(0.6) for _ in range(3)]
    return np.asarray(np.stack(colours, axis=2), dtype=np.float32)
