"""Core: which of many outlines are sheets: real edges all along, that end at the corners, around something like paper.

Arrays are over n outlines, their 4 sides, the places along a side, and L*, a*, b*.
"""

from dataclasses import dataclass

import numpy as np

from devices.camera.edges import LEAST_STEP, Edges, Lab, Numbers, Points, sample
from devices.camera.frame import Corners
from devices.camera.quads import Flags, Quads, areas

PLACES = 48
_NEAR_PX, _AWAY_PX = (2.5, 4.0), (5.5,)  # beside a side, in the search picture
_BEYOND_PX = (6.0, 16.0)  # how far behind a corner the side must have ended: at least, at most
_LEAST_SUPPORT = 0.15  # of the barest side
_LEAST_MEAN_SUPPORT = 0.72
_SAME_STEP = 0.75  # of a side's step: as much as it may differ where the side goes on
_END_PLACES = 6  # next to a corner
_MOST_BARE_ENDS = 2  # of 8: a hand or a fold hides one corner; round things have none
_MOST_BEYOND = 0.15
_LEAST_QUALITY = 0.62
_LEAST_CUT_QUALITY, _LEAST_CUT_AREA, _CUT_WEIGHT = 0.85, 0.08, 0.75  # of a sheet that leaves the picture
_SMALL_AREA, _LEAST_SMALL_QUALITY = 0.025, 0.9  # of the picture: a card beside an A4 sheet
_CARD_RATIO, _RATIO_TOLERANCE, _CARD_AREA, _CARD_WEIGHT = 1.586, 0.04, 0.2, 1.1  # a magnetic stripe looks like an edge
_LONGEST_RATIO = 4.0  # a till receipt; rulers are longer
_DARKEST_SHARE = 0.45  # of the brightest thing in view: telephones are darker, coloured paper is not
_DARKEST = 18.0  # L*: dimmer than this nothing can be told from a telephone
_BRIGHTER = 1.12  # printing only darkens paper; keys and screens are brighter than what surrounds them
_BRIGHTER_SHARE = 0.2
_EDGE_PX = 7.0  # so near a sheet that hides another its edge is seen instead
_GRID = 20  # places a side at which the inside is looked at


@dataclass(frozen=True, slots=True, eq=False)
class Strips:
    """Colours along the sides of outlines. `step`, `away`: inside minus outside, near the side and further from it.

    `seen`: places that the picture shows. `beyond` [n, 4, 2 ends, 5, 3]: the step where the side should have ended.
    """

    inside: Numbers
    step: Numbers
    away: Numbers
    seen: Flags
    places: Points
    beyond: Numbers


@dataclass(frozen=True, slots=True, eq=False)
class Judged:
    """`quality`: 0-1, how surely an outline is that of a sheet; 0 when it is none. `score`: the largest is meant."""

    corners: Points
    is_cut: Flags
    quality: Numbers
    score: Numbers


def judge(lab: Lab, quads: Quads, strips: Strips, above: Corners | None = None) -> Judged:
    """All outlines at once. `above`: a sheet that may hide parts of them: there nothing is expected."""
    visible = strips.seen & ~quads.is_border[..., None]
    if above is not None:
        visible &= ~_is_inside(strips.places, above)
    corners = quads.corners
    is_cut = quads.is_border.any(axis=1) | _leaves(corners, lab)
    share = np.minimum(areas(corners) / (lab.shape[0] * lab.shape[1]), 1)
    quality = _quality(_support(strips, visible), visible, _beyond(strips, visible))
    is_sure = quality > np.where(is_cut, _LEAST_CUT_QUALITY, np.where(share < _SMALL_AREA, _LEAST_SMALL_QUALITY, 0))
    is_sure &= ~is_cut | (share > _LEAST_CUT_AREA)
    agrees = _disagreeing(strips, visible) <= np.where(is_cut, 0, 1)
    quality[~(_is_paper(lab, corners, strips, visible) & _are_sides_shown(quads, visible) & is_sure & agrees)] = 0
    weight = np.where(is_cut, _CUT_WEIGHT, np.where(_is_card_shaped(corners) & (share < _CARD_AREA), _CARD_WEIGHT, 1.0))
    score = quality * (0.3 + 0.7 * np.sqrt(share)) * weight
    return Judged(corners, is_cut, quality, score)


def look_along(lab: Lab, corners: Points) -> Strips:
    """Colours beside the sides of every outline."""
    start, end = corners, np.roll(corners, -1, axis=1)
    length = np.linalg.norm(end - start, axis=2, keepdims=True)
    way = (end - start) / length
    normal = np.stack([-way[..., 1], way[..., 0]], axis=2)
    normal *= np.sign(((corners.mean(axis=1, keepdims=True) - start) * normal).sum(axis=2, keepdims=True))
    places = start[:, :, None] + np.linspace(0.03, 0.97, PLACES)[:, None] * (end - start)[:, :, None]
    behind = np.linspace(0.3, 1, 5)[:, None] * np.clip(0.15 * length, *_BEYOND_PX)[:, :, None]
    ends = np.stack([start[:, :, None] - behind * way[:, :, None], end[:, :, None] + behind * way[:, :, None]], axis=2)
    inside, outside = (_beside(lab, places, sign * normal[:, :, None], _NEAR_PX) for sign in (1, -1))
    away = _beside(lab, places, normal[:, :, None], _AWAY_PX) - _beside(lab, places, -normal[:, :, None], _AWAY_PX)
    across = normal[:, :, None, None]
    beyond = _beside(lab, ends, across, _NEAR_PX) - _beside(lab, ends, -across, _NEAR_PX)
    beyond *= _is_seen(ends, lab)[..., None]
    return Strips(inside, inside - outside, away, _is_seen(places, lab), places, beyond)


def _beside(lab: Lab, places: Points, normal: Points, offsets_px: tuple[float, ...]) -> Numbers:
    return np.asarray(np.mean([sample(lab, places + px * normal) for px in offsets_px], axis=0, dtype=np.float64))


def _is_seen(places: Points, lab: Lab) -> Flags:
    height, width = lab.shape[:2]
    return np.asarray((places > 3).all(axis=-1) & (places < np.array((width - 4, height - 4))).all(axis=-1))


def _main_step(strips: Strips, among: Flags) -> Numbers:
    """[n, 4, 1, 3]: the step most of these places of a side agree on; 0 where there are none."""
    steps = np.where(among[..., None], strips.step, np.nan)
    steps[~among.any(axis=2)] = 0
    return np.asarray(np.nanmedian(steps, axis=2, keepdims=True))


def _support(strips: Strips, among: Flags) -> Flags:
    """Where the picture changes across the side as it does at most of these places, near and further away."""
    main = _main_step(strips, among)
    unit = main / np.maximum(np.linalg.norm(main, axis=3, keepdims=True), 1e-6)
    near, away = ((steps * unit).sum(axis=3) for steps in (strips.step, strips.away))
    return np.asarray((near > LEAST_STEP) & (away > LEAST_STEP))


def _beyond(strips: Strips, visible: Flags) -> Numbers:
    """How much of the sides goes on behind the corners: those of a sheet do not, those of a table or a key do."""
    main = _main_step(strips, visible)[:, :, None]
    size = np.linalg.norm(main, axis=4)
    goes_on = np.linalg.norm(strips.beyond - main, axis=4) < _SAME_STEP * size
    return np.asarray((goes_on & (size > LEAST_STEP)).mean(axis=(1, 2, 3)))


def _quality(support: Flags, visible: Flags, beyond: Numbers) -> Numbers:
    counted = visible.sum(axis=2)
    share = (support & visible).sum(axis=2) / np.maximum(counted, 1)
    barest = np.where(counted > PLACES // 6, share, 1.0).min(axis=1)
    mean = (support & visible).sum(axis=(1, 2)) / np.maximum(counted.sum(axis=1), 1)
    quality = 0.3 * barest + 0.7 * mean - 0.8 * beyond
    held = support | ~visible
    ends = np.stack([held[:, :, :_END_PLACES], held[:, :, -_END_PLACES:]], axis=2).mean(axis=3)
    bad = (
        ((ends < 0.5).sum(axis=(1, 2)) > _MOST_BARE_ENDS)
        | (barest < _LEAST_SUPPORT)
        | (mean < _LEAST_MEAN_SUPPORT)
        | (beyond > _MOST_BEYOND)
    )
    return np.where(bad | (quality < _LEAST_QUALITY), 0.0, quality)


def _disagreeing(strips: Strips, visible: Flags) -> Numbers:
    """How many sides change the other way than the rest: a desk is one desk, but a sheet may lie half on something."""
    main = _main_step(strips, visible)[:, :, 0] * (visible.mean(axis=2, keepdims=True) > 0.3)
    unit = main / np.maximum(np.linalg.norm(main, axis=2, keepdims=True), 1e-6)
    others = unit.sum(axis=1, keepdims=True) - unit
    return np.asarray(((unit * others).sum(axis=2) < 0).sum(axis=1))


def _is_inside(places: Points, sheet: Corners) -> Flags:
    """Which places lie on a sheet or on its very edge."""
    ways = np.roll(sheet, -1, axis=0) - sheet
    normals = np.stack([-ways[:, 1], ways[:, 0]], axis=1) / np.linalg.norm(ways, axis=1, keepdims=True)
    sides = [((places - corner) @ normal) for corner, normal in zip(sheet, normals, strict=True)]
    return np.asarray(np.min(sides, axis=0) > -_EDGE_PX)  # `sheet` is in order: its inside is to the right of each side


def beside(edges: Edges, sheet: Corners) -> Edges:
    """Edges that are neither on a sheet nor its own."""
    is_beside = ~_is_inside(edges.ends.mean(axis=1), sheet)
    return Edges(edges.ends[is_beside], edges.steps[is_beside])


def _is_card_shaped(corners: Points) -> Flags:
    sides = np.linalg.norm(np.roll(corners, -1, axis=1) - corners, axis=2)
    pairs = sides[:, :2] + sides[:, 2:]
    ratio = pairs.max(axis=1) / np.maximum(pairs.min(axis=1), 1e-6)
    return np.asarray(np.abs(ratio / _CARD_RATIO - 1) < _RATIO_TOLERANCE)


def _leaves(corners: Points, lab: Lab) -> Flags:
    """A corner is outside the picture."""
    height, width = lab.shape[:2]
    return np.asarray((corners < -1).any(axis=(1, 2)) | (corners > np.array((width, height))).any(axis=(1, 2)))


def _are_sides_shown(quads: Quads, visible: Flags) -> Flags:
    """Three sides at least are in view: less may be anything."""
    return np.asarray(((visible.mean(axis=2) > 0.3) & ~quads.is_border).sum(axis=1) >= 3)


def _is_paper(lab: Lab, corners: Points, strips: Strips, visible: Flags) -> Flags:
    """Not dark, not very long, and nothing inside brighter than the margins."""
    sides = np.linalg.norm(np.roll(corners, -1, axis=1) - corners, axis=2)
    margin = np.where(visible, strips.inside[..., 0], np.nan).reshape(len(corners), 4 * PLACES)
    margin[~visible.any(axis=(1, 2))] = 0
    middle, bright = np.nanmedian(margin, axis=1), np.nanpercentile(margin, 90, axis=1)
    inside = sample(lab, _grid(corners))[..., 0]
    brighter = (inside > bright[:, None] * _BRIGHTER + 2).mean(axis=1)
    is_dark = middle < max(_DARKEST, _DARKEST_SHARE * float(np.percentile(lab[::4, ::4, 0], 97)))
    return np.asarray(
        ~is_dark & (brighter < _BRIGHTER_SHARE) & (sides.max(axis=1) < _LONGEST_RATIO * sides.min(axis=1))
    )


def _grid(corners: Points) -> Points:
    """[n, _GRID², 2] places inside."""
    across, down = (part.ravel()[:, None] for part in np.meshgrid(*[np.linspace(0.04, 0.96, _GRID)] * 2))
    a, b, c, d = (corners[:, None, i] for i in range(4))
    return np.asarray((a * (1 - across) + b * across) * (1 - down) + (d * (1 - across) + c * across) * down)


def in_order(points: Points) -> Corners:
    """Four points as top left, top right, bottom right, bottom left, as the picture shows them."""
    centre = points.mean(axis=0)
    angles = np.arctan2(points[:, 1] - centre[1], points[:, 0] - centre[0])
    around = points[np.argsort(angles)]  # clockwise on the screen
    return np.roll(around, -int(around.sum(axis=1).argmin()), axis=0)
