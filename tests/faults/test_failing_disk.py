"""Shell: the disk refuses one read, write, sync, rename or unlink, any of them: 0 lost, 0 doubled, 0 half."""

import errno
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


def wrong_after(recorder: Path, scratch: Path, *told: object) -> list[str]:
    """The program's lines: how many lives, then what was wrong."""
    program = [sys.executable, "-m", "tests.faults.disk.failing", str(scratch / "lives"), *map(str, told)]
    paths = {"RECORD_ROOT": str(scratch / "lives" / "cache"), "RECORD_TO": os.devnull, "LD_PRELOAD": str(recorder)}
    done = subprocess.run(program, cwd=ROOT, env={**os.environ, **paths}, capture_output=True, text=True)
    assert not done.returncode, done.stderr
    return done.stdout.split("\n")[:-1]


def test_a_refused_operation_loses_nothing(recorder: Path, scratch: Path) -> None:
    lives, *wrong = wrong_after(recorder, scratch, 50, errno.EIO)
    assert wrong == []
    assert int(lives) >= 10


@pytest.mark.deep
@pytest.mark.timeout(600)
def test_a_program_that_does_not_listen_is_caught(recorder: Path, scratch: Path) -> None:
    assert wrong_after(recorder, scratch, 1, errno.EIO, "careless")[1:]


@pytest.mark.deep
@pytest.mark.timeout(1800)
@pytest.mark.parametrize("error", [errno.EIO, errno.ENOSPC])
def test_any_refused_operation_loses_nothing(recorder: Path, scratch: Path, error: int) -> None:
    lives, *wrong = wrong_after(recorder, scratch, 1, error)
    print(f"{lives} lives, {len(wrong)} wrong")
    assert wrong == []
