"""Shell: the booth's slots, changed by their command alone: nobody else writes what is started next."""

import hashlib
import subprocess
import sys
from pathlib import Path

from installer.slots.manifest import BrokenTreeError, ManifestError, dump, read
from installer.slots.state import State
from installer.slots.store import Slots
from kiosk_app.update.staging import Tree
from kiosk_app.update.trust import translated

_LIMIT_S = 600.0  # comparing a gigabyte on a disk that is busy


class OwnSlots:
    """`base`: the folder of `versions/` and `state.json`."""

    def __init__(self, base: Path) -> None:
        self.base = base

    def now(self) -> State:
        """What holds. Raises RemoteRefusedError when the disk failed."""
        with translated():
            return Slots(self.base).state()

    def has(self, version: str, sha256: str) -> bool:
        """It lies here whole, with this manifest."""
        tree = self.tree(version)
        is_the_one = tree is not None and hashlib.sha256(dump(tree.manifest)).hexdigest() == sha256
        return is_the_one and self.do("verify", version)

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
