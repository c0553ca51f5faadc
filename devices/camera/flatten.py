"""Core: lays a sheet flat: true size, white paper; in colour, grey, or black and white."""

from enum import StrEnum

import cv2
import numpy as np

from devices.camera.frame import Corners, Rgb

MM_PER_INCH = 25.4
A4_MM = (210.0, 297.0)
CARD_MM = (85.6, 53.98)  # ISO/IEC 7810 ID-1
STRIP_MM = (58.0, 80.0)  # widths of till rolls
_FIELD_MM = 330.0  # what a document camera sees from left to right: A4 lying, and a margin. Only for odd shapes
_CARD_RATIO_TOLERANCE = 0.06
_A4_RATIO_TOLERANCE = 0.09
_MOST_CARD_SHARE = 0.3  # of the picture's width: A4 sheets that look like cards are larger
_STRIP_RATIO = 1.8
_CELLS = 96  # along the longer side: the light on the paper is measured in cells
_PAPER_SHARE = 0.82  # of the brightness around: darker cells are pictures, not paper
_BLACK_WINDOW_MM, _BLACK_BELOW = 6.0, 14  # a stroke is this much darker than what is around it


class Ink(StrEnum):
    """`grey` keeps red stamps dark enough to read; `black` is for text that goes to a slow line or a fax."""

    COLOUR = "colour"
    GREY = "grey"
    BLACK = "black"


def flatten(rgb: Rgb, corners: Corners, *, dpi: int = 200, ink: Ink = Ink.COLOUR) -> Rgb:
    """The sheet as it lies, upright or across, at its true size. Cards keep their colours, paper becomes white."""
    size_mm = sheet_mm(corners, rgb.shape)
    flat = warped(rgb, corners, (px_of(size_mm[0], dpi), px_of(size_mm[1], dpi)))
    white = _brightened(flat) if is_card(size_mm) else _whitened(flat)
    return white if ink is Ink.COLOUR else _inked(white, ink, dpi)


def px_of(mm: float, dpi: int) -> int:
    """Length in px."""
    return round(mm / MM_PER_INCH * dpi)


def is_card(size_mm: tuple[float, float]) -> bool:
    """Exactly the size that `sheet_mm` gives to cards."""
    return sorted(size_mm) == sorted(CARD_MM)


def sheet_mm(corners: Corners, shape: tuple[int, ...]) -> tuple[float, float]:
    """Width and height. Standard sizes by their proportions; other shapes by what such a camera usually sees.

    A5 has the proportions of A4 and becomes A4, as on a copier that fits to the page.
    """
    across, down = _sides(corners)
    ratio, long = max(across, down) / min(across, down), max(across, down)
    if abs(ratio / (CARD_MM[0] / CARD_MM[1]) - 1) < _CARD_RATIO_TOLERANCE and long < _MOST_CARD_SHARE * shape[1]:
        short_mm, long_mm = CARD_MM[1], CARD_MM[0]
    elif abs(ratio / (A4_MM[1] / A4_MM[0]) - 1) < _A4_RATIO_TOLERANCE:
        short_mm, long_mm = A4_MM
    else:
        short_mm = min(across, down) / shape[1] * _FIELD_MM
        if ratio > _STRIP_RATIO:
            short_mm = min(STRIP_MM, key=lambda width: abs(width - short_mm))
        short_mm = min(short_mm, A4_MM[0], A4_MM[1] / ratio)
        long_mm = short_mm * ratio
    return (short_mm, long_mm) if down >= across else (long_mm, short_mm)


def _sides(corners: Corners) -> tuple[float, float]:
    """Mean length of the sides across and of those down, in px."""
    sides = np.linalg.norm(np.roll(corners, -1, axis=0) - corners, axis=1)
    return float(sides[0] + sides[2]) / 2, float(sides[1] + sides[3]) / 2


def warped(rgb: Rgb, corners: Corners, size_px: tuple[int, int], rim_px: int = 0) -> Rgb:
    """The sheet as a rectangle (width, height), with so much of the desk around it."""
    width, height = size_px
    target = np.array([(0, 0), (width, 0), (width, height), (0, height)], dtype=np.float32) + np.float32(rim_px - 0.5)
    warp = cv2.getPerspectiveTransform(corners.astype(np.float32), target)
    whole = (width + 2 * rim_px, height + 2 * rim_px)
    flat = cv2.warpPerspective(rgb, warp, whole, flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE)
    return np.asarray(flat, dtype=np.uint8)


def _brightened(flat: Rgb) -> Rgb:
    """The same colours, its brightest part almost white."""
    brightest = float(np.percentile(flat.max(axis=2), 98))
    return np.asarray(cv2.convertScaleAbs(flat, alpha=min(245 / max(brightest, 1.0), 4.0)), dtype=np.uint8)


def _whitened(flat: Rgb) -> Rgb:
    """Divided by the light on the paper: white everywhere, shadows gone, ink and stamps in their colours."""
    shrink = _CELLS / max(flat.shape[:2])
    cells = cv2.resize(_lightest(flat), None, fx=shrink, fy=shrink, interpolation=cv2.INTER_AREA).astype(np.float32)
    grey = cells.min(axis=2)
    around = cv2.dilate(grey, np.ones((15, 15), np.uint8))
    is_paper = (grey > _PAPER_SHARE * cv2.GaussianBlur(around, (0, 0), 6)).astype(np.float32)[..., None]
    known = cv2.GaussianBlur(is_paper, (0, 0), 1.2)[..., None]
    light = cv2.GaussianBlur(cells * is_paper, (0, 0), 1.2) / np.maximum(known, 1e-3)
    far = cv2.GaussianBlur(cells * is_paper, (0, 0), 12) / np.maximum(
        cv2.GaussianBlur(is_paper, (0, 0), 12)[..., None], 1e-3
    )
    light = np.where(known > 0.1, light, np.maximum(far, 1.0))
    smooth = cv2.resize(light, flat.shape[1::-1], interpolation=cv2.INTER_CUBIC)
    return np.asarray(cv2.divide(flat, smooth, scale=250.0, dtype=cv2.CV_8U))


def _lightest(flat: Rgb) -> Rgb:
    """Without the writing: strokes are thinner than the paper between them."""
    half = cv2.resize(flat, None, fx=0.5, fy=0.5, interpolation=cv2.INTER_AREA)
    return np.asarray(cv2.medianBlur(cv2.dilate(half, np.ones((7, 7), np.uint8)), 5), dtype=np.uint8)


def _inked(white: Rgb, ink: Ink, dpi: int) -> Rgb:
    """Without colours: between brightness and the darkest colour, so that red and blue strokes stay dark."""
    grey = cv2.addWeighted(cv2.cvtColor(white, cv2.COLOR_RGB2GRAY), 0.5, white.min(axis=2), 0.5, 0)
    if ink is Ink.BLACK:
        window = px_of(_BLACK_WINDOW_MM, dpi) | 1
        mean, binary = cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY
        grey = cv2.adaptiveThreshold(grey, 255, mean, binary, max(window, 3), _BLACK_BELOW)
    return np.asarray(cv2.cvtColor(grey, cv2.COLOR_GRAY2RGB), dtype=np.uint8)
