"""Shell: the real hub as a process of its own, with one booth."""

import json
import os
import subprocess
import sys
import time
from pathlib import Path

from cloud_seat.contract.signalling import Seat
from cloud_seat.contract.text import Text
from cloud_seat.hub import admin
from cloud_seat.hub.config import Settings

ROOT = Path(__file__).resolve().parents[3]
PASSWORD = "correct horse 测试"
KIOSK = "PY-0417"
START_S = 20.0


class RunningHub:
    """`start`, `kill` and `start` again on the same port and data."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.port = folder, 0
        settings = Settings(data_dir=folder, assets_dir=ROOT / "assets", web_dir=ROOT / "cloud_seat" / "web")
        self._settings, self._officials = settings, 0
        place = Text(zh="沙湾街福涌村晓屋", en="Fuyong village")
        self.token = admin.enrol_kiosk(settings, KIOSK, place)["token"]
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def kiosk_socket(self) -> str:
        return f"ws://127.0.0.1:{self.port}/ws/kiosk"

    def add_official(self) -> str:
        """Somebody new may sign in; returns the number. Each test has its own, so none inherits a status."""
        self._officials += 1
        number = f"{self._officials:04d}"
        seat = Seat(seat_id=f"seat-{number}", name="测试员", department=Text(zh="番禺区民政局"), number=number)
        admin.add_seat(self._settings, seat, user=number, rights=("*",), password=PASSWORD)
        return number

    def start(self) -> None:
        """Returns when the port answers."""
        ready = self.folder / "ready.json"
        ready.unlink(missing_ok=True)
        command = [sys.executable, "-m", "cloud_seat.hub", "--data-dir", str(self.folder), "--port", str(self.port)]
        command += ["--ready-file", str(ready)]
        log = (self.folder / "hub.log").open("ab")
        with log:
            environment = {**os.environ, "PYTHONPATH": str(ROOT)}
            self._process = subprocess.Popen(command, stdout=log, stderr=log, cwd=ROOT, env=environment)
        deadline_s = time.monotonic() + START_S
        while not ready.exists():
            assert self._process.poll() is None and time.monotonic() < deadline_s, (self.folder / "hub.log").read_text()
            time.sleep(0.03)
        self.port = int(json.loads(ready.read_text())["url"].rpartition(":")[2])

    def kill(self) -> None:
        """As a power cut does."""
        if self._process:
            self._process.kill()
            self._process.wait(10)
            self._process = None
