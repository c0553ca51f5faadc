"""Shell: what SQLite and sqlite-utils would do behind our back, they do not."""

import threading
from pathlib import Path

import pytest

from offline_cache.errors import LocalUseError, StoreCorruptError
from offline_cache.store import Database, Migrations, Store

MIGRATIONS = Migrations("test")


@MIGRATIONS()
def m001(db: Database) -> None:
    db.conn.execute("CREATE TABLE words (word TEXT PRIMARY KEY)")


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path / "words.sqlite", bytes(32), MIGRATIONS)


def words(store: Store) -> list[str]:
    return [row["word"] for row in store.rows("SELECT word FROM words ORDER BY word")]


def test_settings_that_survive_a_power_cut(store: Store) -> None:
    assert store.row("PRAGMA journal_mode") == {"journal_mode": "wal"}
    assert store.row("PRAGMA synchronous") == {"synchronous": 2}
    assert store.row("PRAGMA secure_delete") == {"secure_delete": 1}
    version = store.row("SELECT sqlite_version() AS version")
    assert version is not None
    assert tuple(map(int, version["version"].split("."))) >= (3, 51, 3)  # first without the WAL-reset fault


def test_a_failing_transaction_leaves_nothing(store: Store) -> None:
    with pytest.raises(RuntimeError), store.transaction():
        store.run("INSERT INTO words VALUES ('a')")
        raise RuntimeError
    with pytest.raises(RuntimeError), store.transaction():
        store.run("INSERT INTO words VALUES ('b')")
        with store.transaction():
            store.run("INSERT INTO words VALUES ('c')")
        raise RuntimeError
    assert words(store) == []


def test_a_failing_inner_transaction_leaves_the_outer_whole(store: Store) -> None:
    with store.transaction():
        store.run("INSERT INTO words VALUES ('a')")
        with pytest.raises(RuntimeError), store.transaction():
            store.run("INSERT INTO words VALUES ('b')")
            raise RuntimeError
    assert words(store) == ["a"]


def test_a_write_outside_a_transaction_is_refused(store: Store) -> None:
    with pytest.raises(LocalUseError):
        store.run("INSERT INTO words VALUES ('a')")
    assert words(store) == []


def test_a_committed_row_is_there_for_another_opening(tmp_path: Path) -> None:
    first = Store(tmp_path / "words.sqlite", bytes(32), MIGRATIONS)
    with first.transaction():
        first.run("INSERT INTO words VALUES ('a')")
    assert words(Store(tmp_path / "words.sqlite", bytes(32), MIGRATIONS)) == ["a"]


def test_threads_take_turns(store: Store) -> None:
    def write(start: int) -> None:
        for index in range(start, start + 20):
            with store.transaction():
                store.run("INSERT INTO words VALUES (?)", f"{index:04d}")

    threads = [threading.Thread(target=write, args=(start,)) for start in (0, 100, 200)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert len(words(store)) == 60


def test_another_key_is_an_error_of_ours(tmp_path: Path) -> None:
    Store(tmp_path / "words.sqlite", bytes(32), MIGRATIONS).close()
    with pytest.raises(StoreCorruptError):
        Store(tmp_path / "words.sqlite", b"\1" * 32, MIGRATIONS)


def test_a_damaged_page_drops_the_handle_and_a_mended_file_opens_again(tmp_path: Path) -> None:
    path = tmp_path / "words.sqlite"
    store = Store(path, bytes(32), MIGRATIONS)
    with store.transaction():
        for index in range(2000):
            store.run("INSERT INTO words VALUES (?)", f"{index:02000d}")  # more than SQLite keeps in memory
    store.close()
    whole = path.read_bytes()
    store = Store(path, bytes(32), MIGRATIONS)
    path.write_bytes(whole[:40_960] + b"\0" * 40_960 + whole[81_920:])
    with pytest.raises(StoreCorruptError):
        words(store)
    path.write_bytes(whole)
    assert len(words(store)) == 2000
