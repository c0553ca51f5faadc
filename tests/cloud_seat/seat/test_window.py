"""Wiring: `./xiaowu seat` as a program: help, the address without a screen, the browser with one."""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[3]


def start(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "cloud_seat.seat", *arguments],
        env={"PYTHONPATH": str(ROOT), "PATH": os.defpath, **environment},
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=30,
        check=False,
    )


def browser(folder: Path, name: str, code: int) -> str:
    """A stand-in for a browser that writes down how it was started."""
    program = folder / name
    program.write_text(f'#!/bin/sh\necho "$@" > {folder}/started\nexit {code}\n')
    program.chmod(0o755)
    return str(folder)


def test_help_has_an_example() -> None:
    shown = start("--help")
    assert shown.returncode == 0
    assert "./xiaowu seat --url" in shown.stdout


def test_without_a_screen_the_address_is_printed(tmp_path: Path) -> None:
    shown = start("--url", "http://hub.test/seat", PATH=browser(tmp_path, "chromium", 0))
    assert (shown.returncode, "http://hub.test/seat" in shown.stdout) == (0, True)
    assert not (tmp_path / "started").exists()


def test_without_a_browser_the_address_is_printed(tmp_path: Path) -> None:
    shown = start("--url", "http://hub.test/seat", PATH=str(tmp_path), DISPLAY=":7")
    assert (shown.returncode, "http://hub.test/seat" in shown.stdout) == (0, True)


def test_the_desk_opens_in_a_window_of_its_own(tmp_path: Path) -> None:
    shown = start("--url", "http://hub.test/seat", PATH=browser(tmp_path, "chromium", 0), DISPLAY=":7")
    assert (shown.returncode, shown.stdout, shown.stderr) == (0, "", "")
    assert "--app=http://hub.test/seat" in (tmp_path / "started").read_text()


def test_firefox_will_do_and_a_browser_that_fails_is_said(tmp_path: Path) -> None:
    shown = start("--url", "http://hub.test/seat", PATH=browser(tmp_path, "firefox-esr", 3), DISPLAY=":7")
    assert shown.returncode == 1
    assert "http://hub.test/seat" in shown.stderr
    assert "--new-window http://hub.test/seat" in (tmp_path / "started").read_text()


def test_it_opens_by_itself_until_told_not_to(tmp_path: Path) -> None:
    url, home = "https://hub.test/seat?a=%20", {"XDG_CONFIG_HOME": str(tmp_path)}
    assert start("--url", url, "--autostart", "on", **home).returncode == 0
    entry = (tmp_path / "autostart" / "xiaowu-seat.desktop").read_text()
    assert f'Exec="{ROOT / "xiaowu"}" seat --url "https://hub.test/seat?a=%%20"' in entry
    for _ in range(2):
        assert start("--autostart", "off", **home).returncode == 0
        assert not list((tmp_path / "autostart").iterdir())
    (tmp_path / "file").write_text("")
    assert start("--autostart", "on", XDG_CONFIG_HOME=str(tmp_path / "file")).returncode == 1
