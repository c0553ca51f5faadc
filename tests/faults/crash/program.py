"""Wiring: the booth's cache lives through some cases under the recorder, and says what it has promised, as it does.

Run as `python -m tests.faults.crash.program FOLDER SAID CASES MUTANT`. The intake is a real one on loopback, in this
process, so that its promises stand in the same order as ours. A mutant is the program with one line taken away.
"""

import contextlib
import os
import sys
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Protocol

from offline_cache import blobs, outbox, store, waybills
from offline_cache.case_records import Submission
from offline_cache.intake_papers import HubKey, Receipt, sha256_hex
from tests.offline_cache.intake_peer import IntakePeer, serve
from tests.offline_cache.kiosk_end import MARKER, Kiosk

SCAN_BYTES = 3_000


class Said(Protocol):
    """Who hears the promises."""

    def __call__(self, *words: object) -> None: ...


class SaidToFile:
    """The file of promises; a line is written at once, by one call."""

    def __init__(self, path: Path) -> None:
        self._descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)

    def __call__(self, *words: object) -> None:
        os.write(self._descriptor, (" ".join(map(str, words)) + "\n").encode())


class _Peer(IntakePeer):
    """Says what it took, before it answers."""

    said: Said

    def _commit(self, idempotency_key: str, body: bytes) -> tuple[int, bytes]:
        status, answer = super()._commit(idempotency_key, body)
        if status == 200:
            self.said("taken", idempotency_key)
        return status, answer


# --- the mutants ---
def _weak_commits() -> None:
    """synchronous=NORMAL: a commit waits for no disk."""
    real = store._open

    def weak(path: Path, key: bytes | None, migrations: store.Migrations, *, checked: bool) -> store.Database:
        database = real(path, key, migrations, checked=checked)
        database.conn.execute("PRAGMA synchronous=NORMAL")
        return database

    store._open = weak


def _no_file_sync() -> None:
    """A sealed file is renamed into place before its bytes are on disk."""

    def unsynced(path: Path, data: bytes) -> None:
        path.write_bytes(data)

    blobs.write_durably = unsynced


def _no_folder_sync() -> None:
    """The name of a sealed file may be missing."""
    blobs.sync_folder = lambda folder: None


def _row_first() -> None:
    """The row names a file that is written after it."""
    waiting: list[Callable[[], object]] = []
    put, transaction = blobs.Blobs.put, store.Store.transaction

    def later(self: blobs.Blobs, sealed: bytes) -> str:
        waiting.append(lambda: put(self, sealed))
        return sha256_hex(sealed)

    @contextlib.contextmanager
    def then_file(self: store.Store) -> Iterator[None]:
        with transaction(self):
            yield
        while waiting and self._database is not None and not self._database.conn.in_transaction:
            waiting.pop()()

    blobs.Blobs.put, store.Store.transaction = later, then_file  # type: ignore[method-assign]


def _waybill_last() -> None:
    """A case is submitted before its waybill is written."""
    waiting: list[Callable[[], object]] = []
    make, transaction = waybills.Waybills.make, store.Store.transaction

    def later(self: waybills.Waybills, case_id: str, hub_keys: Sequence[HubKey]) -> None:
        waiting.append(lambda: make(self, case_id, hub_keys))

    @contextlib.contextmanager
    def then_paper(self: store.Store) -> Iterator[None]:
        with transaction(self):
            yield
        while waiting and self._database is not None and not self._database.conn.in_transaction:
            waiting.pop()()

    waybills.Waybills.make, store.Store.transaction = later, then_paper  # type: ignore[method-assign]


def _two_transactions() -> None:
    """Inner steps commit on their own: "submit" is no longer all or nothing."""

    @contextlib.contextmanager
    def each_alone(self: store.Store) -> Iterator[None]:
        with self._exclusive():
            connection = self._opened().conn
            if connection.in_transaction:
                connection.execute("COMMIT")
            connection.execute("BEGIN IMMEDIATE")
            yield
            if connection.in_transaction:
                connection.execute("COMMIT")

    run = store.Store.run

    def run_alone(self: store.Store, sql: str, *parameters: object) -> int:
        if not self._opened().conn.in_transaction:
            self._opened().conn.execute("BEGIN IMMEDIATE")
        return run(self, sql, *parameters)

    store.Store.transaction, store.Store.run = each_alone, run_alone  # type: ignore[method-assign]


def _wiped_before_receipt() -> None:
    """The copy is destroyed when the hub answers; the receipt is written afterwards."""
    commit = outbox.Outbox.commit

    def late(self: outbox.Outbox, receipt: Receipt) -> None:
        with self._store.transaction():
            self._store.run("DELETE FROM parts WHERE case_id = ?", receipt.case_id)
        commit(self, receipt)

    outbox.Outbox.commit = late  # type: ignore[method-assign]


def _key_kept() -> None:
    """ "Submit" forgets to drop this kiosk's key."""
    submit = outbox.Outbox.submit

    def keeping(self: outbox.Outbox, case_id: str, submission: Submission) -> None:
        key = self.draft_key(case_id)
        submit(self, case_id, submission)
        self._store.run("UPDATE cases SET draft_key = ? WHERE case_id = ?", key, case_id)

    outbox.Outbox.submit = keeping  # type: ignore[method-assign]


MUTANTS: dict[str, Callable[[], None]] = {
    "weak-commits": _weak_commits,
    "no-file-sync": _no_file_sync,
    "no-folder-sync": _no_folder_sync,
    "row-first": _row_first,
    "waybill-last": _waybill_last,
    "two-transactions": _two_transactions,
    "wiped-before-receipt": _wiped_before_receipt,
    "key-kept": _key_kept,
}


# --- the life ---
def live(kiosk: Kiosk, said: Said, cases: int) -> None:
    """Every kind of case: sent at once, kept for a while, changed, left."""
    kiosk.hub_keys()
    for number in range(cases):
        case_id = _draft(kiosk, said, number)
        if number % 4 == 3:
            kiosk.leave(case_id)
            said("left", case_id)
            continue
        said("submitted", case_id, kiosk.submit(case_id).number)
        if number % 3 == 2:
            kiosk.drain()
            for committed in kiosk.committed():
                said("committed", committed)
            kiosk.events.clear()
        if number % 5 == 4:
            kiosk.reopen()
        kiosk.clock.now += timedelta(seconds=40)


def _draft(kiosk: Kiosk, said: Said, number: int) -> str:
    case_id = kiosk.cache.open_draft(item_id="i", form_id="f", form_version=1, form_hash="ab" * 32)
    said("opened", case_id)
    for version in range(2):
        kiosk.cache.save_form(case_id, f"{version} {MARKER}".encode())
        said("form", case_id, version)
    for name in ("scan/1", "scan/2", "scan/1"):
        kiosk.cache.add_part(case_id, name, "image/jpeg", (MARKER + name + str(number)).encode() * (SCAN_BYTES // 30))
        said("part", case_id, name)
    return case_id


def run(folder: Path, said: Said, cases: int, mutant: str) -> None:
    """All of it, from the first opening to the last closing."""
    if mutant:
        MUTANTS[mutant]()
    peer = _Peer()
    peer.said = said
    with serve(peer):
        kiosk = Kiosk(folder, peer)
        kiosk.clock.now = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
        live(kiosk, said, cases)
        kiosk.cache.close()
    assert not peer.problems, peer.problems


if __name__ == "__main__":
    run(Path(sys.argv[1]), SaidToFile(Path(sys.argv[2])), int(sys.argv[3]), sys.argv[4] if len(sys.argv) > 4 else "")
