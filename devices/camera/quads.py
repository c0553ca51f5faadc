"""Core: outlines with four sides that straight edges suggest: two lines that run alike, crossed by two others.

The picture's border may stand for a side that lies outside: such a sheet is cut.
"""

from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from devices.camera.edges import Line, Numbers, Points

KEPT = 64
_BIN_PX = 3.0
_LEAST_CROSSING = 0.4  # sine of the angle between sides that meet: 24°, a sheet seen very flat
_LEAST_SIDE_PX = 40.0  # a card in a field of 38 cm has 68
_LEAST_AREA = 0.014  # of the picture
_LARGEST_RATIO = 1.5  # of opposite sides
_LARGEST_COSINE = 0.53  # of a corner: 58° to 122°
_OUTSIDE_SHARE = 0.35  # of the picture's width: a corner further outside is guesswork
_LEAST_COVER = 0.15  # of the barest side: hands and folds hide much of one

Indices: TypeAlias = NDArray[np.intp]
Flags: TypeAlias = NDArray[np.bool_]


@dataclass(frozen=True, slots=True, eq=False)
class Quads:
    """`corners` [n, 4, 2], around the outline. `is_border` [n, 4]: side i, from corner i to the next, is no edge."""

    corners: Points
    is_border: Flags


def find_quads(lines: list[Line], shape: tuple[int, ...]) -> Quads:
    """The best covered by edges first, at most KEPT."""
    height, width = shape[:2]
    every = [*lines, *_borders(width, height)]
    crossings = _crossings_of(every, width, height)
    four = _fours(crossings, len(lines))
    corners = np.stack([crossings.at[four[:, i], four[:, (i + 1) % 4]] for i in range(4)], axis=1)
    cover = np.stack([crossings.cover(np.roll(four, 1 - i, axis=1)) for i in range(1, 5)], axis=1)
    is_border = np.roll(four, -1, axis=1) >= len(lines)
    kept = _is_likely(corners, (width, height)) & (np.where(is_border, 1.0, cover).min(axis=1) > _LEAST_COVER)
    corners, cover, is_border = corners[kept], cover[kept], is_border[kept]
    seen = np.where(is_border, np.nan, cover)
    score = np.nanmean(seen, axis=1) + 0.3 * np.nanmin(seen, axis=1, initial=1.0)
    score += 0.3 * np.sqrt(areas(corners) / (width * height)) - 0.3 * is_border.sum(axis=1)
    best = np.argsort(-score)[:KEPT]
    return Quads(corners[best], is_border[best])


def areas(corners: Points) -> Numbers:
    """px² of [n, 4, 2]."""
    across, down = corners[:, 2] - corners[:, 0], corners[:, 3] - corners[:, 1]
    return np.asarray(np.abs(across[:, 0] * down[:, 1] - across[:, 1] * down[:, 0]) / 2)


def _borders(width: int, height: int) -> list[Line]:
    whole = np.zeros((0, 2))
    places = [((0, 0), (1, 0)), ((0, height - 1), (1, 0)), ((0, 0), (0, 1)), ((width - 1, 0), (0, 1))]
    return [Line(np.array(point, float), np.array(way, float), whole, 0.0) for point, way in places]


@dataclass(frozen=True, slots=True, eq=False)
class _Crossings:
    """Where each line meets each other: `at` [n, n, 2] in px, `along` [n, n] in bins of the first line (-1: nowhere).

    `seen` [n, bins + 1]: how many bins of a line up to there show an edge. `ends` [n, 2]: bins inside the picture.
    """

    at: Points
    along: Indices
    is_parallel: Flags
    apart: Numbers
    seen: Numbers
    ends: Indices

    def cover(self, four: Indices) -> Numbers:
        """How much of a side shows an edge: on line `four[:, 1]`, between its neighbours, inside the picture."""
        before, own, after = four[:, 0], four[:, 1], four[:, 2]
        low, high = self.ends[own, 0], self.ends[own, 1]
        start, end = (np.clip(self.along[own, other], low, high) for other in (before, after))
        return np.asarray(np.abs(self.seen[own, end] - self.seen[own, start]) / np.maximum(np.abs(end - start), 1))


def _crossings_of(lines: list[Line], width: int, height: int) -> _Crossings:
    points, ways = np.array([line.point for line in lines]), np.array([line.way for line in lines])
    normals = np.stack([-ways[:, 1], ways[:, 0]], axis=1)
    sines = ways[:, None, 0] * ways[None, :, 1] - ways[:, None, 1] * ways[None, :, 0]
    between = points[None] - points[:, None]
    meets = np.abs(sines) >= _LEAST_CROSSING
    along = (between[..., 0] * ways[None, :, 1] - between[..., 1] * ways[None, :, 0]) / np.where(meets, sines, np.inf)
    at = points[:, None] + along[..., None] * ways[:, None]
    reach = 2 * (width + height)
    bins = int(2 * reach / _BIN_PX)
    seen, ends = np.zeros((len(lines), bins + 1)), np.zeros((len(lines), 2), dtype=np.intp)
    for i, line in enumerate(lines):
        for span in ((line.spans + np.array((-1.5, 1.5)) + reach) / _BIN_PX).astype(int):
            seen[i, span[0] : span[1] + 1] = 1
        ends[i] = ((np.array(_inside(line, width, height)) + reach) / _BIN_PX).astype(int)
    bin_of = np.clip((along + reach) / _BIN_PX, 0, bins).astype(np.intp)
    apart = np.abs((between * normals[:, None]).sum(axis=2))
    return _Crossings(at, np.where(meets, bin_of, -1), ~meets, apart, np.cumsum(seen, axis=1), ends)


def _inside(line: Line, width: int, height: int) -> tuple[float, float]:
    """From where to where a line runs inside the picture, in px from its point."""
    low, high = -1e9, 1e9
    for place, way, size in zip(line.point, line.way, (width, height), strict=True):
        if abs(way) > 1e-6:
            ends = sorted((-place / way, (size - 1 - place) / way))
            low, high = max(low, ends[0]), min(high, ends[1])
    return (low, high) if high > low else (0.0, 0.0)


def _fours(crossings: _Crossings, line_count: int) -> Indices:
    """[n, 4] lines around an outline: two that run alike and two that cross them; at most one border in each two."""
    first, second = np.triu_indices(len(crossings.at), 1)
    alike = crossings.is_parallel[first, second] & (crossings.apart[first, second] > _LEAST_SIDE_PX / 2)
    alike &= first < line_count
    first, second = first[alike], second[alike]
    a, b = np.triu_indices(len(first), 1)
    four = np.stack([first[a], first[b], second[a], second[b]], axis=1)
    cross = np.all([crossings.along[four[:, i], four[:, (i + 1) % 4]] >= 0 for i in range(4)], axis=0)
    return np.asarray(four[cross], dtype=np.intp)


def _is_likely(corners: Points, size: tuple[int, int]) -> Flags:
    """Convex, large enough, not too far outside, opposite sides not too different."""
    width, height = size
    ways = np.roll(corners, -1, axis=1) - corners
    ahead = np.roll(ways, -1, axis=1)
    turns = ways[..., 0] * ahead[..., 1] - ways[..., 1] * ahead[..., 0]
    sides = np.linalg.norm(ways, axis=2)
    ratio = sides[:, :2] / np.maximum(sides[:, 2:], 1e-6)
    room = _OUTSIDE_SHARE * width
    near = (corners > -room).all(axis=(1, 2)) & (corners < np.array((width, height)) + room).all(axis=(1, 2))
    shape = (ratio.max(axis=1) < _LARGEST_RATIO) & (ratio.min(axis=1) > 1 / _LARGEST_RATIO)
    cosines = (ways * ahead).sum(axis=2) / np.maximum(sides * np.roll(sides, -1, axis=1), 1e-6)
    shape &= np.abs(cosines).max(axis=1) < _LARGEST_COSINE
    convex = (turns > 0).all(axis=1) | (turns < 0).all(axis=1)
    large = (areas(corners) > _LEAST_AREA * width * height) & (sides.min(axis=1) > _LEAST_SIDE_PX)
    return np.asarray(near & shape & convex & large)
