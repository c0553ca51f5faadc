"""Core: the signature as vectors: long enough? as SVG."""

import json
from itertools import pairwise
from math import hypot
from typing import Any

SHORTEST = 0.25
"""Ink in widths of the pad below which it is no signature: a dot or a slip of the finger."""
WIDTH, HEIGHT = 600, 240
_LIMIT_POINTS = 20_000


def strokes_of(text: str) -> list[list[tuple[float, float]]]:
    """Points (x, y) in 0..1 from the pad's JSON. Anything else gives no strokes."""
    try:
        raw = json.loads(text)
        points = [[(_unit(point["x"]), _unit(point["y"])) for point in stroke] for stroke in raw]
    except (ValueError, TypeError, KeyError):
        return []
    return points if sum(map(len, points)) <= _LIMIT_POINTS else []


def is_long_enough(text: str) -> bool:
    """Whether somebody really wrote something."""
    return sum(_length(stroke) for stroke in strokes_of(text)) >= SHORTEST


def to_svg(text: str) -> str:
    """Round lines of 5 units on a 600 × 240 canvas."""
    paths = "".join(f'<path d="{_path(stroke)}"/>' for stroke in strokes_of(text) if stroke)
    style = 'fill="none" stroke="#14283A" stroke-width="5" stroke-linecap="round" stroke-linejoin="round"'
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}"><g {style}>{paths}</g></svg>'


def _path(stroke: list[tuple[float, float]]) -> str:
    points = [f"{x * WIDTH:.1f} {y * HEIGHT:.1f}" for x, y in stroke]
    return "M" + "L".join(points if len(points) > 1 else points * 2)


def _length(stroke: list[tuple[float, float]]) -> float:
    return sum(hypot(b[0] - a[0], b[1] - a[1]) for a, b in pairwise(stroke))


def _unit(value: Any) -> float:
    return min(1.0, max(0.0, float(value)))
