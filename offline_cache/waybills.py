"""Shell: one paper beside the sealed files of each submitted case, so that they can be carried to the hub by hand even
where the store cannot be opened any more: the device key is lost, or the file is damaged.

It lies in the clear in `waybills/<case id>.json` and says which files belong together; the manifest in it is sealed to
the hub. It is on disk before the commit of "submit", as every sealed file is, and is dropped first when the case ends.
"""

import contextlib
from collections.abc import Iterator, Sequence
from pathlib import Path

import msgspec

from offline_cache.blobs import Blobs, make_folder, sync_folder, translated, write_durably
from offline_cache.case_states import WAITING, CaseState
from offline_cache.errors import StorageFullError
from offline_cache.intake_papers import FileWire, HubKey, ManifestWire, WaybillWire, waybill_info
from offline_cache.outbox import Outbox
from offline_cache.vault import seal_to_hub

WAYBILLS = "waybills"
_CARRIED = (*WAITING, CaseState.DEAD)


class Waybills:
    """Those of one cache folder."""

    def __init__(self, root: Path, outbox: Outbox, blobs: Blobs) -> None:
        self._folder, self._outbox, self._blobs = root / WAYBILLS, outbox, blobs
        with translated():
            make_folder(self._folder)

    def make(self, case_id: str, hub_keys: Sequence[HubKey]) -> None:
        """All of the case is in files afterwards. Raises StorageFullError, StorageBrokenError."""
        for part in self._outbox.parts(case_id):
            sealed = self._outbox.sealed_in_row(part.sha256)
            if sealed is not None:
                self._blobs.put(sealed)
                self._outbox.move_to_file(part.sha256)
        manifest, _ = self._outbox.manifest(case_id)
        write_waybill(self._folder, msgspec.json.encode(sealed_waybill(manifest, hub_keys)), case_id)

    @contextlib.contextmanager
    def undone_if_full(self, case_id: str) -> Iterator[None]:
        """Around a transaction with `make`: nothing is left of it where the disk is full. After any other failure it
        may stand: the next start decides."""
        try:
            yield
        except StorageFullError:
            self.drop(case_id)
            rows = [p.sha256 for p in self._outbox.parts(case_id) if self._outbox.sealed_in_row(p.sha256) is not None]
            self._blobs.unlink(rows)
            raise

    def missing(self) -> list[str]:
        """Cases that an older version submitted."""
        cases = self._outbox.submitted(_CARRIED)  # before the folder: what is submitted meanwhile has its paper
        there = {path.stem for path in self._folder.iterdir()}
        return [case.case_id for case in cases if case.case_id not in there]

    def drop(self, case_id: str) -> None:
        """Fine if there is none."""
        path = self._folder / f"{case_id}.json"
        with translated():
            if path.exists():
                path.unlink()
                sync_folder(self._folder)

    def collect_orphans(self) -> None:
        """Of cases that were destroyed, or never became one, when the power went."""
        known = {case.case_id for case in self._outbox.submitted(_CARRIED)}
        with translated():
            for path in self._folder.iterdir():
                if path.stem not in known:
                    path.unlink(missing_ok=True)
            sync_folder(self._folder)


def sealed_waybill(manifest: bytes, hub_keys: Sequence[HubKey]) -> WaybillWire:
    """Of a frozen manifest."""
    told = msgspec.json.decode(manifest, type=ManifestWire)
    info = waybill_info(told.kiosk_id, told.case_id)
    return WaybillWire(
        kiosk_id=told.kiosk_id,
        case_id=told.case_id,
        provisional_number=told.provisional_number,
        files=tuple(FileWire(sha256=part.sha256, size_bytes=part.size_bytes) for part in told.parts),
        manifest=tuple(seal_to_hub(manifest, key, info) for key in hub_keys),
    )


def write_waybill(folder: Path, waybill: bytes, case_id: str) -> None:
    """Durably, in place of an earlier one."""
    path = folder / f"{case_id}.json"
    with translated():
        path.with_suffix(".tmp").unlink(missing_ok=True)
        write_durably(path.with_suffix(".tmp"), waybill)
        path.with_suffix(".tmp").replace(path)
        sync_folder(folder)
