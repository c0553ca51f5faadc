"""Shell: sealed files of cases on disk, in content-addressed chunks. A chunk that is acknowledged survives a power cut.

incoming/<kiosk>/<sha256>.<size>/<index>   chunks, each written tmp → fsync → rename → fsync of the folder
whole/<aa>/<sha256>                        the file, after its whole hash was found right
The folders are the only record: no table can disagree with them.
"""

import hashlib
import os
import secrets
import shutil
from dataclasses import dataclass
from pathlib import Path

from cloud_seat.contract.intake import CHUNK_BYTES
from cloud_seat.hub.keys import sync_folder


class RemoteBlobError(Exception):
    """A chunk or file is not what it should be; `code` says what the kiosk must do."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, slots=True)
class Held:
    """What is here of one file."""

    size_bytes: int | None = None
    have: tuple[int, ...] = ()
    complete: bool = False


class Blobs:
    """Chunks in, whole files out. Blocking: call from a thread."""

    def __init__(self, folder: Path, *, unfinished_per_kiosk: int) -> None:
        self._incoming, self._whole = folder / "incoming", folder / "whole"
        self._unfinished_per_kiosk = unfinished_per_kiosk
        for place in (self._incoming, self._whole):
            place.mkdir(mode=0o700, parents=True, exist_ok=True)

    def held(self, kiosk_id: str, sha256: str) -> Held:
        """Which chunks of a file this kiosk need not send again."""
        whole = self._place(sha256)
        if whole.is_file():
            size_bytes = whole.stat().st_size
            return Held(size_bytes, tuple(range(_chunks(size_bytes))), True)
        folder = self._folder_of(kiosk_id, sha256)
        if folder is None:
            return Held()
        return Held(int(folder.suffix[1:]), tuple(sorted(_indices(folder))))

    def put(self, kiosk_id: str, sha256: str, *, index: int, size_bytes: int, chunk: bytes) -> None:
        """Keep one chunk. Putting it again changes nothing. Raises RemoteBlobError(chunk_size, too_many, blob_hash)."""
        wanted = min(CHUNK_BYTES, size_bytes - index * CHUNK_BYTES)
        if index < 0 or wanted <= 0 or len(chunk) != wanted:
            raise RemoteBlobError("chunk_size")
        if self._place(sha256).is_file():
            return
        folder = self._folder_of(kiosk_id, sha256) or self._new_folder(kiosk_id, f"{sha256}.{size_bytes}")
        if int(folder.suffix[1:]) != size_bytes:
            raise RemoteBlobError("chunk_size")
        _write(folder / str(index), chunk)
        if len(_indices(folder)) == _chunks(size_bytes):
            try:
                self._assemble(folder, sha256)
            except FileNotFoundError:  # another hub put it together at the same moment
                if not self._place(sha256).is_file():
                    raise

    def whole(self, sha256: str) -> bytes:
        """The sealed file. Raises FileNotFoundError."""
        return self._place(sha256).read_bytes()

    def has(self, sha256: str, size_bytes: int) -> bool:
        """Whether the whole file of this size is here."""
        place = self._place(sha256)
        return place.is_file() and place.stat().st_size == size_bytes

    def remove(self, sha256: str) -> None:
        """The sealed file is gone. Fine if it was."""
        place = self._place(sha256)
        place.unlink(missing_ok=True)
        if place.parent.is_dir():
            sync_folder(place.parent)

    def _assemble(self, folder: Path, sha256: str) -> None:
        hashed, place = hashlib.sha256(), self._place(sha256)
        new = folder / f"whole.{secrets.token_hex(8)}"
        with new.open("wb") as file:
            for index in sorted(_indices(folder)):
                chunk = (folder / str(index)).read_bytes()
                hashed.update(chunk)
                file.write(chunk)
            file.flush()
            os.fsync(file.fileno())
        if hashed.hexdigest() != sha256:
            shutil.rmtree(folder, ignore_errors=True)
            raise RemoteBlobError("blob_hash")
        place.parent.mkdir(mode=0o700, exist_ok=True)
        new.rename(place)
        sync_folder(place.parent)
        sync_folder(self._whole)
        shutil.rmtree(folder, ignore_errors=True)

    def _place(self, sha256: str) -> Path:
        return self._whole / sha256[:2] / sha256

    def _folder_of(self, kiosk_id: str, sha256: str) -> Path | None:
        return next((self._incoming / kiosk_id).glob(f"{sha256}.*"), None)

    def _new_folder(self, kiosk_id: str, name: str) -> Path:
        own = self._incoming / kiosk_id
        own.mkdir(mode=0o700, exist_ok=True)
        if sum(1 for _ in own.iterdir()) >= self._unfinished_per_kiosk:
            raise RemoteBlobError("too_many")
        folder = own / name
        folder.mkdir(mode=0o700, exist_ok=True)
        sync_folder(own)
        sync_folder(self._incoming)
        return folder


def _chunks(size_bytes: int) -> int:
    return -(-size_bytes // CHUNK_BYTES)


def _indices(folder: Path) -> list[int]:
    return [int(path.name) for path in folder.iterdir() if path.name.isdigit()]


def _write(path: Path, data: bytes) -> None:
    new = path.with_name(f".{path.name}.{secrets.token_hex(8)}")
    with new.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    new.rename(path)
    sync_folder(path.parent)
