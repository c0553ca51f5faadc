"""Shell: ordinary data through SQLAlchemy Core, every change one transaction, as if no other went on beside it.

On SQLite: one thread, one connection, WAL, synchronous FULL, BEGIN IMMEDIATE; one connection because SQLite before
3.51.3 can corrupt a WAL that two connections reset (sqlite.org/wal.html#walresetbug). A second program (`hub add-seat`
beside a running hub) opens with `checkpoint=False` and so never resets the WAL while the hub is there.
On PostgreSQL: a few threads, isolation SERIALIZABLE; work that met another's is done again from the beginning.
"""

import asyncio
import random
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import StaticPool

from cloud_seat.hub.store import postgres, schema
from cloud_seat.hub.store.away import RemoteStoreAwayError, is_postgres

Found = TypeVar("Found")
_THREADS = 4
_TRIES = 12
_AGAIN = ("40001", "40P01", "23505", "42P07", "55P03")
"""serialization_failure, deadlock_detected; unique_violation, duplicate_table: may come in place of the first;
lock_not_available: another held what was wanted for long, as hubs that start together on a slow disk."""
_GONE = ("08", "57P")
"""Classes of SQLSTATE: connection exception, operator intervention."""


class Database:
    """`await db.run(work)` calls `work(connection)` in one transaction on a thread of the database's own. Work does
    nothing but read and write there: it may be called again. Raises RemoteStoreAwayError."""

    def __init__(self, url: str, *, checkpoint: bool = True) -> None:
        self._engine = _engine(url, checkpoint=checkpoint)
        threads = _THREADS if is_postgres(url) else 1
        self._thread = ThreadPoolExecutor(max_workers=threads, thread_name_prefix="hub-database")
        self.run_now(schema.prepare)

    async def run(self, work: Callable[[Connection], Found]) -> Found:
        """The result of `work`, committed."""
        return await asyncio.get_running_loop().run_in_executor(self._thread, self._transact, work)

    def run_now(self, work: Callable[[Connection], Found]) -> Found:
        """The same for programs without an event loop."""
        return self._thread.submit(self._transact, work).result(timeout=30)

    def close(self) -> None:
        """Finish what is under way and close."""
        self._thread.shutdown()
        self._engine.dispose()

    def _transact(self, work: Callable[[Connection], Found]) -> Found:
        for left in reversed(range(_TRIES)):
            try:
                with self._engine.begin() as connection:
                    return work(connection)
            except DBAPIError as error:
                if not left or not _met_another(error):
                    raise
            time.sleep(random.uniform(0.001, 0.005) * (_TRIES - left))
        raise AssertionError("the last try returns or raises")


def _met_another(error: DBAPIError) -> bool:
    """Whether the work is to be done again. Raises RemoteStoreAwayError when there is nobody to do it."""
    state = getattr(error.orig, "sqlstate", "") or ""
    if error.connection_invalidated or state.startswith(_GONE) or _could_not_connect(error):
        raise RemoteStoreAwayError from error
    return state in _AGAIN


def _could_not_connect(error: DBAPIError) -> bool:
    return type(error.orig).__module__.startswith("psycopg") and type(error.orig).__name__ in (
        "OperationalError",
        "ConnectionTimeout",
        "InterfaceError",
    )


def _engine(url: str, *, checkpoint: bool) -> Engine:
    if is_postgres(url):
        return create_engine(
            f"postgresql+psycopg://{url.partition('://')[2]}",
            isolation_level="SERIALIZABLE",
            pool_size=_THREADS,
            max_overflow=0,
            pool_pre_ping=True,
            connect_args=postgres.CONNECTING,
        )
    engine = create_engine(url, poolclass=StaticPool, connect_args={"check_same_thread": False, "timeout": 10})

    @event.listens_for(engine, "connect")
    def prepare(connection: Any, _record: Any) -> None:
        connection.isolation_level = None
        for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON"):
            connection.execute(f"PRAGMA {pragma}")
        if not checkpoint:
            connection.execute("PRAGMA wal_autocheckpoint=0")

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        connection.exec_driver_sql("BEGIN IMMEDIATE")

    return engine
