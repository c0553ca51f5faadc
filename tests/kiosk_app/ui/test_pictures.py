"""Shell: papers, icons and fonts."""

from pathlib import Path

import pytest
from PySide6.QtCore import QBuffer, QIODevice, QSize
from PySide6.QtGui import QColor, QFontMetrics, QGuiApplication, QImage

from kiosk_app.ui.fonts import FAMILY, FontMissingError, load_fonts
from kiosk_app.ui.icons import IconProvider
from kiosk_app.ui.paper_pixels import read_paper
from kiosk_app.ui.papers import PaperProvider


def png(width: int, height: int, colour: str) -> bytes:
    """A plain picture as PNG bytes."""
    picture = QImage(width, height, QImage.Format.Format_RGB32)
    picture.fill(QColor(colour))
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    picture.save(buffer, "PNG")  # type: ignore[call-overload]  # the stub wants bytes where str works
    return bytes(buffer.data().data())


def test_a_paper_comes_in_the_asked_size(qapp: QGuiApplication) -> None:
    papers, size = PaperProvider(), QSize()
    papers.put("application", png(1240, 1754, "#ff0000"))
    whole = papers.requestImage("application?rev=3", size, QSize())
    assert (whole.width(), whole.height(), size) == (1240, 1754, QSize(1240, 1754))
    small = papers.requestImage("application?rev=4", size, QSize(620, 0))
    assert (small.width(), small.height()) == (620, 877)


@pytest.mark.parametrize("data", [b"", b"\x89PNG\r\n\x1a\n", b"garbage" * 999])
def test_a_broken_paper_is_an_empty_one(qapp: QGuiApplication, data: bytes) -> None:
    papers = PaperProvider()
    papers.put("scan", data)
    assert papers.requestImage("scan", QSize(), QSize()).pixelColor(0, 0).alpha() == 0


def test_forgotten_papers_are_gone(qapp: QGuiApplication) -> None:
    papers = PaperProvider()
    papers.put("scan", png(10, 10, "#00ff00"))
    papers.forget()
    assert papers.requestImage("scan", QSize(), QSize()).width() == 1


def test_a_paper_drawn_before_is_the_same_until_it_changes(qapp: QGuiApplication) -> None:
    papers, size = PaperProvider(), QSize()
    papers.put("scan", png(1000, 500, "#00ff00"))
    for _ in range(2):
        again = papers.requestImage("scan?rev=1", size, QSize(300, 0))
        assert (again.width(), size, again.pixelColor(0, 0).name()) == (300, QSize(1000, 500), "#00ff00")
    papers.put("scan", png(1000, 500, "#0000ff"))
    assert papers.requestImage("scan?rev=1", size, QSize(300, 0)).pixelColor(0, 0).name() == "#0000ff"
    papers.forget()
    assert papers.requestImage("scan?rev=1", size, QSize(300, 0)).width() == 1


@pytest.mark.parametrize("asked_px", [160, 640, 930, 1280, 1500])
def test_of_any_number_of_papers_every_one_comes_whole_in_every_size(qapp: QGuiApplication, asked_px: int) -> None:
    papers, size = PaperProvider(), QSize()
    colours = ["#ff0000", "#00ff00", "#0000ff", "#ffff00", "#00ffff"]
    for colour in colours:
        papers.put(colour, read_paper(png(1600, 800, colour)))
    for colour in colours:
        seen = papers.requestImage(f"{colour}?rev=1", size, QSize(asked_px, 0))
        assert (seen.width(), seen.height(), size) == (asked_px, asked_px // 2, QSize(1600, 800))
        assert {seen.pixelColor(x, seen.height() // 2).name() for x in (0, asked_px // 2, asked_px - 1)} == {colour}


def test_icons_take_any_colour(qapp: QGuiApplication) -> None:
    picture = IconProvider().requestImage("check/ff00aa", QSize(), QSize(48, 48))
    inked = [picture.pixelColor(x, y) for x in range(48) for y in range(48) if picture.pixelColor(x, y).alpha() > 250]
    assert inked and all(colour.name() == "#ff00aa" for colour in inked)


def test_an_unknown_icon_is_empty(qapp: QGuiApplication) -> None:
    picture = IconProvider().requestImage("no-such-icon", QSize(), QSize())
    assert picture.size() == QSize(48, 48)
    assert picture.pixelColor(24, 24).alpha() == 0


def test_fonts_hold_rare_names(qapp: QGuiApplication) -> None:
    assert load_fonts(qapp) == FAMILY
    metrics = QFontMetrics(qapp.font())
    assert all(metrics.inFontUcs4(ord(letter)) for letter in "政䶮㐂𠮷龘")


def test_missing_fonts_are_named(qapp: QGuiApplication, tmp_path: Path) -> None:
    with pytest.raises(FontMissingError):
        load_fonts(qapp, tmp_path)
    (tmp_path / "broken.otf").write_bytes(b"nothing")
    with pytest.raises(FontMissingError, match="broken"):
        load_fonts(qapp, tmp_path)
