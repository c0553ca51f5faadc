"""Shell: the rows of cases and parts. Every step goes through the table of `case_states` and is one durable commit."""

import json
from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any

from offline_cache.case_numbers import provisional_number
from offline_cache.case_records import DraftCase, Part, PendingCase, Provisional, Submission
from offline_cache.case_states import WAITING, CaseEvent, CaseState, step
from offline_cache.errors import LocalUseError, UnknownCaseError
from offline_cache.intake_papers import ManifestWire, PartWire, Receipt, canonical, sha256_hex
from offline_cache.settings import read_setting, write_setting
from offline_cache.store import Row, Store

_WAITING_ROW = "case_id, provisional_number, state, submitted_at, sequence, priority, tries, next_due, last_error"


class Outbox:
    """Cases from the first touch to the receipt."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def epoch(self, started_at: datetime) -> int:
        """This store's epoch: made once, from the time of its making. The hub sees a new store by it."""
        with self._store.transaction():
            kept = read_setting(self._store, "epoch")
            epoch = int(kept) if kept is not None else int(started_at.timestamp())
            write_setting(self._store, "epoch", str(epoch).encode())
        return epoch

    def go_on_after(self, epoch: int, sequence: int, now: datetime) -> bool:
        """The hub knows cases of this booth up to `sequence`. True: more than this store ever gave, so it is an older
        copy (of the same epoch) or a new one: it goes on after them, so that no number is given twice; an older copy
        becomes another epoch."""
        with self._store.transaction():
            row = self._store.row("SELECT seq FROM sqlite_sequence WHERE name = 'submissions'")
            if sequence <= (row["seq"] if row is not None else 0):
                return False
            self._store.run("DELETE FROM sqlite_sequence WHERE name = 'submissions'")
            self._store.run("INSERT INTO sqlite_sequence VALUES ('submissions', ?)", sequence)
            if read_setting(self._store, "epoch") == str(epoch).encode():
                write_setting(self._store, "epoch", str(max(int(now.timestamp()), epoch + 1)).encode())
        return True

    def open_draft(self, draft: DraftCase, *, form_hash: str, epoch: int, draft_key: bytes) -> None:
        """A new case."""
        with self._store.transaction():
            self._store.run(
                "INSERT INTO cases (case_id, kiosk_epoch, state, started_at, item_id, form_id, form_version, form_hash,"
                " draft_key, rehearsal) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                *(draft.case_id, epoch, CaseState.DRAFT, draft.started_at.isoformat(), draft.item_id),
                *(draft.form_id, draft.form_version, form_hash, draft_key, int(draft.rehearsal)),
            )

    def state(self, case_id: str) -> CaseState:
        """Raises UnknownCaseError."""
        return CaseState(self._case(case_id)["state"])

    def draft_key(self, case_id: str) -> bytes | None:
        """The wrapped case key while the case is a draft; None afterwards, for good."""
        key = self._case(case_id)["draft_key"]
        return bytes(key) if key is not None else None

    def put_part(self, case_id: str, part: Part, sealed: bytes | None) -> tuple[str, ...]:
        """Stores the row, in place of one of the same name; returns hashes of files that are no longer named.

        `sealed`: the bytes themselves for a small part kept in the row, None for one in a file.
        """
        with self._store.transaction():
            old = self.drop_part(case_id, part.name)
            self._store.run(
                "INSERT INTO parts (case_id, name, media_type, sha256, size_bytes, sealed, document_sha256)"
                " VALUES (?, ?, ?, ?, ?, ?, ?)",
                *(case_id, part.name, part.media_type, part.sha256, part.size_bytes, sealed, part.document_sha256),
            )
        return old

    def drop_part(self, case_id: str, name: str) -> tuple[str, ...]:
        """Removes the row, if any; returns hashes of files that are no longer named."""
        with self._store.transaction():
            sql = "SELECT sha256 FROM parts WHERE case_id = ? AND name = ? AND sealed IS NULL"
            old = tuple(row["sha256"] for row in self._store.rows(sql, case_id, name))
            self._store.run("DELETE FROM parts WHERE case_id = ? AND name = ?", case_id, name)
        return old

    def parts(self, case_id: str) -> tuple[Part, ...]:
        """In the order of their making."""
        sql = "SELECT name, media_type, sha256, size_bytes, document_sha256 FROM parts WHERE case_id = ? ORDER BY rowid"
        return tuple(Part(**row) for row in self._store.rows(sql, case_id))

    def sealed_in_row(self, sha256: str) -> bytes | None:
        """The sealed bytes of a small part; None when they are in a file."""
        row = self._store.row("SELECT sealed FROM parts WHERE sha256 = ?", sha256)
        return bytes(row["sealed"]) if row and row["sealed"] is not None else None

    def move_to_file(self, sha256: str) -> None:
        """The sealed bytes are in a file now."""
        with self._store.transaction():
            self._store.run("UPDATE parts SET sealed = NULL WHERE sha256 = ?", sha256)

    def files(self) -> set[str]:
        """Hashes of all files that a row names."""
        return {row["sha256"] for row in self._store.rows("SELECT sha256 FROM parts WHERE sealed IS NULL")}

    def submit(self, case_id: str, submission: Submission) -> None:
        """Draft to ready, in one transaction: takes the next sequence, freezes the manifest, drops this kiosk's key."""
        with self._store.transaction():
            case = self._case(case_id)
            state = step(CaseState(case["state"]), CaseEvent.SUBMITTED)
            sequence = self._store.run("INSERT INTO submissions (case_id, provisional_number) VALUES (?, '')", case_id)
            number = provisional_number(submission.kiosk_id, sequence)
            self._store.run("UPDATE submissions SET provisional_number = ? WHERE sequence = ?", number, sequence)
            manifest = canonical(_manifest(case, submission, (sequence, number), self.parts(case_id)))
            self._store.run(
                "UPDATE cases SET state = ?, draft_key = NULL, submitted_at = ?, priority = ?, manifest = ?,"
                " manifest_sha256 = ? WHERE case_id = ?",
                *(state, submission.submitted_at.isoformat(), submission.priority, manifest),
                *(sha256_hex(manifest), case_id),
            )

    def provisional(self, case_id: str) -> Provisional:
        """Raises UnknownCaseError when the case was never submitted."""
        row = self._store.row("SELECT * FROM submissions JOIN cases USING (case_id) WHERE case_id = ?", case_id)
        if row is None:
            raise UnknownCaseError("not-submitted")
        at = datetime.fromisoformat(row["submitted_at"])
        return Provisional(case_id, row["provisional_number"], at, row["sequence"], row["manifest_sha256"])

    def manifest(self, case_id: str) -> tuple[bytes, str]:
        """The frozen bytes that every try sends, and their hash."""
        case = self._case(case_id)
        if case["manifest"] is None:
            raise UnknownCaseError("no-manifest")
        return bytes(case["manifest"]), case["manifest_sha256"]

    def start_upload(self, case_id: str) -> None:
        """Also again, after a crash in the middle of one."""
        self._step(case_id, CaseEvent.UPLOAD_STARTED)

    def postpone(self, case_id: str, code: str, next_due: float) -> None:
        """Back to ready, to be tried again at `next_due` (Unix seconds)."""
        columns = {"tries": self._case(case_id)["tries"] + 1, "next_due": next_due, "last_error": code}
        self._step(case_id, CaseEvent.POSTPONED, **columns)

    def put_back(self, case_id: str, code: str) -> None:
        """Back to ready, as if it had not been tried; the code says what it met."""
        self._step(case_id, CaseEvent.POSTPONED, last_error=code)

    def bury(self, case_id: str, code: str) -> None:
        """The hub will never take it as it is: kept whole for a clerk."""
        self._step(case_id, CaseEvent.REFUSED, last_error=code)

    def commit(self, receipt: Receipt) -> None:
        """Stores a verified receipt."""
        self._step(receipt.case_id, CaseEvent.RECEIPT_VERIFIED, receipt=canonical(asdict(receipt)), last_error=None)

    def forget(self, case_id: str, event: CaseEvent) -> tuple[str, ...]:
        """Drops key, parts and manifest; returns the files to unlink. What stays: ids, times, the receipt."""
        with self._store.transaction():
            self._step(case_id, event, draft_key=None, manifest=None)
            sql = "SELECT sha256 FROM parts WHERE case_id = ? AND sealed IS NULL"
            files = tuple(row["sha256"] for row in self._store.rows(sql, case_id))
            self._store.run("DELETE FROM parts WHERE case_id = ?", case_id)
        return files

    def receipt(self, case_id: str) -> Receipt | None:
        """The stored receipt, also after the wipe."""
        stored = self._case(case_id)["receipt"]
        return Receipt(**json.loads(stored)) if stored is not None else None

    def drafts(self) -> list[DraftCase]:
        """Open drafts, oldest first: after a crash the caller decides what becomes of them."""
        columns = "case_id, item_id, form_id, form_version, started_at, rehearsal"
        rows = self._store.rows(f"SELECT {columns} FROM cases WHERE state = ? ORDER BY case_id", CaseState.DRAFT)
        return [_draft(row) for row in rows]

    def submitted(self, states: Sequence[CaseState] = WAITING) -> list[PendingCase]:
        """Submitted cases in these states, by sequence."""
        marks = ", ".join("?" * len(states))
        cases = f"SELECT {_WAITING_ROW} FROM cases JOIN submissions USING (case_id)"
        sql = f"{cases} WHERE state IN ({marks}) ORDER BY sequence"
        return [_pending(row) for row in self._store.rows(sql, *states)]

    def make_due(self) -> None:
        """The link came up: nothing waits for its timer."""
        with self._store.transaction():
            self._store.run("UPDATE cases SET next_due = 0 WHERE state = ?", CaseState.READY)

    def _case(self, case_id: str) -> Row:
        row = self._store.row("SELECT * FROM cases WHERE case_id = ?", case_id)
        if row is None:
            raise UnknownCaseError("no-such-case")
        return row

    def _step(self, case_id: str, event: CaseEvent, **columns: Any) -> None:
        with self._store.transaction():
            columns["state"] = step(self.state(case_id), event)
            assignments = ", ".join(f"{name} = ?" for name in columns)
            self._store.run(f"UPDATE cases SET {assignments} WHERE case_id = ?", *columns.values(), case_id)


def _manifest(case: Row, submission: Submission, place: tuple[int, str], parts: tuple[Part, ...]) -> ManifestWire:
    """The manifest of a case; `place`: its sequence and provisional number."""
    if submission.submitted_at.tzinfo is None:
        raise LocalUseError("submitted-at-without-zone")
    named = ("case_id", "item_id", "form_id", "form_version", "form_hash")
    return ManifestWire(
        **{name: case[name] for name in named},
        kiosk_id=submission.kiosk_id,
        epoch=case["kiosk_epoch"],
        sequence=place[0],
        provisional_number=place[1],
        submitted_at=submission.submitted_at.isoformat(),
        clock_trusted=submission.clock_trusted,
        priority=submission.priority,
        wrapped_keys=submission.wrapped_keys,
        parts=tuple(PartWire(**asdict(part)) for part in parts),
        rehearsal=bool(case["rehearsal"]),
    )


def _draft(row: Row) -> DraftCase:
    read = {"started_at": datetime.fromisoformat(row["started_at"]), "rehearsal": bool(row["rehearsal"])}
    return DraftCase(**row | read)


def _pending(row: Row) -> PendingCase:
    return PendingCase(
        case_id=row["case_id"],
        number=row["provisional_number"],
        state=CaseState(row["state"]),
        submitted_at=datetime.fromisoformat(row["submitted_at"]),
        sequence=row["sequence"],
        priority=row["priority"],
        tries=row["tries"],
        next_due=row["next_due"],
        last_error=row["last_error"],
    )
