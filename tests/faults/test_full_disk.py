"""Shell: the booth's disk is full, for real (a tmpfs of 24 MB): 0 lost, 0 half, and what must go on goes on."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
NAMESPACE = ["unshare", "--mount", *(["--user", "--map-root-user"] if os.getuid() else [])]


@pytest.mark.parametrize("reserve_bytes", [5_000_000, 0])
def test_a_full_disk_loses_nothing(tmp_path: Path, reserve_bytes: int) -> None:
    if subprocess.run([*NAMESPACE, "true"], capture_output=True).returncode:
        pytest.skip("mount namespaces are not allowed here: run as root, or allow user namespaces")
    program = [sys.executable, "-m", "tests.faults.disk.full", str(tmp_path), str(reserve_bytes)]
    done = subprocess.run([*NAMESPACE, *program], cwd=ROOT, capture_output=True, text=True, timeout=60)
    assert not done.returncode, done.stderr
