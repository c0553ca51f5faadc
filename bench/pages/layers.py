"""Core: lays flat things on a picture: exact soft edges, the shadow below, a texture in perspective."""

import cv2
import numpy as np
from numpy.typing import NDArray

from bench.pages.desks import Field, Paint
from bench.pages.pose import Points, Pose
from devices.camera.frame import Rgb

_FINE = 3  # subpixels a side: an edge is right to a sixth of a pixel


def mask_of(outlines: list[Points], pose: Pose) -> Field:
    """1 inside any outline (desk mm), 0 outside, on the edge the share of the pixel that is covered."""
    seen = [pose.project(outline) for outline in outlines]
    every, size = np.concatenate(seen), np.array((pose.width_px, pose.height_px))
    low, high = (np.clip(np.round(end).astype(int), 0, size) for end in (every.min(axis=0) - 2, every.max(axis=0) + 3))
    mask = np.zeros((pose.height_px, pose.width_px), dtype=np.float32)
    if (high > low).all():
        width, height = high - low
        fine = np.zeros((height * _FINE, width * _FINE), dtype=np.uint8)
        for outline in seen:
            at = (outline - low + 0.5) * _FINE - 0.5
            cv2.fillPoly(fine, [np.round(at * 16).astype(np.int32)], 255, shift=4)
        mask[low[1] : high[1], low[0] : high[0]] = cv2.resize(fine, (width, height), interpolation=cv2.INTER_AREA)
    return mask / np.float32(255)


def drop_shadow(picture: Paint, mask: Field, pose: Pose, lift_mm: tuple[float, float], strength: float) -> None:
    """Darkens what lies beside a thing, away from the light."""
    dx, dy = (mm * pose.px_per_mm for mm in lift_mm)
    small = cv2.resize(mask, None, fx=0.5, fy=0.5, interpolation=cv2.INTER_AREA)
    shift = np.array([(1, 0, dx / 2), (0, 1, dy / 2)], dtype=np.float64)
    moved = cv2.warpAffine(small, shift, small.shape[::-1])
    soft = cv2.GaussianBlur(moved, (0, 0), max(0.4, float(np.hypot(dx, dy)) * 0.35))
    shade = cv2.resize(soft, mask.shape[::-1], interpolation=cv2.INTER_LINEAR)
    picture *= (1 - np.float32(strength) * shade)[..., None]


def blend(picture: Paint, mask: Field, paint: Paint) -> None:
    """`paint` where the mask is 1."""
    x, y, width, height = cv2.boundingRect((mask > 0).astype(np.uint8))
    part = picture[y : y + height, x : x + width]
    over = paint[y : y + height, x : x + width] if paint.ndim == 3 else paint
    part += (over - part) * mask[y : y + height, x : x + width, None]


def lay_texture(picture: Paint, mask: Field, texture: Rgb, corners_px: Points) -> None:
    """The texture's corners (of its outermost pixels' outer edges) come to these places."""
    shrink = max(1.0, min(texture.shape[:2]) / min(np.linalg.norm(np.diff(corners_px[:3], axis=0), axis=1)))
    fit = cv2.resize(texture, None, fx=1 / shrink, fy=1 / shrink, interpolation=cv2.INTER_AREA)
    height, width = fit.shape[:2]
    own = np.array([(0, 0), (width, 0), (width, height), (0, height)], dtype=np.float32) - np.float32(0.5)
    warp = cv2.getPerspectiveTransform(own, corners_px.astype(np.float32))
    flags, border = cv2.INTER_LINEAR, cv2.BORDER_REPLICATE
    laid = cv2.warpPerspective(fit, warp, mask.shape[::-1], flags=flags, borderMode=border)
    blend(picture, mask, np.asarray(laid, dtype=np.float32))


def rounded(corners_mm: Points, radius_mm: float) -> Points:
    """The same rectangle with round corners."""
    points = []
    for i, corner in enumerate(corners_mm):
        before, after = (corners_mm[(i + step) % 4] - corner for step in (-1, 1))
        before, after = (way / np.linalg.norm(way) * radius_mm for way in (before, after))
        for angle in np.linspace(0, np.pi / 2, 8):
            points.append(corner + before * (1 - np.sin(angle)) + after * (1 - np.cos(angle)))
    return np.array(points)


def capsule(start: Points, end: Points, radii: tuple[float, float]) -> Points:
    """A finger: two round ends and what is between them."""
    circle = np.array([(np.cos(a), np.sin(a)) for a in np.linspace(0, 2 * np.pi, 24, endpoint=False)])
    both: NDArray[np.float32] = np.r_[circle * radii[0] + start, circle * radii[1] + end].astype(np.float32)
    return np.asarray(cv2.convexHull(both)[:, 0], dtype=np.float64)
