"""Shell: cases that a person carried from a booth: taken in like those that come by the line, once, with receipts.

The folder is what `./xiaowu outbox export` writes. The booth proved nothing with a token here: who may run this on the
hub vouches for the folder. A case that is here already gets the receipt that it got then.
"""

import asyncio
import hashlib
import os
from dataclasses import dataclass
from pathlib import Path

import msgspec

from cloud_seat.contract.envelope import RemoteEnvelopeError
from cloud_seat.contract.intake import CHUNK_BYTES, Manifest, Waybill
from cloud_seat.hub.answers import RemoteRequestError
from cloud_seat.hub.catalogue import Catalogue
from cloud_seat.hub.config import Settings
from cloud_seat.hub.intake import Intake, MissingBlobsError, read_manifest
from cloud_seat.hub.keys import KeyService, sync_folder
from cloud_seat.hub.store import people
from cloud_seat.hub.store.blobs import Blobs, RemoteBlobError
from cloud_seat.hub.store.database import Database

WAYBILLS, SEALED, RECEIPTS = "waybills", "sealed", "receipts"
WAYBILL_TIMES = 4  # the manifest for two keys, in base64, and the list of files


@dataclass(frozen=True, slots=True)
class Carried:
    """What became of one manifest. `code` empty: it is here, under `acceptance_number`; else why it is not."""

    case_id: str
    provisional_number: str = ""
    acceptance_number: str = ""
    code: str = ""


class Carrier:
    """Works beside a running hub."""

    def __init__(self, settings: Settings) -> None:
        self._db = Database(settings.dsn(), checkpoint=False)
        limits, data_dir = settings.limits, settings.data_dir
        self._blobs = Blobs(data_dir / "blobs", unfinished_per_kiosk=limits.unfinished_blobs_per_kiosk)
        self._keys = KeyService(data_dir / "keys")
        catalogue = Catalogue(settings.assets_dir, self._db)
        self._intake = Intake(self._db, self._blobs, self._keys, catalogue=catalogue, settings=settings)
        self._limits = limits

    def take_in(self, folder: Path) -> list[Carried]:
        """In the order in which each booth counted them. Raises OSError when there is no such folder."""
        read = [self._read(path) for path in sorted((folder / WAYBILLS).iterdir()) if path.suffix == ".json"]
        broken = [one for one in read if isinstance(one, Carried)]
        whole = sorted(
            (one for one in read if not isinstance(one, Carried)),
            key=lambda one: (one[0].kiosk_id, one[0].epoch, one[0].sequence),
        )
        return broken + [self._take(folder, manifest, body) for manifest, body in whole]

    def close(self) -> None:
        """Closes the database."""
        self._db.close()

    def _read(self, path: Path) -> tuple[Manifest, bytes] | Carried:
        """A manifest and its bytes, out of its waybill."""
        case_id = path.stem
        try:
            waybill = msgspec.json.decode(self._body(path), type=Waybill)
            body = self._keys.manifest(waybill)
            manifest = read_manifest(body)
        except (UnicodeError, msgspec.MsgspecError):
            return Carried(case_id, code="malformed")
        except RemoteEnvelopeError:
            return Carried(case_id, waybill.provisional_number, code="unreadable")
        except RemoteRequestError as error:
            return Carried(case_id, code=error.code)
        is_known = self._db.run_now(lambda db: any(k.kiosk_id == manifest.kiosk_id for k in people.kiosks(db)))
        if {manifest.case_id, waybill.case_id} != {case_id} or manifest.kiosk_id != waybill.kiosk_id:
            return Carried(case_id, code="malformed")
        return (manifest, body) if is_known else Carried(case_id, manifest.provisional_number, code="unknown_kiosk")

    def _body(self, path: Path) -> bytes:
        if path.stat().st_size > WAYBILL_TIMES * self._limits.manifest_bytes:
            raise RemoteRequestError(413, "too_large")
        return path.read_bytes()

    def _take(self, folder: Path, manifest: Manifest, body: bytes) -> Carried:
        case_id, told = manifest.case_id, manifest.provisional_number
        try:
            for part in manifest.parts:
                if not self._blobs.has(part.sha256, part.size_bytes):
                    self._bring(folder / SEALED / part.sha256, manifest.kiosk_id, part.size_bytes)
            row = asyncio.run(self._intake.accept(manifest, body))
        except (FileNotFoundError, MissingBlobsError):
            return Carried(case_id, told, code="missing_blobs")
        except (RemoteRequestError, RemoteBlobError) as error:
            return Carried(case_id, told, code=error.code)
        _write(folder / RECEIPTS, f"{case_id}.json", row.receipt)
        return Carried(case_id, told, row.acceptance_number)

    def _bring(self, path: Path, kiosk_id: str, size_bytes: int) -> None:
        """Through the same chunks as by the line, apart from what the booth itself may be sending now."""
        sealed = path.read_bytes()
        if len(sealed) != size_bytes or hashlib.sha256(sealed).hexdigest() != path.name:
            raise RemoteBlobError("blob_hash")
        for index, start in enumerate(range(0, size_bytes, CHUNK_BYTES)):
            chunk = sealed[start : start + CHUNK_BYTES]
            self._blobs.put(f"carried-{kiosk_id}", path.name, index=index, size_bytes=size_bytes, chunk=chunk)


def _write(folder: Path, name: str, data: bytes) -> None:
    folder.mkdir(exist_ok=True)
    new = folder / f"{name}.new"
    with new.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    new.replace(folder / name)
    sync_folder(folder)
