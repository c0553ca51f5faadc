"""Core: paper that has been in a pocket: wavy edges, a folded corner, creases."""

import cv2
import numpy as np
from numpy.random import Generator

from bench.pages.desks import smooth_noise
from bench.pages.pose import Points
from devices.camera.frame import Rgb

_STEP_MM = 4.0
_WAVE_MM = 0.45  # deviation of the edge from its straight line


def wavy(corners_mm: Points, rng: Generator) -> Points:
    """The outline with waves that leave the four corners where they are."""
    points: list[Points] = []
    for i, corner in enumerate(corners_mm):
        way = corners_mm[(i + 1) % 4] - corner
        count = max(4, int(np.linalg.norm(way) / _STEP_MM))
        raw = np.convolve(rng.standard_normal(count + 6), np.ones(4) / 2, mode="same")[3 : 3 + count]
        wave = (raw - raw.mean()) * _WAVE_MM * np.minimum(1, np.arange(count) / 2)
        normal = np.array((way[1], -way[0])) / np.linalg.norm(way)
        shares = np.arange(count)[:, None] / count
        points.extend(corner + shares * way + wave[:, None] * normal)
    return np.array(points)


def fold_corner(corners_mm: Points, which: int, size_mm: float) -> tuple[Points, Points]:
    """The outline without this corner, and the flap that now lies on the sheet."""
    corner = corners_mm[which]
    ways = [corners_mm[(which + step) % 4] - corner for step in (-1, 1)]
    before, after = (corner + way / np.linalg.norm(way) * size_mm for way in ways)
    flap = np.array((before, after, before + after - corner))
    outline = [*corners_mm[:which], before, after, *corners_mm[which + 1 :]]
    return np.array(outline), flap


def crease(sheet: Rgb, rng: Generator) -> Rgb:
    """Facets that look towards the light and away from it, with folds between."""
    height, width = sheet.shape[:2]
    small = (width // 8, height // 8)
    y, x = np.mgrid[0 : small[1], 0 : small[0]].astype(np.float32)
    shade = smooth_noise(rng, small, (14, 14)) * np.float32(0.015)
    for _ in range(int(rng.integers(2, 5))):
        angle, (px, py) = rng.uniform(0, np.pi), rng.uniform(0.2, 0.8, 2) * small
        beside = (x - px) * np.cos(angle) + (y - py) * np.sin(angle)
        shade += np.float32(rng.uniform(0.02, 0.05)) * np.sign(beside) * np.exp(-np.abs(beside) / 12)
    factor = cv2.resize(1 + shade, (width, height), interpolation=cv2.INTER_LINEAR)[..., None]
    return np.asarray(np.clip(sheet.astype(np.float32) * factor, 0, 255), dtype=np.uint8)
