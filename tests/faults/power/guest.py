"""Wiring: what runs inside the guest whose power is cut: the booth's cache lives, and tells each promise to the host.

Run as `python -m tests.faults.power.guest FOLDER PORT CASES MUTANT`. It goes on only when the host has noted how much
of the disk's log stood at that moment: so no promise is held against an earlier disk than it was made on.
"""

import os
import sys
import threading
import tty
from pathlib import Path

from tests.faults.crash.program import run


class SaidToHost:
    """One line out, one byte back."""

    def __init__(self, port: Path) -> None:
        self._descriptor = os.open(port, os.O_RDWR | os.O_NOCTTY)
        tty.setraw(self._descriptor)
        self._one_at_a_time = threading.Lock()

    def __call__(self, *words: object) -> None:
        with self._one_at_a_time:
            os.write(self._descriptor, (" ".join(map(str, words)) + "\n").encode())
            os.read(self._descriptor, 1)


if __name__ == "__main__":
    run(Path(sys.argv[1]), SaidToHost(Path(sys.argv[2])), int(sys.argv[3]), sys.argv[4] if len(sys.argv) > 4 else "")
