"""Shell: programs that cannot start say one clear line to the keeper and end with a code."""

import socket
import subprocess
import sys
from pathlib import Path

import pytest

from kiosk_app.__main__ import parse_arguments, read_settings
from tests.cloud_seat.hub.running import ROOT

pytestmark = pytest.mark.journey

LONGEST_S = 100
"""A program that hangs is ended then; how fast one starts is measured elsewhere."""


def _run(*command: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [sys.executable, "-m", *command], cwd=ROOT, capture_output=True, text=True, timeout=LONGEST_S, check=False
    )


def test_the_hubs_port_is_taken(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as holder:
        port = str(holder.getsockname()[1])
        done = _run("cloud_seat.hub", "--port", port, "--data-dir", str(tmp_path))
    assert done.returncode == 3
    assert port in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    "content",
    [None, b"hub_url = ", b"hub_ur = 'http://127.0.0.1'", b"width_px = 'wide'", b"\xff\xfe\x00", b"devices = 3"],
    ids=["missing", "no-toml", "wrong-key", "wrong-kind", "no-text", "no-list"],
)
def test_settings_that_cannot_be_used(tmp_path: Path, content: bytes | None) -> None:
    path = tmp_path / "kiosk.toml"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(SystemExit) as ending:
        read_settings(parse_arguments(["--config", str(path)]))
    words = str(ending.value.code)
    assert words.startswith("设置文件不能用 / the settings cannot be used")
    assert str(path) in words


def test_a_size_that_is_none(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ending:
        parse_arguments(["--config", str(tmp_path / "kiosk.toml"), "--size", "wide"])
    assert ending.value.code == 2
    assert "1920x1080" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("content", "named"),
    [
        ("hub_ur = 'http://127.0.0.1:1'", "hub_ur"),
        ("token_file = '/nowhere/token'\nroot_key_file = '{keys}'\ndevice_key_file = '{keys}'", "token"),
        (
            "token_file = '{keys}'\nroot_key_file = '{keys}'\ndevice_key_file = '{keys}'\n"
            "devices = [{{role = 'id_card', kind = 'abacus', address = 'serial:/dev/null'}}]",
            "abacus",
        ),
    ],
    ids=["wrong-key", "no-token", "unknown-device"],
)
def test_a_kiosk_that_cannot_start(tmp_path: Path, content: str, named: str) -> None:
    keys, path = tmp_path / "keys", tmp_path / "kiosk.toml"
    keys.write_bytes(b"0123456789abcdef0123456789abcdef")
    keys.chmod(0o600)
    path.write_text(content.format(keys=keys))
    done = _run("kiosk_app", "--config", str(path), "--data-dir", str(tmp_path / "data"))
    assert done.returncode == 1
    assert named in done.stderr
    assert "Traceback" not in done.stderr
