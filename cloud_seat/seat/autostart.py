"""Shell: the desk opens by itself when its official signs in to the computer: one file, as freedesktop.org has it."""

import os
from pathlib import Path

LAUNCHER = Path(__file__).resolve().parents[2] / "xiaowu"
ENTRY = """[Desktop Entry]
Type=Application
Name=Cloud seat
Name[zh_CN]=云坐席工作台
Exec="{launcher}" seat --url "{url}"
X-GNOME-Autostart-enabled=true
"""


def autostart_file() -> Path:
    """Where the desktop looks (Desktop Application Autostart Specification 0.5)."""
    home = os.environ.get("XDG_CONFIG_HOME") or str(Path.home() / ".config")
    return Path(home) / "autostart" / "xiaowu-seat.desktop"


def switch_autostart(on: bool, url: str) -> Path:
    """Write the file, or take it away. Raises OSError."""
    file = autostart_file()
    if on:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(ENTRY.format(launcher=LAUNCHER, url=url.replace("%", "%%").replace('"', "")), encoding="utf-8")
    else:
        file.unlink(missing_ok=True)
    return file
