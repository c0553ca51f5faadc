"""Shell: the page of a booth that cannot start, on real X screens: each line whole and large, the number largest."""

import os
import shutil
import subprocess
import sys
import time
from itertools import groupby
from pathlib import Path

import pytest
from PIL import Image, ImageChops, ImageFont, ImageGrab

from installer.debian.build import ROOT
from installer.supervisor.safe_page import BACKGROUND, lines_of

NUMBER = "020-0000 0217"
FONTS = ROOT / "assets/fonts"
WAIT_S = 20.0
SETTLED_S = 0.3
Lines = list[tuple[int, int]]


def drawn(size: tuple[int, int], telephone: str, folder: Path) -> Image.Image:
    """The page with the fonts that the package brings, once it no longer changes."""
    (folder / "fonts.conf").write_text(f"<fontconfig><dir>{FONTS}</dir><cachedir>{folder}</cachedir></fontconfig>")
    server = ["Xvfb", "-displayfd", "1", "-screen", "0", f"{size[0]}x{size[1]}x24", "-nolisten", "tcp"]
    with subprocess.Popen(server, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as screen:
        assert screen.stdout is not None
        display = f":{screen.stdout.readline().strip()}"
        env = {**os.environ, "DISPLAY": display, "FONTCONFIG_FILE": str(folder / "fonts.conf"), "PYTHONPATH": str(ROOT)}
        with subprocess.Popen([sys.executable, "-m", "installer.supervisor.safe_page", telephone], env=env) as page:
            try:
                return settled(display)
            finally:
                page.terminate()
                page.wait()
                screen.terminate()


def settled(display: str) -> Image.Image:
    """The first picture of the page, not of the bare screen, with something on it and the same a moment later."""
    until_s, last = time.monotonic() + WAIT_S, ImageGrab.grab(xdisplay=display)
    while time.monotonic() < until_s:
        time.sleep(SETTLED_S)
        now = ImageGrab.grab(xdisplay=display)
        is_there = now.convert("RGB").getpixel((0, 0)) == Image.new("RGB", (1, 1), BACKGROUND).getpixel((0, 0))
        if is_there and rows(now) and now.tobytes() == last.tobytes():
            return now
        last = now
    raise AssertionError("nothing was drawn")


def rows(image: Image.Image) -> Lines:
    """First and last row of each line of letters: rows with ink between rows without."""
    ink = ImageChops.difference(image.convert("RGB"), Image.new("RGB", image.size, BACKGROUND)).convert("L")
    _, high = ink.point(lambda value: 255 if value > 40 else 0).getprojection()
    runs = groupby(range(ink.height), key=lambda row: bool(high[row]))
    spans = [list(run) for has_ink, run in runs if has_ink]
    return [(span[0], span[-1]) for span in spans]


@pytest.mark.skipif(not shutil.which("Xvfb"), reason="apt-get install xvfb")
@pytest.mark.parametrize("size", [(1920, 1080), (1080, 1920), (1366, 768)], ids=str)
def test_every_line_stands_whole_and_the_number_is_the_largest(size: tuple[int, int], tmp_path: Path) -> None:
    image = drawn(size, NUMBER, tmp_path)
    lines = rows(image)
    heights = [last - first + 1 for first, last in lines]
    assert len(lines) == len(lines_of(NUMBER)), heights
    assert heights[-1] == max(heights) and min(heights) >= 20  # letters of 28 px are 20 high at least
    box = ImageChops.difference(image, Image.new("RGB", size, BACKGROUND)).getbbox()
    assert box is not None and min(box[0], size[0] - box[2]) >= size[0] // 25 and box[3] < size[1] * 0.96


def test_without_a_number_nobody_is_told_to_call() -> None:
    words = " ".join(text for text, _, _ in lines_of(""))
    assert "电话" not in words and "call" not in words and "请到窗口办理" in words


@pytest.mark.parametrize("name", ["Regular", "Bold"])
def test_the_booths_own_font_has_every_letter(name: str) -> None:
    font = ImageFont.truetype(FONTS / f"NotoSansCJKsc-{name}.otf", 40)
    box = bytes(font.getmask("\U0010fffd"))
    letters = {letter for telephone in ("", "0123456789-+ ") for text, _, _ in lines_of(telephone) for letter in text}
    assert [letter for letter in sorted(letters - {" "}) if bytes(font.getmask(letter)) == box] == []
