"""Shell: the real kiosk under its supervisor, for tests and measurements."""

import os
import secrets
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Self

import msgspec

from kiosk_app.config import Settings

ROOT = Path(__file__).resolve().parents[2]
SOON_S = 30.0
LOOK_S = 0.02
OFFSCREEN = {"QT_QPA_PLATFORM": "offscreen"}


class Supervised:
    """`./xiaowu kiosk --supervised`, and what it says of the processes that it starts."""

    def __init__(self, folder: Path, *, silence_s: float = 2.0, screen: Mapping[str, str] = OFFSCREEN) -> None:
        self.log = folder / "log"
        keys = {f"{name}_file": str(folder / name) for name in ("token", "root_key", "device_key")}
        for path in keys.values():
            Path(path).write_bytes(secrets.token_hex(16).encode())
            Path(path).chmod(0o600)
        config = folder / "kiosk.toml"
        settings = msgspec.convert({"hub_url": "http://127.0.0.1:9", **keys}, Settings)  # port 9: nobody answers
        config.write_bytes(msgspec.toml.encode(settings))
        program = [sys.executable, "-m", "kiosk_app", "--config", str(config), "--data-dir", str(folder)]
        env = {**os.environ, "QT_QUICK_BACKEND": "software", "PYTHONPATH": str(ROOT), **screen}
        with self.log.open("wb") as log:
            in_a_booth = [*program, "--full-screen", "--supervised", "--silence", str(silence_s)]
            self.process = subprocess.Popen(in_a_booth, stdout=log, stderr=log, env=env)

    def started(self) -> list[int]:
        """Process ids of the kiosks, in order."""
        lines = self.log.read_text().splitlines()
        return [int(line.rsplit(" ", 1)[1]) for line in lines if "kiosk started" in line]

    def await_true(self, holds: Callable[[], bool], what: str) -> None:
        until_s = time.monotonic() + SOON_S
        while not holds():
            assert time.monotonic() < until_s, f"{what}:\n{self.log.read_text()[-2000:]}"
            time.sleep(LOOK_S)

    def await_kiosk(self, number: int) -> int:
        """The process id of the n-th kiosk, once both its lanes live."""
        self.await_true(lambda: self.log.read_text().count("kiosk ready") >= number, f"kiosk {number} is not ready")
        return self.started()[number - 1]

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.process.terminate()
        self.process.wait(60)
