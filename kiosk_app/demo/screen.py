"""Shell: a screen for the demo: the one that is there, or a virtual one (Xvfb) without a network port."""

import os
import shutil
import time
from pathlib import Path

from kiosk_app.demo.processes import ProgramError, Programs

SIZE = "1920x1080x24"
WAIT_S = 10.0


def open_screen(programs: Programs) -> dict[str, str]:
    """Environment with a display. Raises ProgramError when no virtual screen can be had."""
    if os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"):
        return {}
    if shutil.which("Xvfb") is None:
        raise ProgramError("there is no display and no Xvfb (Debian package: xvfb)")
    read_end, write_end = os.pipe()
    os.set_inheritable(write_end, True)
    command = ["Xvfb", "-displayfd", str(write_end), "-screen", "0", SIZE, "-nolisten", "tcp", "-noreset"]
    programs.start("screen", command, inherit=(write_end,))
    os.close(write_end)
    number = _read_number(read_end)
    return {"DISPLAY": f":{number}", "QT_QPA_PLATFORM": "xcb"}


def _read_number(read_end: int) -> str:
    os.set_blocking(read_end, False)
    until_s, text = time.monotonic() + WAIT_S, b""
    while time.monotonic() < until_s and not text.endswith(b"\n"):
        try:
            text += os.read(read_end, 16)
        except BlockingIOError:
            time.sleep(0.02)
    os.close(read_end)
    if not text.strip():
        raise ProgramError("the virtual screen did not come up")
    return text.decode().strip()


def chinese_fonts(folder: Path, assets: Path) -> dict[str, str]:
    """A font configuration for the headless browser, so that the official's page shows Chinese on a bare machine."""
    folder.mkdir(parents=True, exist_ok=True)
    config = folder / "fonts.conf"
    config.write_text(
        '<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig>'
        f"<dir>{assets / 'fonts'}</dir><dir>/usr/share/fonts</dir><cachedir>{folder / 'cache'}</cachedir>"
        "</fontconfig>"
    )
    return {"FONTCONFIG_FILE": str(config)}
