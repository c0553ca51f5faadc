"""Core: both sides of a card on one A4 sheet, at true scale, marked with the purpose of the copy.

The sides of a resident's identity card are told apart by what everybody sees: the portrait on the right of the front,
the red emblem on the upper left of the back. Other cards have unknown sides; their pictures must only differ.
"""

from dataclasses import dataclass
from enum import StrEnum

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

from devices.camera.card_words import CardWord
from devices.camera.edges import lab_of
from devices.camera.flatten import A4_MM, CARD_MM, flatten, is_card, px_of, sheet_mm
from devices.camera.frame import Corners, Rgb

DPI = 200
_WIDTH, _HEIGHT = px_of(CARD_MM[0], DPI), px_of(CARD_MM[1], DPI)
_RADIUS_MM = 3.18  # ISO/IEC 7810
_TOPS_MM = (70.0, 150.0)  # of both cards on the sheet
_PORTRAIT = (0.62, 0.10, 0.96, 0.74)  # left, top, right, bottom as shares of the card
_EMBLEM = (0.05, 0.08, 0.32, 0.48)
_BLOCK_PX = 10  # letters become grey, hair and clothes stay dark
_DARK_LEVEL, _DARK_SHARE = 65.0, 0.1  # L* of blocks, and how many of the portrait's are
_RED_LEVEL, _RED_SHARE = 28.0, 0.12  # a* of blocks, and how many of the emblem's are
_CLEARLY = 2.0  # times as dark as the other end of the card
_ALIKE = 0.8  # correlation of two pictures of one side
_MARK_ANGLE_DEG, _MARK_ALPHA = 18, 96


class CardSide(StrEnum):
    FRONT = "front"
    BACK = "back"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Card:
    """One side: `picture` at DPI, across, upright when the side is known."""

    picture: Rgb
    side: CardSide

    def __repr__(self) -> str:
        return f"Card({self.side})"


@dataclass(frozen=True, slots=True, eq=False)
class CardCopy:
    """The sides taken so far: none, one, or two that differ."""

    cards: tuple[Card, ...] = ()

    def after(self, card: Card | None) -> tuple["CardCopy", CardWord]:
        """With one more picture, when it is of use."""
        if card is None:
            return self, CardWord.NOT_A_CARD
        if len(self.cards) == 2:
            return self, CardWord.COMPLETE
        if any(_is_same_side(card, other) for other in self.cards):
            return self, CardWord.SAME_SIDE
        cards = tuple(sorted((*self.cards, card), key=lambda one: one.side is CardSide.BACK))
        return CardCopy(cards), CardWord.COMPLETE if len(cards) == 2 else CardWord.TURN_OVER


def card_in(rgb: Rgb, corners: Corners) -> Card | None:
    """The card whose corners these are; None when it has not the proportions of one."""
    if not is_card(sheet_mm(corners, rgb.shape)):
        return None
    return card_of(flatten(rgb, corners, dpi=DPI))


def card_of(flat: Rgb) -> Card:
    """The card that fills this flattened picture, whichever way it lies."""
    across = flat if flat.shape[1] > flat.shape[0] else np.rot90(flat)
    picture = np.asarray(cv2.resize(across, (_WIDTH, _HEIGHT), interpolation=cv2.INTER_AREA), dtype=np.uint8)
    return _recognised(picture, np.ascontiguousarray(np.rot90(picture, 2)))


def _recognised(picture: Rgb, turned: Rgb) -> Card:
    """The card as it lies or turned, whichever shows an emblem or a portrait where it belongs."""
    blocks = [_blocks(one) for one in (picture, turned)]
    red = [float((_part(lab, _EMBLEM)[..., 1] > _RED_LEVEL).mean()) for lab in blocks]
    dark = [float((_part(lab, _PORTRAIT)[..., 0] < _DARK_LEVEL).mean()) for lab in blocks]
    if max(red) > _RED_SHARE:
        return Card(picture if red[0] > red[1] else turned, CardSide.BACK)
    if max(dark) > _DARK_SHARE and max(dark) > _CLEARLY * min(dark):
        return Card(picture if dark[0] > dark[1] else turned, CardSide.FRONT)
    return Card(picture, CardSide.UNKNOWN)


def _blocks(picture: Rgb) -> NDArray[np.float32]:
    small = cv2.resize(picture, (_WIDTH // _BLOCK_PX, _HEIGHT // _BLOCK_PX), interpolation=cv2.INTER_AREA)
    return lab_of(np.asarray(small, dtype=np.uint8))


def _part(lab: NDArray[np.float32], box: tuple[float, float, float, float]) -> NDArray[np.float32]:
    height, width = lab.shape[:2]
    left, top, right, bottom = box
    return lab[round(top * height) : round(bottom * height), round(left * width) : round(right * width)]


def _is_same_side(card: Card, other: Card) -> bool:
    if CardSide.UNKNOWN not in (card.side, other.side):
        return card.side is other.side
    turned = np.ascontiguousarray(np.rot90(card.picture, 2))
    return max(_likeness(picture, other.picture) for picture in (card.picture, turned)) > _ALIKE


def _likeness(one: Rgb, other: Rgb) -> float:
    """Correlation of two small pictures: 1 for the same."""
    thumbs = [
        cv2.cvtColor(cv2.resize(picture, (64, 40), interpolation=cv2.INTER_AREA), cv2.COLOR_RGB2GRAY)
        for picture in (one, other)
    ]
    return float(np.corrcoef(thumbs[0].ravel(), thumbs[1].ravel())[0, 1])


def lay_out(copy: CardCopy, purpose: str, font: ImageFont.FreeTypeFont) -> Rgb:
    """A white A4 sheet at DPI with the front above and the back below. `purpose` runs across both: 仅供办理…使用."""
    sheet = Image.new("RGB", (px_of(A4_MM[0], DPI), px_of(A4_MM[1], DPI)), "white")
    mask = Image.new("L", (_WIDTH, _HEIGHT), 0)
    ImageDraw.Draw(mask).rounded_rectangle((0, 0, _WIDTH - 1, _HEIGHT - 1), px_of(_RADIUS_MM, DPI), fill=255)
    mark = _mark(purpose, font)
    for card, top_mm in zip(copy.cards, _TOPS_MM, strict=False):
        left, top = (sheet.width - _WIDTH) // 2, px_of(top_mm, DPI)
        sheet.paste(Image.fromarray(card.picture), (left, top), mask)
        middle = (sheet.width // 2, top + _HEIGHT // 2)
        sheet.paste(mark, (middle[0] - mark.width // 2, middle[1] - mark.height // 2), mark)
    return np.asarray(sheet, dtype=np.uint8)


def _mark(purpose: str, font: ImageFont.FreeTypeFont) -> Image.Image:
    """The purpose as slanting grey letters that let the card shine through."""
    left, top, right, bottom = (round(edge) for edge in font.getbbox(purpose))
    mark = Image.new("RGBA", (right - left + 8, bottom - top + 8), (90, 90, 90, 0))
    ImageDraw.Draw(mark).text((4 - left, 4 - top), purpose, font=font, fill=(90, 90, 90, _MARK_ALPHA))
    return mark.rotate(_MARK_ANGLE_DEG, expand=True, resample=Image.Resampling.BICUBIC)
