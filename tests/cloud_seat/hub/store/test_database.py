"""Shell: ordinary data on both databases: the same tables, chains that show harm, writers that meet, an old file."""

import base64
import sqlite3
import threading
from pathlib import Path
from typing import Any

import psycopg
import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from cryptography.hazmat.primitives import hashes
from sqlalchemy import Connection, insert, select, text

from cloud_seat.contract.intake import canonical
from cloud_seat.hub.store import chain, schema, tables
from cloud_seat.hub.store.away import RemoteStoreAwayError
from cloud_seat.hub.store.database import Database
from tests.cloud_seat.hub.postgres import RunningPostgres

STEPS = Path(schema.__file__).parent / "steps"


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Of an empty database."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'hub.sqlite'}"
    return str(request.getfixturevalue("postgres").new_database())


def differences(db: Connection) -> list[object]:
    return list(compare_metadata(MigrationContext.configure(db), tables.metadata))


def test_a_new_database_has_the_tables_of_today_and_says_so(url: str) -> None:
    db = Database(url)
    assert db.run_now(differences) == []
    assert db.run_now(lambda tx: tx.execute(text("SELECT version_num FROM alembic_version")).scalar()) == schema.NEWEST
    assert ScriptDirectory(str(STEPS)).get_current_head() == schema.NEWEST
    db.close()


def test_the_file_of_a_hub_from_before_there_were_steps_opens_with_all_that_it_held(tmp_path: Path) -> None:
    path = tmp_path / "hub.sqlite"
    db = Database(f"sqlite:///{path}")
    db.run_now(lambda tx: tx.execute(insert(tables.kiosk_place).values(kiosk_id="PY-1", place="440113")).close())
    db.close()
    with sqlite3.connect(path) as old:
        for table in ("alembic_version", "sms_owed", "rating_words"):
            old.execute(f"DROP TABLE {table}")
    db = Database(f"sqlite:///{path}")
    assert db.run_now(differences) == []
    assert db.run_now(lambda tx: tx.execute(select(tables.kiosk_place.c.place)).scalar()) == "440113"
    db.close()


def history(db: Database, case_id: str) -> None:
    row = {"case_id": case_id, "at": "t", "actor": "a", "what": "received", "note": ""}
    db.run_now(lambda tx: chain.append(tx, tables.case_history, **row))


@pytest.mark.parametrize("harm", ["UPDATE case_history SET note = 'x'", "DELETE FROM case_history"])
def test_a_changed_history_is_noticed(url: str, harm: str) -> None:
    db = Database(url)
    for n in range(3):
        history(db, f"c{n}")
    assert db.run_now(lambda tx: chain.first_break(tx, tables.case_history)) is None
    db.run_now(lambda tx: tx.execute(text(f"{harm} WHERE seq = 2")).close())
    assert db.run_now(lambda tx: chain.first_break(tx, tables.case_history)) == 2
    db.close()


def test_a_chain_that_changes_its_digest_midway_is_whole_and_shows_harm_in_each_part(url: str) -> None:
    db, table = Database(url), tables.case_history

    def rows() -> list[dict[str, Any]]:
        return [dict(row) for row in db.run_now(lambda tx: tx.execute(select(table).order_by("seq")).mappings().all())]

    history(db, "c1")
    for digest in (chain.SM3, chain.SHA256):
        db.run_now(lambda tx, digest=digest: chain.choose(tx, digest))  # type: ignore[misc]
        history(db, f"{digest}-1")
        history(db, f"{digest}-2")
    kept = rows()
    assert db.run_now(lambda tx: chain.first_break(tx, table)) is None
    assert [row["hash"].startswith("sm3:") for row in kept] == [False, True, True, False, False]
    said = hashes.Hash(hashes.SM3())
    said.update(kept[0]["hash"].encode() + canonical({name: kept[1][name] for name in kept[1] if name != "hash"}))
    assert kept[1]["hash"] == f"sm3:{base64.b64encode(said.finalize()).decode()}", "as another program computes it"
    for n in range(5):
        forged = [row | {"note": "x"} if at == n else row for at, row in enumerate(kept)]
        assert chain.first_break_in(forged, (0, chain.GENESIS)) == n + 1
    db.close()


def test_hubs_that_start_and_write_together_keep_one_whole_chain(url: str) -> None:
    """What one read before it wrote was not changed by the other in between, or it reads again."""
    opened, failed = list[Database](), list[BaseException]()

    def hub(name: int) -> None:
        try:
            db = Database(url)
            opened.append(db)
            for n in range(15):
                history(db, f"c{name}-{n}")
        except BaseException as error:  # noqa: BLE001 - told to the test's own thread
            failed.append(error)

    hubs = [threading.Thread(target=hub, args=(name,)) for name in range(3 if "postgres" in url else 1)]
    for one in hubs:
        one.start()
    for one in hubs:
        one.join(60)
    assert not failed
    assert opened[0].run_now(lambda tx: chain.first_break(tx, tables.case_history)) is None
    rows = opened[0].run_now(lambda tx: tx.execute(select(tables.case_history.c.case_id)).scalars().all())
    assert len(set(rows)) == len(rows) == 15 * len(hubs)
    for db in opened:
        db.close()


def test_a_database_that_is_gone_is_said_and_is_used_again_when_it_is_back(postgres: RunningPostgres) -> None:
    url = postgres.new_database()
    db = Database(url)
    history(db, "c1")
    with psycopg.connect(postgres.url("postgres"), autocommit=True) as other:
        database = url.split("/")[3].split("?")[0].encode()
        other.execute(b"ALTER DATABASE " + database + b" ALLOW_CONNECTIONS false")
        other.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s", (database.decode(),))
        with pytest.raises(RemoteStoreAwayError):
            history(db, "c2")
        other.execute(b"ALTER DATABASE " + database + b" ALLOW_CONNECTIONS true")
    history(db, "c3")
    assert db.run_now(lambda tx: chain.first_break(tx, tables.case_history)) is None
    db.close()
