"""Shell: the append-only, hash-chained journal on SQLite. The primary key orders everything: no leader, no lock.

One row is one batch of events. `hash` = SHA-256(previous hash | seq, 8 bytes BE | body): a changed or missing row
shows.
One connection only, used from one thread: SQLite before 3.51.3 can corrupt a WAL that two connections reset
(sqlite.org/wal.html#walresetbug).
"""

import hashlib
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Protocol

GENESIS = bytes(32)


class LocalJournalError(Exception):
    """The journal is damaged: a row is missing or was changed. Stop, keep the file, restore from the backup."""


class Journal(Protocol):
    """Where matching writes what happened."""

    def append(self, expected_seq: int, body: bytes) -> bool:
        """Write `body` as number expected_seq + 1. False when another writer was first. Durable on return."""

    def read(self, after_seq: int) -> Iterator[tuple[int, bytes]]:
        """(seq, body) of everything later than `after_seq`, in order."""

    def keep(self, seq: int, body: bytes) -> None:
        """Keep a snapshot of what entries up to `seq` come to, in place of the one before."""

    def kept(self) -> tuple[int, bytes] | None:
        """(seq, body) of the snapshot, if it belongs to this journal."""


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
        path.chmod(0o600)

    def append(self, expected_seq: int, body: bytes) -> bool:
        """See Journal. One INSERT is one transaction."""
        previous = self._hash_at(expected_seq)
        if previous is None:
            return False
        row = (expected_seq + 1, body, chained(previous, expected_seq + 1, body))
        try:
            self._db.execute("INSERT INTO journal (seq, body, hash) VALUES (?, ?, ?)", row)
        except sqlite3.IntegrityError:
            return False
        return True

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

    def close(self) -> None:
        """Checkpoint and close."""
        self._db.close()

    def _hash_at(self, seq: int) -> bytes | None:
        if seq == 0:
            return GENESIS
        row = self._db.execute("SELECT hash FROM journal WHERE seq = ?", (seq,)).fetchone()
        return bytes(row[0]) if row else None


def chained(previous: bytes, seq: int, body: bytes) -> bytes:
    """The hash of one row."""
    return hashlib.sha256(previous + seq.to_bytes(8, "big") + body).digest()
