"""Shell: one hub process of a version: the real one, or a trial of it that only this machine reaches."""

import ctypes
import http.client
import json
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from installer.supervisor.watch import environment

STOP_S = 30.0
POLL_S = 0.1
_COMMAND = (sys.executable, "-P", "-m", "cloud_seat.hub")
_DIE_WITH_PARENT = 1  # PR_SET_PDEATHSIG, prctl(2)


@dataclass(frozen=True, slots=True)
class Limits:
    """`start_s`: until a trial answers that it is ready; `soak_s`: how long it must go on answering then."""

    start_s: float = 120.0
    soak_s: float = 5.0


def start(tree: Path, options: Sequence[str]) -> "subprocess.Popen[bytes]":
    """`python -m cloud_seat.hub`. It ends with us, however we end."""
    return subprocess.Popen([*_COMMAND, *options], env=_environment(tree), preexec_fn=_end_with_us)


def run(tree: Path, options: Sequence[str], limit_s: float) -> "subprocess.CompletedProcess[str]":
    """A command of that version that ends by itself, such as `backup`."""
    command = [*_COMMAND, *options]
    return subprocess.run(command, env=_environment(tree), check=False, capture_output=True, text=True, timeout=limit_s)


def stop(program: "subprocess.Popen[bytes]") -> None:
    """As an operator does; after half a minute, for good."""
    program.send_signal(signal.SIGTERM)
    try:
        program.wait(STOP_S)
    except subprocess.TimeoutExpired:
        program.kill()
        program.wait()


def try_out(
    tree: Path, options: Sequence[str], ready: Path, limits: Limits, is_stopping: Callable[[], bool] = lambda: False
) -> str:
    """Starts it where nobody else reaches it and sends nothing; why it is ill; empty: it was well, and is ended."""
    ready.unlink(missing_ok=True)
    words = [word for word in options if word not in ("--tls", "--behind-proxy")]
    alone = ["--host", "127.0.0.1", "--port", "0", "--ready-file", str(ready), "--sms-url", ""]
    program = start(tree, [*words, *alone])
    try:
        return _watch(program, ready, limits, is_stopping)
    finally:
        stop(program)
        ready.unlink(missing_ok=True)


def _watch(program: "subprocess.Popen[bytes]", ready: Path, limits: Limits, is_stopping: Callable[[], bool]) -> str:
    until_s, well_since_s = time.monotonic() + limits.start_s, None
    while program.poll() is None:
        if is_stopping():
            return "it was ended from outside"
        now_s = time.monotonic()
        if _is_ready(ready):
            well_since_s = well_since_s or now_s
            if now_s - well_since_s >= limits.soak_s:
                return ""
        elif well_since_s or now_s > until_s:
            return "it does not say that it is ready"
        time.sleep(POLL_S)
    return f"it ended with {program.returncode}"


def _is_ready(ready: Path) -> bool:
    try:
        place = urlsplit(json.loads(ready.read_bytes())["url"])
        connection = http.client.HTTPConnection(str(place.hostname), place.port, timeout=5)
        try:
            connection.request("GET", "/health/ready")
            return connection.getresponse().status == 200
        finally:
            connection.close()
    except (OSError, ValueError, KeyError, http.client.HTTPException):
        return False


def _environment(tree: Path) -> dict[str, str]:
    return environment(PYTHONPATH=f"{tree}:{tree / 'lib'}", PYTHONDONTWRITEBYTECODE="1")


def _end_with_us() -> None:
    ctypes.CDLL(None).prctl(_DIE_WITH_PARENT, signal.SIGKILL)
