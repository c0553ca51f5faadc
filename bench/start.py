"""Shell: cold start: from spawning the kiosk program to its first painted frame, beside an empty window.

The first frame of the kiosk is the whole welcome page (`tests/kiosk_app/test_first_frame.py` counts its doors). "Cold"
is the process: files are in the system's cache after the first round, on both sides. The very first start of a booth or
a version draws the picture that later ones show at once (docs/adr/0019): it has a row of its own.
"""

import os
import secrets
import subprocess
import sys
import threading
import time
from pathlib import Path
from statistics import median

import msgspec

from bench.stopwatch import cpu_of, scratch
from bench.table import Row, Table
from kiosk_app.config import Settings

NO_HUB = "http://127.0.0.1:9"  # RFC 863's port: nobody answers, as where the line is down
PAINTED = b"Frame rendered"
LONGEST_S = 60.0
SCREEN = {
    "QT_QPA_PLATFORM": "offscreen",
    "QT_QUICK_BACKEND": "software",
    "QT_LOGGING_RULES": "qt.scenegraph.time.renderloop=true",  # Qt's own line after each frame
}
EMPTY = """
from PySide6.QtGui import QGuiApplication
from PySide6.QtQml import QQmlApplicationEngine
app, engine = QGuiApplication([]), QQmlApplicationEngine()
engine.loadData(b"import QtQuick; Window { visible: true; width: 1920; height: 1080 }")
app.exec()
"""


def measure(quick: bool) -> Table:
    """Kiosk and empty window take turns, so that both meet the same load."""
    empty, first, kiosk = [], [], []
    with scratch() as folder:
        program = ("-m", "kiosk_app", "--config", str(configure(Path(folder))), "--data-dir")
        for turn in range(1 if quick else 7):
            empty.append(_painted("-c", EMPTY))
            first.append(_painted(*program, f"{folder}/{turn}"))
            kiosk.append(_painted(*program, f"{folder}/{turn}"))
    rows: tuple[Row, ...] = (
        ("empty window", _numbers(empty)),
        ("kiosk, welcome page", _numbers(kiosk)),
        ("the very first time", _numbers(first)),
    )
    beside = "a QML Window with nothing in it: same Python, Qt, size; medians of rounds in turn"
    title = "process spawned → first frame painted, 1920×1080, offscreen, software drawing"
    return Table(title, ("p50 ms", "worst ms", "CPU ms"), rows, beside)


def _numbers(times: list[tuple[float, float]]) -> tuple[float, ...]:
    wall_s, cpu_s = zip(*times, strict=True)
    return median(wall_s) * 1000, max(wall_s) * 1000, median(cpu_s) * 1000


def configure(folder: Path) -> Path:
    """Settings of a booth that reaches no hub, and its keys."""
    keys = {f"{name}_file": str(folder / name) for name in ("token", "root_key", "device_key")}
    for path in keys.values():
        Path(path).write_bytes(secrets.token_hex(16).encode())  # 32 bytes, as long as any key
        Path(path).chmod(0o600)
    config = folder / "kiosk.toml"
    config.write_bytes(msgspec.toml.encode(msgspec.convert({"hub_url": NO_HUB, **keys}, Settings)))
    return config


def _painted(*program: str) -> tuple[float, float]:
    """Wall and CPU seconds until the first frame. A program that ends without one raises."""
    start_s = time.monotonic()
    with subprocess.Popen([sys.executable, *program], stderr=subprocess.PIPE, env=os.environ | SCREEN) as process:
        assert process.stderr
        guard = threading.Timer(LONGEST_S, process.kill)
        guard.start()
        said = next((line for line in process.stderr if PAINTED in line or line.startswith(b"Traceback")), b"")
        painted = time.monotonic() - start_s, cpu_of(process.pid)
        guard.cancel()
        process.kill()
    if PAINTED not in said:
        raise RuntimeError(f"no frame was painted by {program}")
    return painted
