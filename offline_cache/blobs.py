"""Shell: sealed files, named by the SHA-256 of their (sealed) bytes.

Order is what survives a power cut: write a temporary file, fsync, rename, fsync the folder, and only then the database
row. A file without a row is an orphan of such a cut and is collected at the next start; a row without a file cannot be.
"""

import contextlib
import errno
import os
import secrets
from collections.abc import Collection, Iterator
from pathlib import Path

from offline_cache.errors import PartLostError, StorageBrokenError, StorageFullError
from offline_cache.intake_papers import sha256_hex


class Blobs:
    """The folder of sealed files. Nothing in it says whose they are."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        with translated():
            make_folder(folder)

    def put(self, sealed: bytes) -> str:
        """Stores the bytes durably and returns their name. Raises StorageFullError, StorageBrokenError."""
        name = sha256_hex(sealed)
        temporary = self._folder / f"{secrets.token_hex(8)}.tmp"
        with translated():
            try:
                write_durably(temporary, sealed)
                temporary.rename(self._folder / name)
            except OSError:
                temporary.unlink(missing_ok=True)
                raise
            sync_folder(self._folder)
        return name

    def read(self, name: str) -> bytes:
        """The sealed bytes, checked against their name. Raises PartLostError; StorageBrokenError may pass."""
        try:
            with translated():
                sealed = (self._folder / name).read_bytes()
        except StorageBrokenError as error:
            if isinstance(error.__cause__, FileNotFoundError):
                raise PartLostError("part-missing") from error
            raise
        if sha256_hex(sealed) != name:
            raise PartLostError("part-damaged")
        return sealed

    def unlink(self, names: Collection[str]) -> None:
        """Removes files that are no longer named by any row. Missing ones are fine: a crash may have come between."""
        if not names:
            return
        with translated():
            for name in names:
                (self._folder / name).unlink(missing_ok=True)
            sync_folder(self._folder)

    def collect_orphans(self, known: Collection[str]) -> int:
        """Unlinks every file that no row names; returns how many."""
        orphans = [path.name for path in self._folder.iterdir() if path.name not in known]
        self.unlink(orphans)
        return len(orphans)


def make_folder(folder: Path) -> None:
    """The folder, ours alone, and its name durable in its parent."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    sync_folder(folder.parent)


def write_durably(path: Path, data: bytes) -> None:
    """A new file with these bytes, on disk when this returns. Its name is durable after `sync_folder`."""
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def sync_folder(folder: Path) -> None:
    """Makes names that were added to or removed from the folder durable."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


@contextlib.contextmanager
def translated() -> Iterator[None]:
    """The disk's errors as ours."""
    try:
        yield
    except OSError as error:
        full = error.errno in (errno.ENOSPC, errno.EDQUOT)
        raise (StorageFullError if full else StorageBrokenError)(f"disk-{error.errno}") from error
