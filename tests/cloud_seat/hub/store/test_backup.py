"""Shell: a backup of a running hub opens elsewhere, on either database; a damaged one changes nothing."""

import dataclasses
import io
import json
import subprocess
import sys
import tarfile
from pathlib import Path

import pytest

from cloud_seat.contract.intake import canonical
from cloud_seat.hub import backup
from cloud_seat.hub.admin import LocalInputError
from tests.cloud_seat.hub.conftest import a_cast
from tests.cloud_seat.hub.postgres import RunningPostgres
from tests.cloud_seat.hub.running import ROOT, RunningHub
from tests.cloud_seat.hub.sealed_cases import SealedCase


def run_hub(*words: object) -> "subprocess.CompletedProcess[str]":
    command = [sys.executable, "-m", "cloud_seat.hub", *map(str, words)]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=60, check=False)


def sums(file: Path) -> dict[str, str]:
    with tarfile.open(file) as tar:
        found: dict[str, str] = json.loads(tar.extractfile("sums.json").read())  # type: ignore[union-attr]  # is there
    return {name: one for name, one in found.items() if name != "about.json"}  # when it was made


def test_a_hub_goes_from_one_database_to_the_other_and_back(postgres: RunningPostgres, tmp_path: Path) -> None:
    """SQLite → PostgreSQL → SQLite: each a whole round trip, and so is the way of a district that grows."""
    files = [tmp_path / f"{n}.tar" for n in range(3)]
    grown, back = RunningHub(tmp_path / "two", database=postgres.new_database()), RunningHub(tmp_path / "three")
    with RunningHub.start(tmp_path / "one") as hub:
        cast = a_cast(hub)
        case = SealedCase(hub, cast.kiosk_id, cast.token)
        case.put_all()
        manifest, cookie = canonical(case.manifest()), cast.cookies[0]
        receipt = case.post(manifest)
        assert receipt.status == 200
        taken = backup.take(hub.places(), files[0])
    assert backup.put_back(grown.places(), files[0]) == taken
    assert files[0].stat().st_mode & 0o777 == 0o600
    with grown:
        grown.start_again()
        assert dataclasses.replace(case, hub=grown).post(manifest).body == receipt.body, "taken once, for ever"
        assert grown.ask("GET", "/api/v1/session", cookie=cookie).status == 200
        assert SealedCase(grown, cast.kiosk_id, cast.token).deliver().status == 200
        more = backup.take(grown.places(), files[1])
    assert all(more[name] > taken[name] for name in ("rows", "files"))
    assert backup.put_back(back.places(), files[1]) == more
    assert backup.take(back.places(), files[2]) == more
    assert sums(files[2]) == sums(files[1])


@pytest.mark.parametrize("harm", ["cut", "changed", "not empty"])
def test_what_cannot_be_restored_is_said_and_nothing_is_changed(tmp_path: Path, harm: str) -> None:
    old, new, file = RunningHub(tmp_path / "old"), tmp_path / "new", tmp_path / "hub.tar"
    old.enrol("PY-0001")
    backup.take(old.places(), file)
    data = file.read_bytes()
    if harm == "cut":
        file.write_bytes(data[: len(data) // 2])
    elif harm == "changed":
        with tarfile.open(file) as tar:
            at = tar.getmember("keys/root").offset_data
        file.write_bytes(data[:at] + bytes(8) + data[at + 8 :])
    else:
        (new / "keys").mkdir(parents=True)
    before = sorted(path.name for path in new.rglob("*"))
    with pytest.raises(LocalInputError):
        backup.put_back(dataclasses.replace(old.places(), data_dir=new), file)
    assert sorted(path.name for path in new.rglob("*")) == before


def test_a_backup_from_before_a_table_came_is_restored(tmp_path: Path) -> None:
    old, new, whole, file = RunningHub(tmp_path / "old"), tmp_path / "new", tmp_path / "whole.tar", tmp_path / "hub.tar"
    old.enrol("PY-0001")
    taken, late = backup.take(old.places(), whole), "tables/proof_used.jsonl"
    with tarfile.open(whole) as tar, tarfile.open(file, "w") as without:
        for entry in tar:
            body = tar.extractfile(entry).read()  # type: ignore[union-attr]  # plain files
            if entry.name == "sums.json":
                body = json.dumps({name: one for name, one in json.loads(body).items() if name != late}).encode()
                entry.size = len(body)
            if entry.name != late:
                without.addfile(entry, io.BytesIO(body))
    assert backup.put_back(dataclasses.replace(old.places(), data_dir=new), file) == taken


def test_the_command_says_how_much_there_is(tmp_path: Path) -> None:
    RunningHub(tmp_path / "old").enrol("PY-0001")
    done = run_hub("backup", tmp_path / "hub.tar", "--data-dir", tmp_path / "old")
    assert json.loads(done.stdout)["rows"] > 0
    refused = run_hub("restore", tmp_path / "hub.tar", "--data-dir", tmp_path / "old")
    assert refused.returncode == 2 and len(refused.stderr.splitlines()) == 1
