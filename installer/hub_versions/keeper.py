"""Shell: keeps the hub of the version that the slots name running, and changes it when asked, or not at all.

While the versions change nobody reaches a hub: what booths have for it waits in them. So going back to the data of
before loses nothing. The one commit point is the slots' `state.json`: cut before it, the old version and its data are
back at the next start; cut after it, the new one goes on.
"""

import json
import logging
import os
import subprocess
import time
from collections.abc import Sequence
from pathlib import Path

from installer.hub_versions import program
from installer.hub_versions.before import Before
from installer.hub_versions.program import Limits
from installer.slots.manifest import BrokenTreeError, ManifestError
from installer.slots.state import Committed, Condemned, Confirmed, LocalRefusedError
from installer.slots.store import Slots
from kiosk_app.update.durable import put

log = logging.getLogger(__name__)
KEPT, ASKED, OUTCOME = "kept.json", "switch.json", "outcome.json"
PAUSE_S = 1.0


class Keeper:
    """`options`: of the hub, among them its `--data-dir`."""

    def __init__(self, base: Path, data: Path, options: Sequence[str], limits: Limits) -> None:
        self._base, self._options, self._limits = base, options, limits
        self._slots, self._before = Slots(base), Before(base, data)
        self._is_stopping = False

    def stop(self) -> None:
        """Ends the hub and the keeping. From a signal handler."""
        self._is_stopping = True

    def run(self) -> int:
        """Exit code: 0 when it was asked to end, 1 when no version can be started."""
        self._recover()
        kept = {"pid": os.getpid(), "options": list(self._options)}
        put(self._base / KEPT, json.dumps(kept).encode())
        while not self._is_stopping:
            version = self._slots.state().current
            if not version or not self._slots.is_startable(version):
                log.error("没有完整的版本，请重新安装 / no whole version here: install one again")
                return 1
            hub = program.start(self._slots.tree(version), self._options)
            log.info("hub %s started, process %d", version, hub.pid)
            wanted = self._live(hub)
            if wanted:
                self._switch(version, wanted)
        return 0

    def _live(self, hub: "subprocess.Popen[bytes]") -> str:
        """Until it ends; the version that somebody asks for."""
        while hub.poll() is None:
            wanted = self._asked()
            if self._is_stopping or wanted:
                program.stop(hub)
                return "" if self._is_stopping else wanted
            time.sleep(program.POLL_S)
        log.error("the hub ended with %d: it is started again", hub.returncode)
        time.sleep(PAUSE_S)
        return ""

    def _asked(self) -> str:
        try:
            return str(json.loads((self._base / ASKED).read_bytes())["version"])
        except FileNotFoundError:
            return ""

    def _switch(self, old: str, new: str) -> None:
        """No hub runs."""
        try:
            self._before.take(new)
            self._slots.commit(new)
        except (OSError, LocalRefusedError, BrokenTreeError, ManifestError) as error:
            self._recover()
            self._tell(new, f"{type(error).__name__}: {error}")
            return
        ready = self._base / "trial.json"
        ill = program.try_out(
            self._slots.tree(new), self._options, ready, self._limits, is_stopping=lambda: self._is_stopping
        )
        if ill and not self._is_stopping:
            self._before.put_back()
            self._slots.apply(Condemned(new, ill))
        elif not ill:
            self._slots.apply(Confirmed())
        self._recover()
        log.info("hub %s → %s: %s", old, new, ill or "it is well and stays")
        self._tell(new, ill)

    def _recover(self) -> None:
        """From wherever a change of versions was cut."""
        now = self._slots.state()
        taken = self._before.version()
        if taken and now.current != taken:
            self._before.put_back()
        if now.pending:
            self._slots.apply(Committed(now.current))
        if taken:
            self._before.forget()
            if now.current != taken:
                self._tell(taken, now.quarantine.get(taken, "it was cut"))

    def _tell(self, version: str, ill: str) -> None:
        put(self._base / OUTCOME, json.dumps({"version": version, "ill": ill}).encode())
        (self._base / ASKED).unlink(missing_ok=True)
