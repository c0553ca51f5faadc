"""Shell: whatever is written, no file changes and no log knows it."""

import hashlib
import os
import subprocess
import sys
from pathlib import Path

from tests.kiosk_app.qml.writer import MARKS

ROOT = Path(__file__).resolve().parents[3]


def files_below(folder: Path) -> dict[Path, str]:
    """Every file with the sum of its bytes."""
    return {path: hashlib.sha256(path.read_bytes()).hexdigest() for path in folder.rglob("*") if path.is_file()}


def test_writing_leaves_no_trace(tmp_path: Path) -> None:
    places = {name: tmp_path / name.lower() for name in ("HOME", "TMPDIR", "XDG_CONFIG_HOME", "XDG_CACHE_HOME",
              "XDG_DATA_HOME", "XDG_STATE_HOME", "XDG_RUNTIME_DIR")}  # fmt: skip
    for place in places.values():
        place.mkdir(mode=0o700)
    environment = {**os.environ, **{name: str(place) for name, place in places.items()}, "PYTHONPATH": str(ROOT),
                   "PYTHONDONTWRITEBYTECODE": "1"}  # fmt: skip
    command = [sys.executable, "-m", "tests.kiosk_app.qml.writer"]
    with (tmp_path / "log").open("w+") as log:
        program = subprocess.Popen(
            command, cwd=tmp_path / "home", env=environment, text=True,
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=log,
        )  # fmt: skip
        assert program.stdin and program.stdout
        assert program.stdout.readline() == "open\n"
        before = {place: files_below(place) for place in places.values()}
        program.stdin.write("write\n")
        program.stdin.flush()
        assert program.stdout.readline() == "done\n"
        assert {place: files_below(place) for place in places.values()} == before
        program.stdin.write("end\n")
        program.stdin.flush()
        assert program.wait(30) == 0
        log.seek(0)
        said = log.read()
    assert [mark for mark in MARKS if mark in said] == []
    for place, known in before.items():
        after = files_below(place)
        assert {path: after[path] for path in known if path in after} == known
        assert not [path for path in after for mark in MARKS if mark.encode() in path.read_bytes()]
