"""Shell: a hub gets a new version by real processes; whatever goes wrong, the old one serves again with all it had."""

import os
import signal
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.installer.hub_versions.kept_hub import KeptHub, Makers

OLD, NEW = "1.0.0", "1.1.0"
pytestmark = pytest.mark.timeout(900)
MORE_TABLES = """
from sqlalchemy import Column, Integer, Table
from cloud_seat.hub.store.release_tables import metadata
Table("of_the_new_version", metadata, Column("number", Integer, primary_key=True))
"""
NO_MIGRATION = """
def prepare_nothing(db):
    db.execute(text("ALTER TABLE kiosks ADD COLUMN half INTEGER"))
    raise ValueError("the second half of the migration fails")
from cloud_seat.hub.store import schema
from sqlalchemy import text
schema.prepare = prepare_nothing
"""
SPOILS_REAL_DATA = """
def run(settings):
    import sqlite3
    if settings.data_dir.name == "data":
        db = sqlite3.connect(settings.data_dir / "hub.sqlite")
        for (table,) in db.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall():
            db.execute(f'DROP TABLE IF EXISTS "{table}"')
        db.commit()
        (settings.data_dir / "keys" / "root").unlink(missing_ok=True)
        raise ValueError("a migration that went wrong half way")
    return run_well(settings)
"""
NEVER_READY = """
async def never(self, request):
    raise STORE_AWAY
Watching.ready = never
"""


@pytest.fixture(scope="session")
def first(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The tree of the old version."""
    return Makers(tmp_path_factory.mktemp("first")).build(OLD)


@pytest.fixture
def makers(tmp_path: Path) -> Makers:
    return Makers(tmp_path / "makers")


@pytest.fixture
def kept(tmp_path: Path, first: Path) -> Iterator[KeptHub]:
    hub = KeptHub(tmp_path / "hub", first)
    hub.start()
    hub.begin_to_tell()
    yield hub
    hub.stop()


def nothing_lost(kept: KeptHub) -> None:
    """It serves again, and has all that it ever acknowledged."""
    kept.await_true(kept.answers)
    before = kept.acknowledged
    kept.await_true(lambda: kept.acknowledged > before)
    kept.stop()
    assert kept.kept() >= kept.acknowledged
    assert not (kept.base / "before").exists() and not (kept.base / "copy").exists()


def test_a_good_version_is_taken_with_its_tables(kept: KeptHub, makers: Makers) -> None:
    makers.publish(NEW, **{"store/rehearsals": MORE_TABLES})
    running = kept.upgrading(makers)
    kept.await_true(lambda: (kept.base / "upgrade.lock").exists())
    kept.await_true(lambda: bool([*kept.base.glob("backup*")]) or running.poll() is not None)
    running.send_signal(signal.SIGSTOP)
    code, said = kept.upgrade(makers)
    assert code == 1 and "an upgrade is under way" in said, said
    running.send_signal(signal.SIGCONT)
    out, err = running.communicate(timeout=300)
    assert running.returncode == 0 and NEW in out, out + err
    assert kept.state().current == NEW and kept.state().previous == OLD
    assert kept.upgrade(makers) == (0, "已是最新 / nothing newer\n")
    nothing_lost(kept)
    assert list(kept.base.glob("backup-*.tar"))
    tables = sqlite3.connect(kept.data / "hub.sqlite").execute("SELECT name FROM sqlite_master").fetchall()
    assert ("of_the_new_version",) in tables


@pytest.mark.parametrize("left", ["switch.json", "before"])
def test_while_the_keeper_changes_versions_another_upgrade_is_refused(
    tmp_path: Path, first: Path, makers: Makers, left: str
) -> None:
    hub = KeptHub(tmp_path / "hub", first)
    (hub.base / left).mkdir()
    code, said = hub.upgrade(makers)
    assert code == 1 and "not over yet" in said, said
    assert hub.state().current == OLD and not list(hub.base.glob("backup*"))


@pytest.mark.deep
def test_a_migration_that_fails_is_found_on_the_copy(kept: KeptHub, makers: Makers) -> None:
    makers.publish(NEW, **{"store/database": NO_MIGRATION})
    code, said = kept.upgrade(makers)
    assert code == 1 and "does not start on a copy" in said, said
    assert kept.state().current == OLD and not kept.state().pending
    nothing_lost(kept)


@pytest.mark.deep
@pytest.mark.parametrize(("module", "text", "why"), [("serve", SPOILS_REAL_DATA, "ended with 1")])
def test_a_version_that_spoils_the_data_goes_and_they_are_back(
    kept: KeptHub, makers: Makers, module: str, text: str, why: str
) -> None:
    makers.publish(NEW, **{module: "\nrun_well = run\n" + text})
    code, said = kept.upgrade(makers)
    assert code == 1 and why in said and "are back" in said, said
    assert kept.state().current == OLD and why in kept.state().quarantine[NEW]
    assert kept.upgrade(makers)[0] == 1  # put away is put away
    nothing_lost(kept)


@pytest.mark.deep
def test_a_version_that_starts_but_is_never_ready_is_refused(kept: KeptHub, makers: Makers) -> None:
    makers.publish(NEW, watching=NEVER_READY)
    running = kept.upgrading(makers, "env", "XIAOWU_NOTHING=1")
    out, err = running.communicate(timeout=400)
    assert running.returncode == 1 and "ready" in err, out + err
    assert kept.state().current == OLD
    nothing_lost(kept)


@pytest.mark.deep
@pytest.mark.parametrize("step", ["backup", "copy", "switch.json", "before.part", "before", "trial.json"])
def test_killed_at_a_step_the_old_version_or_the_new_one_goes_on(kept: KeptHub, makers: Makers, step: str) -> None:
    makers.publish(NEW, **{"store/rehearsals": MORE_TABLES})
    running = kept.upgrading(makers)
    kept.await_true(lambda: bool([*kept.base.glob(f"{step}*")]) or running.poll() is not None)
    kept.kill()
    running.kill()
    running.communicate()
    kept.start()
    assert kept.state().current in (OLD, NEW)
    kept.await_true(lambda: not (kept.base / "switch.json").exists())
    kept.await_true(kept.answers)
    code, said = kept.upgrade(makers)
    assert code == 0, said
    assert kept.state().current == NEW
    nothing_lost(kept)


@pytest.mark.deep
@pytest.mark.skipif(os.geteuid() != 0, reason="a small disk of its own needs root: run as root")
def test_on_a_full_disk_nothing_begins(kept: KeptHub, makers: Makers, tmp_path: Path) -> None:
    makers.publish(NEW)
    disk = tmp_path / "disk"
    disk.mkdir()
    small = f'mount -t tmpfs -o size=1m small {disk} && exec "$@" --backup {disk}/backup.tar'
    code, said = kept.upgrade(makers, "unshare", "--mount", "sh", "-c", small, "sh")
    assert code == 1 and "not enough room" in said, said
    assert kept.state().current == OLD and not list(kept.base.glob("copy*"))
    nothing_lost(kept)


@pytest.mark.deep
def test_what_the_release_keys_did_not_sign_is_refused(kept: KeptHub, makers: Makers) -> None:
    makers.publish(NEW)
    newest = makers.folder.path / "metadata" / "timestamp.json"
    newest.write_bytes(newest.read_bytes().replace(b'"expires":"2', b'"expires":"3'))  # a thousand years longer
    code, said = kept.upgrade(makers)
    assert code == 1 and kept.state().current == OLD, said
    assert not list(kept.base.glob("backup*"))
    nothing_lost(kept)
