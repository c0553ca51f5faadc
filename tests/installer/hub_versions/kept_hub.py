"""Shell: a hub of signed versions as it is kept on its machine, a folder of releases, and a booth that goes on telling
it things: what was acknowledged once must be there whatever became of an upgrade."""

import contextlib
import os
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from cloud_seat.hub.store import releases
from cloud_seat.hub.store.database import Database
from installer.release import signing
from installer.release.folder import ReleaseFolder
from installer.release.publishing import publish
from installer.release.tree import HUB, build
from installer.slots.state import State
from installer.slots.store import Slots
from tests.cloud_seat.hub.running import ROOT, RunningHub
from tests.installer.release.conftest import new_keys, write_checkout

KIOSK = "PY-8001"


class Makers:
    """Their keys, their folder, and what each version differs in."""

    def __init__(self, place: Path) -> None:
        self._place, self.folder = place, ReleaseFolder(place / "releases", level=3)
        self._signers = new_keys(place / "keys", *signing.LIVES_DAYS)
        signing.begin(self.folder, self._signers, datetime.now(UTC))
        self.root = self.folder.path / "metadata" / "1.root.json"

    def build(self, version: str, **added: str) -> Path:
        """The hub as it is in this checkout. `added`: text at the end of a module of `cloud_seat/hub/`."""
        checkout = write_checkout(self._place / f"checkout-{version}", version)
        shutil.copytree(ROOT / "cloud_seat", checkout / "cloud_seat", ignore=shutil.ignore_patterns("__pycache__"))
        for module, text in added.items():
            with (checkout / "cloud_seat" / "hub" / f"{module}.py").open("a") as file:
                file.write(text)
        subprocess.run(["git", "add", "-A"], cwd=checkout, check=True, timeout=60)
        build(checkout, self._place / version, site=None, kind=HUB)
        return self._place / version

    def publish(self, version: str, **added: str) -> Path:
        """Built, signed."""
        tree = self.build(version, **added)
        publish(self.folder, tree, self._signers, datetime.now(UTC), last=0)
        return tree


class KeptHub:
    """`./xiaowu hub keep`, and a booth of it."""

    def __init__(self, place: Path, first: Path) -> None:
        self.base, self.data = place / "versions", place / "data"
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        self.hub = RunningHub(self.data, port=port, url=f"http://127.0.0.1:{port}")
        self.log = place / "keep.log"
        self.process: subprocess.Popen[bytes] | None = None
        self.acknowledged = 0
        self._is_over = threading.Event()
        Slots(self.base).install(first)

    def start(self) -> None:
        """Until it answers."""
        words = ["--data-dir", str(self.data), "--assets-dir", str(ROOT / "assets"), "--port", str(self.hub.port)]
        command = [sys.executable, "-m", "installer.hub_versions", "keep", "--base", str(self.base), "--soak", "0.5"]
        with self.log.open("ab") as log:
            self.process = subprocess.Popen([*command, "--", *words], env=_env(), stdout=log, stderr=log)
        self.await_true(self.answers)

    def answers(self) -> bool:
        with contextlib.suppress(OSError):
            return self.hub.ask("GET", "/health/ready").status == 200
        return False

    def kill(self) -> None:
        """kill -9, of the keeper alone: the hub goes with it."""
        assert self.process
        self.process.kill()
        self.process.wait(10)

    def stop(self) -> None:
        self._is_over.set()
        if self.process and self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
            self.process.wait(60)

    def upgrading(self, makers: Makers, *prefix: str) -> "subprocess.Popen[str]":
        """`./xiaowu hub upgrade`, under way."""
        words = ["upgrade", "--base", str(self.base), "--root", str(makers.root), "--soak", "0.5"]
        command = [*prefix, sys.executable, "-m", "installer.hub_versions", *words, str(makers.folder.path)]
        return subprocess.Popen(command, env=_env(), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)

    def upgrade(self, makers: Makers, *prefix: str) -> tuple[int, str]:
        """Exit code and words."""
        running = self.upgrading(makers, *prefix)
        out, err = running.communicate(timeout=300)
        return running.returncode, out + err

    def state(self) -> State:
        return Slots(self.base).state()

    def begin_to_tell(self) -> None:
        """A booth that tells one thing after the other, each until it is acknowledged."""
        token = self.hub.enrol(KIOSK)["token"]
        threading.Thread(target=self._tell, args=(token,), daemon=True).start()
        self.await_true(lambda: self.acknowledged > 3)

    def _tell(self, token: str) -> None:
        while not self._is_over.wait(0.05):
            with contextlib.suppress(OSError, ValueError):
                said = {"version": f"0.0.{self.acknowledged + 1}"}
                if self.hub.ask("PUT", "/api/v1/releases/report", token=token, json_body=said).status == 204:
                    self.acknowledged += 1

    def kept(self) -> int:
        """The last that the hub has of the booth, in its database. Only while it is stopped."""
        database = Database(f"sqlite:///{self.data / 'hub.sqlite'}")
        _, told = database.run_now(releases.newest)[KIOSK]
        database.close()
        return int(told.version.rpartition(".")[2])

    def await_true(self, holds: Callable[[], bool], limit_s: float = 120.0) -> None:
        until_s = time.monotonic() + limit_s
        while not holds():
            assert time.monotonic() < until_s, self.log.read_text()[-3000:]
            time.sleep(0.02)


def _env() -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": str(ROOT)}
