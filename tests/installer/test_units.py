"""Shell: the units for systemd: readable by it, and what they start is what our programs take."""

import re
import shlex
import shutil
import subprocess
from configparser import ConfigParser
from pathlib import Path

import pytest

from cloud_seat.seat.bot import _parser as bot_options
from installer.hub_versions.__main__ import _parser as hub_options
from installer.release.__main__ import _parser as release_options
from kiosk_app.rehearsal.__main__ import _parser as rehearse_options

ROOT = Path(__file__).resolve().parents[2]
UNITS = sorted(path for path in (ROOT / "installer").iterdir() if path.suffix in (".service", ".timer"))
HOME = "/opt/xiaowu"
PROGRAMS = {"hub": hub_options, "rehearse": rehearse_options, "seat-bot": bot_options, "release": release_options}


def _read(path: Path) -> ConfigParser:
    unit = ConfigParser(interpolation=None, strict=True)
    unit.optionxform = str  # type: ignore[assignment,method-assign]  # systemd minds the case
    unit.read_string(path.read_text("utf-8"))
    return unit


@pytest.mark.parametrize("path", [path for path in UNITS if path.suffix == ".service"], ids=lambda path: path.name)
def test_a_service_starts_a_program_of_ours_with_options_that_it_takes(path: Path) -> None:
    launcher, program, *options = shlex.split(_read(path)["Service"]["ExecStart"])
    assert launcher == f"{HOME}/xiaowu"
    assert re.search(rf"^    {program}\) module=", (ROOT / "xiaowu").read_text(), re.MULTILINE)
    PROGRAMS[program]().parse_args(options)


def test_every_timer_has_its_service() -> None:
    timers = [path for path in UNITS if path.suffix == ".timer"]
    assert timers and all(path.with_suffix(".service") in UNITS for path in timers)
    assert all(_read(path)["Install"]["WantedBy"] == "timers.target" for path in timers)


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="apt-get install systemd (it need not run)")
def test_systemd_itself_finds_nothing_wrong(tmp_path: Path) -> None:
    for path in UNITS:
        (tmp_path / path.name).write_text(path.read_text("utf-8").replace(HOME, str(ROOT)), "utf-8")
    names = [str(tmp_path / path.name) for path in UNITS]
    found = subprocess.run(["systemd-analyze", "verify", "--man=no", *names], capture_output=True, text=True)
    assert (found.returncode, found.stderr) == (0, "")


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="apt-get install systemd (it need not run)")
def test_the_hub_is_shut_in() -> None:
    asked = [
        "systemd-analyze",
        "security",
        "--offline=yes",
        "--threshold=20",
        str(ROOT / "installer/xiaowu-hub.service"),
    ]
    found = subprocess.run(asked, capture_output=True, text=True)
    assert found.returncode == 0, found.stdout
