"""Shell: one SQLite file, one writer, every commit on disk before the call returns.

sqlite-utils runs over sqlcipher3, which also brings an SQLite without the WAL-reset fault of 3.7.0 to 3.51.2
(sqlite.org/wal.html#the_wal_reset_bug). Traps that this file answers, so that no other has to:

* sqlite-utils picks its driver from `sys.modules["pysqlite3"]`: set here, once, before it is imported.
* The driver's implicit transactions would make `atomic()` a savepoint that nobody commits: `isolation_level=None`.
* `atomic()` begins deferred, and read-then-write then fails at once: every transaction here begins IMMEDIATE.
* EXTRA before the switch to WAL, FULL after it: else a power cut can bring the journal of the switch back.
* After an I/O error the handle is never used again: it is dropped, and the next call opens and checks the file anew.
"""

import contextlib
import sys
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

import sqlcipher3  # type: ignore[import-untyped]  # a C extension without annotations

sys.modules["pysqlite3"] = sqlcipher3
sys.modules["pysqlite3.dbapi2"] = sqlcipher3.dbapi2

import sqlite_utils.utils  # noqa: E402  # must follow the two lines above
from sqlite_utils import Database, Migrations  # noqa: E402

from offline_cache.errors import (  # noqa: E402
    CacheClosedError,
    CacheError,
    LocalUseError,
    StorageBrokenError,
    StorageBusyError,
    StorageFullError,
    StoreCorruptError,
)

if sqlite_utils.utils.sqlite3 is not sqlcipher3:  # type: ignore[attr-defined]  # not declared, but it is their choice
    raise ImportError("sqlite_utils was imported before offline_cache.store: import its names from here")

__all__ = ["Database", "Migrations", "Row", "Store"]

WRITER_TIMEOUT_S = 10.0  # the longest transaction is one submit, milliseconds; more means a stuck disk
Row = dict[str, Any]

_SQLITE_ERRORS: dict[int, type[CacheError]] = {  # sqlite.org/rescode.html
    5: StorageBusyError,
    10: StorageBrokenError,
    11: StoreCorruptError,
    13: StorageFullError,
    26: StoreCorruptError,
}


class Store:
    """A database that several threads may call; one at a time gets in. `key`: 32 bytes, or None for public data.

    `make_way` is called before anything is written, with the bytes that are needed beside a usual transaction.
    `checked`: a damaged file is refused when it is opened; else only when a damaged page is read.
    """

    def __init__(
        self,
        path: Path,
        key: bytes | None,
        migrations: Migrations,
        *,
        make_way: Callable[[int], None] = lambda needed_bytes: None,
        checked: bool = True,
    ) -> None:
        self._path, self._key, self._migrations, self._make_way = path, key, migrations, make_way
        self._checked = checked
        self._writer = threading.RLock()
        self._closed = False
        self._database: Database | None = None
        with self._exclusive():
            self._opened()

    @contextlib.contextmanager
    def transaction(self) -> Iterator[None]:
        """All or nothing, and on disk when it ends. Inside another transaction it joins that one."""
        with self._exclusive():
            database = self._opened()
            if database.conn.in_transaction:
                with database.atomic():
                    yield
                return
            self._make_way(0)
            with self._translated():
                database.conn.execute("BEGIN IMMEDIATE")
            try:
                yield
                with self._translated():
                    database.conn.execute("COMMIT")
            except BaseException:
                self._roll_back(database)
                raise

    def reading(self) -> contextlib.AbstractContextManager[None]:
        """Several questions between which nothing changes."""
        return self._exclusive()

    def rows(self, sql: str, *parameters: object) -> list[Row]:
        """What a SELECT finds."""
        with self._exclusive(), self._translated():
            return list(self._opened().query(sql, parameters))

    def row(self, sql: str, *parameters: object) -> Row | None:
        """The first row found, if any."""
        return next(iter(self.rows(sql, *parameters)), None)

    def run(self, sql: str, *parameters: object) -> int:
        """One statement that writes; returns the new row id. Only inside `transaction()`."""
        with self._exclusive(), self._translated():
            database = self._opened()
            if not database.conn.in_transaction:
                raise LocalUseError("write-outside-transaction")
            return int(database.conn.execute(sql, parameters).lastrowid or 0)

    def run_many(self, sql: str, rows: Iterable[Sequence[object]]) -> None:
        """One statement that writes, for each row. Only inside `transaction()`."""
        with self._exclusive(), self._translated():
            database = self._opened()
            if not database.conn.in_transaction:
                raise LocalUseError("write-outside-transaction")
            database.conn.executemany(sql, rows)

    def checkpoint(self) -> None:
        """Moves the log into the file and empties it: old pages, and what stood on them, leave the disk's folder."""
        with self._exclusive(), self._translated():
            database, log = self._opened(), self._path.with_name(f"{self._path.name}-wal")
            self._make_way(log.stat().st_size if log.exists() else 0)
            database.conn.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    def close(self) -> None:
        """Closes the file. Later calls raise CacheClosedError."""
        with self._exclusive():
            self._closed = True
            self._drop()

    @contextlib.contextmanager
    def _exclusive(self) -> Iterator[None]:
        if not self._writer.acquire(timeout=WRITER_TIMEOUT_S):
            raise StorageBusyError("writer-not-free")
        try:
            yield
        finally:
            self._writer.release()

    def _opened(self) -> Database:
        if self._closed:
            raise CacheClosedError("closed")
        if self._database is None:
            self._make_way(0)
            with self._translated():
                self._database = _open(self._path, self._key, self._migrations, checked=self._checked)
        return self._database

    @contextlib.contextmanager
    def _translated(self) -> Iterator[None]:
        """SQLite's errors as ours; a handle that saw the disk fail is dropped."""
        try:
            yield
        except sqlcipher3.Error as error:
            code = getattr(error, "sqlite_errorcode", 0) & 0xFF
            kind = _SQLITE_ERRORS.get(code, LocalUseError)
            if kind in (StorageBrokenError, StoreCorruptError):
                self._drop()
            raise kind(f"sqlite-{code}") from error

    def _roll_back(self, database: Database) -> None:
        if self._database is database and database.conn.in_transaction:
            with self._translated():
                database.conn.execute("ROLLBACK")

    def _drop(self) -> None:
        database, self._database = self._database, None
        if database is not None:
            with contextlib.suppress(sqlcipher3.Error):  # closing a broken handle may fail: it is gone either way
                database.conn.close()


def _open(path: Path, key: bytes | None, migrations: Migrations, *, checked: bool) -> Database:
    connection = sqlcipher3.connect(str(path), isolation_level=None, check_same_thread=False)
    try:
        connection.execute("PRAGMA cipher_log_level=NONE")  # a wrong key is an error for us, not a line on stderr
        if key is not None:
            connection.execute(f"PRAGMA key=\"x'{key.hex()}'\"")  # raw key: no pass phrase, no PBKDF2
        for pragma in ("synchronous=EXTRA", "journal_mode=WAL", "synchronous=FULL"):
            connection.execute(f"PRAGMA {pragma}")
        for pragma in ("secure_delete=ON", "foreign_keys=ON", "temp_store=MEMORY"):
            connection.execute(f"PRAGMA {pragma}")
        if checked and connection.execute("PRAGMA quick_check(1)").fetchone() != ("ok",):
            raise StoreCorruptError("quick-check")
        database = Database(connection)
        migrations.apply(database)
    except BaseException:
        connection.close()
        raise
    return database
