"""A real release folder, a real booth's slots: what is fetched, what is refused, and that a cut costs nothing twice."""

import hashlib
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from installer.release.publishing import publish
from installer.release.tree import build
from installer.slots.manifest import BrokenTreeError, read, verify
from installer.slots.state import Confirmed
from installer.slots.store import Slots
from kiosk_app.update import staging
from kiosk_app.update.machine import Instructed, Moment, MomentCame, Phase
from kiosk_app.update.own_slots import OwnSlots
from kiosk_app.update.pace import Pace
from kiosk_app.update.refusals import RemoteRefusedError
from kiosk_app.update.runner import Runner, folder_url
from kiosk_app.update.trust import Trust
from tests.conftest import ExpectedLogs
from tests.installer.release.conftest import LONG, write_checkout
from tests.kiosk_app.update.conftest import NOW, Makers
from tests.kiosk_app.update.release_server import ReleaseServer

NIGHT = MomentCame(Moment(is_idle=True, is_settled=True, hour=3))
NOISE = "".join(f"n{number} = '{hashlib.sha512(str(number).encode()).hexdigest()}'\n" for number in range(1500))
CHANGED = LONG.replace("line_7 = 7\n", "line_7 = 8\n")


class Town(Makers):
    """With 0.1.0 and, one line changed, 0.2.0 published; `trees`: as they were built."""

    def release(self, version: str, steps: str = "", **files: str) -> Path:
        checkout, tree = self.place / f"checkout-{version}", self.place / f"tree-{version}"
        write_checkout(checkout, version, **files)
        if steps:
            (checkout / "offline_cache" / "data_steps.json").write_text(steps)
        build(checkout, tree, site=None)
        publish(self.folder, tree, self.signers, NOW, last=3)
        return tree


@pytest.fixture(scope="session")
def first_town(tmp_path_factory: pytest.TempPathFactory, first_makers: Town) -> Town:
    """Built once."""
    town = Town(tmp_path_factory.mktemp("town"), like=first_makers)
    town.release("0.1.0")
    town.release("0.2.0", long=CHANGED)
    town.release("0.3.0", brandnew="new = 1\n", evil="evil = 1\n", noise=NOISE)
    return town


@pytest.fixture
def makers(tmp_path: Path, first_town: Town) -> Town:
    """This test's own."""
    return Town(tmp_path / "makers", like=first_town)


@pytest.fixture
def booth(tmp_path: Path, first_town: Town, server: ReleaseServer, trust: Trust) -> Runner:
    """Runs 0.1.0."""
    base = tmp_path / "booth"
    shutil.copytree(first_town.place / "tree-0.1.0", base / "versions" / "0.1.0")
    Slots(base).commit("0.1.0")
    runner = Runner(OwnSlots(base), trust, trust.wire, Pace(), server.url)
    runner._now = NOW
    return runner


@pytest.fixture(autouse=True)
def refusals_are_said(expected_logs: ExpectedLogs) -> None:
    expected_logs.allow("kiosk_app.update.runner", "no update")


def _take(booth: Runner, version: str, runs: str = "0.1.0") -> None:
    booth.follow(Instructed(version, runs))
    booth.follow(NIGHT)


def test_one_changed_line_is_a_few_kilobytes_and_the_new_version_is_on_trial(
    booth: Runner, first_town: Town, server: ReleaseServer
) -> None:
    tree = first_town.place / "tree-0.2.0"
    _take(booth, "0.2.0")
    assert booth.refused == "" and booth.is_switched
    assert booth.slots.now().pending == "0.2.0"
    mine = booth.slots.base / "versions" / "0.2.0"
    assert verify(mine) == read(tree)
    assert booth.wire.got_bytes < 10_000
    assert not [name for name, _ in server.asked if name.startswith("blobs/")]


def test_a_first_install_fetches_everything(tmp_path: Path, booth: Runner, makers: Town) -> None:
    empty = Runner(OwnSlots(tmp_path / "new"), booth.trust, booth.wire, Pace(), booth.url)
    empty._now = NOW
    _take(empty, "0.2.0", runs="")
    assert empty.slots.now().current == "0.2.0"


def test_a_damaged_patch_costs_the_whole_file_and_no_more(booth: Runner, makers: Town, server: ReleaseServer) -> None:
    for path in (makers.folder.path / "patches").iterdir():
        server.twist[f"patches/{path.name}"] = lambda body: body[:-3] + b"xyz"
    _take(booth, "0.2.0")
    assert booth.is_switched
    assert [name for name, _ in server.asked if name.startswith("blobs/")]


def test_without_patches_whole_files_come(booth: Runner, makers: Town) -> None:
    shutil.rmtree(makers.folder.path / "patches")
    _take(booth, "0.2.0")
    assert booth.is_switched


@pytest.mark.parametrize(
    "twist", [lambda body: body[:-1], lambda _: b"", lambda body: body + b"x", lambda _: b"no zstd"]
)
def test_what_is_not_what_was_signed_is_not_taken(
    booth: Runner, first_town: Town, server: ReleaseServer, twist: Callable[[bytes], bytes]
) -> None:
    name = f"blobs/{read(first_town.place / 'tree-0.3.0').files['kiosk_app/brandnew.py'].sha256}"
    server.twist[name] = twist
    _take(booth, "0.3.0")
    assert booth.refused in ("damaged", "oversize") and booth.update.phase is Phase.RESTING
    assert booth.slots.now().chosen == "0.1.0"
    server.twist.clear()
    _take(booth, "0.3.0")
    assert booth.is_switched


def test_another_file_under_the_right_name_is_not_taken(booth: Runner, first_town: Town, server: ReleaseServer) -> None:
    files = read(first_town.place / "tree-0.3.0").files
    evil = (first_town.folder.path / "blobs" / files["kiosk_app/evil.py"].sha256).read_bytes()
    server.twist[f"blobs/{files['kiosk_app/brandnew.py'].sha256}"] = lambda _: evil
    _take(booth, "0.3.0")
    assert booth.refused == "damaged"


def test_a_cut_goes_on_where_it_was(booth: Runner, first_town: Town, server: ReleaseServer) -> None:
    name = f"blobs/{read(first_town.place / 'tree-0.3.0').files['kiosk_app/noise.py'].sha256}"
    server.cut_after[name] = 60_000
    _take(booth, "0.3.0")
    assert booth.refused == "unreachable"
    _take(booth, "0.3.0")
    assert booth.is_switched
    ranges = [asked for path, asked in server.asked if path == name]
    assert ranges[0] == "" and ranges[1].startswith("bytes=")
    patches = [path for path, _ in server.asked if path.startswith("patches/")]
    assert len(patches) == len(set(patches)) + 1, "only the manifest is asked for again"


def test_a_rotten_file_of_the_old_version_is_fetched_and_does_not_spread(booth: Runner, server: ReleaseServer) -> None:
    old = booth.slots.base / "versions" / "0.1.0" / "LICENSE"
    old.write_text("rot!\n")
    _take(booth, "0.2.0")
    assert booth.is_switched
    verify(booth.slots.base / "versions" / "0.2.0")
    with pytest.raises(BrokenTreeError):
        verify(booth.slots.base / "versions" / "0.1.0")


def test_without_room_nothing_is_begun(booth: Runner, server: ReleaseServer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(staging, "SPARE_BYTES", 1 << 60)
    _take(booth, "0.2.0")
    assert booth.refused == "no_space"
    assert not list((booth.slots.base / "versions").glob(".stage-*/kiosk_app/*"))


def test_what_is_not_signed_is_not_taken(booth: Runner) -> None:
    _take(booth, "0.9.0")
    assert booth.refused == "not_signed"


def test_what_failed_here_is_not_taken_again(booth: Runner) -> None:
    _take(booth, "0.2.0")
    booth.slots.do("quarantine", "0.2.0", "hangs")
    booth.update = type(booth.update)()
    _take(booth, "0.2.0")
    assert booth.refused == "quarantined"


def test_back_only_when_the_makers_withdrew_it(booth: Runner, makers: Town) -> None:
    """A stolen hub sends nobody back to an old hole."""
    _take(booth, "0.2.0")
    Slots(booth.slots.base).apply(Confirmed())
    booth.update = type(booth.update)()
    _take(booth, "0.1.0", runs="0.2.0")
    assert booth.refused == "older"
    makers.withdraw("0.2.0")
    _take(booth, "0.1.0", runs="0.2.0")
    assert booth.refused == "" and booth.is_switched
    assert booth.slots.now().chosen == "0.1.0"


def test_no_step_from_which_there_is_no_way_back(booth: Runner, makers: Town) -> None:
    makers.release("0.4.0", steps='{"reads": [1, 9], "writes": 8}')
    _take(booth, "0.4.0")
    assert booth.refused == "no_way_back"


def test_a_stick_brings_the_same_with_the_same_trust(booth: Runner, makers: Town, server: ReleaseServer) -> None:
    stick = Runner(booth.slots, booth.trust, booth.wire, Pace(), folder_url(makers.copy("stick")))
    assert stick.take_from_stick(NOW) == "0.3.0"
    assert booth.slots.now().pending == "0.3.0"
    assert stick.take_from_stick(NOW) == ""
    assert not server.asked


def test_a_strangers_stick_brings_nothing(booth: Runner, tmp_path: Path) -> None:
    strangers = Makers(tmp_path / "strangers")
    stick = Runner(booth.slots, booth.trust, booth.wire, Pace(), folder_url(strangers.folder.path))
    with pytest.raises(RemoteRefusedError, match="unsigned"):
        stick.take_from_stick(NOW)
