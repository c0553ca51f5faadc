"""Shell: what one resident's call costs a hub until it is on disk, on both databases, beside each engine alone."""

import contextlib
import itertools
import sqlite3
import time
from collections import deque
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import psycopg

from bench.matching import DISTRICT, ITEMS, POLICY, RUNNING, place_of, seats_of
from bench.stopwatch import percentile, scratch, timed
from bench.table import Row, Table
from cloud_seat.hub.matching import events as ev
from cloud_seat.hub.matching.draft import whole
from cloud_seat.hub.matching.state import CallState, OfferCall, State
from cloud_seat.hub.replica import Replica
from cloud_seat.hub.store.journal import Journal, SqliteJournal
from cloud_seat.hub.store.pg_journal import PgJournal
from tests.cloud_seat.hub.postgres import RunningPostgres

SIZES = (1, 10, 100)  # districts
ENTRIES = 3  # asked and rung, answered, over
BODY = bytes(300)  # as long as a usual entry
TABLE = "CREATE TABLE raw (seq integer PRIMARY KEY, body {} NOT NULL)"


def measure(quick: bool) -> Table:
    """Asked, rung, answered, and the end of an older call, each acknowledged. The clock's median waits for the disk and
    for whoever else uses this machine; the processor's mean is this process's own."""
    sizes, count = (SIZES[:2], 60) if quick else (SIZES, 600)
    with scratch() as folder, RunningPostgres.start(durable=True) as server:
        rows = tuple(_rows(Path(folder), server, sizes, count))
    columns = tuple(f"{size * DISTRICT:,} seats, {what}" for size in sizes for what in ("p50", "CPU"))
    beside = f"the engine alone: {ENTRIES} rows of {len(BODY)} bytes, each INSERT a transaction on disk, nothing else"
    return Table("ms a call until it is on disk, one hub, one thread", columns, rows, beside)


def _rows(folder: Path, server: RunningPostgres, sizes: tuple[int, ...], count: int) -> Iterator[Row]:
    def on_sqlite(size: int) -> Journal:
        return SqliteJournal(folder / f"journal-{size}.sqlite")

    def on_postgres(_size: int) -> Journal:
        return PgJournal(server.new_database())

    for engine, opened, alone in (
        ("SQLite", on_sqlite, _sqlite(folder / "raw.sqlite")),
        ("PostgreSQL", on_postgres, _postgres(server)),
    ):
        yield f"hub on {engine}", tuple(itertools.chain(*(_hub(opened(size), size, count) for size in sizes)))
        with alone as write:
            limit = _ms(write, count)
        yield f"{engine} alone", tuple(itertools.chain(*(limit for _ in sizes)))


def _ms(one: Callable[[int], object], count: int) -> tuple[float, float]:
    took, cpu_s = list[float](), time.process_time()
    for number in range(count):
        took.append(timed(lambda number=number: one(number))[0] * 1000)  # type: ignore[misc]  # bound as it is now
    return percentile(took, 0.5), (time.process_time() - cpu_s) / count * 1000


def _hub(journal: Journal, size: int, count: int) -> tuple[float, float]:
    replica, clock, running = Replica(journal, POLICY), itertools.count(1), deque[CallState]()
    replica.state = whole(State(seats=seats_of(size)), POLICY)

    def hear(kind: type[Any], **fields: object) -> CallState | None:
        said = replica.decide([kind(at_ms=next(clock), **fields)])
        return next((command.call for command in said if isinstance(command, OfferCall)), None)

    def say(kind: type[Any], call: CallState) -> None:
        hear(kind, seat_id=call.seat_id, call_id=call.call_id, attempt=call.attempt)

    def assign(number: int) -> None:
        name, place = f"c{next(clock)}", place_of(number % size)
        named = {"call_id": name, "kiosk_id": name, "case_id": name}
        call = hear(ev.CallRequested, **named, item_id=ITEMS[number % len(ITEMS)], place=place)
        assert call
        say(ev.OfferAccepted, call)
        running.append(call)
        if len(running) > RUNNING // 4:
            say(ev.CallEndedBySeat, running.popleft())

    for number in range(RUNNING // 4):
        assign(number)
    took = _ms(assign, count)
    replica.close()
    return took


@contextlib.contextmanager
def _sqlite(path: Path) -> Iterator[Callable[[int], object]]:
    db, seq = sqlite3.connect(path, isolation_level=None), itertools.count()
    for words in ("PRAGMA journal_mode=WAL", "PRAGMA synchronous=FULL", TABLE.format("BLOB")):
        db.execute(words)
    yield lambda _: [db.execute("INSERT INTO raw VALUES (?, ?)", (next(seq), BODY)) for _ in range(ENTRIES)]
    db.close()


@contextlib.contextmanager
def _postgres(server: RunningPostgres) -> Iterator[Callable[[int], object]]:
    seq = itertools.count()
    with psycopg.connect(server.new_database(), autocommit=True) as db:
        db.execute(TABLE.format("bytea").encode())
        yield lambda _: [db.execute("INSERT INTO raw VALUES (%s, %s)", (next(seq), BODY)) for _ in range(ENTRIES)]
