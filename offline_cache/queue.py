"""Shell: what waits for the hub in a cache folder, for people to look at. May look while the kiosk runs."""

import contextlib
from dataclasses import dataclass
from pathlib import Path

import msgspec

from offline_cache import migrations
from offline_cache.blobs import Blobs
from offline_cache.case_records import PendingCase
from offline_cache.case_states import WAITING, CaseState
from offline_cache.device_lock import check_device_key
from offline_cache.errors import StoreCorruptError, UnknownCaseError
from offline_cache.intake_papers import ManifestWire, sha256_hex
from offline_cache.outbox import Outbox
from offline_cache.stick import SEALED
from offline_cache.store import Store
from offline_cache.trust import Trust
from offline_cache.vault import derive
from offline_cache.waybills import WAYBILLS, Waybills


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


class Queue:
    """Raises UnknownCaseError where no case waits or was ever kept, KeyLostError, StoreCorruptError.

    `salvage`: of a damaged file, whatever can still be read.
    """

    def __init__(self, root: Path, device_key: bytes, *, salvage: bool = False) -> None:
        if not (root / "cases.sqlite").exists():
            if any((root / WAYBILLS).glob("*.json")):
                raise StoreCorruptError("no-store")
            raise UnknownCaseError("no-store-here")
        check_device_key(root, device_key)
        key = derive(device_key, "database")
        self._store = Store(root / "cases.sqlite", key, migrations.cases, checked=not salvage)
        self._root, self._outbox, self._blobs = root, Outbox(self._store), Blobs(root / SEALED)

    def waiting(self) -> list[Queued]:
        """By sequence; cases that the hub refused, too."""
        return [Queued(case, *self._manifest(case.case_id)) for case in self._cases()]

    def complete(self) -> None:
        """Makes the waybills that an older version of the program did not make; of a damaged file, those that it can.

        Raises NoTrustError.
        """
        waybills = Waybills(self._root, self._outbox, self._blobs)
        missing = waybills.missing()
        hub_keys = Trust(self._store).load_hub_keys() if missing else ()
        for case_id in missing:
            with contextlib.suppress(StoreCorruptError, UnknownCaseError):  # the second: it just went
                self._manifest(case_id)
                waybills.make(case_id, hub_keys)

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


def read_sealed(outbox: Outbox, blobs: Blobs, sha256: str) -> bytes:
    """The sealed bytes of a part, whole and checked, from its row or its file. Raises PartLostError."""
    in_row = outbox.sealed_in_row(sha256)
    return in_row if in_row is not None else blobs.read(sha256)
