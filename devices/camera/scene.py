"""Core: draws what an emulated document camera sees: a desk, a sheet in perspective, light, shadow and noise."""

from dataclasses import dataclass
from functools import cache

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

from devices.camera.frame import Corners, Rgb

DESKS = ("dark", "wood", "white")
A4_RATIO = 297 / 210
CARD_RATIO = 85.6 / 53.98  # ISO/IEC 7810 ID-1
CARD_SHARE, CARD_TURN = 0.26, 0.06  # of the picture's width, as A4 lying across fills nearly all of it; tangent
_DESK_COLOUR = {"dark": (48, 50, 56), "wood": (150, 108, 72), "white": (206, 207, 205)}
_PAPER_COLOUR = 238
# where the sheet lies, as shares of the picture's width and height: slightly turned, seen a little from the front
SHEET_SHARES = ((0.286, 0.072), (0.717, 0.084), (0.738, 0.936), (0.262, 0.918))
_SHADOW_AT, _SHADOW_BLUR_PX, _SHADOW_PX = (4, 5), 6, 32  # beside the sheet; how soft; it reaches no further
_SAMPLE_LINES = (
    "收入情况说明（样例）",
    "",
    "兹有本镇居民测试甲，女，1899年1月1日出生，",
    "现住广东省广州市番禺区测试镇样例村一巷1号。",
    "",
    "经核实，该居民未在其他地区领取长寿保健金。",
    "本说明仅用于设备演示，不具有任何效力。",
    "",
    "            测试镇样例村村民委员会",
    "                2026年1月1日",
)


@dataclass(frozen=True, slots=True)
class SceneLook:
    """How difficult the picture is. `noise`: standard deviation in grey levels."""

    desk: str = "wood"
    noise: float = 3.0
    blur_px: float = 0.0
    glare: bool = False


def draw_document(font: ImageFont.FreeTypeFont | None, width_px: int = 1240) -> Rgb:
    """An A4 sheet with a sample letter; grey bars stand for the lines when there is no font."""
    height_px = round(width_px * A4_RATIO)
    sheet = Image.new("RGB", (width_px, height_px), (_PAPER_COLOUR,) * 3)
    draw = ImageDraw.Draw(sheet)
    step = height_px // 24
    for number, line in enumerate(_SAMPLE_LINES):
        place = (width_px * 0.1, height_px * 0.1 + number * step * 1.6)
        if font is not None:
            draw.text(place, line, fill=(40, 40, 44), font=font)
        elif line:
            draw.rectangle((*place, place[0] + width_px * 0.035 * len(line), place[1] + step // 2), fill=(70, 70, 74))
    _draw_stamp(draw, (width_px * 0.72, height_px * 0.66), width_px * 0.09)
    return np.asarray(sheet, dtype=np.uint8)


def _draw_stamp(draw: ImageDraw.ImageDraw, centre: tuple[float, float], radius: float) -> None:
    (x, y), red = centre, (205, 50, 45)
    draw.ellipse((x - radius, y - radius, x + radius, y + radius), outline=red, width=6)
    inner = radius * 0.3
    draw.regular_polygon((x, y, inner), 5, fill=red)


@cache
def draw_desk(kind: str, width_px: int, height_px: int) -> Rgb:
    """An empty desk: `dark`, `wood` or `white`. The same picture every time, to be looked at, not to be drawn on."""
    rng = np.random.default_rng(7)
    desk = np.full((height_px, width_px, 3), _DESK_COLOUR[kind], dtype=np.float32)
    if kind == "wood":
        grain = cv2.GaussianBlur(rng.normal(0, 60, (height_px, width_px)).astype(np.float32), (0, 0), 30, sigmaY=1.2)
        desk += grain[..., None] * np.float32(4.0)
    drawn = _clip(desk)
    drawn.flags.writeable = False
    return drawn


def sheet_corners(width_px: int, height_px: int) -> Corners:
    """Where the emulator lays the sheet."""
    return np.array(SHEET_SHARES) * (width_px, height_px)


def card_corners(width_px: int, height_px: int) -> Corners:
    """Where the emulator lays a card: across, about a quarter of the picture, slightly turned."""
    across, down = CARD_SHARE * width_px, CARD_SHARE * width_px / CARD_RATIO
    half = np.array([(-across, -down), (across, -down), (across, down), (-across, down)]) / 2
    turn = np.array([(1.0, CARD_TURN), (-CARD_TURN, 1.0)])
    return np.asarray(np.array((width_px / 2, height_px / 2)) + half @ turn)


def is_card_shaped(sheet: Rgb) -> bool:
    """A picture with the proportions of a card, lying across."""
    return bool(abs(sheet.shape[1] / sheet.shape[0] / CARD_RATIO - 1) < 0.03)


def lay_sheet(desk: Rgb, sheet: Rgb, corners: Corners) -> Rgb:
    """The sheet on the desk with its corners there, and its shadow below. Only that part of the desk is drawn anew."""
    high = np.floor(np.maximum(corners.min(axis=0) - _SHADOW_PX, 0)).astype(int)
    low = np.ceil(corners.max(axis=0) + _SHADOW_PX).astype(int)
    part = desk[high[1] : low[1], high[0] : low[0]]
    seen = desk.copy()
    seen[high[1] : low[1], high[0] : low[0]] = _lay(part, sheet, corners - high)
    return seen


def _lay(desk: Rgb, sheet: Rgb, corners: Corners) -> Rgb:
    height, width = sheet.shape[:2]
    flat = np.array([(0, 0), (width, 0), (width, height), (0, height)], dtype=np.float32)
    warp = cv2.getPerspectiveTransform(flat, corners.astype(np.float32))
    size = (desk.shape[1], desk.shape[0])
    smaller = cv2.resize(sheet, None, fx=0.75, fy=0.75, interpolation=cv2.INTER_AREA)
    warp_smaller = warp @ np.diag([width / smaller.shape[1], height / smaller.shape[0], 1.0])
    laid = cv2.warpPerspective(smaller, warp_smaller, size, flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    mask = _soft_mask(corners, size)
    shadow = cv2.GaussianBlur(_soft_mask(corners + _SHADOW_AT, size), (0, 0), _SHADOW_BLUR_PX)
    bare = (1 - np.float32(0.35) * shadow) * (1 - mask)
    return _clip(desk * cv2.merge((bare,) * 3) + laid * cv2.merge((mask,) * 3))


def _soft_mask(corners: Corners, size: tuple[int, int]) -> NDArray[np.float32]:
    """1 on the sheet, 0 beside it, with edges as soft as a lens makes them."""
    mask = np.zeros((size[1], size[0]), dtype=np.uint8)
    shift = 4
    cv2.fillConvexPoly(mask, np.round(corners * 2**shift).astype(np.int32), 255, cv2.LINE_AA, shift)
    return np.asarray(mask, dtype=np.float32) / np.float32(255)


def light(picture: Rgb, look: SceneLook, seed: int = 0) -> Rgb:
    """Uneven light, optionally glare and blur, and the noise of a sensor."""
    height, width = picture.shape[:2]
    rows = np.linspace(1.0, 0.86, height, dtype=np.float32)[:, None]
    columns = np.linspace(0.92, 1.0, width, dtype=np.float32)[None, :]
    lit = picture * cv2.merge((rows * columns,) * 3)
    if look.glare:
        spot = np.zeros((height, width), dtype=np.float32)
        cv2.circle(spot, (width // 2, height // 2), height // 7, 220.0, -1)
        lit += cv2.GaussianBlur(spot, (0, 0), height / 30)[..., None]
    if look.blur_px > 0:
        lit = np.asarray(cv2.GaussianBlur(lit, (0, 0), look.blur_px), dtype=np.float32)
    lit += np.random.default_rng(seed).standard_normal(lit.shape, dtype=np.float32) * np.float32(look.noise)
    return _clip(lit)


def _clip(picture: NDArray[np.float32]) -> Rgb:
    return np.clip(picture, 0, 255).astype(np.uint8)
