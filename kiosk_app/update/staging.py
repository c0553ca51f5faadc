"""Shell: brings one release to the disk: what is the same is linked, what changed is patched, the rest fetched whole.

Every file is compared with the signed manifest before it counts. What was done before a cut stays done.
"""

import hashlib
import os
import shutil
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import zstandard
from tuf.api.exceptions import DownloadHTTPError

from cloud_seat.contract.releases import blob_of, patch_of
from installer.slots.manifest import NAME, File, Manifest, ManifestError, dump, folders, load, sha256_of
from kiosk_app.update.refusals import RemoteRefusedError
from kiosk_app.update.trust import Signed, translated
from kiosk_app.update.wire import Wire

SPARE_BYTES = 64 << 20
"""Stays free beside a release: as much as the booth holds back for its cases (`disk_reserve_mb`)."""
_BLOB_SLACK = 1 << 16
"""A packed file is never longer than the file and this: zstd adds 3 bytes to 128 KB that it cannot pack."""
_PATCH_MEMORY = 1 << 27


@dataclass(frozen=True, slots=True)
class Tree:
    """A whole version on the disk."""

    place: Path
    manifest: Manifest


@dataclass(slots=True)
class Counts:
    """Of one staging, for the bench and the log."""

    linked: int = 0
    patched: int = 0
    whole: int = 0


@dataclass(frozen=True, slots=True)
class _Before:
    """The file of this name in the version that runs: the same, another, or none."""

    place: Path
    is_same: bool = False
    is_other: bool = False

    @classmethod
    def of(cls, old: Tree | None, path: str, wanted: File, *, careful: bool) -> "_Before":
        known = old.manifest.files.get(path) if old else None
        if old is None or known is None:
            return cls(Path())
        place = old.place / path
        if known == wanted:
            return cls(place, is_same=_is(place, wanted) if careful else place.is_file())
        return cls(place, is_other=known.sha256 != wanted.sha256 and place.is_file())


class Staging:
    """`url`: of the release folder. `parts`: where cut downloads wait."""

    def __init__(self, wire: Wire, url: str, parts: Path) -> None:
        self._wire, self._url, self._parts = wire, url.rstrip("/"), parts
        self.counts = Counts()

    def manifest(self, version: str, signed: Signed, old: Tree | None) -> Manifest:
        """What was signed. Raises RemoteRefusedError."""
        before = dump(old.manifest) if old else None
        body = self._patched(before, signed.sha256, signed.size) if before is not None else None
        if body is None:
            target = self._parts / f"{version}.manifest"
            self._whole(File(signed.sha256, signed.size, 0o644), target)
            body = target.read_bytes()
            target.unlink()
        try:
            found = load(body)
        except ManifestError as error:
            raise RemoteRefusedError("malformed") from error
        if found.version != version:
            raise RemoteRefusedError("malformed")
        return found

    def fill(self, stage: Path, manifest: Manifest, old: Tree | None, *, careful: bool = False) -> None:
        """The tree under `stage`, ready for `stage-done`, which compares every byte. `careful`: it found some that are
        not right; then what is linked is compared before. Raises RemoteRefusedError."""
        with translated():
            self._make_room(stage, manifest, old)
            _keep_only(stage, manifest)
            for path in folders(manifest):
                (stage / path).mkdir(parents=True, exist_ok=True)
            for path, target in manifest.links.items():
                (stage / path).unlink(missing_ok=True)
                (stage / path).symlink_to(target)
        for path, wanted in manifest.files.items():
            with translated():
                self._bring(stage / path, wanted, _Before.of(old, path, wanted, careful=careful))
        with translated():
            (stage / NAME).write_bytes(dump(manifest))
            (stage / NAME).chmod(0o644)
            shutil.rmtree(self._parts, ignore_errors=True)

    def _bring(self, target: Path, wanted: File, before: "_Before") -> None:
        if _is(target, wanted):
            return
        target.unlink(missing_ok=True)
        if before.is_same:
            os.link(before.place, target)
            self.counts.linked += 1
            return
        body = self._patched(before.place.read_bytes(), wanted.sha256, wanted.size) if before.is_other else None
        if body is None:
            self._whole(wanted, target)
            self.counts.whole += 1
            return
        target.write_bytes(body)
        target.chmod(wanted.mode)
        self.counts.patched += 1

    def _patched(self, old: bytes, sha256: str, size: int) -> bytes | None:
        """From the file before; None: there is no patch, or it does not fit: then the whole file."""
        name = patch_of(hashlib.sha256(old).hexdigest(), sha256)
        part = self._parts / name.replace("/", "-")
        try:
            self._wire.fetch_to(f"{self._url}/{name}", part, size + _BLOB_SLACK)
            before = zstandard.ZstdCompressionDict(old, dict_type=zstandard.DICT_TYPE_RAWCONTENT)
            unpack = zstandard.ZstdDecompressor(dict_data=before, max_window_size=_PATCH_MEMORY)
            body = unpack.decompress(part.read_bytes(), max_output_size=size)
        except DownloadHTTPError:
            return None
        except zstandard.ZstdError:
            part.unlink(missing_ok=True)
            return None
        part.unlink()
        return body if hashlib.sha256(body).hexdigest() == sha256 else None

    def _whole(self, wanted: File, target: Path) -> None:
        """Fetched anew once when what came was damaged. Raises RemoteRefusedError."""
        part = self._parts / blob_of(wanted.sha256).replace("/", "-")
        for _ in range(2):
            with translated():
                self._wire.fetch_to(f"{self._url}/{blob_of(wanted.sha256)}", part, wanted.size + _BLOB_SLACK)
                is_good = _unpack(part, target, wanted)
                part.unlink(missing_ok=True)
            if is_good:
                return
        raise RemoteRefusedError("damaged")

    def _make_room(self, stage: Path, manifest: Manifest, old: Tree | None) -> None:
        """Before the first byte: what is not linked and not there yet must fit."""
        known = old.manifest.files if old else {}
        there = {path for path in manifest.files if (stage / path).exists()}
        need = sum(one.size for path, one in manifest.files.items() if known.get(path) != one and path not in there)
        stage.mkdir(parents=True, exist_ok=True)
        room = os.statvfs(stage)
        if room.f_bavail * room.f_frsize < need + SPARE_BYTES:
            raise RemoteRefusedError("no_space")


def _is(path: Path, wanted: File) -> bool:
    with suppress(FileNotFoundError, NotADirectoryError):
        found = path.lstat()
        is_alike = found.st_size == wanted.size and found.st_mode & 0o777 == wanted.mode and not path.is_symlink()
        return is_alike and sha256_of(path) == wanted.sha256
    return False


def _unpack(part: Path, target: Path, wanted: File) -> bool:
    """Piece by piece: the largest files are larger than the memory that an update may take."""
    digest, size = hashlib.sha256(), 0
    target.parent.mkdir(parents=True, exist_ok=True)
    try:
        with part.open("rb") as packed, target.open("wb") as file:
            for piece in _pieces(packed):
                size += len(piece)
                if size > wanted.size:
                    return False
                digest.update(piece)
                file.write(piece)
    except zstandard.ZstdError:
        return False
    target.chmod(wanted.mode)
    return digest.hexdigest() == wanted.sha256


def _pieces(packed: object) -> Iterator[bytes]:
    reader = zstandard.ZstdDecompressor(max_window_size=_PATCH_MEMORY).stream_reader(packed)  # type: ignore[arg-type]
    while piece := reader.read(1 << 18):
        yield piece


def _keep_only(stage: Path, manifest: Manifest) -> None:
    """Of an earlier try, nothing that this release does not have."""
    wanted = {*manifest.files, *manifest.links, *folders(manifest)}
    for path in sorted(stage.rglob("*"), reverse=True):
        if str(path.relative_to(stage)) not in wanted:
            path.rmdir() if path.is_dir() and not path.is_symlink() else path.unlink()
