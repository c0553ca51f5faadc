"""The demo as a stranger starts it: exit code, pictures, papers, numbers, and nothing left running."""

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

pytestmark = [pytest.mark.journey, pytest.mark.timeout(600)]
ROOT = Path(__file__).resolve().parents[2]


def _demo(tmp_path: Path, *arguments: str) -> "subprocess.Popen[str]":
    env = {name: value for name, value in os.environ.items() if not name.startswith(("DISPLAY", "WAYLAND", "QT_"))}
    command = [sys.executable, "-m", "kiosk_app.demo", "--equal", "--data-dir", str(tmp_path / "data"), *arguments]
    return subprocess.Popen(
        [*command, "--out", str(tmp_path / "out")],
        cwd=ROOT,
        env={**env, "PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )


def _programs_of(data: Path) -> list[str]:
    """Command lines that still name the demo's own folder."""
    found = []
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit() and int(entry.name) != os.getpid():
            try:
                line = (entry / "cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
            except OSError:
                continue
            if str(data) in line:
                found.append(line)
    return found


def _check(tmp_path: Path, code: int, said: str) -> dict[str, object]:
    assert code == 0, said
    journey: dict[str, object] = json.loads((tmp_path / "out" / "journey.json").read_text())
    steps = journey["steps"]
    assert isinstance(steps, list)
    assert all(step["ok"] for step in steps)
    assert journey["leftovers"] == []
    assert not _programs_of(tmp_path / "data")
    return journey


@pytest.mark.skipif(shutil.which("chromium") is None, reason="install Debian's chromium; ./xiaowu test does it")
def test_whole_matter_with_an_official_in_a_browser(tmp_path: Path) -> None:
    demo = _demo(tmp_path)
    said = "\n".join(demo.communicate(timeout=500))
    journey = _check(tmp_path, demo.returncode, said)
    frames = journey["frames_decoded"]
    assert isinstance(frames, dict)
    assert frames["kiosk"] > 0
    assert frames["seat"] > 0
    assert str(journey["acceptance_number"]).startswith("PY-")
    assert len(list((tmp_path / "out").glob("*.png"))) >= 14
    assert (tmp_path / "out" / "application.pdf").read_bytes().startswith(b"%PDF")
    assert (tmp_path / "out" / "receipt.png").exists()
    assert "longest GUI stall" in said


@pytest.mark.deep
def test_the_same_with_the_network_cut(tmp_path: Path) -> None:
    demo = _demo(tmp_path, "--offline", "--seat", "bot")
    said = "\n".join(demo.communicate(timeout=500))
    journey = _check(tmp_path, demo.returncode, said)
    assert "-T-" in str(journey["provisional_number"])
    assert str(journey["acceptance_number"]).startswith("PY-")


def test_an_interrupted_demo_leaves_nothing_behind(tmp_path: Path) -> None:
    demo = _demo(tmp_path, "--seat", "bot")
    until_s = time.monotonic() + 60
    while not (tmp_path / "data" / "demo" / "kiosk.toml").exists() and time.monotonic() < until_s:
        time.sleep(0.2)
    demo.send_signal(signal.SIGINT)
    demo.communicate(timeout=60)
    assert demo.returncode == 130
    assert not _programs_of(tmp_path / "data")
