"""Core: the sheet is found on any desk, judged in one word, and laid flat."""

import time
from pathlib import Path

import numpy as np
import pytest
from PIL import ImageFont

from devices.camera.flatten import flatten
from devices.camera.frame import Corners, Rgb
from devices.camera.outline import in_order
from devices.camera.page import PageVerdict, find_page, look_at_page
from devices.camera.scene import DESKS, SceneLook, draw_desk, draw_document, lay_sheet, light, sheet_corners

PREVIEW = (960, 720)
FULL = (1920, 1440)


@pytest.fixture(scope="module")
def sheet(font_path: Path) -> Rgb:
    return draw_document(ImageFont.truetype(str(font_path), 40))


def _shot(sheet: Rgb, size: tuple[int, int], look: SceneLook, corners: Corners | None = None) -> Rgb:
    at = sheet_corners(*size) if corners is None else corners
    return light(lay_sheet(draw_desk(look.desk, *size), sheet, at), look)


def _tilts(size: tuple[int, int], count: int) -> list[Corners]:
    rng = np.random.default_rng(11)
    share = rng.uniform(-0.05, 0.05, (count, 4, 2))
    return [sheet_corners(*size) + tilt * size for tilt in share]


@pytest.mark.parametrize("desk", DESKS)
def test_corners_are_found_on_every_desk(sheet: Rgb, desk: str) -> None:
    for corners in _tilts(PREVIEW, 5):
        view = look_at_page(_shot(sheet, PREVIEW, SceneLook(desk), corners))
        assert view.verdict is PageVerdict.GOOD
        assert view.outline is not None
        assert np.abs(view.outline.corners - corners).max() < 2.0


def test_corners_are_as_exact_at_full_size(sheet: Rgb) -> None:
    [corners] = _tilts(FULL, 1)
    outline = find_page(_shot(sheet, FULL, SceneLook("white"), corners))
    assert outline is not None
    assert np.abs(outline.corners - corners).max() < 3.0


def test_an_empty_sheet_and_one_lying_across_are_found(sheet: Rgb) -> None:
    blank = np.full_like(sheet, 238)
    across = np.array([(120.0, 130.0), (840.0, 140.0), (850.0, 640.0), (110.0, 630.0)])
    for page in (blank, np.rot90(sheet)):
        outline = find_page(_shot(np.ascontiguousarray(page), PREVIEW, SceneLook("wood"), across))
        assert outline is not None
        assert np.abs(outline.corners - across).max() < 2.0


@pytest.mark.parametrize("desk", DESKS)
def test_an_empty_desk_has_no_page(desk: str) -> None:
    assert look_at_page(light(draw_desk(desk, *PREVIEW), SceneLook(desk))).verdict is PageVerdict.NO_PAGE


@pytest.mark.parametrize("shift", [(0.0, 0.2), (0.3, 0.0), (-0.3, 0.0), (0.24, 0.12)])
def test_a_sheet_that_leaves_the_picture_is_cut(sheet: Rgb, shift: tuple[float, float]) -> None:
    corners = sheet_corners(*PREVIEW) + np.array(shift) * PREVIEW
    assert look_at_page(_shot(sheet, PREVIEW, SceneLook("dark"), corners)).verdict is PageVerdict.CUT_CORNER


@pytest.mark.parametrize(
    ("look", "verdict"),
    [
        (SceneLook(blur_px=3.0), PageVerdict.BLURRED),
        (SceneLook("white", blur_px=3.0), PageVerdict.BLURRED),
        (SceneLook(glare=True), PageVerdict.GLARE),
        (SceneLook(noise=8.0), PageVerdict.GOOD),
    ],
)
def test_the_trouble_is_named(sheet: Rgb, look: SceneLook, verdict: PageVerdict) -> None:
    assert look_at_page(_shot(sheet, PREVIEW, look)).verdict is verdict


def test_a_moving_sheet_is_waited_for(sheet: Rgb) -> None:
    before = look_at_page(_shot(sheet, PREVIEW, SceneLook())).outline
    moved = _shot(sheet, PREVIEW, SceneLook(), sheet_corners(*PREVIEW) + 12)
    assert look_at_page(moved, before).verdict is PageVerdict.MOVING
    assert look_at_page(_shot(sheet, PREVIEW, SceneLook()), before).verdict is PageVerdict.GOOD


def test_flattening_gives_white_a4_with_the_ink_kept(sheet: Rgb) -> None:
    picture = _shot(sheet, FULL, SceneLook("wood"))
    outline = find_page(picture)
    assert outline is not None
    flat = flatten(picture, outline.corners)
    assert flat.shape == (2339, 1654, 3)
    assert np.median(flat) >= 240, "paper is white"
    assert (flat.max(axis=2) < 110).mean() > 0.004, "ink is dark"
    reddish = (flat[..., 0].astype(int) - flat[..., 1] > 80).mean()
    assert reddish > 0.003, "the stamp stays red"
    assert flatten(flat, outline.corners, dpi=100).shape[0] in (1169, 827)


def test_a_sheet_lying_across_becomes_a_page_lying_across(sheet: Rgb) -> None:
    across = np.array([(10.0, 10.0), (710.0, 10.0), (710.0, 510.0), (10.0, 510.0)])
    picture = np.full((720, 960, 3), 200, dtype=np.uint8)
    assert flatten(picture, across, dpi=100).shape == (827, 1169, 3)


def test_preview_frames_are_judged_quickly(sheet: Rgb) -> None:
    picture = _shot(sheet, PREVIEW, SceneLook())
    look_at_page(picture)
    start_s = time.process_time()
    look_at_page(picture)
    assert time.process_time() - start_s < 0.6, "about 0.04 s of one core; this bound only catches a disaster"


def test_corner_order() -> None:
    square = np.array([(9.0, 8.0), (1.0, 1.0), (1.0, 9.0), (9.0, 0.0)])
    assert in_order(square).tolist() == [[1, 1], [9, 0], [9, 8], [1, 9]]


@pytest.mark.parametrize("picture", ["black", "noise", "tiny"])
def test_any_picture_gets_a_verdict(picture: str) -> None:
    rng = np.random.default_rng(3)
    pictures = {
        "black": np.zeros((720, 960, 3), dtype=np.uint8),
        "noise": rng.integers(0, 256, (720, 960, 3), dtype=np.uint8),
        "tiny": np.zeros((8, 8, 3), dtype=np.uint8),
    }
    assert look_at_page(pictures[picture]).verdict in (PageVerdict.NO_PAGE, PageVerdict.CUT_CORNER)
