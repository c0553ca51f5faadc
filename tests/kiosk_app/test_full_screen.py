"""Shell: a booth's window is as large as its screen, upright or not, though the settings' size is another's."""

import json
import os
import shutil
import subprocess
import sys

import pytest

LOW, UPRIGHT = (1280, 720), (1080, 1920)


def place(**screen: str) -> list[int]:
    """x, y, width and height of the window, width and height of what is drawn."""
    env = {**os.environ, **screen}
    command = [sys.executable, "-m", "tests.kiosk_app.full_screen"]
    said = subprocess.run(command, env=env, capture_output=True, text=True, timeout=60)
    assert said.returncode == 0, said.stderr
    told: list[int] = json.loads(said.stdout)
    return told


@pytest.mark.skipif(not shutil.which("Xvfb"), reason="apt-get install xvfb")
@pytest.mark.parametrize("size", [LOW, UPRIGHT], ids=["low", "upright"])
def test_under_x11_without_a_window_manager(size: tuple[int, int]) -> None:
    server = ["Xvfb", "-displayfd", "1", "-screen", "0", f"{size[0]}x{size[1]}x24", "-nolisten", "tcp"]
    with subprocess.Popen(server, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as screen:
        assert screen.stdout is not None
        try:
            display = f":{screen.stdout.readline().strip()}"
            assert place(DISPLAY=display, QT_QPA_PLATFORM="xcb") == [0, 0, *size, *size]
        finally:
            screen.terminate()
