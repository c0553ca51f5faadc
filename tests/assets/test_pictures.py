"""Shell: icons are drawn by Qt as they stand, fonts load under the one family name."""

import hashlib
import re
from pathlib import Path

import pytest
from PySide6.QtGui import QColor, QFontDatabase, QImage, QPainter
from PySide6.QtSvg import QSvgRenderer
from pytestqt.qtbot import QtBot

FOLDER = Path(__file__).parents[2] / "assets/icons"
FILES = sorted(FOLDER.glob("*.svg"))
LARGE = {"card-on-reader", "card-in-slot", "phone-code", "official-portrait", "resident-portrait"}
NEEDED = (
    "house-logo search phone check check-circle warning back next card camera paper pen printer star "
    "star-empty clock person family business department qr network network-off trash eye eye-off "
    "speaker mic mic-off video video-off hang-up info backspace close lock card-on-reader "
    "official-portrait resident-portrait "
)


def test_every_promised_icon_is_there() -> None:
    assert set(NEEDED.split()) <= {path.stem for path in FILES}


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_icon_leaves_a_mark(path: Path, qtbot: QtBot) -> None:
    renderer = QSvgRenderer(str(path))
    assert renderer.isValid()
    box = renderer.viewBox()
    assert path.stem in LARGE or (box.width(), box.height()) == (24, 24)
    image = QImage(48, 48, QImage.Format.Format_ARGB32)
    image.fill(QColor(0, 0, 0, 0))
    painter = QPainter(image)
    renderer.render(painter)
    painter.end()
    seen = sum(image.pixelColor(x, y).alpha() > 100 for x in range(48) for y in range(48))
    assert seen > 60


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_icon_fetches_nothing_and_names_its_colours(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert "currentColor" not in text and "<script" not in text
    assert re.findall(r"(?:href|url\()", text.replace("url(#", "")) == []


def test_fonts_load_in_both_weights(assets: Path, qtbot: QtBot) -> None:
    for weight in ("Regular", "Bold"):
        number = QFontDatabase.addApplicationFont(str(assets / f"fonts/NotoSansCJKsc-{weight}.otf"))
        assert QFontDatabase.applicationFontFamilies(number) == ["Noto Sans CJK SC"]
    styles = QFontDatabase.styles("Noto Sans CJK SC")
    weights = {int(QFontDatabase.weight("Noto Sans CJK SC", style)) for style in styles}
    assert {400, 700} <= weights


def test_fonts_are_the_ones_the_readme_names(assets: Path) -> None:
    readme = (assets / "fonts/README.md").read_text(encoding="utf-8")
    for weight in ("Regular", "Bold"):
        content = (assets / f"fonts/NotoSansCJKsc-{weight}.otf").read_bytes()
        assert hashlib.sha256(content).hexdigest() in readme
    assert "SIL OPEN FONT LICENSE" in (assets / "fonts/OFL.txt").read_text(encoding="utf-8")
