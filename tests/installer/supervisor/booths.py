"""A booth in small: real trees, a real supervisor, and programs that are well, or ill in one of six ways.

Each program speaks sd_notify as the kiosk does, and works on one database: it adds a case at each start and must find
all earlier ones.
"""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from installer.slots.manifest import Schema
from installer.slots.state import State
from installer.slots.store import Slots
from tests.installer.slots.trees import manifest_of, plant

ROOT = Path(__file__).resolve().parents[3]
OLD, NEW = "1.0.0", "1.1.0"
PROGRAM = """
import json, os, signal, socket, sqlite3, sys, time
ILL, FOLDER = {ill!r}, sys.argv[sys.argv.index("--data-dir") + 1]
place = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
place.connect(os.environ["NOTIFY_SOCKET"])
open(FOLDER + "/starts", "a").write("{version} %f\\n" % time.time())
cases = sqlite3.connect(FOLDER + "/cases.sqlite", isolation_level=None)
cases.execute("CREATE TABLE IF NOT EXISTS cases (number INTEGER PRIMARY KEY, version TEXT NOT NULL)")
if ILL == "migration":
    names = [row[1] for row in cases.execute("PRAGMA table_info(cases)")]
    if "pages" not in names:
        cases.execute("ALTER TABLE cases ADD COLUMN pages INTEGER NOT NULL DEFAULT 0")
cases.execute("INSERT INTO cases (version) VALUES (?)", ("{version}",))
if ILL == "migration":
    raise ValueError("the second step of the migration fails")
if ILL == "crashes":
    sys.exit(3)
if ILL == "never ready":
    time.sleep(3600)
devices = {{"id_card": "offline" if ILL == "devices" else "ready", "receipt_printer": "blocked"}}
well = "X_XIAOWU_HEALTH=" + json.dumps({{"devices": devices, "hub": ILL != "hub"}})
place.send(("READY=1\\nWATCHDOG=1\\n" + well).encode())
signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
signal.signal(signal.SIGUSR1, lambda *_: sys.exit(75))
if ILL == "hangs":
    time.sleep(3600)
if ILL == "crashes later":
    time.sleep(0.3)
    os.abort()
while True:
    time.sleep(0.05)
    place.send(b"WATCHDOG=1")
"""


class Booth:
    """`folder` holds its versions and its data."""

    def __init__(self, folder: Path) -> None:
        self.base, self.data = folder / "slots", folder
        self.slots = Slots(self.base)
        self.log = folder / "log"

    def take(self, version: str, ill: str = "", *, schema: Schema | None = None) -> None:
        """Staged and committed, as the updater does it."""
        files = {
            "kiosk_app/__init__.py": b"",
            "kiosk_app/__main__.py": PROGRAM.format(ill=ill, version=version).encode(),
            "sbom.json": b"{}",
        }
        plant(self.slots.stage(version), manifest_of(version, files, schema=schema), files)
        self.slots.stage_done(version)
        self.slots.commit(version)

    @contextmanager
    def supervised(self, *options: str) -> Iterator["subprocess.Popen[bytes]"]:
        """`python -m installer.supervisor` with short waits, until the end of the context."""
        command = [sys.executable, "-m", "installer.supervisor", "--base", str(self.base)]
        waits = ["--trial-silence", "1", "--trial-start", "5", "--health", "0.5", "--soak", "0.3", "--silence", "3"]
        config = self.data / "kiosk.toml"
        config.write_text('hub_url = "http://127.0.0.1:9"\nkeeper_phone = "020-0000"\n')
        kiosk = ["--", "--data-dir", str(self.data), "--config", str(config)]
        env = {**os.environ, "PYTHONPATH": str(ROOT)}
        with (
            self.log.open("ab") as log,
            subprocess.Popen([*command, *waits, *options, *kiosk], env=env, stdout=log, stderr=log) as process,
        ):
            try:
                yield process
            finally:
                process.send_signal(signal.SIGTERM)
                process.wait(60)

    def starts(self) -> list[tuple[str, float]]:
        """Version and time of each start so far."""
        try:
            lines = (self.data / "starts").read_text().splitlines()
        except FileNotFoundError:
            return []
        return [(line.split()[0], float(line.split()[1])) for line in lines]

    def await_true(self, holds: Callable[[], bool], limit_s: float = 60.0) -> None:
        """Looks again and again."""
        until_s = time.monotonic() + limit_s
        while not holds():
            assert time.monotonic() < until_s, self.log.read_text()[-3000:]
            time.sleep(0.02)

    def state(self) -> State:
        """Of the slots."""
        return self.slots.state()

    def remembers(self, *answering: str) -> None:
        """What answered the old version."""
        (self.base / "well.json").write_text(json.dumps(answering))


def fall_back(booth: Booth, ill: str, *options: str) -> float:
    """The booth takes a version that is ill and ends at the old one: seconds from its first start to the old one's."""
    booth.take(OLD)
    booth.remembers("id_card", "receipt_printer")
    booth.take(NEW, ill)
    with booth.supervised(*options):
        booth.await_true(lambda: OLD in [version for version, _ in booth.starts()])
        booth.await_true(lambda: "kiosk ready" in booth.log.read_text().rpartition(f"version {OLD}")[2])
    starts = booth.starts()
    back = next(at for version, at in starts if version == OLD)
    return back - starts[0][1]
