"""Shell: drafts left behind by a power cut, or on purpose: found for their owner's card, or destroyed in time."""

import asyncio
import functools
import json
import logging
from datetime import UTC, datetime

import msgspec

from cloud_seat.contract.changes import CHANGES_PART, Change
from cloud_seat.contract.identity import IDENTITY_PART, Identity
from kiosk_app.hands.case import CaseHand
from kiosk_app.hands.desk import Desk
from kiosk_app.hands.pages import PageHand, part_name
from kiosk_app.session import commands as do
from kiosk_app.session import events
from kiosk_app.session.state import Found, Session
from offline_cache import Cache, CacheError, DraftCase

log = logging.getLogger(__name__)
FORM_PART = "form.json"
PAPERS = "material/"


class DraftHand:
    """SeekDraft, ResumeDraft, ForgetDraft. Made at the start of the program: what is a draft then, was left behind.

    A draft of nobody (no card had been read) is destroyed at once, any other after `keep_s`.
    """

    def __init__(self, cache: Cache, desk: Desk, case: CaseHand, pages: PageHand, *, keep_s: float) -> None:
        self._cache, self._desk, self._case, self._pages = cache, desk, case, pages
        self._left = {draft.case_id: draft for draft in cache.drafts()}
        self._keep_s = keep_s
        self._loop = asyncio.get_running_loop()
        self._ending: set[asyncio.Task[None]] = set()
        now = datetime.now(UTC)
        for draft in self._left.values():
            is_someones = IDENTITY_PART in cache.part_names(draft.case_id)
            age_s = max(0.0, (now - draft.started_at).total_seconds())
            self._loop.call_later(max(0.0, keep_s - age_s) if is_someones else 0.0, self._expire, draft.case_id)

    def keep(self, case_id: str) -> None:
        """Its owner leaves and comes back: from now on it is found for their card."""
        self._left.update({draft.case_id: draft for draft in self._cache.drafts() if draft.case_id == case_id})
        self._loop.call_later(self._keep_s, self._expire, case_id)

    async def seek(self, command: do.SeekDraft, session: Session) -> None:
        """Looks into each with this booth's own key; only the owner hears of it."""
        if not self._left:
            return
        found = await self._case.attempt(session, functools.partial(self._find, command.number))
        if found is not None:
            self._desk.post(events.DraftFound(session.number, found))

    async def resume(self, command: do.ResumeDraft, session: Session) -> None:
        """It is the case again, with its pictures on the glass."""
        self._left.pop(command.case_id, None)
        await self._case.adopt(command.case_id)
        self._desk.folder.changes = self._changes(command.case_id)
        for material_id, page in command.pages:
            name = part_name(material_id, page)
            reading = functools.partial(self._cache.read_part, command.case_id, name)
            jpeg = await self._case.attempt(session, reading)
            if jpeg is not None:
                self._pages.put_back(material_id, page, jpeg)

    async def forget(self, command: do.ForgetDraft, session: Session) -> None:
        """Destroyed at once."""
        self._left.pop(command.case_id, None)
        await self._case.discard(command.case_id)

    def _changes(self, case_id: str) -> tuple[Change, ...]:
        """Who proposed what, as far as it was on disk."""
        if CHANGES_PART not in self._cache.part_names(case_id):
            return ()
        return msgspec.json.decode(self._cache.read_part(case_id, CHANGES_PART), type=tuple[Change, ...])

    def _expire(self, case_id: str) -> None:
        if self._left.pop(case_id, None) is not None:
            task = self._loop.create_task(self._case.discard(case_id))
            self._ending.add(task)
            task.add_done_callback(self._ending.discard)

    def _find(self, number: str) -> Found | None:
        newest_first = sorted(self._left.values(), key=lambda draft: draft.started_at, reverse=True)
        drafts = (self._read(draft) for draft in newest_first)
        return next((found for found in drafts if found and found.identity.present.number == number), None)

    def _read(self, draft: DraftCase) -> Found | None:
        """None for one that does not open: it goes when its time is over."""
        names = self._cache.part_names(draft.case_id)
        if not {IDENTITY_PART, FORM_PART} <= set(names):
            return None
        try:
            identity = msgspec.json.decode(self._cache.read_part(draft.case_id, IDENTITY_PART), type=Identity)
            values = json.loads(self._cache.read_part(draft.case_id, FORM_PART))
        except (CacheError, msgspec.MsgspecError, ValueError) as error:
            log.warning("a draft does not open: %s", type(error).__name__)
            return None
        pages = tuple(_page_of(name) for name in names if name.startswith(PAPERS))
        return Found(draft.case_id, draft.item_id, draft.form_version, values, identity, pages)


def _page_of(name: str) -> tuple[str, int]:
    material_id, _, page = name.removeprefix(PAPERS).rpartition("/")
    return material_id, int(page)
