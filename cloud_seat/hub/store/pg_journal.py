"""Shell: the journal on PostgreSQL, for several hubs. See `journal`.

An entry, what it frees and takes, and the word to the other hubs (NOTIFY) are one query and so one transaction: a hub
that is stopped in the middle holds nobody up.
"""

import contextlib
import itertools
from collections.abc import Iterable, Iterator
from typing import Any

import psycopg

from cloud_seat.hub.store import postgres
from cloud_seat.hub.store.away import RemoteStoreAwayError
from cloud_seat.hub.store.journal import GENESIS, Entry, LocalJournalError, LocalSeatTakenError, chain_of, chained

CHANNEL = "xiaowu_journal"
"""Told the number of every new entry."""
_PAGE = 1000
_TABLES = """
CREATE SCHEMA IF NOT EXISTS matching;
CREATE TABLE IF NOT EXISTS matching.journal
    (seq bigint PRIMARY KEY, nonce bytea NOT NULL, body bytea NOT NULL, hash bytea NOT NULL);
CREATE TABLE IF NOT EXISTS matching.snapshot
    (one integer PRIMARY KEY CHECK (one = 1), seq bigint NOT NULL, body bytea NOT NULL, hash bytea NOT NULL);
CREATE TABLE IF NOT EXISTS matching.taken (seat_id text PRIMARY KEY, call_id text NOT NULL);
CREATE TABLE IF NOT EXISTS matching.hub
    (hub_id text PRIMARY KEY, pid integer NOT NULL, started timestamptz NOT NULL, seen_at timestamptz NOT NULL);
CREATE UNLOGGED TABLE IF NOT EXISTS matching.shown
    (call_id text, scan_id text, sealed bytea NOT NULL, PRIMARY KEY (call_id, scan_id));
CREATE UNLOGGED TABLE IF NOT EXISTS matching.phone
    (kiosk_id text PRIMARY KEY, token_sha256 text NOT NULL UNIQUE, material text NOT NULL,
    ends_at_s double precision NOT NULL, seen boolean NOT NULL DEFAULT false, fetched integer NOT NULL DEFAULT 0);
CREATE UNLOGGED TABLE IF NOT EXISTS matching.phone_picture
    (kiosk_id text REFERENCES matching.phone ON DELETE CASCADE, page integer, digest bytea NOT NULL,
    sealed bytea NOT NULL, PRIMARY KEY (kiosk_id, page));
CREATE UNLOGGED TABLE IF NOT EXISTS matching.helper_pass
    (companion_id text PRIMARY KEY, token_sha256 text NOT NULL UNIQUE, number_mark text NOT NULL,
    word_sha256 text NOT NULL DEFAULT '', sealed bytea NOT NULL, at_s double precision NOT NULL);
CREATE UNLOGGED TABLE IF NOT EXISTS matching.party
    (call_id text PRIMARY KEY, number bigint NOT NULL, sealed bytea NOT NULL, at_s double precision NOT NULL);
"""
"""The last ones are of `peers`, `shown`, `phone_links` and `companies`."""
_ONE_AT_A_TIME = 7869616  # any number that nothing else locks: CREATE … IF NOT EXISTS is not safe beside itself


class PgJournal:
    """One connection, used from one thread; a broken one is made anew at the next call."""

    def __init__(self, url: str) -> None:
        self._url = url
        self._connection: psycopg.Connection[Any] | None = None
        self._head: tuple[int, bytes] = (0, GENESIS)
        with self._db() as db, db.transaction():
            db.execute("SELECT pg_advisory_xact_lock(%s)", (_ONE_AT_A_TIME,))
            db.execute(_TABLES)

    def append(self, expected_seq: int, entry: Entry) -> bool:
        """See Journal."""
        with self._db() as db:
            previous = self._hash_at(db, expected_seq)
            if previous is None:
                return False
            seq, own = expected_seq + 1, chained(previous, expected_seq + 1, entry.body)
            try:
                _write(db, seq, own, entry)
            except psycopg.errors.UniqueViolation as error:
                if error.diag.table_name == "taken":
                    raise LocalSeatTakenError from error
                return False
            self._head = (seq, own)
            return True

    def wrote(self, seq: int, nonce: bytes) -> bool:
        """See Journal."""
        with self._db() as db:
            row = db.execute("SELECT nonce FROM matching.journal WHERE seq = %s", (seq,)).fetchone()
        return row is not None and bytes(row[0]) == nonce

    def read(self, after_seq: int) -> Iterator[tuple[int, bytes]]:
        """See Journal. Raises LocalJournalError where the chain breaks."""
        with self._db() as db:
            previous = self._hash_at(db, after_seq)
        while rows := self._page(after_seq):
            for seq, body, own in rows:
                if previous is None or seq != after_seq + 1 or chained(previous, seq, body) != own:
                    raise LocalJournalError(f"journal broken at {seq}")
                after_seq, previous = seq, own
                yield seq, body
        self._head = (after_seq, previous or GENESIS)

    def keep(self, seq: int, body: bytes) -> None:
        """See Journal. An older one of another hub does not replace it."""
        with self._db() as db:
            if previous := self._hash_at(db, seq):
                db.execute(
                    "INSERT INTO matching.snapshot (one, seq, body, hash) VALUES (1, %s, %s, %s) ON CONFLICT (one)"
                    " DO UPDATE SET seq = excluded.seq, body = excluded.body, hash = excluded.hash"
                    " WHERE matching.snapshot.seq < excluded.seq",
                    (seq, body, chained(previous, seq, body)),
                )

    def kept(self) -> tuple[int, bytes] | None:
        """See Journal."""
        with self._db() as db:
            row = db.execute("SELECT seq, body, hash FROM matching.snapshot").fetchone()
            previous = self._hash_at(db, row[0]) if row else None
        if row is None or previous is None or chained(previous, row[0], row[1]) != row[2]:
            return None
        return row[0], row[1]

    def fill(self, entries: Iterable[tuple[int, bytes]]) -> int:
        """An empty journal with (seq, body) of a backup, whole or not at all; how many."""
        with self._db() as db, db.transaction(), db.cursor() as cursor:
            if self._hash_at(db, 1) is not None:
                raise LocalJournalError("the journal is not empty")
            with cursor.copy("COPY matching.journal (seq, nonce, body, hash) FROM STDIN") as copy:
                for seq, body, own in chain_of(entries):
                    copy.write_row((seq, b"", body, own))
            return cursor.rowcount

    def close(self) -> None:
        """Nothing is lost by it."""
        if self._connection:
            self._connection.close()
            self._connection = None

    def _page(self, after_seq: int) -> list[tuple[int, bytes, bytes]]:
        words = "SELECT seq, body, hash FROM matching.journal WHERE seq > %s ORDER BY seq LIMIT %s"
        with self._db() as db:
            return db.execute(words, (after_seq, _PAGE)).fetchall()

    def _hash_at(self, db: "psycopg.Connection[Any]", seq: int) -> bytes | None:
        if seq == 0:
            return GENESIS
        if self._head[0] == seq:
            return self._head[1]
        row = db.execute("SELECT hash FROM matching.journal WHERE seq = %s", (seq,)).fetchone()
        return bytes(row[0]) if row else None

    @contextlib.contextmanager
    def _db(self) -> Iterator["psycopg.Connection[Any]"]:
        if self._connection is None or self._connection.closed:
            self._connection = postgres.connect(self._url)
        try:
            with postgres.told():
                yield self._connection
        except RemoteStoreAwayError:
            self.close()
            raise


def _write(db: "psycopg.Connection[Any]", seq: int, own: bytes, entry: Entry) -> None:
    words = ["INSERT INTO matching.journal (seq, nonce, body, hash) VALUES (%s, %s, %s, %s)"]
    words += ["DELETE FROM matching.taken WHERE seat_id = %s AND call_id = %s"] * len(entry.freed)
    words += ["INSERT INTO matching.taken (seat_id, call_id) VALUES (%s, %s)"] * len(entry.taken)
    words += ["SELECT pg_notify(%s, %s)"]
    values = [seq, entry.nonce, entry.body, own, *itertools.chain(*entry.freed, *entry.taken), CHANNEL, str(seq)]
    psycopg.ClientCursor(db).execute(";".join(words).encode(), values)
