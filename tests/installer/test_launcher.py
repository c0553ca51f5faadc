"""The launcher on machines that lack things: clear words, right exit codes, nothing installed behind one's back."""

import os
import re
import shutil
import subprocess
import time
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


def _run(*arguments: str, path: str | None = None) -> "subprocess.CompletedProcess[str]":
    env = {**os.environ, **({"PATH": path} if path else {})}
    return subprocess.run(
        ["sh", str(ROOT / "xiaowu"), *arguments],
        env=env,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def _tool(folder: Path, name: str, body: str) -> None:
    path = folder / name
    path.write_text(f"#!/bin/sh\n{body}\n")
    path.chmod(0o755)


def test_help_lists_the_programs() -> None:
    said = _run("--help")
    assert said.returncode == 0
    for program in (
        "demo",
        "test",
        "bench",
        "screens",
        "kiosk",
        "hub",
        "seat",
        "seat-bot",
        "emulate",
        "devices",
        "supervise",
        "doctor",
        "search",
        "release",
    ):
        assert f"\n  {program} " in said.stdout


def test_an_unknown_program_is_said_so() -> None:
    said = _run("dance")
    assert said.returncode == 2
    assert "there is no program 'dance'" in said.stderr


def test_without_root_the_exact_apt_line_is_printed(tmp_path: Path) -> None:
    """A user without root or sudo on a bare machine: the line to copy, and a stop."""
    _tool(tmp_path, "dpkg-query", "exit 1")
    _tool(tmp_path, "id", "echo 1000")
    _tool(tmp_path, "sudo", "exit 1")
    _tool(tmp_path, "apt-get", f"touch {tmp_path / 'installed'}")
    said = _run("demo", path=f"{tmp_path}:{os.environ['PATH']}")
    assert said.returncode == 1
    line = next(line for line in said.stderr.splitlines() if "apt-get install" in line)
    wanted = (ROOT / "installer" / "debian-packages.txt").read_text().splitlines()
    assert all(name in line.split() for name in wanted if name and not name.startswith("#"))
    assert "xvfb" in line.split()
    assert not (tmp_path / "installed").exists()


@pytest.mark.skipif(shutil.which("dpkg-query") is None, reason="only Debian knows its packages")
def test_a_second_run_downloads_nothing(tmp_path: Path) -> None:
    """With everything in place neither apt nor pip is called."""
    if not list((ROOT / ".venv").glob("ready-*")):
        pytest.skip("run through ./xiaowu test, which prepares .venv")
    _tool(tmp_path, "apt-get", f"touch {tmp_path / 'called'}")
    started_s = time.monotonic()
    said = _run("bench", "--help", path=f"{tmp_path}:{os.environ['PATH']}")
    print(f"second run: {time.monotonic() - started_s:.1f} s")
    assert said.returncode == 0, said.stderr
    assert "Preparing" not in said.stderr
    assert not (tmp_path / "called").exists()


def test_every_locked_package_has_a_hash() -> None:
    for name in ("build.lock", "requirements.lock"):
        lines = (ROOT / "installer" / name).read_text().splitlines()
        pinned = [line for line in lines if "==" in line]
        assert pinned
        assert all(line.rstrip().endswith("\\") for line in pinned)
        assert sum("--hash=sha256:" in line for line in lines) >= len(pinned)


def test_what_opens_a_port_to_everybody_is_for_tests_alone() -> None:
    """vpcd listens on every interface; a booth, and even the demo, must never bring it."""
    lists = {path.stem: path.read_text() for path in (ROOT / "installer").glob("debian-packages*.txt")}
    with_vpcd = {name for name, text in lists.items() if re.search(r"^vsmartcard", text, re.MULTILINE)}
    assert with_vpcd == {"debian-packages-test"}
    launcher = (ROOT / "xiaowu").read_text()
    assert [line.split(")")[0].strip() for line in launcher.splitlines() if "-test.txt" in line] == ["test"]
