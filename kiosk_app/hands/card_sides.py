"""Shell: both sides of a card, one after the other, until they lie on one sheet with its purpose across."""

from pathlib import Path

from PIL import ImageFont

from devices.camera.card_copy import CardCopy, card_in, lay_out
from devices.camera.card_words import CardWord
from devices.camera.frame import Rgb
from devices.camera.page import find_page

MARK_PX, MARK_WIDTH_PX = 44, 620
"""Letters across a card, which is 674 px wide at 200 dpi: a long name of a matter gets smaller ones."""


class CardSides:
    """The sides taken so far, in memory only."""

    def __init__(self, font: Path) -> None:
        self._font, self._copy = font, CardCopy()

    def take(self, rgb: Rgb, purpose: str) -> tuple[Rgb | None, CardWord]:
        """The sheet once both sides are there, and what to say. Takes a moment: not on the engine lane."""
        outline = find_page(rgb)
        card = card_in(rgb, outline.corners) if outline is not None and not outline.is_cut else None
        self._copy, word = self._copy.after(card)
        if word is not CardWord.COMPLETE:
            return None, word
        size_px = min(MARK_PX, MARK_WIDTH_PX // max(1, len(purpose)))
        sheet = lay_out(self._copy, purpose, ImageFont.truetype(str(self._font), size_px))
        self.forget()
        return sheet, word

    @property
    def is_empty(self) -> bool:
        """Nothing of anybody is in it."""
        return not self._copy.cards

    def forget(self) -> None:
        """Drops them."""
        self._copy = CardCopy()
