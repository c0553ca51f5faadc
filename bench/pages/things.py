"""Core: what else lies or moves on a desk: hands, phones, mugs, keyboards, pens. All from a seed, in desk mm."""

from collections.abc import Callable
from typing import TypeAlias

import cv2
import numpy as np
from numpy.random import Generator

from bench.pages.desks import Paint
from bench.pages.layers import blend, capsule, drop_shadow, lay_texture, mask_of, rounded
from bench.pages.pose import Points, Pose, rectangle, turned
from devices.camera.frame import Rgb

SKIN = ((224, 178, 148), (198, 148, 116), (236, 196, 170), (160, 112, 84), (214, 160, 128))
MUGS = ((240, 240, 236), (60, 90, 140), (170, 50, 40), (36, 36, 40))
SLEEVES = ((60, 70, 96), (40, 40, 44), (150, 60, 60), (180, 184, 190), (84, 104, 84))
Draw: TypeAlias = Callable[[Paint, Pose, Generator], None]


def draw_hand(picture: Paint, pose: Pose, rng: Generator, tip_mm: Points, from_deg: float) -> None:
    """A hand whose finger tips end near `tip_mm`, with its arm coming from that side (0°: from the right)."""
    turn = turned(from_deg)
    spread = rng.uniform(0.8, 1.2)
    fingers = []
    for number, (reach, aside) in enumerate([(0, -30), (-6, -11), (0, 8), (9, 26)]):
        tip = np.array((reach + rng.uniform(0, 5), aside * spread))
        knuckle = np.array((62.0, -27 + number * 18.0))
        fingers.append(capsule(tip @ turn + tip_mm, knuckle @ turn + tip_mm, (7.0, 9.0)))
    thumb = capsule(np.array((34.0, 62.0)) @ turn + tip_mm, np.array((88.0, 30.0)) @ turn + tip_mm, (8.5, 12.0))
    palm = capsule(np.array((82.0, 0.0)) @ turn + tip_mm, np.array((120.0, 0.0)) @ turn + tip_mm, (36.0, 30.0))
    arm = capsule(np.array((120.0, 0.0)) @ turn + tip_mm, np.array((460.0, 10.0)) @ turn + tip_mm, (27.0, 38.0))
    sleeve = capsule(np.array((170.0, 0.0)) @ turn + tip_mm, np.array((480.0, 10.0)) @ turn + tip_mm, (36.0, 46.0))
    _paint(picture, pose, [*fingers, thumb, palm, arm], SKIN[rng.integers(len(SKIN))])
    _paint(picture, pose, [sleeve], SLEEVES[rng.integers(len(SLEEVES))])


def _paint(picture: Paint, pose: Pose, outlines: list[Points], colour: tuple[int, int, int]) -> None:
    """A rounded thing: darker towards its edges."""
    mask = mask_of(outlines, pose)
    drop_shadow(picture, mask, pose, (3.0, 4.0), 0.3)
    small = cv2.resize(mask, None, fx=0.25, fy=0.25, interpolation=cv2.INTER_AREA)
    core = cv2.GaussianBlur(small, (0, 0), max(0.5, 3.0 * pose.px_per_mm / 4))
    shade = cv2.resize(core, mask.shape[::-1], interpolation=cv2.INTER_LINEAR)
    blend(picture, mask, np.array(colour, np.float32) * (np.float32(0.55) + np.float32(0.45) * shade)[..., None])


def _any_colour(rng: Generator, low: int, high: int) -> tuple[int, int, int]:
    red, green, blue = (int(level) for level in rng.integers(low, high, 3))
    return red, green, blue


def draw_phone(picture: Paint, pose: Pose, rng: Generator) -> None:
    """Dark with a dark, lit or white screen; round corners."""
    corners = rectangle((72, 152), tuple(rng.uniform(-70, 70, 2)), float(rng.uniform(-90, 90)))
    face = np.full((608, 288, 3), rng.choice([18, 30, 225]), dtype=np.uint8)
    _lay_thing(picture, pose, face, rounded(corners, 10.0), corners)
    if rng.random() < 0.5:
        face[:] = _any_colour(rng, 90, 240)
        for row in range(6):
            cv2.rectangle(face, (24, 60 + row * 88), (264, 114 + row * 88), (250, 250, 250), -1)
        middle = corners.mean(axis=0)
        screen = middle + (corners - middle) * 0.93
        lay_texture(picture, mask_of([rounded(screen, 8.0)], pose), face, pose.project(screen))


def draw_keyboard(picture: Paint, pose: Pose, rng: Generator) -> None:
    """Comes into view from one side: keys with gaps, black or white."""
    base, cap = ((30, 30, 32), (52, 52, 56)) if rng.random() < 0.5 else ((176, 178, 182), (228, 229, 230))
    face = np.full((540, 1760, 3), base, dtype=np.uint8)
    for row in range(6):
        for column in range(20):
            x, y = 16 + column * 87 + row * 8, 16 + row * 86
            cv2.rectangle(face, (x, y), (x + 74, y + 72), cap, -1)
            cv2.line(face, (x + 22, y + 30), (x + 44, y + 30), (140, 140, 140), 4)
    side = float(rng.choice([-1, 1]))
    centre = (float(rng.uniform(-200, 200)), side * float(rng.uniform(115, 150)))
    corners = rectangle((440, 135), centre, float(rng.uniform(-14, 14)))
    _lay_thing(picture, pose, face, rounded(corners, 4.0), corners)


def draw_mug(picture: Paint, pose: Pose, rng: Generator) -> None:
    """A ring with tea in it and a handle."""
    centre = rng.uniform(-90, 90, 2)
    colour = MUGS[rng.integers(len(MUGS))]
    point = capsule(centre, centre, (41.0, 41.0))
    handle = capsule(centre, centre + np.array((60.0, 8.0)) @ turned(float(rng.uniform(0, 360))), (9.0, 9.0))
    _paint(picture, pose, [handle, point], colour)
    _paint(picture, pose, [capsule(centre, centre, (36.0, 36.0))], (96, 52, 24))


def draw_pens(picture: Paint, pose: Pose, rng: Generator) -> None:
    """One to three pens and a ruler: long straight edges that belong to no sheet."""
    for _ in range(int(rng.integers(1, 4))):
        start, way = rng.uniform(-100, 100, 2), np.array((140.0, 0.0)) @ turned(float(rng.uniform(0, 360)))
        _paint(picture, pose, [capsule(start, start + way, (4.5, 4.5))], _any_colour(rng, 20, 220))
    ruler = rectangle((210, 32), tuple(rng.uniform(-90, 90, 2)), float(rng.uniform(0, 180)))
    face = np.full((128, 840, 3), rng.choice([120, 214]), dtype=np.uint8)
    for tick in range(0, 840, 8):
        cv2.line(face, (tick, 0), (tick, 30 if tick % 40 == 0 else 16), (40, 40, 40), 1)
    _lay_thing(picture, pose, face, ruler, ruler)


CLUTTER: tuple[Draw, ...] = (draw_phone, draw_keyboard, draw_mug, draw_pens)


def _lay_thing(picture: Paint, pose: Pose, face: Rgb, outline: Points, corners: Points) -> None:
    mask = mask_of([outline], pose)
    drop_shadow(picture, mask, pose, (1.5, 2.0), 0.35)
    lay_texture(picture, mask, face, pose.project(corners))
