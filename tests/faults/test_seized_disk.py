"""Shell: the booth's disk is taken: whoever reads it raw finds nothing personal, deleted files included."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.faults.disk.seized import CANNOT_MOUNT

ROOT = Path(__file__).parents[2]
NAMESPACE = ["unshare", "--mount", *(["--user", "--map-root-user"] if os.getuid() else [])]


def test_the_raw_disk_holds_nothing_personal(tmp_path: Path) -> None:
    program = [*NAMESPACE, sys.executable, "-m", "tests.faults.disk.seized", str(tmp_path)]
    done = subprocess.run(program, cwd=ROOT, capture_output=True, text=True, timeout=120)
    if done.returncode == CANNOT_MOUNT or "unshare:" in done.stderr:
        pytest.skip("images cannot be mounted here: run as root, with loop devices")
    assert not done.returncode, done.stderr
