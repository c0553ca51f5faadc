"""Shell: destroying a case, and looking for what should not be left.

Overwriting does not work on flash, and deleted rows survive on the raw device. So a wipe destroys the keys first; then
the sealed files are unlinked and the database's log is emptied.
"""

from collections.abc import Sequence
from pathlib import Path

from offline_cache.blobs import Blobs
from offline_cache.case_states import CaseEvent, CaseState
from offline_cache.errors import LocalUseError
from offline_cache.outbox import Outbox
from offline_cache.store import Store
from offline_cache.waybills import Waybills

_BLOCK_BYTES = 1 << 20
_ROOM = bytes(_BLOCK_BYTES)
"""What a file is full of that only keeps room: the reserve."""
_ENCODINGS = ("utf-8", "utf-16-le", "gb18030")  # Python and SQLite, Qt, card readers and printers


class Wipe:
    """The one way a case is destroyed here."""

    def __init__(self, store: Store, outbox: Outbox, blobs: Blobs, waybills: Waybills) -> None:
        self._store, self._outbox, self._blobs, self._waybills = store, outbox, blobs, waybills

    def destroy(self, case_id: str, *, when: CaseState, event: CaseEvent) -> bool:
        """Keys, files, log, in this order, if the case stands at `when`; else False, and nothing changed.

        A crash in between is finished at the next start.
        """
        with self._store.transaction():
            if self._outbox.state(case_id) is not when:
                return False
            files = self._outbox.forget(case_id, event)
        self._waybills.drop(case_id)
        self._blobs.unlink(files)
        self._store.checkpoint()
        return True


def find_leftovers(root: Path, markers: Sequence[str]) -> list[Path]:
    """Files below `root` that hold any marker in UTF-8, UTF-16-LE or GB 18030. Links are not followed."""
    if not all(markers):
        raise LocalUseError("empty-marker")
    needles = {marker.encode(encoding) for marker in markers for encoding in _ENCODINGS}
    files = (path for path in sorted(root.rglob("*")) if path.is_file() and not path.is_symlink())
    return [path for path in files if _holds(path, needles)]


def _holds(path: Path, needles: set[bytes]) -> bool:
    """Reads in blocks that overlap by the longest needle, so that none hides on a border."""
    overlap = max(map(len, needles), default=1) - 1
    tail = b""
    with path.open("rb") as file:
        while block := file.read(_BLOCK_BYTES):
            window = tail + (block[:overlap] if block == _ROOM[: len(block)] else block)
            if any(needle in window for needle in needles):
                return True
            tail = window[-overlap:] if overlap else b""
    return False
