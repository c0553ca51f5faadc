"""Shell: a panel that hangs turned: picture and touches are turned alike, whichever session draws."""

import os
import subprocess
from pathlib import Path

import pytest

from installer.debian.build import ROOT

DISK = ROOT / "installer/debian/disk"
HANGS = {"0": "normal", "90": "left", "180": "inverted", "270": "right", "": "normal", "45": "normal"}
"""And the word with which xrandr turns the picture back (its manual: left is against the clock)."""


def panel(rotate: str) -> tuple[int, str, list[float]]:
    """Turns of cage, word of xrandr, matrix."""
    told = f'. {DISK}/usr/lib/xiaowu/panel; printf "%s\\n" "$turns" "$x11" "$matrix"'
    done = subprocess.run(["sh", "-euc", told], env={"ROTATE": rotate}, capture_output=True, text=True, check=True)
    turns, x11, matrix = done.stdout.splitlines()
    return turns.split().count("-r"), x11, [float(number) for number in matrix.split()]


def seen_at(matrix: list[float], x: float, y: float) -> tuple[float, float]:
    """Where a touch of the panel counts, in shares of the picture: as libinput's manual says of its matrix."""
    a, b, c, d, e, f = matrix
    return a * x + b * y + c, d * x + e * y + f


@pytest.mark.parametrize("rotate", HANGS)
def test_a_touch_counts_where_it_is_seen(rotate: str) -> None:
    turns, x11, matrix = panel(rotate)
    assert x11 == HANGS[rotate]
    for u, v in ((0.0, 0.0), (1.0, 0.0), (0.2, 0.7)):
        x, y = u, v
        for _ in range(turns):  # each against the clock: the picture's top goes to the panel's left edge
            x, y = y, 1 - x
        assert seen_at(matrix, x, y) == pytest.approx((u, v))


@pytest.mark.parametrize(
    ("lines", "matrix"),
    [
        ("ROTATE=90\nSESSION=cage\nLIBINPUT_CALIBRATION_MATRIX=\n", "0 -1 1 1 0 0"),
        ("ROTATE=0\n", "1 0 0 0 1 0"),
        ("ROTATE=90\nLIBINPUT_CALIBRATION_MATRIX=-1 0 1 0 1 0\n", "-1 0 1 0 1 0"),
        ("", "1 0 0 0 1 0"),
    ],
)
def test_udev_hears_one_line(tmp_path: Path, lines: str, matrix: str) -> None:
    (tmp_path / "screen.conf").write_text(lines)
    text = (DISK / "usr/lib/xiaowu/touch-panel").read_text().replace("/etc/xiaowu", str(tmp_path))
    text = text.replace("/usr/lib/xiaowu", f"{DISK}/usr/lib/xiaowu")
    done = subprocess.run(["sh", "-c", text], env=dict(os.environ), capture_output=True, text=True, check=True)
    assert done.stdout == f"LIBINPUT_CALIBRATION_MATRIX={matrix}\n"
    assert (DISK / "usr/lib/xiaowu/touch-panel").stat().st_mode & 0o111
    assert (
        'IMPORT{program}="/usr/lib/xiaowu/touch-panel"' in (DISK / "usr/lib/udev/rules.d/70-xiaowu.rules").read_text()
    )
