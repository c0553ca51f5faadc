"""Shell: the hub's data as it was before a new version touched it: copied whole while no hub runs, put back by renames.

Only what a version may change in place: databases, keys, certificates. Files of cases are named by their hash and only
added. Cut anywhere it is begun again: `before/` has its name only when it is whole, and a thing is gone from there only
when it lies in its place.
"""

import json
import os
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

from kiosk_app.update.durable import put, sync

ABOUT = "about.json"
FOLDERS = ("keys", "tls")
_BESIDE = ("-wal", "-shm", "-journal")


class Before:
    """`base`: where the hub's versions lie; `data`: the hub's own folder, on the same disk."""

    def __init__(self, base: Path, data: Path) -> None:
        self._place, self._part, self._data = base / "before", base / "before.part", data

    def take(self, version: str) -> None:
        """Before this version. Raises OSError, and leaves nothing."""
        shutil.rmtree(self._part, ignore_errors=True)
        self._part.mkdir(mode=0o700)
        try:
            for path in self._data.glob("*.sqlite"):
                _copy_database(path, self._part / path.name)
            for name in FOLDERS:
                if (self._data / name).is_dir():
                    shutil.copytree(self._data / name, self._part / name)
            put(self._part / ABOUT, json.dumps({"for": version}).encode())
            _sync_all(self._part)
            self._part.rename(self._place)
            sync(self._place.parent)
        except sqlite3.Error as error:
            raise OSError(f"{type(error).__name__}: {error}") from error
        finally:
            shutil.rmtree(self._part, ignore_errors=True)

    def version(self) -> str:
        """For which it was taken; empty: nothing is kept."""
        try:
            return str(json.loads((self._place / ABOUT).read_bytes())["for"])
        except FileNotFoundError:
            return ""

    def put_back(self) -> None:
        """Nothing is copied, so a full disk does not matter. Again, when it was cut. Raises OSError."""
        for path in sorted(self._place.iterdir()):
            if path.name == ABOUT:
                continue
            target = self._data / path.name
            for beside in _BESIDE:
                target.with_name(target.name + beside).unlink(missing_ok=True)
            if target.is_dir():
                shutil.rmtree(target)
            path.replace(target)
            sync(self._data)

    def forget(self) -> None:
        """It is not needed any more."""
        (self._place / ABOUT).unlink(missing_ok=True)
        sync(self._place)
        shutil.rmtree(self._place)


def _copy_database(path: Path, target: Path) -> None:
    """With what still stands in its log."""
    with closing(sqlite3.connect(path)) as source, closing(sqlite3.connect(target)) as copy:
        source.backup(copy)
    target.chmod(0o600)


def _sync_all(folder: Path) -> None:
    for place, _, files in os.walk(folder):
        for name in files:
            sync(Path(place) / name)
        sync(Path(place))
