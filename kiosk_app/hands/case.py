"""Shell: the sealed case: draft, every change, submit, destroy. One thread keeps the order of the disk."""

import asyncio
import functools
import json
import logging
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from typing import Any, TypeVar

import msgspec

from cloud_seat.contract.changes import CHANGES_PART
from cloud_seat.contract.identity import IDENTITY_PART
from cloud_seat.contract.signed import SIGNATURE_PART, naming
from kiosk_app.hands.desk import Desk
from kiosk_app.session import commands as do
from kiosk_app.session import events
from kiosk_app.session.asking import COMMITMENT, DEFERRAL, engine_of
from kiosk_app.session.identity import wire_identity
from kiosk_app.session.state import Session
from offline_cache import Cache, CacheError, NoTrustError, Priority, Provisional, ScansStoppedError, StorageFullError

log = logging.getLogger(__name__)
Answer = TypeVar("Answer")


class CaseHand:
    """OpenDraft, SaveForm, SealIdentity, SubmitCase, AwaitReceipt; `add_page` and `destroy` for the other hands."""

    def __init__(
        self,
        cache: Cache,
        desk: Desk,
        *,
        form_hash: Callable[[str], str],
        drain: Callable[[], None],
        receipt_wait_s: float,
    ) -> None:
        self._cache, self._desk, self._post = cache, desk, desk.post
        self._form_hash, self._drain, self._receipt_wait_s = form_hash, drain, receipt_wait_s
        self.rehearses = False
        """Its cases are nobody's."""
        self._disk = ThreadPoolExecutor(1, "case")
        self._loop = asyncio.get_running_loop()
        self._case_id = ""
        self._newest: do.SaveForm | None = None

    async def open_draft(self, command: do.OpenDraft, session: Session) -> None:
        """A fresh key and id; an earlier draft of this visit is destroyed."""
        engine = engine_of(session, self._desk.knowledge())
        if engine is None:
            return
        await self._discard_draft()
        self._desk.folder.changes = ()
        opening = functools.partial(
            self._cache.open_draft,
            item_id=command.item_id,
            form_id=command.form_id,
            form_version=engine.form.version,
            form_hash=self._form_hash(command.form_id),
            rehearsal=self.rehearses,
        )
        case_id = await self.attempt(session, opening)
        if case_id is not None:
            self._case_id = case_id
            self._post(events.DraftOpened(session.number, case_id))

    def save_form(self, command: do.SaveForm, session: Session) -> None:
        """Seals the newest values; while one save runs, only the last of the following counts."""
        waiting, self._newest = self._newest is not None, command
        if not waiting:
            self._loop.create_task(self._save_newest(session))

    async def seal_identity(self, command: do.SealIdentity, session: Session) -> None:
        """Who, for whom and how known: kept beside the form from the moment that it is known."""
        if self._case_id:
            sealing = functools.partial(self._seal_identity, self._case_id, session)
            await self.attempt(session, sealing)

    async def add_page(self, session: Session, name: str, media_type: str, data: bytes) -> bool:
        """Seals a picture of a paper now."""
        if not self._case_id:
            return False
        sealing = functools.partial(self._cache.add_scan, self._case_id, name, media_type, data)
        part = await self.attempt(session, sealing)
        return part is not None

    async def drop_page(self, session: Session, name: str) -> None:
        """Forgets a rejected picture."""
        if self._case_id:
            await self.attempt(session, functools.partial(self._cache.drop_part, self._case_id, name))

    async def submit(self, command: do.SubmitCase, session: Session) -> None:
        """On disk and sealed to the hub in one transaction; only then the resident hears of it."""
        submitted_at = datetime.now(UTC)
        self._newest = None
        kept = await self.attempt(session, functools.partial(self._submit, session, submitted_at))
        if kept is not None:
            told = events.CaseStored(session.number, kept.number, submitted_at.isoformat(), kept.manifest_sha256)
            self._post(told)
            self._drain()

    def await_receipt(self, command: do.AwaitReceipt, session: Session) -> None:
        """The hub is slow or gone: after a while the resident gets the provisional slip."""
        self._loop.call_later(self._receipt_wait_s, self._post, events.ReceiptOverdue(session.number))

    async def destroy(self) -> None:
        """A draft is destroyed; a submitted case is the outbox's."""
        self._newest = None
        await self._discard_draft()

    async def let_go(self) -> str:
        """The draft stays on disk with its newest answers and is no session's any more. Returns its id."""
        newest, self._newest = self._newest, None
        case_id, self._case_id = self._case_id, ""
        if newest is not None:
            values = json.dumps(newest.values, ensure_ascii=False).encode()
            await self._loop.run_in_executor(self._disk, self._save, case_id, values)
        return case_id

    @property
    def holds_draft(self) -> bool:
        """A case that is neither submitted nor destroyed is open here."""
        return bool(self._case_id)

    def close(self) -> None:
        """Waits for the disk."""
        self._disk.shutdown()

    async def _save_newest(self, session: Session) -> None:
        while (newest := self._newest) is not None:
            values = json.dumps(newest.values, ensure_ascii=False).encode()
            saving = functools.partial(self._save, self._case_id, values)
            is_saved = await self.attempt(session, saving) if self._case_id else None
            if self._newest is newest:
                self._newest = None
                if is_saved:
                    self._post(events.FormSaved(session.number))

    def _save(self, case_id: str, values: bytes) -> bool:
        self._cache.save_form(case_id, values)
        return True

    def _seal_identity(self, case_id: str, session: Session) -> None:
        identity = wire_identity(session)
        if identity is not None:
            self._cache.add_part(case_id, IDENTITY_PART, "application/json", msgspec.json.encode(identity))

    def _submit(self, session: Session, submitted_at: datetime) -> Provisional:
        values = json.dumps(self._answers(session), ensure_ascii=False).encode()
        self._cache.save_form(session.case_id, values)
        self._seal_identity(session.case_id, session)
        self._seal_signed(session.case_id)
        changes = msgspec.json.encode(self._desk.folder.changes)
        self._cache.add_part(session.case_id, CHANGES_PART, "application/json", changes)
        keys = self._cache.trust.load_hub_keys()
        provisional = self._cache.submit(
            session.case_id,
            hub_keys=keys,
            submitted_at=submitted_at,
            clock_trusted=session.ambient.link_up,
            priority=Priority.REHEARSAL if self.rehearses else Priority.CASE,
        )
        self._case_id = ""
        return provisional

    def _seal_signed(self, case_id: str) -> None:
        folder = self._desk.folder
        for name in {f"{COMMITMENT}.pdf", f"{DEFERRAL}.pdf"} - folder.signed_papers.keys():
            self._cache.drop_part(case_id, name)  # of an earlier press that the disk refused half-way
        for name, pdf in folder.signed_papers.items():
            self._cache.add_part(case_id, name, "application/pdf", pdf, is_signed=True)
        signature = naming(folder.signature.decode(), folder.signed_papers).encode()
        self._cache.add_part(case_id, SIGNATURE_PART, "image/svg+xml", signature)

    def _answers(self, session: Session) -> Mapping[str, Any]:
        """What the resident signed: the draft's hidden and empty fields stay here."""
        knowledge = self._desk.knowledge()
        engine = engine_of(session, knowledge)
        return engine.answers(session.values, today=knowledge.today) if engine else session.values

    async def adopt(self, case_id: str) -> None:
        """An earlier draft is the case from now on; the fresh one is destroyed."""
        self._newest = None
        await self._discard_draft()
        self._case_id = case_id

    async def discard(self, case_id: str) -> None:
        """Destroys a draft, whosever it was."""
        await self._loop.run_in_executor(self._disk, self._cache.discard, case_id)

    async def _discard_draft(self) -> None:
        case_id, self._case_id = self._case_id, ""
        if case_id:
            await self.discard(case_id)

    async def attempt(self, session: Session, work: Callable[[], Answer]) -> Answer | None:
        """Runs `work` in the disk's thread; trouble becomes an event with words for the resident."""
        try:
            return await self._loop.run_in_executor(self._disk, work)
        except CacheError as error:
            log.warning("case store: %s", type(error).__name__)
            self._post(events.StoreFailed(session.number, store_code(error)))
            return None


def store_code(error: CacheError) -> str:
    """The word for a sentence `store_…`."""
    codes: dict[type[Any], str] = {ScansStoppedError: "scans", StorageFullError: "full", NoTrustError: "unavailable"}
    return codes.get(type(error), "broken")
