"""Shell: a folder of releases, as the hub serves it and a stick carries it: metadata, packed files, patches.

A file is written beside, synced and renamed, and `timestamp.json` is the last one: who reads meanwhile sees the
publication before or this one, whole.
"""

import hashlib
import os
import re
from pathlib import Path
from typing import Any

import zstandard
from tuf.api.metadata import Metadata

from cloud_seat.contract.releases import blob_of
from installer.release.errors import refuse

LEVEL = 19  # packed once, fetched by every booth: 10 s a large release for a tenth of its bytes


class ReleaseFolder:
    """`metadata/`, `blobs/`, `patches/` below `path`."""

    def __init__(self, path: Path, *, level: int = LEVEL) -> None:
        self.path, self._level = path, level

    def has(self, name: str) -> bool:
        """A file by its relative name."""
        return (self.path / name).is_file()

    def put(self, name: str, body: bytes) -> None:
        """Whole or not at all."""
        target = self.path / name
        target.parent.mkdir(parents=True, exist_ok=True)
        beside = target.with_name(f".{target.name}.{os.getpid()}")
        with beside.open("wb") as file:
            file.write(body)
            file.flush()
            os.fsync(file.fileno())
        beside.replace(target)
        folder = os.open(target.parent, os.O_RDONLY)
        os.fsync(folder)
        os.close(folder)

    def put_blob(self, body: bytes) -> str:
        """Packs a file unless it is there; its SHA-256."""
        sha256 = hashlib.sha256(body).hexdigest()
        if not self.has(blob_of(sha256)):
            self.put(blob_of(sha256), zstandard.ZstdCompressor(level=self._level).compress(body))
        return sha256

    def read_blob(self, sha256: str) -> bytes:
        """A file unpacked and compared. Raises LocalReleaseError."""
        try:
            body = zstandard.ZstdDecompressor().decompress((self.path / blob_of(sha256)).read_bytes())
        except (OSError, zstandard.ZstdError) as error:
            raise refuse(f"文件夹里缺 {sha256[:12]}", f"the folder lacks {sha256[:12]}") from error
        if hashlib.sha256(body).hexdigest() != sha256:
            raise refuse(f"{sha256[:12]} 坏了，请重新发布", f"{sha256[:12]} is damaged: publish it again")
        return body

    def newest(self, role: str) -> "Metadata[Any]":
        """The newest metadata of a role. Raises LocalReleaseError when nothing was ever published here."""
        found = self.versions(role)
        if not found:
            raise refuse(
                f"{self.path} 还没有密钥，请先 ./xiaowu release keys init",
                f"{self.path} has no keys yet: ./xiaowu release keys init",
            )
        name = "timestamp" if role == "timestamp" else f"{found[-1]}.{role}"
        return Metadata.from_file(str(self.path / "metadata" / f"{name}.json"))

    def versions(self, role: str) -> list[int]:
        """Of a role's metadata, oldest first; of the timestamp only that it is there."""
        if role == "timestamp":
            return [1] if self.has("metadata/timestamp.json") else []
        names = [re.fullmatch(rf"(\d+)\.{role}\.json", path.name) for path in (self.path / "metadata").glob("*")]
        return sorted(int(name[1]) for name in names if name)

    def put_metadata(self, role: str, metadata: "Metadata[Any]") -> None:
        """Under its version; the timestamp under its bare name."""
        name = role if role == "timestamp" else f"{metadata.signed.version}.{role}"
        self.put(f"metadata/{name}.json", metadata.to_bytes())
