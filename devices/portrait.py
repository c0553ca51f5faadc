"""Core: draws an invented resident with circles and curves, for emulated cards and cameras. Nobody real is shown."""

import math

from PIL import Image, ImageDraw

_SKIN, _HAIR, _COAT, _LINE = (236, 200, 170), (60, 54, 52), (72, 104, 140), (120, 70, 60)


def draw_portrait(width_px: int, height_px: int, *, sway: float = 0.0, wall: tuple[int, int, int]) -> Image.Image:
    """RGB picture of head and shoulders before a wall. `sway` in radians moves head, mouth and eyes a little."""
    image = Image.new("RGB", (width_px, height_px), wall)
    draw = ImageDraw.Draw(image)
    unit = height_px / 100
    middle = width_px / 2 + math.sin(sway) * 1.5 * unit
    top = 18 * unit + math.cos(sway * 2) * 0.5 * unit
    body = width_px / 2
    _oval(draw, (body, 112 * unit), (38 * unit, 36 * unit), _COAT)
    _oval(draw, (middle, 72 * unit), (9 * unit, 14 * unit), _SKIN)
    _oval(draw, (middle, top + 25 * unit), (22 * unit, 27 * unit), _HAIR)
    _oval(draw, (middle, top + 31 * unit), (18 * unit, 24 * unit), _SKIN)
    _draw_face(draw, (middle, top + 31 * unit), unit, sway)
    return image


def _draw_face(draw: ImageDraw.ImageDraw, centre: tuple[float, float], unit: float, sway: float) -> None:
    x, y = centre
    is_blinking = math.cos(sway) > 0.97
    for side in (-1, 1):
        eye = (x + side * 7 * unit, y - 3 * unit)
        _oval(draw, eye, (1.8 * unit, (0.4 if is_blinking else 1.8) * unit), _HAIR)
    draw.line((x, y - 1 * unit, x - 1.5 * unit, y + 6 * unit, x + 1 * unit, y + 6 * unit), fill=_LINE, width=2)
    opening = (1.0 + abs(math.sin(sway * 3)) * 1.8) * unit
    _oval(draw, (x, y + 13 * unit), (5 * unit, opening), _LINE)


def _oval(
    draw: ImageDraw.ImageDraw, centre: tuple[float, float], radii: tuple[float, float], fill: tuple[int, int, int]
) -> None:
    (x, y), (rx, ry) = centre, radii
    draw.ellipse((x - rx, y - ry, x + rx, y + ry), fill=fill)
