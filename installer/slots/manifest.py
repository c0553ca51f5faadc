"""Shell: what one version consists of, file by file: read, written, compared with a tree. Standard library only.

The manifest lies in the tree as `manifest.json`, and is not listed in itself. Who signed it is decided before.
"""

import hashlib
import json
import os
import re
import stat
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

NAME = "manifest.json"
LONGEST_BYTES = 32 << 20
"""A tree of 1,432 files has one of 330 KB."""
_VERSION = re.compile(r"(0|[1-9]\d{0,8})(\.(0|[1-9]\d{0,8})){1,3}")
_SHA256 = re.compile(r"[0-9a-f]{64}")
_PYTHON = re.compile(r"/usr/bin/python3(\.\d+)?")
_CHUNK_BYTES = 1 << 20


class ManifestError(Exception):
    """The manifest is none: it cannot be read, or says what no manifest may say. Fetch it again, or build it anew."""


class BrokenTreeError(Exception):
    """The tree differs from its manifest. Fetch it again; it says nothing about how good the version is."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__("; ".join(problems[:5]) + (f" … {len(problems)} in all" if len(problems) > 5 else ""))
        self.problems = problems


@dataclass(frozen=True, slots=True)
class File:
    """`mode`: the permission bits, such as 0o644."""

    sha256: str
    size: int
    mode: int


@dataclass(frozen=True, slots=True)
class Schema:
    """Steps of the data on disk: which ones the version can work with, first and last, and which one it leaves."""

    reads: tuple[int, int]
    writes: int


@dataclass(frozen=True, slots=True)
class Manifest:
    """Paths are relative, with `/`. `min_from`: the oldest version from which one may come; empty: any."""

    version: str
    files: Mapping[str, File]
    links: Mapping[str, str]
    min_from: str
    schema: Schema
    sbom_sha256: str


def version_key(version: str) -> tuple[int, ...]:
    """Orders versions; 1.2 and 1.2.0 are the same. Raises ManifestError for what is no version."""
    if not _VERSION.fullmatch(version):
        raise ManifestError(f"no version: {version!r}")
    numbers = [int(number) for number in version.split(".")]
    return tuple(numbers + [0] * (4 - len(numbers)))


def may_follow(new: Manifest, old: Manifest) -> str:
    """Why `new` must not be started in the place of `old`; empty when it may.

    What `new` leaves of the data must be readable for `old`: else going back would lose cases.
    """
    if new.min_from and version_key(old.version) < version_key(new.min_from):
        return f"{new.version} must be reached from {new.min_from} or newer, this is {old.version}"
    if not new.schema.reads[0] <= old.schema.writes <= new.schema.reads[1]:
        return f"{new.version} cannot read data of step {old.schema.writes}"
    if not old.schema.reads[0] <= new.schema.writes <= old.schema.reads[1]:
        return f"{old.version} could not go on with data of step {new.schema.writes}: no way back"
    return ""


def dump(manifest: Manifest) -> bytes:
    """Always the same bytes for the same manifest."""
    body = asdict(manifest)
    return json.dumps(body, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode() + b"\n"


def load(data: bytes) -> Manifest:
    """Raises ManifestError, whatever the bytes are."""
    if len(data) > LONGEST_BYTES:
        raise ManifestError(f"{len(data)} bytes are too many")
    try:
        manifest = _parse(json.loads(data))
    except (ValueError, TypeError, LookupError, AttributeError, RecursionError) as error:
        raise ManifestError(f"not readable: {type(error).__name__}: {error}") from error
    _check_paths(manifest)
    return manifest


def _parse(body: dict[str, Any]) -> Manifest:
    low, high, writes = _count(body["schema"]["reads"][0]), _count(body["schema"]["reads"][1]), body["schema"]["writes"]
    if not low <= high:
        raise ManifestError("no steps of data between first and last")
    version, min_from = body["version"], body["min_from"]
    for text in (version, *([min_from] if min_from != "" else [])):
        version_key(text)
    return Manifest(
        version=version,
        files={_path(path): _file(entry) for path, entry in body["files"].items()},
        links={_path(path): _target(path, target) for path, target in body["links"].items()},
        min_from=min_from,
        schema=Schema((low, high), _count(writes)),
        sbom_sha256=_sha256(body["sbom_sha256"]),
    )


def _file(entry: dict[str, Any]) -> File:
    mode = _count(entry["mode"])
    if mode & ~0o755 or not mode & 0o400:
        raise ManifestError(f"mode {mode:o}")
    return File(_sha256(entry["sha256"]), _count(entry["size"]), mode)


def _count(number: object) -> int:
    if type(number) is not int or number < 0:
        raise ManifestError(f"no count: {number!r}")
    return number


def _sha256(text: str) -> str:
    if not _SHA256.fullmatch(text):
        raise ManifestError(f"no SHA-256: {text!r}")
    return text


def _path(path: str) -> str:
    parts = path.split("/")
    if path == NAME or not all(parts) or {".", ".."} & set(parts) or not path.isprintable() or "\\" in path:
        raise ManifestError(f"no path inside the tree: {path!r}")
    return path


def _target(path: str, target: str) -> str:
    """Inside the tree, upwards only at its beginning, or the system's Python."""
    if _PYTHON.fullmatch(target):
        return target
    parts = target.split("/")
    up = next((at for at, part in enumerate(parts) if part != ".."), len(parts))
    folder = path.split("/")[:-1]
    if up > len(folder):
        raise ManifestError(f"{path!r} leads out of the tree: {target!r}")
    _path("/".join([*folder[: len(folder) - up], *parts[up:]]))
    return target


def _check_paths(manifest: Manifest) -> None:
    """A name is one thing: a file, a link or a folder."""
    leaves = manifest.files.keys() | manifest.links.keys()
    if len(leaves) != len(manifest.files) + len(manifest.links):
        raise ManifestError("a file and a link have the same name")
    if both := leaves & set(folders(manifest)):
        raise ManifestError(f"a folder has the name of a file: {sorted(both)[0]!r}")


def folders(manifest: Manifest) -> list[str]:
    """Every folder of the tree below its root, parents first."""
    paths = {*manifest.files, *manifest.links}
    return sorted({path[:at] for path in paths for at, letter in enumerate(path) if letter == "/"})


def read(tree: Path) -> Manifest:
    """The tree's manifest; the tree itself is not looked at. Raises ManifestError, BrokenTreeError without one."""
    try:
        return load((tree / NAME).read_bytes())
    except OSError as error:
        raise BrokenTreeError([f"{NAME}: {error.strerror}"]) from error


def verify(tree: Path, *, hashes: bool = True) -> Manifest:
    """Compares every name, size, mode and, unless told not to, every byte. Raises BrokenTreeError, ManifestError."""
    manifest = read(tree)
    found = dict(_walk(tree, ""))
    wanted = dict.fromkeys((*manifest.files, NAME), stat.S_IFREG)
    wanted |= dict.fromkeys(manifest.links, stat.S_IFLNK) | dict.fromkeys(folders(manifest), stat.S_IFDIR)
    problems = [f"{path}: not of this version" for path in found.keys() - wanted.keys()]
    problems += [f"{path}: missing" for path in wanted.keys() - found.keys()]
    problems += [f"{path}: another kind" for path in found.keys() & wanted.keys() if found[path] != wanted[path]]
    if not problems:
        problems = [*_wrong_links(tree, manifest), *_wrong_files(tree, manifest, hashes=hashes)]
    if problems:
        raise BrokenTreeError(sorted(problems))
    return manifest


def _walk(tree: Path, below: str) -> Iterator[tuple[str, int]]:
    """Path and kind of all that is there. Links are not followed."""
    try:
        with os.scandir(tree / below) as entries:
            listed = list(entries)
    except OSError as error:
        raise BrokenTreeError([f"{below or '.'}: {error.strerror}"]) from error
    for entry in listed:
        path = f"{below}/{entry.name}" if below else entry.name
        kind = stat.S_IFMT(entry.stat(follow_symlinks=False).st_mode)
        yield path, kind
        if kind == stat.S_IFDIR:
            yield from _walk(tree, path)


def _wrong_links(tree: Path, manifest: Manifest) -> Iterator[str]:
    for path, target in manifest.links.items():
        if (tree / path).readlink() != Path(target):
            yield f"{path}: leads elsewhere"


def _wrong_files(tree: Path, manifest: Manifest, *, hashes: bool) -> Iterator[str]:
    paths = sorted(manifest.files, key=lambda path: manifest.files[path].size)
    cores = (os.cpu_count() or 1) if hashes else 1

    def look(share: list[str]) -> list[str]:
        return [wrong for path in share if (wrong := _wrong_file(tree, path, manifest.files[path], hashes=hashes))]

    with ThreadPoolExecutor(cores) as pool:  # hashing lets go of the interpreter
        for found in pool.map(look, (paths[at::cores] for at in range(cores))):
            yield from found


def _wrong_file(tree: Path, path: str, wanted: File, *, hashes: bool) -> str:
    try:
        found = (tree / path).lstat()
        if found.st_size != wanted.size:
            return f"{path}: {found.st_size} bytes, not {wanted.size}"
        if stat.S_IMODE(found.st_mode) != wanted.mode:
            return f"{path}: mode {stat.S_IMODE(found.st_mode):o}, not {wanted.mode:o}"
        return f"{path}: other bytes" if hashes and sha256_of(tree / path) != wanted.sha256 else ""
    except OSError as error:
        return f"{path}: {error.strerror}"


def sha256_of(path: Path) -> str:
    """Of a file's bytes, in hexadecimal."""
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK_BYTES):
            digest.update(chunk)
    return digest.hexdigest()
