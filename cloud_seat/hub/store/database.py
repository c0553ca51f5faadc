"""Shell: ordinary data through SQLAlchemy Core. One thread, one connection, every change one transaction.

On SQLite: WAL, synchronous FULL, BEGIN IMMEDIATE; one connection because SQLite before 3.51.3 can corrupt a WAL that
two connections reset (sqlite.org/wal.html#walresetbug). A second program (`hub add-seat` beside a running hub) opens
with `checkpoint=False` and so never resets the WAL while the hub is there.
"""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.pool import StaticPool

from cloud_seat.hub.store.tables import metadata

Found = TypeVar("Found")


class Database:
    """`await db.run(work)` calls `work(connection)` in one transaction on the database's own thread."""

    def __init__(self, dsn: str, *, checkpoint: bool = True) -> None:
        self._engine = _engine(dsn, checkpoint=checkpoint)
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="hub-database")
        self._thread.submit(metadata.create_all, self._engine).result(timeout=30)

    async def run(self, work: Callable[[Connection], Found]) -> Found:
        """The result of `work`, committed."""
        return await asyncio.get_running_loop().run_in_executor(self._thread, self._transact, work)

    def run_now(self, work: Callable[[Connection], Found]) -> Found:
        """The same for programs without an event loop."""
        return self._thread.submit(self._transact, work).result(timeout=30)

    def close(self) -> None:
        """Finish what is under way and close."""
        self._thread.submit(self._engine.dispose).result(timeout=30)
        self._thread.shutdown()

    def _transact(self, work: Callable[[Connection], Found]) -> Found:
        with self._engine.begin() as connection:
            return work(connection)


def _engine(dsn: str, *, checkpoint: bool) -> Engine:
    if not dsn.startswith("sqlite"):
        return create_engine(dsn)
    engine = create_engine(dsn, poolclass=StaticPool, connect_args={"check_same_thread": False, "timeout": 10})

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
