"""Core: one picture for a kind and a seed, with the right answer: where whole sheets lie, and what is wrong with it."""

from dataclasses import dataclass, field

import cv2
import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from bench.pages.crumple import crease, fold_corner, wavy
from bench.pages.desks import KINDS as DESKS
from bench.pages.desks import Paint, draw_desk
from bench.pages.layers import blend, drop_shadow, lay_texture, mask_of, rounded
from bench.pages.light import Camera, add_glare, cast_shadow, expose, field_of
from bench.pages.pose import Points, Pose, pose, rectangle
from bench.pages.sheets import CARD_RADIUS_MM, FORMATS_MM, draw_sheet
from bench.pages.things import CLUTTER, draw_hand
from devices.camera.frame import Corners, Rgb
from devices.camera.outline import in_order

PREVIEW, FULL = (960, 720), (2592, 1944)
KINDS = ("dark", "wood", "white", "shadow", "coloured", "crumpled", "two papers", "hand")
EMPTY = ("empty desk", "only a hand", "clutter")
PINK, YELLOW, GREEN, BLUE = (238, 190, 196), (240, 224, 130), (176, 220, 180), (170, 204, 232)
COLOURS = (PINK, YELLOW, GREEN, BLUE, (222, 120, 104), (196, 178, 222), (236, 170, 96))
_MARGIN_SHARE = 0.012  # of the picture's width: a whole sheet keeps this from the border


@dataclass(frozen=True, slots=True)
class Trouble:
    """What is made wrong on purpose. `blur_px`: at 5 MP, beside the lens's own."""

    blur_px: float = 0.0
    has_glare: bool = False
    is_cut: bool = False
    is_dim: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class Shot:
    """`sheets`: corners of the sheets, the lowest first. `is_held`: fingers on a sheet."""

    rgb: Rgb
    sheets: tuple[Corners, ...]
    form: str
    is_held: bool


@dataclass(slots=True, eq=False)
class _Table:
    """The picture while things are laid on it. `sheets`: in desk mm, the lowest first."""

    rng: Generator
    pose: Pose
    paint: Paint
    paper: tuple[int, int, int]
    sheets: list[Points] = field(default_factory=list)


def shoot(kind: str, seed: int, size: tuple[int, int] = FULL, trouble: Trouble = Trouble()) -> Shot:
    """The same scene every time for the same kind and seed, at any size."""
    rng = np.random.default_rng([seed, (*KINDS, *EMPTY).index(kind)])
    form, corners = _first_sheet(rng, has_cards=kind not in ("coloured", "crumpled", "hand"))
    second = _second_sheet(rng, form, corners) if kind == "two papers" else None
    view = _view_of(rng, size, form, corners if second is None else np.r_[corners, second[1]])
    if trouble.is_cut:
        corners = _pushed_out(rng, view, corners)
    desk = kind if kind in DESKS else str(rng.choice(DESKS))
    desk_level, paper_level = _levels(rng, desk)
    paper = COLOURS[rng.integers(len(COLOURS))] if kind == "coloured" else (paper_level,) * 3
    table = _Table(rng, view, draw_desk(rng, desk, size, desk_level), paper)
    is_held = _furnish(table, kind, [(form, corners), *([second] if second else [])])
    sheets = tuple(in_order(view.project(corners)) for corners in table.sheets)
    return Shot(_expose(table, kind, trouble), sheets, form, is_held)


def _first_sheet(rng: Generator, *, has_cards: bool) -> tuple[str, Points]:
    form = str(rng.choice(["a4", "a5", "card" if has_cards else "a4", "receipt"], p=[0.7, 0.1, 0.1, 0.1]))
    turn = float(rng.normal(0, 6) if rng.random() < 0.5 else rng.uniform(-45, 45))
    across = 90.0 if form == "a4" and rng.random() < 0.3 else 0.0
    return form, rectangle(FORMATS_MM[form], (0, 0), turn + across)


def _second_sheet(rng: Generator, form: str, corners: Points) -> tuple[str, Points]:
    """Beside the first one, or partly on it."""
    other = str(rng.choice([form, "a5", "card"]))
    sizes = [np.hypot(*FORMATS_MM[name]) / 2 for name in (form, other)]
    away = sum(sizes) * (0.55 if rng.random() < 0.4 else rng.uniform(0.96, 1.06))
    angle = rng.uniform(0, 2 * np.pi)
    centre = (away * np.cos(angle), away * np.sin(angle))
    return other, rectangle(FORMATS_MM[other], centre, float(rng.uniform(-45, 45)))


def _view_of(rng: Generator, size: tuple[int, int], form: str, corners: Points) -> Pose:
    """A camera above that sees all corners: sheets fill much of the picture, cards and receipts lie somewhere in it."""
    span = np.ptp(corners, axis=0)
    fitting = max(span[0], span[1] * size[0] / size[1]) * (1.02 + 2 * _MARGIN_SHARE)
    field_mm = max(fitting / rng.uniform(0.75, 1.0), 0.0 if form in ("a4", "a5") else rng.uniform(300, 380))
    tilt = (float(rng.uniform(-12, 12)), float(rng.uniform(-5, 5)))
    aside = rng.uniform(-0.5, 0.5, 2)
    middle = (corners.min(axis=0) + corners.max(axis=0)) / 2
    while True:
        free = np.array((field_mm, field_mm * size[1] / size[0])) * (1 - 2 * _MARGIN_SHARE) - span
        corners_seen = corners - middle + aside * np.maximum(free, 0)
        view = pose(size, field_mm, tilt)
        if _is_inside(view.project(corners_seen), size):
            shift = np.eye(3)
            shift[:2, 2] = aside * np.maximum(free, 0) - middle
            return Pose(view.warp @ shift, *size, view.px_per_mm)
        field_mm, aside = field_mm * 1.02, aside * 0.97


def _is_inside(points: Points, size: tuple[int, int]) -> bool:
    margin = _MARGIN_SHARE * size[0]
    return bool((points >= margin).all() and (points <= np.array(size) - margin).all())


def _pushed_out(rng: Generator, view: Pose, corners: Points) -> Points:
    """Moved until a corner lies outside the picture by a good part of the sheet."""
    size = np.array((view.width_px, view.height_px))
    way = np.array((np.cos(a := rng.uniform(0, 2 * np.pi)), np.sin(a)))
    outside = np.linalg.norm(corners[1] - corners[0]) * view.px_per_mm * rng.uniform(0.1, 0.3)
    while True:
        seen = view.project(corners)
        if (seen < -outside).any() or (seen > size + outside).any():
            return corners
        corners = corners + way * 4.0


def _levels(rng: Generator, desk: str) -> tuple[float, int]:
    """Of a white desk and of the paper: on white they differ by 10 to 21 grey levels, ΔL* 4 to 8."""
    paper = float(rng.uniform(214, 244))
    step = float(rng.uniform(10, 21))
    if desk != "white" or rng.random() < 0.75:
        return paper - step, round(paper)
    return paper, round(paper - step)


def _furnish(table: _Table, kind: str, sheets: list[tuple[str, Points]]) -> bool:
    """Lays everything down; tells whether fingers are on the sheet."""
    rng = table.rng
    is_large = sheets[0][0] in ("a4", "a5")  # nobody lays a card on a telephone
    if kind == "clutter" or (kind in ("dark", "wood", "coloured") and is_large and rng.random() < 0.2):
        for number in rng.permutation(len(CLUTTER))[: int(rng.integers(1, 3))]:
            before = table.paint.copy()
            CLUTTER[number](table.paint, table.pose, rng)
            if kind not in EMPTY and _is_under(table.paint != before, table.pose, sheets[0][1]):
                table.paint[:] = before  # paper does not lie flat on such things
    if kind == "only a hand":
        draw_hand(table.paint, table.pose, rng, rng.uniform(-60, 60, 2), float(rng.uniform(0, 360)))
    if kind in EMPTY:
        return False
    for form, corners in sheets:
        _lay_sheet(table, form, corners, is_crumpled=kind == "crumpled")
        table.sheets.append(corners)
    return kind == "hand" and _take_hold(table, sheets[0][1])


def _is_under(changed: NDArray[np.bool_], view: Pose, corners: Points) -> bool:
    place = np.zeros(changed.shape[:2], dtype=np.uint8)
    cv2.fillConvexPoly(place, np.round(view.project(corners)).astype(np.int32), 1)
    return bool(changed[::4, ::4, 0][place[::4, ::4] > 0].any())


def _lay_sheet(table: _Table, form: str, corners: Points, *, is_crumpled: bool) -> None:
    rng, view = table.rng, table.pose
    texture = draw_sheet(rng, form, table.paper)
    outline, flap = rounded(corners, CARD_RADIUS_MM) if form == "card" else corners, None
    if is_crumpled:
        texture = crease(texture, rng)
        outline = wavy(corners, rng)
        if form != "card" and rng.random() < 0.3:
            outline, flap = fold_corner(corners, int(rng.integers(4)), float(rng.uniform(6, 12)))
    mask = mask_of([outline], view)
    lift = rng.uniform(0.3, 1.6) * np.array((np.cos(a := rng.uniform(0, 2 * np.pi)), np.sin(a)))
    drop_shadow(table.paint, mask, view, (float(lift[0]), float(lift[1])), float(rng.uniform(0.1, 0.35)))
    lay_texture(table.paint, mask, texture, view.project(corners))
    if flap is not None:
        blend(table.paint, mask_of([flap], view), np.array(table.paper, np.float32) * np.float32(0.9))


def _take_hold(table: _Table, corners: Points) -> bool:
    """A hand that holds the sheet, or one that lies beside it."""
    rng = table.rng
    is_held = bool(rng.random() < 0.6)
    sides = np.linalg.norm(np.roll(corners, -1, axis=0) - corners, axis=1)
    side = int(rng.choice(np.flatnonzero(sides > 100)))
    start, end = corners[side], corners[(side + 1) % 4]
    way = (end - start) / np.linalg.norm(end - start)
    outward = np.array((way[1], -way[0]))
    inside = min(rng.uniform(10, 26), sides.min() / 4) if is_held else -rng.uniform(14, 40)
    tip = start + rng.uniform(0.15, 0.85) * (end - start) - inside * outward
    angle = np.degrees(np.arctan2(outward[1], outward[0])) + rng.uniform(-25, 25) * is_held
    draw_hand(table.paint, table.pose, rng, tip, float(angle))
    return is_held


def _expose(table: _Table, kind: str, trouble: Trouble) -> Rgb:
    rng, size = table.rng, (table.pose.width_px, table.pose.height_px)
    light = field_of(rng, size, 0.3 if kind == "shadow" else float(rng.uniform(0.05, 0.22)))
    if kind == "shadow":
        cast_shadow(light, rng)
    light /= max(1.0, float(light.max()))  # cameras expose for what is brightest
    if trouble.has_glare:
        middle = table.pose.project(table.sheets[0].mean(axis=0, keepdims=True))[0] + rng.uniform(-0.04, 0.04, 2) * size
        add_glare(table.paint, (middle[0], middle[1]), size[0] * rng.uniform(0.03, 0.06), float(rng.uniform(200, 400)))
    if trouble.is_dim:
        light *= np.float32(rng.uniform(0.26, 0.38))
    camera = Camera(
        float(rng.uniform(0.7, 1.6)) + trouble.blur_px, float(rng.uniform(1.5, 4.5)), int(rng.integers(84, 95))
    )
    return expose(table.paint, light, rng, camera)
