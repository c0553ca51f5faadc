"""Shell: room kept back for what must not fail: a file without content that gives way when the disk is full.

A full disk cannot even record a receipt, and receipts are what empties it. So writes first look whether there is room,
and let go of the reserve when there is not; it is taken back when there is room again.
"""

import logging
import os
from pathlib import Path

from offline_cache.blobs import sync_folder, translated
from offline_cache.room import Marks, Room

log = logging.getLogger(__name__)
RESERVE_FILE = "reserve"
WRITE_BYTES = 2_000_000  # the largest transaction is a form of some 100 KB, with SQLite's log and its index of the log


class Reserve:
    """The reserve of one cache folder. Without `hold` there is none, and never a mark."""

    def __init__(self, folder: Path) -> None:
        self._folder, self._path, self._marks = folder, folder / RESERVE_FILE, Marks()

    def hold(self, marks: Marks) -> None:
        """From now on so much is kept back."""
        self._marks = marks
        self.take_back()

    def make_way(self, needed_bytes: int = 0) -> None:
        """Before a write: lets the reserve go if there is no other room."""
        with translated():
            if self._free_bytes() < needed_bytes + WRITE_BYTES and self._path.exists():
                log.warning("the disk is full: the reserve is used now")
                self._path.unlink(missing_ok=True)
                sync_folder(self._folder)  # a file system may give the blocks back only then

    def take_back(self) -> None:
        """Holds the reserve whole again, if twice as much is free."""
        missing = self._missing_bytes()
        if missing and self._free_bytes() > 2 * self._marks.reserve_bytes + WRITE_BYTES:
            descriptor = os.open(self._path, os.O_WRONLY | os.O_CREAT | os.O_CLOEXEC, 0o600)
            try:
                os.posix_fallocate(descriptor, 0, self._marks.reserve_bytes)
                os.fsync(descriptor)
            except OSError as error:  # somebody else was quicker: it is tried again at the next look
                log.warning("no room for the reserve: %s", error.strerror)
            finally:
                os.close(descriptor)

    def room(self) -> Room:
        """What is free beside a whole reserve."""
        return self._marks.room(self._free_bytes() - self._missing_bytes())

    def _missing_bytes(self) -> int:
        held = self._path.stat().st_blocks * 512 if self._path.exists() else 0
        return max(0, self._marks.reserve_bytes - held)

    def _free_bytes(self) -> int:
        disk = os.statvfs(self._folder)
        return disk.f_bavail * disk.f_frsize
