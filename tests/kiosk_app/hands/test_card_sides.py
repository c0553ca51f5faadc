"""Shell: a card under the camera: one side, the other, one sheet with the purpose across; nothing is left behind."""

from collections.abc import Callable
from functools import cache
from pathlib import Path

import cv2
import numpy as np
import pytest

from bench.pages.sheets import draw_card_back, draw_card_front
from devices.camera.card_words import CardWord
from devices.camera.frame import Rgb
from devices.camera.scene import SceneLook, card_corners, draw_desk, lay_sheet, light, sheet_corners
from kiosk_app.hands.card_sides import CardSides

SIZE = (2592, 1944)
FONT = Path(__file__).resolve().parents[3] / "assets" / "fonts" / "NotoSansCJKsc-Regular.otf"
PURPOSE = "仅供办理社会保障卡补领、换领、换发使用"


def under_camera(sheet: Rgb, *, is_card: bool = True) -> Rgb:
    corners = (card_corners if is_card else sheet_corners)(*SIZE)
    return light(lay_sheet(draw_desk("wood", *SIZE), sheet, corners), SceneLook("wood"))


@cache
def front() -> Rgb:
    return under_camera(draw_card_front(np.random.default_rng(0)))


@cache
def back() -> Rgb:
    return under_camera(draw_card_back(np.random.default_rng(0)))


def letter() -> Rgb:
    return under_camera(np.full((1754, 1240, 3), 238, dtype=np.uint8), is_card=False)


@pytest.fixture
def sides() -> CardSides:
    return CardSides(FONT)


def test_two_sides_become_one_sheet_and_are_forgotten(sides: CardSides) -> None:
    assert sides.take(front(), PURPOSE) == (None, CardWord.TURN_OVER)
    assert not sides.is_empty
    sheet, word = sides.take(back(), PURPOSE)
    assert sheet is not None and (word, sheet.shape) == (CardWord.COMPLETE, (2339, 1654, 3))
    assert sides.is_empty


def test_the_purpose_stays_within_the_card(sides: CardSides) -> None:
    sides.take(front(), PURPOSE)
    sheet, _ = sides.take(back(), PURPOSE)
    assert sheet is not None
    columns = np.flatnonzero((cv2.cvtColor(sheet, cv2.COLOR_RGB2GRAY) < 240).any(axis=0))
    assert columns[-1] - columns[0] <= 690  # 85.6 mm at 200 dpi are 674 px


@pytest.mark.parametrize(("shown", "word"), [(front, CardWord.SAME_SIDE), (letter, CardWord.NOT_A_CARD)])
def test_what_is_not_the_other_side_changes_nothing(sides: CardSides, shown: Callable[[], Rgb], word: CardWord) -> None:
    sides.take(front(), PURPOSE)
    assert sides.take(shown(), PURPOSE) == (None, word)
    assert sides.take(back(), PURPOSE)[1] is CardWord.COMPLETE


def test_an_empty_desk_is_no_card(sides: CardSides) -> None:
    assert sides.take(draw_desk("wood", *SIZE), PURPOSE) == (None, CardWord.NOT_A_CARD)


def test_half_a_card_is_forgotten_on_request(sides: CardSides) -> None:
    sides.take(front(), PURPOSE)
    sides.forget()
    assert sides.take(back(), PURPOSE) == (None, CardWord.TURN_OVER)
