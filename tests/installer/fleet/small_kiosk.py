"""Shell: the kiosk of a fleet's booth, without a screen: the supervisor's words, the real update beside it, real sealed
cases. It is shipped in a release as `kiosk_app/__main__.py`, with its version, and one of five illnesses."""

import json
import os
import selectors
import signal
import socket
import subprocess
import sys
import time
import tomllib
import types
import urllib.error
import urllib.request
import uuid
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

VERSION, ILL = "", ""
AGAIN = 75
BEAT_S = 0.5
NOBODY_IS_HERE = b'{"is_idle":true,"is_settled":true}\n'


def open_case(folder: Path, kiosk_id: str) -> None:
    """One case more, on the disk sealed before it is counted as begun."""
    _bring_cache_alone()
    from offline_cache.case_records import DraftCase
    from offline_cache.migrations import cases
    from offline_cache.outbox import Outbox
    from offline_cache.store import Database, Store

    if ILL == "migration":

        @cases()
        def m999_breaks(db: Database) -> None:
            db.conn.execute("ALTER TABLE cases ADD COLUMN pages INTEGER NOT NULL DEFAULT 0")
            db.conn.execute("UPDATE cases SET item_id = 'spoilt'")
            raise ValueError("the second half of this step fails")

    store = Store(folder / "cases.sqlite", sha256(kiosk_id.encode()).digest(), cases)
    now, case_id = datetime.now(UTC), str(uuid.uuid4())
    outbox = Outbox(store)
    draft = DraftCase(case_id=case_id, item_id=VERSION, form_id="form", form_version=1, started_at=now)
    outbox.open_draft(draft, form_hash="0" * 64, epoch=outbox.epoch(now), draft_key=b"wrapped")
    store.close()
    with (folder / "begun").open("a") as begun:
        begun.write(f"{case_id}\n")


def _bring_cache_alone() -> None:
    """The outbox without the rest of the cache, and without numpy, which sqlite-utils takes when it is there: half a
    second less for each of a hundred starts."""
    package = types.ModuleType("offline_cache")
    package.__path__ = [os.environ["FLEET_ROOT"] + "/offline_cache"]
    sys.modules |= {"offline_cache": package}
    sys.modules["numpy"] = None  # type: ignore[assignment]


class Kiosk:
    """Until it is ended, or another version waits."""

    def __init__(self, folder: Path, settings: dict[str, Any]) -> None:
        self._settings = settings | ({"hub_url": "http://127.0.0.1:9"} if ILL == "hub" else {})
        self._mouth = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        self._mouth.connect(os.environ["NOTIFY_SOCKET"])
        self._log = (folder / "update.log").open("ab")
        env = {**os.environ, "PYTHONPATH": os.environ["FLEET_ROOT"]}
        self._update = subprocess.Popen(
            [sys.executable, "-P", "-m", "kiosk_app.update", "--serve"],
            env=env,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._log,
            bufsize=0,  # `select` must see every line
        )

    def run(self) -> int:
        assert self._update.stdin and self._update.stdout
        self._update.stdin.write(json.dumps(self._settings).encode() + b"\n" + NOBODY_IS_HERE)
        self._update.stdin.flush()
        self._say(b"READY=1\nWATCHDOG=1\n" + self._health())
        if ILL == "hangs":
            time.sleep(3600)
        with selectors.DefaultSelector() as both:
            both.register(self._update.stdout, selectors.EVENT_READ)
            asked_s = time.monotonic()
            while True:
                if both.select(BEAT_S):
                    line = self._update.stdout.readline()
                    if not line or json.loads(line)["is_switched"]:
                        return AGAIN if line else 70
                is_due = time.monotonic() - asked_s > self._settings["release_every_s"]
                asked_s = time.monotonic() if is_due else asked_s
                self._say(b"WATCHDOG=1\n" + (self._health() if is_due else b""))

    def end(self) -> None:
        self._update.kill()
        self._update.wait()

    def _health(self) -> bytes:
        devices = {"id_card": "offline" if ILL == "devices" else "ready", "receipt_printer": "blocked"}
        return b"X_XIAOWU_HEALTH=" + json.dumps({"devices": devices, "hub": self._reaches_hub()}).encode()

    def _reaches_hub(self) -> bool:
        try:
            with urllib.request.urlopen(f"{self._settings['hub_url']}/health/live", timeout=10) as answer:
                return bool(answer.status == 200)
        except (OSError, urllib.error.URLError):
            return False

    def _say(self, words: bytes) -> None:
        self._mouth.send(words)


def main(config: Path) -> int:
    """The exit code that the supervisor understands."""
    settings, folder = tomllib.loads(config.read_text("utf-8")), config.parent
    with (folder / "starts").open("a") as starts:
        starts.write(f"{VERSION}\n")
    open_case(folder, settings["kiosk_id"])
    if ILL == "crashes":
        return 3
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    kiosk = Kiosk(folder, settings)
    try:
        return kiosk.run()
    finally:
        kiosk.end()


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[sys.argv.index("--config") + 1])))
