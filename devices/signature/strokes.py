"""Core: a signature as vectors with time and pressure: is it one? as SVG, as PNG.

The wire form is JSON: a list of strokes, each a list of {"x", "y", "t", "p"}; x and y in 0..1 of the pad, t in ms since
the first touch, p in 0..1.
"""

import io
import json
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise
from math import hypot, isfinite
from typing import Any, TypeAlias

from PIL import Image, ImageDraw

SHORTEST = 0.25
"""Ink in widths of the pad below which it is no signature: a dot or a slip of the finger."""
WIDTH, HEIGHT = 600, 240
INK = "#14283A"
_PEN = 5
_LIMIT_POINTS = 20_000
_FINER = 4  # drawn so much larger, then shrunk: smooth edges
_FULL_PRESSURE = 1.0  # of a pad that measures none


@dataclass(frozen=True, slots=True)
class Point:
    """`x`, `y`: 0..1 of the pad. `t_ms`: since the first touch. `pressure`: 0..1."""

    x: float
    y: float
    t_ms: float = 0.0
    pressure: float = _FULL_PRESSURE


Stroke: TypeAlias = tuple[Point, ...]


class SignatureVerdict(StrEnum):
    """One word for the screen."""

    EMPTY = "empty"
    TOO_SHORT = "too_short"
    GOOD = "good"


@dataclass(frozen=True, slots=True, repr=False)
class Signature:
    """Strokes in the order in which they were written."""

    strokes: tuple[Stroke, ...] = ()

    def __repr__(self) -> str:
        return f"Signature({len(self.strokes)} strokes)"

    @property
    def verdict(self) -> SignatureVerdict:
        """Whether somebody really wrote something."""
        if not any(self.strokes):
            return SignatureVerdict.EMPTY
        is_long_enough = sum(map(_length, self.strokes)) >= SHORTEST
        return SignatureVerdict.GOOD if is_long_enough else SignatureVerdict.TOO_SHORT

    @property
    def duration_ms(self) -> float:
        """From the first touch to the last."""
        return max((point.t_ms for stroke in self.strokes for point in stroke), default=0.0)


def parse_signature(text: str) -> Signature:
    """The strokes in a pad's JSON. Anything else is an empty signature."""
    try:
        raw = json.loads(text)
        if sum(map(len, raw)) > _LIMIT_POINTS:
            return Signature()
        return Signature(tuple(tuple(map(_point, stroke)) for stroke in raw))
    except (ValueError, TypeError, KeyError, RecursionError):
        return Signature()


def format_signature(signature: Signature) -> str:
    """The JSON that `parse_signature` reads."""
    strokes = [[{"x": p.x, "y": p.y, "t": p.t_ms, "p": p.pressure} for p in stroke] for stroke in signature.strokes]
    return json.dumps(strokes)


def to_svg(signature: Signature) -> str:
    """Round lines of 5 units on a 600 × 240 canvas."""
    paths = "".join(f'<path d="{_path(stroke)}"/>' for stroke in signature.strokes if stroke)
    style = f'fill="none" stroke="{INK}" stroke-width="{_PEN}" stroke-linecap="round" stroke-linejoin="round"'
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}"><g {style}>{paths}</g></svg>'


def to_png(signature: Signature, width_px: int = WIDTH) -> bytes:
    """The same lines on a transparent picture of this width."""
    scale = width_px / WIDTH
    size = (width_px, round(HEIGHT * scale))
    mask = Image.new("L", (size[0] * _FINER, size[1] * _FINER), 0)
    draw = ImageDraw.Draw(mask)
    for stroke in signature.strokes:
        _draw_stroke(draw, stroke, scale * _FINER)
    picture = Image.new("RGBA", size, INK)
    picture.putalpha(mask.resize(size, Image.Resampling.BOX))
    out = io.BytesIO()
    picture.save(out, "PNG")
    return out.getvalue()


def _draw_stroke(draw: ImageDraw.ImageDraw, stroke: Stroke, scale: float) -> None:
    half = _PEN * scale / 2
    points = [(point.x * WIDTH * scale, point.y * HEIGHT * scale) for point in stroke]
    for start, end in pairwise(points):
        draw.line((start, end), fill=255, width=round(half * 2))
    for x, y in points:  # round ends and joins
        draw.ellipse((x - half, y - half, x + half, y + half), fill=255)


def _path(stroke: Stroke) -> str:
    points = [f"{point.x * WIDTH:.1f} {point.y * HEIGHT:.1f}" for point in stroke]
    return "M" + "L".join(points if len(points) > 1 else points * 2)


def _length(stroke: Stroke) -> float:
    return sum(hypot(b.x - a.x, b.y - a.y) for a, b in pairwise(stroke))


def _point(raw: Any) -> Point:
    if not isinstance(raw, dict):
        raise TypeError("not a point")
    t_ms = _finite(raw.get("t", 0.0))
    return Point(_unit(raw["x"]), _unit(raw["y"]), max(0.0, t_ms), _unit(raw.get("p", _FULL_PRESSURE)))


def _unit(value: Any) -> float:
    return min(1.0, max(0.0, _finite(value)))


def _finite(value: Any) -> float:
    number = float(value)
    if not isfinite(number):
        raise ValueError("not a finite number")
    return number
