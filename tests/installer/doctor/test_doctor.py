"""What the doctor finds on machines that lack things, and that every trouble comes with what to do."""

import json
import socket
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from installer.doctor import booth, hub, machine
from installer.doctor.__main__ import main
from installer.doctor.finding import Finding, Level
from installer.slots.state import Condemned
from installer.slots.store import Slots
from tests.installer.slots.trees import plant_version

NOW = datetime(2026, 11, 27, 8, 0, tzinfo=UTC)
TOUCH = 'I: Bus=0003\nN: Name="Touch"\nB: PROP=2\n\n'
MOUSE = 'I: Bus=0003\nN: Name="Mouse"\nB: PROP=0\n\n'


def put(root: Path, path: str, text: str = "") -> Path:
    """A file of a machine that is laid out below `root`."""
    (root / path).parent.mkdir(parents=True, exist_ok=True)
    (root / path).write_text(text)
    return root / path


def say(found: Finding) -> str:
    """Level and English; both languages are there, and trouble has its way out."""
    texts = [found.about, found.what, *([found.todo] if found.todo else [])]
    assert all(text.zh and text.en for text in texts)
    assert (found.todo is None) == (found.level is Level.GOOD)
    return f"{found.level} {found.what.en}"


def test_a_screen_that_is_not_plugged_in(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("DISPLAY", "WAYLAND_DISPLAY"):
        monkeypatch.delenv(name, raising=False)
    put(tmp_path, "sys/class/drm/card0-HDMI-A-1/status", "disconnected\n")
    assert say(machine.find_screen(tmp_path)).startswith("bad none is plugged in")
    put(tmp_path, "sys/class/drm/card0-DP-1/status", "connected\n")
    assert say(machine.find_screen(tmp_path)) == "good at card0-DP-1"


def test_a_mouse_is_no_touch_panel(tmp_path: Path) -> None:
    assert say(machine.find_touch(tmp_path)) == "bad not there"
    put(tmp_path, "proc/bus/input/devices", MOUSE)
    assert say(machine.find_touch(tmp_path)) == "bad not there"
    put(tmp_path, "proc/bus/input/devices", MOUSE + TOUCH)
    assert say(machine.find_touch(tmp_path)) == "good there"


def test_a_clock_that_is_wrong_or_kept_by_nobody(tmp_path: Path) -> None:
    assert say(machine.find_clock(tmp_path, datetime(1970, 1, 1, tzinfo=UTC))).startswith("bad it says 1970-01-01")
    (tmp_path / "run/systemd/system").mkdir(parents=True)
    assert say(machine.find_clock(tmp_path, NOW)) == "warning nobody keeps it"
    put(tmp_path, "run/systemd/timesync/synchronized")
    assert say(machine.find_clock(tmp_path, NOW)) == "good 2026-11-27 08:00 UTC"


def test_memory_that_would_be_written_to_the_disk(tmp_path: Path) -> None:
    assert say(machine.find_swap(tmp_path)).startswith("good")
    put(tmp_path, "proc/swaps", "Filename Type\n/dev/zram0 partition\n/dev/sda2 partition\n")
    assert say(machine.find_swap(tmp_path)) == "warning memory may be written to /dev/sda2"


def test_a_package_that_is_missing_is_named_with_its_command(tmp_path: Path) -> None:
    found = machine.find_packages(put(tmp_path, "list", "# for the test\nlibc6\nno-such-package\n"))
    assert say(found) == "bad missing: no-such-package"
    assert found.todo and found.todo.en.endswith("apt-get install -y --no-install-recommends no-such-package")


@pytest.mark.parametrize(
    ("text", "words"),
    [(None, "is not there"), ("hub_url = ", "cannot be read"), ('hub_url = "http://h"', "missing: kiosk_id")],
)
def test_settings_that_cannot_be_used(tmp_path: Path, text: str | None, words: str) -> None:
    if text is not None:
        put(tmp_path, "kiosk.toml", text)
    assert words in say(booth.read_settings(tmp_path / "kiosk.toml")[1])


def test_keys_that_are_missing_open_or_not_enrolled(tmp_path: Path) -> None:
    settings = {"device_key_file": str(tmp_path / "own"), "root_key_file": str(tmp_path / "root")}
    assert say(booth.find_keys(settings)).startswith("bad")
    put(tmp_path, "own").chmod(0o644)
    assert say(booth.find_keys(settings)) == "bad others may read the booth's key"
    (tmp_path / "own").chmod(0o600)
    assert say(booth.find_keys(settings)) == "bad it is not enrolled"
    put(tmp_path, "root")
    assert say(booth.find_keys(settings)).startswith("good")


def test_devices_by_the_far_end_of_their_wires(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as there:
        port = there.getsockname()[1]
        addresses = [f"tcp:127.0.0.1:{port}", f"http://127.0.0.1:{port}/mjpeg", "tcp:127.0.0.1:9"]
        addresses += [f"serial:{tmp_path}/none-*", f"serial:{put(tmp_path, 'reader')}", "pcsc:any"]
        found = booth.find_devices({"devices": [{"role": "r", "address": address} for address in addresses]})
    assert [say(one).split()[0] for one in found] == ["good", "good", "bad", "bad", "good", "good"]
    assert "does not answer" in say(found[2]) and "is not plugged in" in say(found[3])


def test_versions_that_are_broken_or_were_not_well(tmp_path: Path) -> None:
    assert say(booth.find_versions(tmp_path / "none")).startswith("warning")
    slots = Slots(tmp_path)
    assert say(booth.find_versions(tmp_path)).startswith("bad")
    for version in ("1.0.0", "1.1.0"):
        plant_version(tmp_path, version)
        slots.stage_done(version)
        slots.commit(version)
    assert say(booth.find_versions(tmp_path)) == "good 1.0.0 is in use, 1.1.0 is on trial"
    slots.apply(Condemned("1.1.0", "is silent"))
    assert say(booth.find_versions(tmp_path)) == "warning 1.0.0 is in use; 1.1.0 was not well: is silent"
    (slots.tree("1.0.0") / "sbom.json").unlink()
    assert say(booth.find_versions(tmp_path)).startswith("bad its files are broken")
    assert not (tmp_path / "lock").stat().st_mode & 0o022


@pytest.mark.parametrize(
    ("url", "words"),
    [("http://no-such-name.invalid", "nobody knows"), ("http://127.0.0.1:9", "does not answer")],
)
def test_a_hub_that_is_away(url: str, words: str) -> None:
    assert words in say(hub.look({"hub_url": url})[-1])


@pytest.mark.parametrize(
    ("judge", "level"),
    [
        (lambda: hub.judge_certificate("Nov 27 08:00:00 2027 GMT", NOW), "good good for 365 days"),
        (lambda: hub.judge_certificate("Dec  7 08:00:00 2026 GMT", NOW), "warning good for 10 days only"),
        (lambda: hub.judge_clocks(-59.0), "good 59 s"),
        (lambda: hub.judge_clocks(-90.0), "warning 90 s apart"),
    ],
)
def test_certificates_and_clocks(judge: Callable[[], Finding], level: str) -> None:
    assert say(judge()) == level


def test_it_tells_the_same_to_people_and_to_programs(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    where = ["--config", str(tmp_path / "kiosk.toml"), "--base", str(tmp_path / "slots")]
    assert main(where) == 1
    text = capsys.readouterr().out
    assert main([*where, "--json"]) == 1
    told = json.loads(capsys.readouterr().out)
    assert told["ready"] is False
    for finding in told["findings"]:
        assert finding["about"]["zh"] in text and finding["about"]["en"] in text
        assert (finding["level"] == "good") == ("todo" not in finding)
    assert text.index("✗") < text.index("✓")
