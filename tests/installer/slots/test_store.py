"""Versions on a real disk: staged, committed, confirmed, taken back; and what is said when that cannot be."""

import json
from pathlib import Path

import pytest

from installer.slots.__main__ import main
from installer.slots.manifest import Schema
from installer.slots.state import State, TrySpent
from installer.slots.store import Slots
from tests.conftest import ExpectedLogs
from tests.installer.slots.trees import plant_version


@pytest.fixture
def base(tmp_path: Path) -> Path:
    """With 1.0.0 as the current version."""
    plant_version(tmp_path, "1.0.0")
    assert run(tmp_path, "stage-done", "1.0.0") == run(tmp_path, "commit", "1.0.0") == 0
    return tmp_path


def run(base: Path, *words: str) -> int:
    return main(["--base", str(base), *words])


def new_version(base: Path, version: str = "1.1.0") -> Slots:
    plant_version(base, version)
    assert run(base, "stage-done", version) == run(base, "commit", version) == 0
    return Slots(base)


def status(base: Path, capsys: pytest.CaptureFixture[str]) -> dict[str, object]:
    capsys.readouterr()
    assert run(base, "status", "--json") == 0
    found: dict[str, object] = json.loads(capsys.readouterr().out)
    return found


def test_the_whole_way_of_a_good_version(base: Path, capsys: pytest.CaptureFixture[str]) -> None:
    new_version(base).apply(TrySpent())
    assert run(base, "confirm") == 0
    assert status(base, capsys) == {
        "current": "1.1.0",
        "previous": "1.0.0",
        "pending": "",
        "tries": 0,
        "quarantine": {},
        "versions": ["1.0.0", "1.1.0"],
        "stages": [],
    }
    new_version(base, "1.2.0")
    assert run(base, "confirm") == 0
    assert status(base, capsys)["versions"] == ["1.1.0", "1.2.0"]
    assert run(base, "status") == 0
    assert "previous   1.1.0" in capsys.readouterr().out


def test_a_quarantined_version_is_gone_and_does_not_come_back(base: Path, capsys: pytest.CaptureFixture[str]) -> None:
    new_version(base)
    assert run(base, "quarantine", "1.1.0", "withdrawn") == 0
    assert status(base, capsys)["versions"] == ["1.0.0"]
    plant_version(base, "1.1.0")
    assert run(base, "stage-done", "1.1.0") == 1
    assert "withdrawn" in capsys.readouterr().err


def test_a_torn_download_gets_no_name_and_no_quarantine(base: Path, capsys: pytest.CaptureFixture[str]) -> None:
    stage = plant_version(base, "1.1.0")
    (stage / "app/same.py").write_bytes(b"")
    assert run(base, "stage-done", "1.1.0") == 1
    assert "fetch it again" in capsys.readouterr().err
    assert status(base, capsys)["quarantine"] == {}
    assert status(base, capsys)["stages"] == ["1.1.0"]


def test_a_tree_that_broke_later_is_replaced_by_the_same_version(base: Path) -> None:
    (base / "versions/1.0.0/sbom.json").write_bytes(b"xx")
    assert run(base, "verify", "1.0.0") == 1
    plant_version(base, "1.0.0")
    assert run(base, "stage-done", "1.0.0") == run(base, "verify", "1.0.0") == 0


def test_saying_it_twice_changes_nothing(base: Path) -> None:
    new_version(base)
    assert run(base, "stage-done", "1.1.0") == run(base, "commit", "1.1.0") == 0
    plant_version(base, "1.1.0")
    assert run(base, "stage-done", "1.1.0") == 0
    assert Slots(base).stages() == []


def test_a_version_without_a_way_back_is_refused(base: Path, capsys: pytest.CaptureFixture[str]) -> None:
    plant_version(base, "1.1.0", schema=Schema((4, 5), 5))
    assert run(base, "stage-done", "1.1.0") == 0
    assert run(base, "commit", "1.1.0") == 1
    assert "no way back" in capsys.readouterr().err


def test_another_version_in_the_folder_is_refused(base: Path) -> None:
    plant_version(base, "1.1.0").rename(base / "versions/.stage-1.2.0")
    assert run(base, "stage-done", "1.2.0") == 1


@pytest.mark.parametrize("harm", [b"", b"{", None], ids=repr)
def test_a_lost_state_is_made_anew(base: Path, harm: bytes | None, expected_logs: ExpectedLogs) -> None:
    expected_logs.allow("installer.slots.store", "made anew")
    new_version(base)
    plant_version(base, "1.2.0").rename(base / "versions/1.2.0")
    (base / "versions/1.2.0/sbom.json").unlink()
    if harm is None:
        (base / "state.json").unlink()
    else:
        (base / "state.json").write_bytes(harm)
    assert Slots(base).state() == State(current="1.0.0", pending="1.1.0")


@pytest.mark.parametrize("version", ["..", "1.0.0/../..", ".stage-1.0.0", "latest"])
def test_a_version_is_no_path(base: Path, version: str) -> None:
    with pytest.raises(SystemExit) as ended:
        run(base, "commit", version)
    assert ended.value.code == 2
