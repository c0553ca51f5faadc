"""Shell: the whole cache as its callers see it: drafts in, sealed cases out, nothing readable after "submit".

Any thread may call; each call is durable when it returns.
"""

import contextlib
import secrets
from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path

from offline_cache import migrations
from offline_cache.blobs import Blobs
from offline_cache.case_numbers import case_id_at
from offline_cache.case_records import DraftCase, Part, PendingCase, Provisional, Submission
from offline_cache.case_states import CaseEvent, CaseState
from offline_cache.device_lock import FolderClaim, check_device_key
from offline_cache.errors import (
    LocalUseError,
    NoTrustError,
    ScansStoppedError,
    SealedAwayError,
    StorageFullError,
    UnknownCaseError,
)
from offline_cache.intake_papers import FORM_PART, HUB_SUITE, HubKey, KeyList, Receipt, sha256_hex
from offline_cache.outbox import Outbox
from offline_cache.queue import read_sealed
from offline_cache.reserve import Reserve
from offline_cache.room import Room
from offline_cache.sealed_file import Suite
from offline_cache.store import Store
from offline_cache.trust import Trust
from offline_cache.vault import Vault, derive
from offline_cache.waybills import Waybills
from offline_cache.wipe import Wipe

PART_LIMIT_BYTES = 32 * 1024 * 1024  # a 3 MB scan ten times over: more is a slip of the caller, not a paper
PARTS_LIMIT = 64
PART_NAME_LIMIT = 128


class Cache:
    """Drafts, the outbox and the trust in the hub, in one folder. Made by `open_cache`."""

    def __init__(self, root: Path, *, device_key: bytes, kiosk_id: str, clock: Callable[[], datetime]) -> None:
        self.clock = clock
        self._kiosk_id = kiosk_id
        self._vault = Vault(device_key, kiosk_id)
        with contextlib.ExitStack() as undo:
            self._claim = FolderClaim(root)
            undo.callback(self._claim.close)
            check_device_key(root, device_key)
            self.reserve = Reserve(root)
            key = derive(device_key, "database")
            self._store = Store(root / "cases.sqlite", key, migrations.cases, make_way=self.reserve.make_way)
            undo.callback(self._store.close)
            self._blobs = Blobs(root / "sealed")
            self.outbox = Outbox(self._store)
            self.trust = Trust(self._store)
            self._waybills = Waybills(root, self.outbox, self._blobs)
            self._wipe = Wipe(self._store, self.outbox, self._blobs, self._waybills)
            self._finish_what_a_crash_left()
            undo.pop_all()

    def seal_with(self, suite: Suite, hub_suite: str = HUB_SUITE) -> None:
        """From now on; what was sealed before opens as it did. `hub_suite`: of the keys that cases are wrapped to, and
        of the receipts' signature."""
        self._vault.suite, self.trust.suite = suite, hub_suite

    def open_draft(
        self, *, item_id: str, form_id: str, form_version: int, form_hash: str, rehearsal: bool = False
    ) -> str:
        """A new case at the first touch; returns its id, a UUIDv7. `rehearsal`: nobody's, for good: the hub takes it
        like any other and keeps nothing of it."""
        now = self.clock()
        case_id = case_id_at(int(now.timestamp() * 1000), secrets.randbits(74))
        draft = DraftCase(case_id, item_id, form_id, form_version, now, rehearsal)
        draft_key = self._vault.new_draft_key(case_id)
        self.outbox.open_draft(draft, form_hash=form_hash, epoch=self.outbox.epoch(now), draft_key=draft_key)
        return case_id

    def save_form(self, case_id: str, values: bytes) -> None:
        """The form as it stands, in place of the earlier one. Sealed; one commit, no file."""
        sealed = self._vault.seal(case_id, self._draft_key(case_id), FORM_PART, _checked(values))
        part = Part(FORM_PART, "application/json", sha256_hex(sealed), len(sealed))
        with self._store.transaction():
            self._draft_key(case_id)
            self.outbox.put_part(case_id, part, sealed)

    def add_scan(self, case_id: str, name: str, media_type: str, data: bytes) -> Part:
        """A picture of a paper: `add_part`, unless the disk is nearly full. Raises ScansStoppedError."""
        if self.reserve.room() is Room.FULL:
            raise ScansStoppedError("no-room-for-scans")
        return self.add_part(case_id, name, media_type, data)

    def add_part(self, case_id: str, name: str, media_type: str, data: bytes, *, is_signed: bool = False) -> Part:
        """The signature, the application, a scan: sealed now. The same name replaces. Raises StorageFullError.

        `is_signed`: a paper with a signature on it; the manifest then tells its own hash too.
        """
        if not 0 < len(name) <= PART_NAME_LIMIT or not name.isprintable() or name == FORM_PART:
            raise LocalUseError("part-name")
        sealed = self._vault.seal(case_id, self._draft_key(case_id), name, _checked(data))
        self.reserve.make_way(len(sealed))
        part = Part(name, media_type, self._blobs.put(sealed), len(sealed), sha256_hex(data) if is_signed else "")
        try:
            with self._store.transaction():
                self._draft_key(case_id)  # again: the case may have been submitted meanwhile
                old = self.outbox.put_part(case_id, part, None)
                if len(self.outbox.parts(case_id)) > PARTS_LIMIT:
                    raise LocalUseError("too-many-parts")
        except (LocalUseError, SealedAwayError, StorageFullError):
            self._blobs.unlink([part.sha256])  # after any other failure the row may stand: the next start decides
            raise
        self._blobs.unlink(old)
        return part

    def read_part(self, case_id: str, name: str) -> bytes:
        """The plaintext of a draft's part. Raises SealedAwayError after submit, UnknownCaseError, SealBrokenError."""
        draft_key = self._draft_key(case_id)
        return self._vault.open(case_id, draft_key, name, self.sealed_part(self._part(case_id, name).sha256))

    def part_names(self, case_id: str) -> tuple[str, ...]:
        """What a draft holds so far, in the order of its making."""
        return tuple(part.name for part in self.outbox.parts(case_id))

    def drop_part(self, case_id: str, name: str) -> None:
        """Removes a draft's part; fine if there is none."""
        with self._store.transaction():
            self._draft_key(case_id)
            old = self.outbox.drop_part(case_id, name)
        self._blobs.unlink(old)

    def submit(
        self,
        case_id: str,
        *,
        hub_keys: Sequence[HubKey],
        submitted_at: datetime,
        clock_trusted: bool,
        priority: int = 0,
    ) -> Provisional:
        """Seals the case to the hub and takes its number, in one transaction. A second press gets the same answer.

        Lower `priority` goes first. Raises NoTrustError without hub keys, SealedAwayError for a discarded case.
        """
        with self._waybills.undone_if_full(case_id), self._store.transaction():
            state = self.outbox.state(case_id)
            if state is CaseState.DRAFT:
                draft_key = self._submittable(case_id, hub_keys)
                wrapped = tuple(self._vault.wrap_for_hub(case_id, draft_key, key) for key in hub_keys)
                submission = Submission(self._kiosk_id, wrapped, submitted_at, clock_trusted, priority)
                self.outbox.submit(case_id, submission)
                self._waybills.make(case_id, hub_keys)
            elif state is CaseState.EXPIRED:
                raise SealedAwayError("discarded")
            provisional = self.outbox.provisional(case_id)
        if state is CaseState.DRAFT:
            self._store.checkpoint()  # the dropped key must not live on in the log
        return provisional

    def discard(self, case_id: str) -> bool:
        """The resident leaves: keys destroyed, files unlinked. A submitted case stays, and the answer is False."""
        return self._wipe.destroy(case_id, when=CaseState.DRAFT, event=CaseEvent.DISCARDED)

    def receipt(self, case_id: str) -> Receipt | None:
        """The hub's verified receipt, once it came."""
        return self.outbox.receipt(case_id)

    def drafts(self) -> list[DraftCase]:
        """Drafts that are open, after a crash for example. `read_part(case_id, "form.json")` reads the form."""
        return self.outbox.drafts()

    def pending(self) -> list[PendingCase]:
        """Submitted cases that still wait for the hub, by sequence."""
        return self.outbox.submitted()

    def dead(self) -> list[PendingCase]:
        """Cases that the hub refuses as they are: kept whole, for a clerk."""
        return self.outbox.submitted((CaseState.DEAD,))

    def sealed_part(self, sha256: str) -> bytes:
        """The sealed bytes of a part, whole and checked. Raises PartLostError."""
        return read_sealed(self.outbox, self._blobs, sha256)

    def learn(self, key_list: bytes, epoch: int, sequence: int) -> tuple[KeyList, bool]:
        """The hub's keys, and the highest case that it has from this booth: a disk that was put back to an older day
        or begun anew would give numbers twice. One transaction: nobody submits in between.

        True: this one was. Raises as `store_key_list`.
        """
        with self._store.transaction():
            kept = self.trust.store_key_list(key_list)
            is_behind = self.outbox.go_on_after(epoch, sequence, self.clock())
        return kept, is_behind

    def accept(self, receipt: Receipt) -> None:
        """Stores a receipt that was verified, then destroys this kiosk's copy of the case."""
        self.outbox.commit(receipt)
        self._destroy_committed(receipt.case_id)

    def finish_committed(self) -> None:
        """Destroys copies that a disk would not let go of when their receipts came."""
        for case in self.outbox.submitted((CaseState.COMMITTED,)):
            self._destroy_committed(case.case_id)

    def close(self) -> None:
        """Closes the store and lets the folder go."""
        self._store.close()
        self._claim.close()

    def _draft_key(self, case_id: str) -> bytes:
        draft_key = self.outbox.draft_key(case_id)
        if draft_key is None:
            raise SealedAwayError("no-longer-a-draft")
        return draft_key

    def _part(self, case_id: str, name: str) -> Part:
        for part in self.outbox.parts(case_id):
            if part.name == name:
                return part
        raise UnknownCaseError("no-such-part")

    def _submittable(self, case_id: str, hub_keys: Sequence[HubKey]) -> bytes:
        if not hub_keys:
            raise NoTrustError("no-hub-keys")
        if all(part.name != FORM_PART for part in self.outbox.parts(case_id)):
            raise LocalUseError("no-form")
        return self._draft_key(case_id)

    def _destroy_committed(self, case_id: str) -> None:
        self._wipe.destroy(case_id, when=CaseState.COMMITTED, event=CaseEvent.KEYS_DESTROYED)

    def _finish_what_a_crash_left(self) -> None:
        self.finish_committed()
        for draft in self.outbox.drafts():
            if draft.rehearsal:
                self.discard(draft.case_id)
        self._blobs.collect_orphans(self.outbox.files())
        self._waybills.collect_orphans()
        with contextlib.suppress(NoTrustError, StorageFullError):  # then at a later start
            for case_id in self._waybills.missing():
                with self._store.transaction():
                    self._waybills.make(case_id, self.trust.load_hub_keys())
        self._store.checkpoint()


def _checked(data: bytes) -> bytes:
    if len(data) > PART_LIMIT_BYTES:
        raise LocalUseError("part-too-large")
    return data
