"""Shell: the kiosk process is killed (SIGKILL) at each request of one case, before and after the hub acted on it."""

import signal
import subprocess
import sys
from collections import deque
from pathlib import Path

import pytest

from offline_cache import find_leftovers
from tests.offline_cache.intake_peer import Fault, IntakePeer, serve
from tests.offline_cache.kiosk_end import MARKER

REQUESTS = 8  # keys; ask and put the form; ask and put the scan's two chunks; the manifest


def live(peer: IntakePeer, folder: Path, *faults: Fault) -> int:
    """One life of the kiosk process; its exit code, negative when it was killed."""
    peer.faults = deque(faults)
    module = "tests.offline_cache.kiosk_process"
    arguments = [sys.executable, "-m", module, str(folder), peer.url, peer.root_key.hex()]
    with subprocess.Popen(arguments, stdout=subprocess.DEVNULL) as process:
        peer.victim_pid = process.pid
        return process.wait(30)


@pytest.mark.parametrize("request_number", range(1, REQUESTS))
def test_killed_at_every_request(tmp_path: Path, request_number: int) -> None:
    folder, calm = tmp_path / "cache", [Fault.NONE] * request_number
    with serve(IntakePeer()) as peer:
        assert live(peer, folder, *calm, Fault.KILL_AFTER) == -signal.SIGKILL
        assert live(peer, folder, Fault.NONE, Fault.KILL_BEFORE) == -signal.SIGKILL
        assert live(peer, folder) == 0
        assert peer.arrivals == [(tmp_path / "told.txt").read_text()]
        assert not peer.problems
        (case,) = peer.accepted.values()
        assert case.plaintexts["form.json"] == MARKER.encode()
    assert not list((folder / "sealed").iterdir())
    assert find_leftovers(folder, [MARKER]) == []
