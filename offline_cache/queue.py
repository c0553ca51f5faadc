"""Shell: what waits for the hub in a cache folder, for people: to look at, and to carry away, still sealed.

Only reads the folder, so it may look while the kiosk runs. An export is a folder of its own:

    manifests/<case id>.json   the frozen manifest, written last: where it stands, the case is whole
    sealed/<sha256>            the sealed parts
    receipts/<case id>.json    what the hub answered, once it took the case from here
"""

from dataclasses import dataclass
from pathlib import Path

import msgspec

from offline_cache import migrations
from offline_cache.blobs import Blobs, make_folder, sync_folder, translated, write_durably
from offline_cache.case_records import PendingCase
from offline_cache.case_states import WAITING, CaseState
from offline_cache.device_lock import check_device_key
from offline_cache.errors import PartLostError, StoreCorruptError, UnknownCaseError
from offline_cache.intake_papers import ManifestWire, sha256_hex
from offline_cache.outbox import Outbox
from offline_cache.store import Store
from offline_cache.vault import derive

MANIFESTS, SEALED = "manifests", "sealed"


@dataclass(frozen=True, slots=True)
class Queued:
    """One submitted case and what its manifest says in the clear: nothing personal."""

    case: PendingCase
    manifest: ManifestWire
    manifest_sha256: str

    @property
    def size_bytes(self) -> int:
        """Of all sealed parts."""
        return sum(part.size_bytes for part in self.manifest.parts)


@dataclass(frozen=True, slots=True)
class Exported:
    """`lost`: cases of which this disk no longer holds every part; they stay here for a person to look at."""

    whole: tuple[PendingCase, ...]
    lost: tuple[PendingCase, ...]


class Queue:
    """Raises UnknownCaseError where no cases were ever kept, KeyLostError, StoreCorruptError.

    `salvage`: of a damaged file, whatever can still be read.
    """

    def __init__(self, root: Path, device_key: bytes, *, salvage: bool = False) -> None:
        if not (root / "cases.sqlite").exists():
            raise UnknownCaseError("no-store-here")
        check_device_key(root, device_key)
        key = derive(device_key, "database")
        self._store = Store(root / "cases.sqlite", key, migrations.cases, checked=not salvage)
        self._outbox, self._blobs = Outbox(self._store), Blobs(root / SEALED)

    def waiting(self) -> list[Queued]:
        """By sequence; cases that the hub refused, too."""
        return [Queued(case, *self._manifest(case.case_id)) for case in self._cases()]

    def export(self, folder: Path) -> Exported:
        """Copies every waiting case; what is there from an earlier time is kept. Raises StorageFullError."""
        whole, lost = list[PendingCase](), list[PendingCase]()
        with translated():
            make_folder(folder / MANIFESTS)
        target = Blobs(folder / SEALED)
        for case in self._cases():
            try:
                self._copy(case.case_id, target, folder / MANIFESTS)
            except (PartLostError, StoreCorruptError):
                lost.append(case)
            else:
                whole.append(case)
        return Exported(tuple(whole), tuple(lost))

    def close(self) -> None:
        """Closes the file."""
        self._store.close()

    def _cases(self) -> list[PendingCase]:
        return self._outbox.submitted((*WAITING, CaseState.DEAD))

    def _manifest(self, case_id: str) -> tuple[ManifestWire, str]:
        """And its hash, which it fits."""
        manifest, digest = self._outbox.manifest(case_id)
        if sha256_hex(manifest) != digest:  # a page of zeros passes for an empty one
            raise StoreCorruptError("manifest")
        return msgspec.json.decode(manifest, type=ManifestWire), digest

    def _copy(self, case_id: str, target: Blobs, manifests: Path) -> None:
        for part in self._manifest(case_id)[0].parts:
            target.put(read_sealed(self._outbox, self._blobs, part.sha256))
        manifest, _ = self._outbox.manifest(case_id)
        path = manifests / f"{case_id}.json"
        with translated():
            path.with_suffix(".tmp").unlink(missing_ok=True)
            write_durably(path.with_suffix(".tmp"), manifest)
            path.with_suffix(".tmp").replace(path)
            sync_folder(manifests)


def read_sealed(outbox: Outbox, blobs: Blobs, sha256: str) -> bytes:
    """The sealed bytes of a part, whole and checked, from its row or its file. Raises PartLostError."""
    in_row = outbox.sealed_in_row(sha256)
    return in_row if in_row is not None else blobs.read(sha256)
