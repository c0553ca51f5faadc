"""Shell: which releases this booth believes in: The Update Framework's client, with a memory that outlives power cuts.

tuf forgets old versions when its files are lost, writes without fsync, and believes this machine's clock. So the
newest versions and the latest time that were ever seen are kept here, synced; they may only grow.
"""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import msgspec
from tuf.api import exceptions as tuf
from tuf.ngclient import Updater

from cloud_seat.contract.releases import version_of
from kiosk_app.update.durable import put, sync
from kiosk_app.update.refusals import RemoteRefusedError
from kiosk_app.update.wire import Wire

FLOORS = "floors"
_ROLES = ("timestamp", "snapshot", "targets")
_CODES: tuple[tuple[type[Exception], str], ...] = (
    (tuf.ExpiredMetadataError, "expired"),
    (tuf.UnsignedMetadataError, "unsigned"),
    (tuf.BadVersionNumberError, "rolled_back"),
    (tuf.LengthOrHashMismatchError, "damaged"),
    (tuf.DownloadLengthMismatchError, "oversize"),
    (tuf.SlowRetrievalError, "slow"),
    (tuf.DownloadError, "unreachable"),
    (tuf.RepositoryError, "malformed"),
    (ValueError, "malformed"),
    (OSError, "disk"),
)
"""The first that fits."""


class Floors(msgspec.Struct, frozen=True, kw_only=True):
    """The newest that was ever believed. `keys`: who signed timestamp and snapshot then: with other keys their versions
    may begin anew, for a thief of the old ones may have counted ahead (TUF §5.3.11)."""

    versions: dict[str, int] = {}
    keys: tuple[str, ...] = ()
    seen_s: float = 0.0


@dataclass(frozen=True, slots=True)
class Signed:
    """The manifest of a release, as the release keys sign it."""

    sha256: str
    size: int


@dataclass(slots=True)
class Trust:
    """`folder`: its memory, one process at a time. `root`: what the package brought, where all trust begins."""

    folder: Path
    root: bytes
    wire: Wire
    _signed: dict[str, Signed] = field(default_factory=dict)

    def refresh(self, url: str, now: datetime) -> None:
        """The newest list from a release folder. `now`: aware. Raises RemoteRefusedError."""
        with self._alone(), translated():
            updater = self.updater(url, now)
            updater.refresh()
            self.remember(updater, now)
            trusted = updater._trusted_set.targets
        targets = {version_of(name): target for name, target in trusted.targets.items()}
        self._signed = {
            version: Signed(target.hashes.get("sha256", ""), target.length)
            for version, target in targets.items()
            if version
        }

    def release(self, version: str) -> Signed | None:
        """What was signed for it, as of the last `refresh`; None: it is not, or not any more."""
        return self._signed.get(version)

    def releases(self) -> frozenset[str]:
        """Of the last `refresh`."""
        return frozenset(self._signed)

    def updater(self, url: str, now: datetime, *, target_dir: str = "", target_url: str = "") -> Updater:
        """tuf's own, with our memory of time. Raises RemoteRefusedError."""
        self.folder.mkdir(parents=True, exist_ok=True)
        updater = Updater(
            str(self.folder),
            f"{url.rstrip('/')}/",
            target_dir or None,
            target_url or None,
            fetcher=self.wire,
            bootstrap=self.root,
        )
        # Its only clock, and private: nowhere else.
        updater._trusted_set.reference_time = self.believed(now)
        return updater

    def believed(self, now: datetime) -> datetime:
        """The time to judge by: never before what was seen already."""
        return max(now, datetime.fromtimestamp(self.floors().seen_s, UTC))

    def remember(self, updater: Updater, now: datetime) -> None:
        """After `refresh`: refuses what is older than seen, else keeps it as the new floor, synced."""
        trusted: Any = updater._trusted_set
        versions = {role: int(getattr(trusted, role).version) for role in _ROLES}
        keys = tuple(sorted({*trusted.root.roles["timestamp"].keyids, *trusted.root.roles["snapshot"].keyids}))
        before = self.floors()
        floors = {**(before.versions if before.keys in ((), keys) else {}), "root": before.versions.get("root", 0)}
        versions["root"] = trusted.root.version
        if any(versions[role] < floor for role, floor in floors.items()):
            raise RemoteRefusedError("rolled_back")
        seen_s = max(before.seen_s, now.timestamp())
        for path in (self.folder / "root_history", self.folder):
            for file in path.iterdir():
                if file.is_file():
                    sync(file)
            sync(path)
        put(self.folder / FLOORS, msgspec.json.encode(Floors(versions=versions, keys=keys, seen_s=seen_s)))

    def floors(self) -> Floors:
        """None were seen yet: all zero."""
        path = self.folder / FLOORS
        return msgspec.json.decode(path.read_bytes(), type=Floors) if path.exists() else Floors()

    @contextmanager
    def _alone(self) -> Iterator[None]:
        self.folder.mkdir(parents=True, exist_ok=True)
        with (self.folder / "lock").open("wb") as file:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError as error:
                raise RemoteRefusedError("busy") from error
            yield


@contextmanager
def translated() -> Iterator[None]:
    """tuf's errors and the disk's as RemoteRefusedError."""
    try:
        yield
    except tuple(kind for kind, _ in _CODES) as error:
        code = next(code for kind, code in _CODES if isinstance(error, kind))
        raise RemoteRefusedError(code) from error
