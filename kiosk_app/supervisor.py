"""Shell: keeps the kiosk program alive: starts it again when it ends by a fault or falls silent.

It speaks systemd's protocol (sd_notify(3)), so that a booth may as well be run by systemd with `Type=notify`.
"""

import logging
import os
import select
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from enum import Enum, auto
from pathlib import Path

log = logging.getLogger(__name__)
START_LIMIT_S = 30.0
KILL_AFTER_S = 2.0
STOP_LIMIT_S = 30.0
CALM_S = 60.0  # a run so long was a good one: the next failure is the first again
PAUSES_S = (0.0, 0.2, 1.0, 5.0)  # before the next start, by failures in a row
_POLL_S = 0.1


class Ending(Enum):
    DONE = auto()
    FAILED = auto()
    STOPPED = auto()


class Supervisor:
    """Runs `command` again and again until it ends well (exit code 0) or `stop` is called."""

    def __init__(self, command: Sequence[str], *, silence_limit_s: float) -> None:
        self._command = list(command)
        self._silence_limit_s = silence_limit_s
        self._is_stopping = False

    def stop(self) -> None:
        """Ends the program and the supervising. From a signal handler."""
        self._is_stopping = True

    def run(self) -> int:
        """Exit code of the supervisor."""
        failures = 0
        with tempfile.TemporaryDirectory(prefix="xiaowu-") as folder:
            while not self._is_stopping:
                began_s = time.monotonic()
                if self._live_once(Path(folder) / "notify") is not Ending.FAILED:
                    break
                failures = 1 if time.monotonic() - began_s > CALM_S else failures + 1
                time.sleep(PAUSES_S[min(failures, len(PAUSES_S)) - 1])
        return 0

    def _live_once(self, path: Path) -> Ending:
        path.unlink(missing_ok=True)
        with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM | socket.SOCK_CLOEXEC) as ear:
            ear.bind(str(path))
            usec = str(int(self._silence_limit_s * 1_000_000))
            env = {**os.environ, "NOTIFY_SOCKET": str(path), "WATCHDOG_USEC": usec}
            with subprocess.Popen(self._command, env=env) as program:
                log.info("kiosk started, process %d", program.pid)
                return self._watch(program, ear)

    def _watch(self, program: "subprocess.Popen[bytes]", ear: socket.socket) -> Ending:
        until_s = time.monotonic() + START_LIMIT_S
        while program.poll() is None:
            if self._is_stopping:
                _end(program, signal.SIGTERM, STOP_LIMIT_S)
                return Ending.STOPPED
            if select.select([ear], [], [], _POLL_S)[0]:
                until_s = self._heard(ear.recv(4096)) or until_s
            if time.monotonic() > until_s:
                log.error("the kiosk is silent: it is ended and started again")
                _end(program, signal.SIGABRT, KILL_AFTER_S)
                return Ending.FAILED
        if program.returncode == 0:
            return Ending.DONE
        log.error("the kiosk ended with %d: it is started again", program.returncode)
        return Ending.FAILED

    def _heard(self, message: bytes) -> float | None:
        """Until when the next beat must come, seconds of the monotonic clock; None when this was none."""
        words = message.split(b"\n")
        if b"READY=1" in words:
            log.info("kiosk ready")
        return time.monotonic() + self._silence_limit_s if b"WATCHDOG=1" in words else None


def _end(program: "subprocess.Popen[bytes]", number: signal.Signals, limit_s: float) -> None:
    program.send_signal(number)
    try:
        program.wait(limit_s)
    except subprocess.TimeoutExpired:
        program.kill()
        program.wait()


def supervise(arguments: Sequence[str], silence_limit_s: float) -> int:
    """Runs `python -m kiosk_app` with these arguments until it ends well, or somebody asks for the end."""
    supervisor = Supervisor([sys.executable, "-m", "kiosk_app", *arguments], silence_limit_s=silence_limit_s)
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: supervisor.stop())
    return supervisor.run()
