"""Shell: the ruler for contrast: what it says about ink of known colours, and that it sees a glass that is faint."""

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont

from kiosk_app.ui.fonts import FONT_DIR
from tests.kiosk_app.qml import contrast, measure
from tests.kiosk_app.qml.contrast import Pixels
from tests.kiosk_app.qml.stage import Stage


def written(ink: str, ground: str, size_px: int) -> Pixels:
    """Words as the glass draws them, with soft edges."""
    sheet = Image.new("RGB", (size_px * 8, size_px * 2), ground)
    font = ImageFont.truetype(str(FONT_DIR / "NotoSansCJKsc-Regular.otf"), size_px)
    ImageDraw.Draw(sheet).text((size_px // 2, 0), "请放身份证 ok", fill=ink, font=font)
    return np.asarray(sheet.convert("RGBA"), np.uint8)[..., [2, 1, 0, 3]]


@pytest.mark.parametrize("size_px", [20, 28, 56])
@pytest.mark.parametrize(
    ("ink", "ground", "ratio"),
    [("#767676", "#FFFFFF", 4.54), ("#000000", "#FFFFFF", 21), ("#FFD84A", "#000000", 15.17)],
)
def test_known_inks(ink: str, ground: str, ratio: float, size_px: int) -> None:
    """Ratios from the formula of WCAG 2.2. Thin strokes of small letters look fainter, never better."""
    told = contrast.contrast(written(ink, ground, size_px), least_pixels=size_px * size_px * 0.03)
    assert ratio * (0.8 if size_px < 28 else 0.95) < told <= ratio + 0.01


def test_a_faint_glass_is_seen(stage: Stage) -> None:
    seen = measure.seen_items(stage.window)
    assert contrast.faint_texts(seen, contrast.pixels(stage.drawn)) == []
    stage.window.contentItem().setOpacity(0.4)
    stage.settle()
    found = contrast.faint_texts(seen, contrast.pixels(stage.drawn))
    stage.window.contentItem().setOpacity(1)
    assert len(found) > len(measure.texts(seen)) / 2
