"""Shell: what differs between two releases, file by file, as zstd makes it from the file before (`--patch-from`)."""

import hashlib
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path

from cloud_seat.contract.releases import blob_of, patch_of
from installer.release.errors import refuse
from installer.release.folder import ReleaseFolder
from installer.release.signing import releases
from installer.slots.manifest import Manifest, dump, load, version_key

LAST = 3
"""A booth that missed more releases than that fetches whole files."""


@dataclass(frozen=True, slots=True)
class Difference:
    """What a booth with `old` fetches: patches, and files that it must take whole. Bytes on the wire, packed."""

    old: str
    patches: int
    whole: int
    size_bytes: int


def make_patches(folder: ReleaseFolder, new: Manifest, *, last: int = LAST) -> list[Difference]:
    """From the newest `last` releases older than `new`; the packed files of `new` are there already."""
    older = sorted(
        (version for version in releases(folder) if version_key(version) < version_key(new.version)), key=version_key
    )
    return [_make(folder, old, new) for old in older[-last:]]


def read_manifest(folder: ReleaseFolder, version: str) -> Manifest:
    """Of a signed release. Raises LocalReleaseError."""
    signed = releases(folder)
    if version not in signed:
        raise refuse(f"没有发布过 {version}", f"{version} was never published here")
    return load(folder.read_blob(signed[version]))


def _make(folder: ReleaseFolder, old_version: str, new: Manifest) -> Difference:
    old = read_manifest(folder, old_version)
    pairs = {
        (old.files[path].sha256, entry.sha256)
        for path, entry in new.files.items()
        if path in old.files and old.files[path].sha256 != entry.sha256
    }
    known = {entry.sha256 for entry in old.files.values()}
    fresh = {entry.sha256 for path, entry in new.files.items() if path not in old.files} - known
    fetched = {name: folder.has(name) for pair in pairs for name in [_patch(folder, *pair)]}
    manifest = _patch(folder, _sha256(dump(old)), _sha256(dump(new)))
    names = [name if there else blob_of(name.rpartition("-")[2]) for name, there in fetched.items()]
    names += [blob_of(sha256) for sha256 in fresh]
    names.append(manifest if folder.has(manifest) else blob_of(_sha256(dump(new))))
    size = sum((folder.path / name).stat().st_size for name in names)
    return Difference(old_version, sum(fetched.values()), len(fresh) + len(fetched) - sum(fetched.values()), size)


def _patch(folder: ReleaseFolder, old: str, new: str) -> str:
    """The name of the patch; it is made where it is smaller than the packed file."""
    name = patch_of(old, new)
    if not folder.has(name):
        body = _difference(folder.read_blob(old), folder.read_blob(new))
        if len(body) < (folder.path / blob_of(new)).stat().st_size:
            folder.put(name, body)
    return name


def _difference(old: bytes, new: bytes) -> bytes:
    """By the program: the Python binding finds next to nothing in common at the levels that are fast."""
    with tempfile.TemporaryDirectory() as place:
        before, after = Path(place) / "old", Path(place) / "new"
        before.write_bytes(old)
        after.write_bytes(new)
        command = ["zstd", "-q", "-19", "--single-thread", f"--patch-from={before}", str(after), "-c"]
        try:
            return subprocess.run(command, check=True, capture_output=True, timeout=600).stdout
        except OSError as error:
            raise refuse(
                "缺 zstd 程序：apt-get install zstd", "the program zstd is missing: apt-get install zstd"
            ) from error


def _sha256(body: bytes) -> str:
    return hashlib.sha256(body).hexdigest()
