"""Shell: the versions on a booth's disk. `state.json` is the one commit point: all else may be there, or not, or torn.

Every promise is on the disk before the method returns: bytes synced, names renamed into place, folders synced.
"""

import fcntl
import logging
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from installer.slots import manifest, state
from installer.slots.manifest import BrokenTreeError, ManifestError
from installer.slots.state import UNPROVEN, Event, LocalRefusedError, State, StateTornError

log = logging.getLogger(__name__)
STAGE = ".stage-"


class Slots:
    """`base`: its folder. Several processes may use it: each change is made under a lock."""

    def __init__(self, base: Path) -> None:
        self._base = base
        self._versions = base / "versions"
        self._file = base / "state.json"
        self._compared: set[str] = set()
        self._versions.mkdir(parents=True, exist_ok=True)

    def tree(self, version: str) -> Path:
        """Where it lies."""
        manifest.version_key(version)  # nothing else may become a path
        return self._versions / version

    def stage(self, version: str) -> Path:
        """Where a download puts it."""
        return self._versions / f"{STAGE}{self.tree(version).name}"

    def versions(self) -> list[str]:
        """Every tree that has its name, whole or not."""
        return sorted(filter(_is_version, self._names()), key=manifest.version_key)

    def stages(self) -> list[str]:
        """Every tree that has it not yet."""
        found = [name.removeprefix(STAGE) for name in self._names() if name.startswith(STAGE)]
        return sorted(filter(_is_version, found), key=manifest.version_key)

    def _names(self) -> list[str]:
        return [path.name for path in self._versions.iterdir()]

    def state(self) -> State:
        """What holds now. A lost or torn file is made anew from the whole trees."""
        with self._lock():
            return self._read()

    def apply(self, event: Event) -> State:
        """The one way to change it. Raises LocalRefusedError; trees that nothing needs any more are removed."""
        with self._lock():
            before = self._read()
            after = state.step(before, event)
            if after != before:
                self._write(after)
            for version in state.unwanted(after, self.versions()):
                _remove(self.tree(version))
            for version in {*self.stages()} & {*after.quarantine}:
                _remove(self.stage(version))
            return after

    def stage_done(self, version: str) -> None:
        """The staged tree gets its name, if it is whole. Raises LocalRefusedError, BrokenTreeError, ManifestError."""
        with self._lock():
            if version in (quarantine := self._read().quarantine):
                raise LocalRefusedError(f"版本 {version} 已停用 / {version} is quarantined: {quarantine[version]}")
            if not self.stage(version).exists() and self.is_whole(version):
                return
            if manifest.verify(self.stage(version)).version != version:
                raise ManifestError(f"{STAGE}{version} holds another version")
            if self.is_whole(version):
                _remove(self.stage(version))
                return
            _sync_tree(self.stage(version))
            _remove(self.tree(version))  # a broken one: it is fetched again
            self._compared.discard(version)
            self.stage(version).rename(self.tree(version))
            _sync(self._versions)

    def commit(self, version: str) -> State:
        """It is started from the next time on. Raises LocalRefusedError, BrokenTreeError, ManifestError."""
        new = manifest.verify(self.tree(version), hashes=False)
        current = self.state().current
        if current and current != version:
            with suppress(BrokenTreeError, ManifestError):  # then nothing is lost by leaving it
                if why := manifest.may_follow(new, manifest.read(self.tree(current))):
                    raise LocalRefusedError(f"不能换成 {version} / cannot change to it: {why}")
        return self.apply(state.Committed(version))

    def install(self, tree: Path) -> str:
        """A whole tree from elsewhere, with blocks of its own; committed unless something newer is here. Its version.

        Raises LocalRefusedError, BrokenTreeError, ManifestError."""
        version = manifest.verify(tree).version
        if not self.is_whole(version):
            _remove(self.stage(version))
            shutil.copytree(tree, self.stage(version), symlinks=True)
            self.stage_done(version)
        chosen = self.state().chosen
        if not chosen or manifest.version_key(version) > manifest.version_key(chosen):
            self.commit(version)
        return version

    def proven(self) -> str:
        """The current version, as far as names and sizes tell. Raises BrokenTreeError, ManifestError."""
        current = self.state().current
        if not current:
            raise BrokenTreeError(["还没有版本 / no version here"])
        return manifest.verify(self.tree(current), hashes=False).version

    def boot(self, reason: str = UNPROVEN) -> str:
        """The version to start, whole, its try spent; empty: no tree is whole. `reason`: how its last start ended."""
        while version := (now := self.state()).chosen:
            if not self.is_startable(version):
                if self.apply(state.TreeLost(version)) == now:
                    return ""
            elif not now.pending or self.apply(state.TrySpent(reason)).pending:
                return version
        return ""

    def is_startable(self, version: str) -> bool:
        """Every byte compared the first time; names, sizes and modes each time: a restart must be quick."""
        is_whole = self.is_whole(version, hashes=version not in self._compared)
        (self._compared.add if is_whole else self._compared.discard)(version)
        return is_whole

    def is_whole(self, version: str, *, hashes: bool = True) -> bool:
        """Every byte compared, unless told not to."""
        try:
            return manifest.verify(self.tree(version), hashes=hashes).version == version
        except (BrokenTreeError, ManifestError):
            return False

    def _read(self) -> State:
        try:
            return state.load(self._file.read_bytes())
        except FileNotFoundError:
            log.info("no state.json: a new booth, or it was lost")
        except StateTornError as error:
            log.warning("state.json is torn, it is made anew: %s", error)
        found = state.rebuilt(filter(self.is_whole, self.versions()))
        if found.current:
            self._write(found)
        return found

    def _write(self, new: State) -> None:
        """The commit point."""
        beside = self._file.with_suffix(".new")
        with beside.open("wb") as file:
            file.write(state.dump(new))
            file.flush()
            os.fsync(file.fileno())
        beside.replace(self._file)
        _sync(self._base)

    @contextmanager
    def _lock(self) -> Iterator[None]:
        descriptor = os.open(self._base / "lock", os.O_RDONLY | os.O_CREAT | os.O_CLOEXEC, 0o644)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX)
            yield
        finally:
            os.close(descriptor)


def _is_version(name: str) -> bool:
    try:
        manifest.version_key(name)
    except ManifestError:
        return False
    return True


def _sync_tree(folder: Path) -> None:
    """Every byte and name of it. A file with a second name is of another version, and was synced with that."""
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.is_dir(follow_symlinks=False):
                _sync_tree(Path(entry.path))
            elif entry.is_file(follow_symlinks=False) and entry.stat(follow_symlinks=False).st_nlink == 1:
                _sync(Path(entry.path))
    _sync(folder)


def _sync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _remove(folder: Path) -> None:
    """A cut on the way leaves a broken tree, which counts for nothing."""
    if not folder.exists():
        return
    for path in folder.iterdir():
        if path.is_dir() and not path.is_symlink():
            _remove(path)
        else:
            path.unlink()
    folder.rmdir()
