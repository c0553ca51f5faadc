"""Core: what is on the sheets: letters, forms, receipts, cards. Made-up strokes stand for writing; nobody's data."""

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.random import Generator

from devices.camera.frame import Rgb
from devices.portrait import draw_portrait

PX_PER_MM = 6.0
FORMATS_MM = {"a4": (210.0, 297.0), "a5": (148.0, 210.0), "card": (85.6, 54.0), "receipt": (80.0, 170.0)}
CARD_RADIUS_MM = 3.18  # ISO/IEC 7810
INK, RED = (46, 46, 52), (200, 48, 44)
CONTENTS = ("letter", "form", "blank", "copy", "notice")


@dataclass(frozen=True, slots=True)
class Box:
    """A place on a sheet, in mm from its top left."""

    x: float
    y: float
    width: float
    height: float


def draw_sheet(rng: Generator, form: str, colour: tuple[int, int, int], content: str = "") -> Rgb:
    """A sheet of this format at PX_PER_MM. `content`: one of CONTENTS, or "" for any."""
    if form == "card":
        return draw_card_front(rng) if rng.random() < 0.5 else draw_card_back(rng)
    sheet = _blank(FORMATS_MM[form], colour)
    kind = content or ("letter" if form == "receipt" else str(rng.choice(CONTENTS)))
    width, height = FORMATS_MM[form]
    margin = 5.0 if form == "receipt" else 0.1 * width
    inside = Box(margin, margin * 1.3, width - 2 * margin, height - 2.6 * margin)
    match kind:
        case "letter":
            _write(sheet, rng, inside, 3.4 if form == "receipt" else 4.6)
        case "form":
            _draw_table(sheet, rng, inside)
        case "copy":
            _draw_copy(sheet, rng, inside)
        case "notice":
            _write(sheet, rng, Box(inside.x, inside.y, inside.width, 14.0), 11.0, RED)
            _line(sheet, (inside.x, inside.y + 16), (inside.x + inside.width, inside.y + 16), RED, 1.2)
            _write(sheet, rng, Box(inside.x, inside.y + 22, inside.width, inside.height - 30), 4.6)
    if kind in ("letter", "notice") and form != "receipt":
        _stamp(sheet, (width * 0.72, height * 0.78), width * 0.09)
    return sheet


def draw_card_front(rng: Generator) -> Rgb:
    """The side of a resident's card with the portrait on the right. Nobody's card: strokes for words, a drawn face."""
    card = _guilloche(rng)
    for line in range(3):
        _write(card, rng, Box(5, 6 + 7.2 * line, 34, 3.2), 2.9)
    _write(card, rng, Box(5, 28, 44, 8), 2.9)
    _write(card, rng, Box(5, 45, 76, 3.6), 3.3)
    face = draw_portrait(
        round(26 * PX_PER_MM), round(32 * PX_PER_MM), sway=float(rng.uniform(0, 6)), wall=(226, 230, 234)
    )
    _paste(card, np.asarray(face, dtype=np.uint8), (55.0, 7.0))
    return card


def draw_card_back(rng: Generator) -> Rgb:
    """The side with a red emblem on the left (a disc with a star) and two lines of large letters beside it."""
    card = _guilloche(rng)
    _disc(card, (15.0, 15.0), 8.6, (196, 40, 36))
    _disc(card, (15.0, 15.0), 6.4, (232, 190, 70))
    _disc(card, (15.0, 15.0), 5.2, (200, 44, 40))
    _write(card, rng, Box(29, 8, 50, 5.4), 5.0)
    _write(card, rng, Box(29, 17, 50, 7.4), 7.0)
    _write(card, rng, Box(20, 38, 56, 3.2), 2.9)
    _write(card, rng, Box(20, 45, 56, 3.2), 2.9)
    return card


def _blank(size_mm: tuple[float, float], colour: tuple[int, int, int]) -> Rgb:
    width, height = (round(mm * PX_PER_MM) for mm in size_mm)
    return np.full((height, width, 3), colour, dtype=np.uint8)


def _guilloche(rng: Generator) -> Rgb:
    """Pale waves that run from blue to pink, as on bank cards and identity cards."""
    card = _blank(FORMATS_MM["card"], (0, 0, 0)).astype(np.float32)
    height, width = card.shape[:2]
    y, x = np.mgrid[0:height, 0:width].astype(np.float32)
    across = (x / width)[..., None]
    waves = np.sin(y / 9 + 3 * np.sin(x / 70 + float(rng.uniform(0, 6))))[..., None] * np.float32(5)
    left, right = np.array((196, 216, 226), np.float32), np.array((232, 212, 216), np.float32)
    return np.asarray(np.clip(left * (1 - across) + right * across + waves, 0, 255), dtype=np.uint8)


def _write(sheet: Rgb, rng: Generator, box: Box, letter_mm: float, colour: tuple[int, int, int] = INK) -> None:
    """Lines of strokes as dense as Chinese; the last of a paragraph is short."""
    y = box.y
    while y + letter_mm <= box.y + box.height + 0.5:
        end = box.width * (rng.uniform(0.2, 0.9) if rng.random() < 0.25 else 1.0)
        for x in np.arange(0, max(end, letter_mm) - letter_mm * 0.9, letter_mm * 1.08):
            _letter(sheet, rng, (box.x + float(x), y, letter_mm * 0.9), colour)
        y += letter_mm * 1.7


def _letter(sheet: Rgb, rng: Generator, place: tuple[float, float, float], colour: tuple[int, int, int]) -> None:
    x, y, size = place
    ends = rng.uniform(0, size, (5, 2, 2))
    ends[:3, 1, 1] = ends[:3, 0, 1]  # mostly strokes across
    ends[3, 1, 0] = ends[3, 0, 0]
    for start, end in ends:
        _line(sheet, (x + start[0], y + start[1]), (x + end[0], y + end[1]), colour, size * 0.09)


def _line(
    sheet: Rgb, start: tuple[float, float], end: tuple[float, float], colour: tuple[int, int, int], width_mm: float
) -> None:
    (x0, y0), (x1, y1) = ((round(x * PX_PER_MM), round(y * PX_PER_MM)) for x, y in (start, end))
    cv2.line(sheet, (x0, y0), (x1, y1), colour, max(1, round(width_mm * PX_PER_MM)), cv2.LINE_AA)


def _draw_table(sheet: Rgb, rng: Generator, box: Box) -> None:
    rows, columns = int(rng.integers(5, 12)), int(rng.integers(2, 5))
    for row in range(rows + 1):
        y = box.y + box.height * row / rows
        _line(sheet, (box.x, y), (box.x + box.width, y), INK, 0.5)
    for column in range(columns + 1):
        x = box.x + box.width * column / columns
        _line(sheet, (x, box.y), (x, box.y + box.height), INK, 0.5)
    for row in range(rows):
        _write(sheet, rng, Box(box.x + 2, box.y + box.height * row / rows + 2, box.width / columns - 4, 4.0), 4.0)


def _draw_copy(sheet: Rgb, rng: Generator, box: Box) -> None:
    """A photograph with hard edges, larger than a card: an outline that is not the sheet's."""
    share = rng.uniform(0.5, 0.95)
    width, height = (round(mm * PX_PER_MM * share) for mm in (box.width, box.height * 0.55))
    shade = rng.integers(40, 190, 3)
    photo = np.full((height, width, 3), shade, dtype=np.uint8)
    cv2.ellipse(photo, (width // 2, height // 2), (width // 4, height // 3), 0, 0, 360, (210, 180, 150), -1)
    _paste(sheet, photo, (box.x, box.y))
    _write(sheet, rng, Box(box.x, box.y + box.height * 0.7, box.width, box.height * 0.25), 4.6)


def _paste(sheet: Rgb, picture: Rgb, at_mm: tuple[float, float]) -> None:
    x, y = (round(mm * PX_PER_MM) for mm in at_mm)
    sheet[y : y + picture.shape[0], x : x + picture.shape[1]] = picture


def _disc(sheet: Rgb, centre_mm: tuple[float, float], radius_mm: float, colour: tuple[int, int, int]) -> None:
    x, y, radius = (round(mm * PX_PER_MM) for mm in (*centre_mm, radius_mm))
    cv2.circle(sheet, (x, y), radius, colour, -1, cv2.LINE_AA)


def _stamp(sheet: Rgb, centre_mm: tuple[float, float], radius_mm: float) -> None:
    x, y, radius = (round(mm * PX_PER_MM) for mm in (*centre_mm, radius_mm))
    cv2.circle(sheet, (x, y), radius, RED, round(0.9 * PX_PER_MM), cv2.LINE_AA)
    star = [(x + radius * 0.4 * np.sin(a), y - radius * 0.4 * np.cos(a)) for a in np.arange(5) * 4 * np.pi / 5]
    cv2.fillPoly(sheet, [np.array(star).astype(np.int32)], RED, cv2.LINE_AA)
