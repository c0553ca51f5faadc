"""Core: both sides of a card are told apart, however they lie, and come to one A4 sheet at true size."""

from functools import cache
from pathlib import Path

import cv2
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import ImageFont

from bench.pages.sheets import draw_card_back, draw_card_front
from devices.camera.card_copy import Card, CardCopy, CardSide, card_in, lay_out
from devices.camera.card_words import SENTENCES, CardWord
from devices.camera.frame import Rgb
from devices.camera.page import find_page
from devices.camera.scene import DESKS, SceneLook, card_corners, draw_desk, lay_sheet, light, sheet_corners

SIZE = (2592, 1944)
COARSE = (1296, 972)
"""A plainer camera: many cards in the time of a few."""
SIDES = {CardSide.FRONT: draw_card_front, CardSide.BACK: draw_card_back}
MM_PX = 200 / 25.4


def _draw(side: CardSide, seed: int = 0) -> Rgb:
    return SIDES[side](np.random.default_rng(seed))


def _shown(sheet: Rgb, desk: str = "wood", turns: int = 0, size: tuple[int, int] = SIZE) -> Card | None:
    """As the camera sees it, found by its edges."""
    corners = np.roll(card_corners(*size), turns, axis=0)
    picture = light(lay_sheet(draw_desk(desk, *size), sheet, corners), SceneLook(desk))
    outline = find_page(picture)
    assert outline is not None
    return card_in(picture, outline.corners)


def _taken(sheet: Rgb) -> Card:
    card = _shown(sheet)
    assert card is not None
    return card


@cache
def _residents(side: CardSide) -> Card:
    """Always the same one."""
    return _taken(_draw(side))


@pytest.mark.parametrize("turns", [0, 2])
@pytest.mark.parametrize("desk", DESKS)
@pytest.mark.parametrize("side", SIDES)
def test_sides_are_told_apart_and_stand_upright(side: CardSide, desk: str, turns: int) -> None:
    drawn = _draw(side, seed=3)
    card = _shown(drawn, desk, turns)
    assert card is not None
    assert card.side is side
    wanted = cv2.resize(drawn, card.picture.shape[1::-1], interpolation=cv2.INTER_AREA)
    likeness = np.corrcoef(card.picture.ravel(), wanted.ravel())[0, 1]
    assert likeness > 0.8, "it stands on its head"


@settings(max_examples=25, deadline=None)
@given(seed=st.integers(0, 10_000), side=st.sampled_from(list(SIDES)))
def test_any_card_is_known_by_its_side(seed: int, side: CardSide) -> None:
    card = _shown(_draw(side, seed), size=COARSE)
    assert card is not None and card.side is side


def test_a_sheet_of_paper_is_no_card() -> None:
    sheet = np.full((1754, 1240, 3), 238, dtype=np.uint8)
    picture = light(lay_sheet(draw_desk("wood", *SIZE), sheet, sheet_corners(*SIZE)), SceneLook())
    outline = find_page(picture)
    assert outline is not None
    assert card_in(picture, outline.corners) is None


def test_words_lead_from_one_side_to_the_other() -> None:
    front, back = _residents(CardSide.FRONT), _residents(CardSide.BACK)
    copy, word = CardCopy().after(None)
    assert (word, copy.cards) == (CardWord.NOT_A_CARD, ())
    copy, word = copy.after(back)
    assert word is CardWord.TURN_OVER
    assert copy.after(_taken(_draw(CardSide.BACK, seed=0)))[1] is CardWord.SAME_SIDE
    copy, word = copy.after(front)
    assert word is CardWord.COMPLETE
    assert [card.side for card in copy.cards] == [CardSide.FRONT, CardSide.BACK]
    assert copy.after(front) == (copy, CardWord.COMPLETE)


def test_sides_of_an_unknown_card_need_only_differ() -> None:
    """A bank card or a disabled person's card: no portrait, no emblem where a resident's card has them."""
    rng = np.random.default_rng(5)
    one, other = (np.full((340, 540, 3), 200, np.uint8) for _ in range(2))
    cv2.rectangle(one, (40, 60), (300, 90), (60, 90, 160), -1)
    cv2.rectangle(other, (0, 40), (540, 110), (30, 30, 34), -1)
    sides = [np.clip(side + rng.normal(0, 2, side.shape), 0, 255).astype(np.uint8) for side in (one, other)]
    first, second = (_taken(side) for side in sides)
    copy, word = CardCopy().after(first)
    assert word is CardWord.TURN_OVER
    assert copy.after(_taken(sides[0]))[1] is CardWord.SAME_SIDE
    assert copy.after(second)[1] is CardWord.COMPLETE


def test_every_word_has_its_sentence() -> None:
    assert set(SENTENCES) == set(CardWord)
    assert all(texts["zh"] and texts["en"] for texts in SENTENCES.values())


def test_the_copy_is_an_a4_sheet_with_both_sides_at_true_size(font_path: Path) -> None:
    copy = CardCopy()
    for side in SIDES:
        copy, _ = copy.after(_residents(side))
    purpose = "仅供办理长寿保健金使用"
    sheet = lay_out(copy, purpose, ImageFont.truetype(str(font_path), 44))
    assert sheet.shape[:2] == (round(297 * MM_PX), round(210 * MM_PX))
    rows = np.flatnonzero((sheet < 235).any(axis=(1, 2)))
    first, second = np.split(rows, np.flatnonzero(np.diff(rows) > 60) + 1)
    for card_rows in (first, second):
        assert len(card_rows) == pytest.approx(53.98 * MM_PX, rel=0.02)
    columns = np.flatnonzero((sheet < 235).any(axis=(0, 2)))
    assert columns[-1] - columns[0] == pytest.approx(85.6 * MM_PX, rel=0.02)
    bare = lay_out(copy, "  ", ImageFont.truetype(str(font_path), 44))
    assert np.abs(sheet.astype(int) - bare).max() > 30, "the purpose is not on it"
