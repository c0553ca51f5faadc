"""Shell: the booth's slots, asked by their command: nobody else writes what is started next."""

import json
import subprocess
import sys
from pathlib import Path

import msgspec

from installer.slots.manifest import BrokenTreeError, ManifestError, read
from kiosk_app.update.refusals import RemoteRefusedError
from kiosk_app.update.staging import Tree

_LIMIT_S = 600.0  # comparing a gigabyte on a disk that is busy


class SlotsNow(msgspec.Struct, frozen=True, kw_only=True):
    """What `status` tells. `current` has proven itself; `pending` is on trial."""

    current: str = ""
    previous: str = ""
    pending: str = ""
    quarantine: dict[str, str] = {}
    versions: tuple[str, ...] = ()

    @property
    def chosen(self) -> str:
        """What is started next."""
        return self.pending or self.current


class OwnSlots:
    """`base`: the folder of `versions/` and `state.json`."""

    def __init__(self, base: Path) -> None:
        self.base = base

    def now(self) -> SlotsNow:
        """Raises RemoteRefusedError when the disk failed."""
        done = self._run("status", "--json")
        if done.returncode:
            raise RemoteRefusedError("disk")
        return msgspec.convert(json.loads(done.stdout), SlotsNow)

    def stage(self, version: str) -> Path:
        """Where a download is put together."""
        return self.base / "versions" / f".stage-{version}"

    def tree(self, version: str) -> Tree | None:
        """A version that lies here; None: there is none, or its manifest is broken."""
        place = self.base / "versions" / version
        try:
            return Tree(place, read(place)) if version else None
        except (BrokenTreeError, ManifestError):
            return None

    def do(self, act: str, version: str, *more: str) -> bool:
        """`stage-done`, `commit`, `quarantine`. False: refused, or the tree is broken."""
        return self._run(act, version, *more).returncode == 0

    def _run(self, *words: str) -> "subprocess.CompletedProcess[str]":
        command = [sys.executable, "-P", "-m", "installer.slots", "--base", str(self.base), *words]
        return subprocess.run(command, check=False, capture_output=True, text=True, timeout=_LIMIT_S)
