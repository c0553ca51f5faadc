"""Shell: a hub and its booths on one machine, each booth a real supervisor, a small kiosk and the real update process,
over real HTTP with releases that are really signed. Clocks are short by settings, nothing else is.

`Fleet.await_true` looks at the fleet again and again, and each look compares what the hub says of every booth with what
stands on that booth's disk.
"""

import base64
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import partial
from hashlib import sha256
from pathlib import Path
from typing import Any

from cloud_seat.hub.rollout import Plan
from installer.release import signing
from installer.release.folder import ReleaseFolder
from installer.release.publishing import publish
from installer.release.steering import Steering
from installer.release.tree import build
from installer.slots.manifest import version_key
from installer.slots.state import State, load
from installer.slots.store import Slots
from offline_cache.migrations import cases
from offline_cache.store import Store
from tests.cloud_seat.hub.running import ROOT, RunningHub
from tests.installer.release.conftest import new_keys, write_checkout

FIRST = "0.1.0"
PROGRAM = (Path(__file__).parent / "small_kiosk.py").read_text("utf-8")
LOT = 8
"""So many are switched on at once: a hundred interpreters that start together would only be in each other's way."""
WAITS = (
    *("--silence", "60", "--trial-start", "120", "--trial-silence", "10"),
    *("--health", "15", "--soak", "1"),
)
"""A hundred booths on two cores start slowly: nothing good must be too late."""


class Booth:
    """One of them: `folder` holds its versions, cases and settings."""

    def __init__(self, folder: Path, kiosk_id: str) -> None:
        self.folder, self.kiosk_id, self.base = folder, kiosk_id, folder / "slots"
        self.config, self.process = folder / "kiosk.toml", None

    process: "subprocess.Popen[bytes] | None"

    def install(self, tree: Path, hub: RunningHub, ask_every_s: float) -> None:
        """The first version, and the papers of the hub."""
        self.folder.mkdir(parents=True)
        Slots(self.base).install(tree)
        papers = hub.enrol(self.kiosk_id)
        (self.folder / "token").write_text(papers["token"])
        (self.folder / "root-key").write_bytes(base64.b64decode(papers["root_key"]))
        settings: dict[str, str] = {
            "hub_url": hub.url,
            "kiosk_id": self.kiosk_id,
            "token_file": str(self.folder / "token"),
            "root_key_file": str(self.folder / "root-key"),
            "release_dir": str(self.base),
            "release_root_file": str(hub.data_dir / "releases" / "metadata" / "1.root.json"),
        }
        lines = [*(f'{name} = "{value}"' for name, value in settings.items()), f"release_every_s = {ask_every_s}"]
        self.config.write_text("\n".join(lines) + "\n")

    def start(self) -> None:
        """Supervisor, kiosk, update."""
        command = [sys.executable, "-m", "installer.supervisor", "--base", str(self.base), *WAITS]
        env = {**os.environ, "PYTHONPATH": str(ROOT), "FLEET_ROOT": str(ROOT)}
        with (self.folder / "log").open("ab") as log:
            words = ["nice", "-n", "10", *command, "--", "--config", str(self.config)]
            self.process = subprocess.Popen(words, env=env, stdout=log, stderr=log)

    def stop(self) -> None:
        """As a switch on the wall that waits."""
        if self.process:
            self.process.send_signal(signal.SIGTERM)
            self.process.wait(60)

    def state(self) -> State:
        """As it stands on the disk; nothing is locked for it."""
        return load((self.base / "state.json").read_bytes())

    def starts(self) -> list[str]:
        """The version of each start so far."""
        path = self.folder / "starts"
        return path.read_text().split() if path.exists() else []

    def versions(self) -> set[str]:
        """What lies on its disk, staged ones too."""
        return {path.name.removeprefix(".stage-") for path in (self.base / "versions").iterdir()}

    def lost_cases(self) -> set[str]:
        """Begun, and not there any more, or not as they were. Only while it is stopped."""
        store = Store(self.folder / "cases.sqlite", sha256(self.kiosk_id.encode()).digest(), cases)
        kept = {row["case_id"] for row in store.rows("SELECT case_id FROM cases WHERE item_id <> 'spoilt'")}
        store.close()
        return {*(self.folder / "begun").read_text().split()} - kept


class Fleet:
    """`count` booths of one hub, each of which asks it every `ask_every_s`."""

    def __init__(self, place: Path, hub: RunningHub, count: int, *, ask_every_s: float) -> None:
        self._place, self.hub = place, hub
        self.folder = ReleaseFolder(hub.data_dir / "releases")
        self._signers = new_keys(place / "keys", *signing.LIVES_DAYS)
        signing.begin(self.folder, self._signers, datetime.now(UTC))
        self._steering = Steering(self.folder, hub.places().dsn())
        self.booths = {name: Booth(place / name, name) for name in (f"PY-{7001 + at}" for at in range(count))}
        self.looks = 0
        tree = self.publish(FIRST)
        for booth in self.booths.values():
            booth.install(tree, hub, ask_every_s)
        hub.set_role(hub.add_seat("7001"), "operator")
        self._cookie = hub.sign_in("7001")

    @contextmanager
    def running(self) -> Iterator["Fleet"]:
        """All booths switched on, and each has told what it runs."""
        booths = list(self.booths.values())
        try:
            for at in range(0, len(booths), LOT):
                for booth in booths[at : at + LOT]:
                    booth.start()
                self.await_true(partial(self.is_told, within={b.kiosk_id for b in booths[: at + LOT]}), 300.0)
            yield self
        finally:
            for booth in self.booths.values():
                if booth.process:
                    booth.process.send_signal(signal.SIGTERM)
            for booth in self.booths.values():
                booth.stop()

    def publish(self, version: str, ill: str = "") -> Path:
        """Built and signed as any release; its tree."""
        text = PROGRAM.replace('VERSION, ILL = "", ""', f'VERSION, ILL = "{version}", "{ill}"')
        tree = self._place / f"tree-{version}"
        build(write_checkout(self._place / f"checkout-{version}", version, __main__=text), tree, site=None)
        publish(self.folder, tree, self._signers, datetime.now(UTC), last=3)
        return tree

    def plan(self, version: str, *, wait_s: float, percents: list[int] | None = None) -> Plan:
        """Through the booths, at any hour, without nights."""
        how = {"wait_s": wait_s, "deadline_s": 900.0, "from_hour": 0, "until_hour": 0, "rehearsed": False}
        plan = self._steering.draft(version, [], percents or [1, 5, 25, 50, 100], **how)
        self._steering.write(plan)
        return plan

    def look(self) -> Any:
        """What the board shows now. It may be late by a report that is under way, but says nothing that is not so."""
        board = self.hub.ask("GET", "/api/v1/releases", cookie=self._cookie).json()
        states = self.states()
        for line in board["booths"]:
            state = states[line["kiosk_id"]]
            assert not line["version"] or version_key(line["version"]) <= version_key(state.current), (line, state)
            assert {*line.get("failed", {})} <= {*state.quarantine}, (line, state)
        if board["plan"]:
            version = board["plan"]["version"]
            for ring in board["standing"]["rings"]:
                assert all(states[kiosk].current == version for kiosk in ring.get("confirmed", []))
                assert all(version in states[kiosk].quarantine for kiosk in ring.get("failed", []))
        self.looks += 1
        return board

    def states(self) -> dict[str, State]:
        """Of every booth's disk."""
        return {name: booth.state() for name, booth in self.booths.items()}

    def is_told(self, board: Any, within: set[str] | None = None) -> bool:
        """The board says of every booth, or of these, exactly what stands on its disk."""
        states = self.states()
        return all(
            (line["version"], {*line.get("failed", {})})
            == (states[line["kiosk_id"]].current, {*states[line["kiosk_id"]].quarantine})
            for line in board["booths"]
            if within is None or line["kiosk_id"] in within
        )

    def await_true(self, holds: Callable[[Any], bool], limit_s: float) -> float:
        """Looks until it holds; how long that was, in seconds."""
        began_s = time.monotonic()
        while not holds(board := self.look()):
            if time.monotonic() - began_s > limit_s:
                raise AssertionError(self._trouble(board))
            time.sleep(0.2)
        return time.monotonic() - began_s

    def _trouble(self, board: Any) -> str:
        late = [line for line in board["booths"] if line["version"] != (board["plan"] or {}).get("version")][:3]
        logs = [(self.booths[line["kiosk_id"]].folder / name) for line in late for name in ("log", "update.log")]
        return "\n".join([str(late), *(f"{path}:\n{path.read_text()[-1500:]}" for path in logs if path.exists())])
