"""Shell: a copy of all that waits in a booth, still sealed, on a stick. Needs no key: it opens nothing.

A folder of its own, from which `./xiaowu outbox import` takes it in at the hub:

    waybills/<case id>.json   written last: where it stands, the case is whole
    sealed/<sha256>           the sealed files
    receipts/<case id>.json   what the hub answered, once it took the case from here
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import msgspec

from offline_cache.blobs import Blobs, make_folder, translated
from offline_cache.errors import PartLostError, StorageBrokenError
from offline_cache.intake_papers import FileWire, WaybillWire
from offline_cache.waybills import WAYBILLS, write_waybill

SEALED = "sealed"


@dataclass(frozen=True, slots=True)
class Exported:
    """Provisional numbers. `lost`: this disk no longer holds every file; they stay here for a person to look at."""

    whole: tuple[str, ...]
    lost: tuple[str, ...]


def export(root: Path, folder: Path) -> Exported:
    """Copies every case of the cache folder `root` that has a waybill; what is on the stick is kept.

    Raises StorageFullError, StorageBrokenError: the stick.
    """
    whole, lost = list[str](), list[str]()
    with translated():
        make_folder(folder / WAYBILLS)
    source, target = Blobs(root / SEALED), Blobs(folder / SEALED)
    for path in sorted((root / WAYBILLS).glob("*.json")):
        try:
            body = path.read_bytes()
            waybill = msgspec.json.decode(body, type=WaybillWire)
        except (OSError, UnicodeError, msgspec.MsgspecError):
            lost.append(path.stem)
            continue
        if _copied(waybill.files, source, target):
            write_waybill(folder / WAYBILLS, body, path.stem)
            whole.append(waybill.provisional_number)
        else:
            lost.append(waybill.provisional_number)
    return Exported(tuple(whole), tuple(lost))


def _copied(files: Sequence[FileWire], source: Blobs, target: Blobs) -> bool:
    """False: one of them is missing, damaged or cannot be read."""
    for file in files:
        try:
            sealed = source.read(file.sha256)
        except (PartLostError, StorageBrokenError):
            return False
        target.put(sealed)
    return True
