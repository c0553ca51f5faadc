"""Shell: memory of the kiosk program at rest, outside a call, beside an empty window: the same Python and Qt."""

import os
import socket
import subprocess
import sys
import time
from pathlib import Path

from bench.start import EMPTY, configure
from bench.stopwatch import scratch
from bench.table import Table

SETTLED_S, SETTLED_QUICK_S = 5.0, 0.5
LONGEST_S = 60.0
SCREEN = {"QT_QPA_PLATFORM": "offscreen", "QT_QUICK_BACKEND": "software"}
SAYS_READY = "import socket, os\nfrom PySide6.QtCore import QTimer\n"
EMPTY_READY = EMPTY.replace("app.exec()", "QTimer.singleShot(500, tell)\napp.exec()")
TELL = """
def tell():
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as mouth:
        mouth.sendto(b"READY=1", os.environ["NOTIFY_SOCKET"])
"""


def measure(quick: bool) -> Table:
    """Each program says by itself when it stands (sd_notify, READY=1)."""
    with scratch() as folder:
        kiosk = ("-m", "kiosk_app", "--config", str(configure(Path(folder))), "--data-dir", folder)
        wait_s = SETTLED_QUICK_S if quick else SETTLED_S
        empty_mb = _resting(Path(folder), wait_s, "-c", SAYS_READY + TELL + EMPTY_READY)
        kiosk_mb = _resting(Path(folder), wait_s, *kiosk)
    beside = "a QML Window with nothing in it; VmRSS and, of that, what is the program's own (RssAnon)"
    rows = (("empty window", empty_mb), ("kiosk, welcome page, no hub, no devices", kiosk_mb))
    return Table("memory at rest, 1920×1080, offscreen, software drawing", ("RSS MB", "own MB"), rows, beside)


def _resting(folder: Path, wait_s: float, *program: str) -> tuple[float, float]:
    """After `READY=1` and a while. A program that never says so raises TimeoutError."""
    path = folder / "notify"
    path.unlink(missing_ok=True)
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as ear:
        ear.bind(str(path))
        ear.settimeout(LONGEST_S)
        env = os.environ | SCREEN | {"NOTIFY_SOCKET": str(path)}
        with subprocess.Popen([sys.executable, *program], stderr=subprocess.DEVNULL, env=env) as process:
            try:
                ear.recv(4096)
                time.sleep(wait_s)
                return _memory_mb(process.pid, "VmRSS"), _memory_mb(process.pid, "RssAnon")
            finally:
                process.kill()


def _memory_mb(pid: int, what: str) -> float:
    line = next(line for line in Path(f"/proc/{pid}/status").read_text().splitlines() if line.startswith(what))
    return int(line.split()[1]) / 1024
