"""A release folder, its keys, and a booth that trusts them."""

import hashlib
import shutil
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from installer.release import signing
from installer.release.folder import ReleaseFolder
from installer.release.signing import Signers
from kiosk_app.update.pace import Pace
from kiosk_app.update.trust import Trust
from kiosk_app.update.wire import Wire
from tests.installer.release.conftest import new_keys
from tests.kiosk_app.update.release_server import ReleaseServer

NOW = datetime(2026, 11, 27, 8, tzinfo=UTC)
ROLES = ("root", "targets", "snapshot", "timestamp")


class Makers:
    """Those who publish: their keys and their folder."""

    def __init__(self, place: Path, like: "Makers | None" = None) -> None:
        self.place, self._sets = place, 1
        self.folder = ReleaseFolder(place / "releases")
        if like is not None:
            self.signers: Signers = dict(like.signers)
            shutil.copytree(like.folder.path, self.folder.path)
            return
        self.signers = new_keys(place / "keys-1", *ROLES)
        signing.begin(self.folder, self.signers, NOW)

    def publish(self, version: str, body: bytes = b"", now: datetime = NOW) -> str:
        """A release whose manifest is just these bytes; its SHA-256."""
        body = body or version.encode()
        self.folder.put_blob(body)
        signing.change_targets(self.folder, self.signers, now, signing.add_release(version, body))
        return hashlib.sha256(body).hexdigest()

    def withdraw(self, version: str) -> None:
        signing.change_targets(self.folder, self.signers, NOW, signing.drop_releases([version]))

    def rotate(self, *roles: str, now: datetime = NOW) -> None:
        """New keys of these roles."""
        self._sets += 1
        fresh = new_keys(self.place / f"keys-{self._sets}", *roles)
        signing.rotate(self.folder, self.signers, fresh, now)
        self.signers = {**self.signers, **fresh}

    @property
    def root(self) -> bytes:
        return (self.folder.path / "metadata" / "1.root.json").read_bytes()

    def copy(self, name: str) -> Path:
        """The folder as it is now, for those who show old states."""
        target = self.place / name
        for path in self.folder.path.rglob("*"):
            if path.is_file():
                to = target / path.relative_to(self.folder.path)
                to.parent.mkdir(parents=True, exist_ok=True)
                to.write_bytes(path.read_bytes())
        return target


@pytest.fixture(scope="session")
def first_makers(tmp_path_factory: pytest.TempPathFactory) -> Makers:
    """Nothing is published yet."""
    return Makers(tmp_path_factory.mktemp("makers"))


@pytest.fixture
def makers(tmp_path: Path, first_makers: Makers) -> Makers:
    """This test's own."""
    return Makers(tmp_path / "makers", like=first_makers)


@pytest.fixture
def server(makers: Makers) -> Iterator[ReleaseServer]:
    with ReleaseServer(makers.folder.path).running() as running:
        yield running


@pytest.fixture
def wire() -> Iterator[Wire]:
    line = Wire(Pace())
    yield line
    line.close()


@pytest.fixture
def trust(tmp_path: Path, makers: Makers, wire: Wire) -> Trust:
    """Of a booth that has seen nothing yet."""
    return Trust(tmp_path / "booth" / "trust", makers.root, wire)
