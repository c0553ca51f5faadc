"""Shell: whose folder this is: one program at a time, and only with the device key that it was made with.

A lost key looks to SQLCipher exactly like a damaged file. The check value beside the database tells them apart: it is
derived from the key, reveals nothing of it, and is on disk before the database is.
"""

import fcntl
import hmac
import os
from pathlib import Path

from offline_cache.blobs import make_folder, sync_folder, translated, write_durably
from offline_cache.errors import KeyLostError, StorageBusyError
from offline_cache.vault import derive

CHECK_FILE = "device-key.check"
LOCK_FILE = "in-use.lock"


class FolderClaim:
    """Holds the folder until closed; the kernel lets go when the program dies."""

    def __init__(self, folder: Path) -> None:
        with translated():
            make_folder(folder)
            self._descriptor = os.open(folder / LOCK_FILE, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            fcntl.flock(self._descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            os.close(self._descriptor)
            raise StorageBusyError("folder-in-use") from error

    def close(self) -> None:
        """Lets go."""
        if self._descriptor >= 0:
            os.close(self._descriptor)
            self._descriptor = -1


def check_device_key(folder: Path, device_key: bytes) -> None:
    """Raises KeyLostError when the folder was made with another key. The first call in a folder writes the value."""
    value = derive(device_key, "key check").hex().encode()
    with translated():
        _check(folder / CHECK_FILE, value)


def _check(path: Path, value: bytes) -> None:
    if path.exists():
        if not hmac.compare_digest(path.read_bytes(), value):
            raise KeyLostError("device-key-changed")
        return
    temporary = path.with_suffix(".tmp")
    temporary.unlink(missing_ok=True)
    write_durably(temporary, value)
    temporary.rename(path)
    sync_folder(path.parent)
