"""Shell: the append-only, hash-chained journal, here on SQLite. The primary key orders everything: no leader, no lock.

One row is one batch of events. `hash` = SHA-256(previous hash | seq, 8 bytes BE | body): a changed or missing row
shows.
One connection only, used from one thread: SQLite before 3.51.3 can corrupt a WAL that two connections reset
(sqlite.org/wal.html#walresetbug).
"""

import contextlib
import hashlib
import sqlite3
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

GENESIS = bytes(32)


class LocalSeatTakenError(Exception):
    """A call was given an official who has another. Nothing was written; matching has a fault and must not go on."""


class LocalJournalError(Exception):
    """The journal is damaged: a row is missing or was changed. Stop, keep the file, restore from the backup."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One batch on its way into the journal. `nonce`: the batch's own, the same however often it is tried; `freed`,
    then `taken`: (seat, call), which calls let officials go and took them."""

    body: bytes
    nonce: bytes = b""
    freed: tuple[tuple[str, str], ...] = ()
    taken: tuple[tuple[str, str], ...] = ()


class Journal(Protocol):
    """Where matching writes what happened. One in another process raises RemoteStoreAwayError."""

    def append(self, expected_seq: int, entry: Entry) -> bool:
        """Write it as number expected_seq + 1. False when another writer was first. Durable on return. Raises
        LocalSeatTakenError."""

    def wrote(self, seq: int, nonce: bytes) -> bool:
        """Whether entry `seq` is the batch of this nonce: for a writer that heard no answer."""

    def read(self, after_seq: int) -> Iterator[tuple[int, bytes]]:
        """(seq, body) of everything later than `after_seq`, in order."""

    def keep(self, seq: int, body: bytes) -> None:
        """Keep a snapshot of what entries up to `seq` come to, in place of the one before."""

    def kept(self) -> tuple[int, bytes] | None:
        """(seq, body) of the snapshot, if it belongs to this journal."""

    def close(self) -> None:
        """After the last entry."""


class SqliteJournal:
    """The journal in one SQLite file."""

    def __init__(self, path: Path) -> None:
        self._db = sqlite3.connect(path, isolation_level=None, check_same_thread=False, timeout=5)
        self._db.execute("PRAGMA journal_mode=WAL")
        self._db.execute("PRAGMA synchronous=FULL")
        self._db.execute(
            "CREATE TABLE IF NOT EXISTS journal"
            " (seq INTEGER PRIMARY KEY, body BLOB NOT NULL, hash BLOB NOT NULL) STRICT"
        )
        self._db.execute(
            "CREATE TABLE IF NOT EXISTS snapshot (one INTEGER PRIMARY KEY CHECK (one = 1),"
            " seq INTEGER NOT NULL, body BLOB NOT NULL, hash BLOB NOT NULL) STRICT"
        )
        self._db.execute("CREATE TABLE IF NOT EXISTS taken (seat_id TEXT PRIMARY KEY, call_id TEXT NOT NULL) STRICT")
        if "nonce" not in [column[1] for column in self._db.execute("PRAGMA table_info(journal)")]:
            self._db.execute("ALTER TABLE journal ADD COLUMN nonce BLOB NOT NULL DEFAULT x''")
        path.chmod(0o600)

    def append(self, expected_seq: int, entry: Entry) -> bool:
        """See Journal. The entry and whom it concerns are one transaction."""
        with self._transaction():
            previous = self._hash_at(expected_seq)
            if previous is None or self._hash_at(expected_seq + 1) is not None:
                return False
            row = (expected_seq + 1, entry.nonce, entry.body, chained(previous, expected_seq + 1, entry.body))
            self._db.execute("INSERT INTO journal (seq, nonce, body, hash) VALUES (?, ?, ?, ?)", row)
            self._db.executemany("DELETE FROM taken WHERE seat_id = ? AND call_id = ?", entry.freed)
            try:
                self._db.executemany("INSERT INTO taken (seat_id, call_id) VALUES (?, ?)", entry.taken)
            except sqlite3.IntegrityError as error:
                raise LocalSeatTakenError from error
        return True

    def wrote(self, seq: int, nonce: bytes) -> bool:
        """See Journal."""
        row = self._db.execute("SELECT nonce FROM journal WHERE seq = ?", (seq,)).fetchone()
        return row is not None and row[0] == nonce

    def read(self, after_seq: int) -> Iterator[tuple[int, bytes]]:
        """See Journal. Raises LocalJournalError where the chain breaks."""
        previous, wanted = self._hash_at(after_seq), after_seq + 1
        rows = self._db.execute("SELECT seq, body, hash FROM journal WHERE seq > ? ORDER BY seq", (after_seq,))
        for seq, body, kept_hash in rows:
            if previous is None or seq != wanted or chained(previous, seq, body) != kept_hash:
                raise LocalJournalError(f"journal broken at {seq}")
            yield seq, body
            previous, wanted = kept_hash, seq + 1

    def keep(self, seq: int, body: bytes) -> None:
        """See Journal. `hash` chains it to the entry it stands on: a changed snapshot shows, too."""
        previous = self._hash_at(seq)
        if previous is not None:
            row = (seq, body, chained(previous, seq, body))
            self._db.execute("INSERT OR REPLACE INTO snapshot (one, seq, body, hash) VALUES (1, ?, ?, ?)", row)

    def kept(self) -> tuple[int, bytes] | None:
        """See Journal."""
        row = self._db.execute("SELECT seq, body, hash FROM snapshot").fetchone()
        previous = self._hash_at(row[0]) if row else None
        if previous is None or chained(previous, row[0], row[1]) != row[2]:
            return None
        return row[0], row[1]

    def fill(self, entries: Iterable[tuple[int, bytes]]) -> int:
        """An empty journal with (seq, body) of a backup, whole or not at all; how many."""
        with self._transaction():
            if self._hash_at(1) is not None:
                raise LocalJournalError("the journal is not empty")
            rows = self._db.executemany(
                "INSERT INTO journal (seq, body, hash) VALUES (?, ?, ?)",
                chain_of(entries),
            )
            return max(rows.rowcount, 0)

    def close(self) -> None:
        """Checkpoint and close."""
        self._db.close()

    @contextlib.contextmanager
    def _transaction(self) -> Iterator[None]:
        self._db.execute("BEGIN IMMEDIATE")
        try:
            yield
        except BaseException:
            self._db.execute("ROLLBACK")
            raise
        self._db.execute("COMMIT")

    def _hash_at(self, seq: int) -> bytes | None:
        if seq == 0:
            return GENESIS
        row = self._db.execute("SELECT hash FROM journal WHERE seq = ?", (seq,)).fetchone()
        return bytes(row[0]) if row else None


def chain_of(entries: Iterable[tuple[int, bytes]]) -> Iterator[tuple[int, bytes, bytes]]:
    """Entries from number 1 on, each with its hash."""
    previous = GENESIS
    for seq, body in entries:
        previous = chained(previous, seq, body)
        yield seq, body, previous


def chained(previous: bytes, seq: int, body: bytes) -> bytes:
    """The hash of one row."""
    return hashlib.sha256(previous + seq.to_bytes(8, "big") + body).digest()
