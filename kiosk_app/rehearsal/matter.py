"""Shell: a whole matter of an invented person, by the hands that serve residents: signed, sealed, sent, read, rated."""

import asyncio
import json
import time
from dataclasses import dataclass, replace
from typing import Any, TypeVar

import msgspec

from cloud_seat.contract.rehearsal import BROKEN, FINE, WEAK, RehearsedCase, StepTold
from cloud_seat.contract.text import Text
from devices.signature.strokes import Point, Signature, format_signature
from kiosk_app.config import ASSETS, Settings
from kiosk_app.doors import Doors
from kiosk_app.hands.case import CaseHand
from kiosk_app.hands.desk import Desk
from kiosk_app.hands.document import DocumentHand
from kiosk_app.hands.hub import HubDoor
from kiosk_app.hands.typesetter import TypesetError
from kiosk_app.knowledge import Library
from kiosk_app.rehearsal.plan import found
from kiosk_app.session import commands as do
from kiosk_app.session import events
from kiosk_app.session.folder import Folder
from kiosk_app.session.state import Ambient, Person, Session
from offline_cache import Cache, CaseCommitted, Catalogue, Syncer, SyncEvent, SyncFailed

ITEM = "longevity-allowance"
PERSON = "resident"
ANSWERS = {"relation": "self", "bank_name": "icbc", "account_holder_same": "yes"}
"""Beside what the person's own entry and card tell."""
Answer = TypeVar("Answer")
_SEVERE = frozenset({"part_unreadable", "unreadable", "signature_unreadable", "not_what_was_signed"})
_NOT_SENT = Text(zh="没有拿到回执", en="no receipt came")
_OLD_HUB = Text(zh="中枢不认得自检，请先升级中枢", en="the hub knows no rehearsals: upgrade it first")


@dataclass(frozen=True, slots=True)
class Road:
    """What a case passes on its way."""

    settings: Settings
    cache: Cache
    catalogue: Catalogue
    token: str


class Matter:
    """One matter, step by step; a step that fails ends it, and its draft is destroyed."""

    def __init__(self, road: Road) -> None:
        self._road = road
        self._library = Library(road.catalogue, Doors(ASSETS), assets=ASSETS)
        self._said = list[events.Event]()
        self._synced = list[SyncEvent]()
        self._desk = Desk(self._said.append, self._library.knowledge, Folder(), _unseen, _unseen)
        self._door = HubDoor(road.settings.hub_url, road.token, lambda _: False)
        self._syncer = Syncer(road.cache, road.settings.hub_url, road.token, publish=self._synced.append)
        self._case = CaseHand(
            road.cache, self._desk, form_hash=self._library.form_hash, drain=_unseen, receipt_wait_s=0.0
        )
        self._session = _session(self._library.knowledge().engines[ITEM].form.fields())

    async def walk(self) -> list[StepTold]:
        """What was found, as far as it came."""
        told = list[StepTold]()
        try:
            for step in (self._sign, self._send, self._read_back, self._rate):
                told.append(await step())
                if told[-1].verdict == BROKEN:
                    break
        finally:
            await self._case.destroy()
            self._case.close()
            self._syncer.stop()
            self._door.close()
            self._desk.folder.forget()
        return told

    async def _sign(self) -> StepTold:
        """Ink of a pad, read as ink, printed on the application."""
        began_s = time.monotonic()
        document = DocumentHand(self._desk, assets=ASSETS, promises=lambda session, signature: {})
        await self._case.open_draft(do.OpenDraft(ITEM, ITEM), self._session)
        opened = self._heard(events.DraftOpened)
        if opened is None:
            return found("sign", BROKEN)
        self._session = replace(self._session, case_id=opened.case_id)
        try:
            await document.render(do.RenderDocument(_ink()), self._session)
        except TypesetError:
            return found("sign", BROKEN)
        rendered = self._heard(events.DocumentRendered)
        is_signed = rendered is not None and rendered.signed and bool(self._desk.folder.signed_papers)
        return found("sign", FINE if is_signed else BROKEN, took_s=time.monotonic() - began_s)

    async def _send(self) -> StepTold:
        """Keys first (they may be new, and residents' cases that wait go first), then sealed, sent, receipted."""
        began_s = time.monotonic()
        await asyncio.to_thread(self._syncer.drain_once)
        await self._case.submit(do.SubmitCase(), self._session)
        if self._heard(events.CaseStored) is None:
            return found("case", BROKEN, _NOT_SENT)
        await asyncio.to_thread(self._syncer.drain_once)
        arrived = [event for event in self._synced if isinstance(event, CaseCommitted)]
        if any(event.case_id == self._session.case_id for event in arrived):
            return found("case", FINE, took_s=time.monotonic() - began_s)
        codes = [event.code for event in self._synced if isinstance(event, SyncFailed)]
        why = Text(zh=f"{_NOT_SENT.zh}（{' '.join(codes[-1:])}）", en=f"{_NOT_SENT.en} ({' '.join(codes[-1:])})")
        return found("case", BROKEN, why)

    async def _read_back(self) -> StepTold:
        body = await self._door.get(f"/api/v1/rehearsal/cases/{self._session.case_id}")
        if body is None:
            return found("read_back", BROKEN, _OLD_HUB)
        checks = msgspec.json.decode(body, type=RehearsedCase).checks
        if not checks:
            return found("read_back", FINE)
        codes = " ".join(checks)
        why = Text(zh=f"中枢核对出问题（{codes}）", en=f"the hub found something ({codes})")
        return found("read_back", BROKEN if _SEVERE & set(checks) else WEAK, why)

    async def _rate(self) -> StepTold:
        words = self._library.knowledge().rating.version
        status = await self._door.rate(self._session.case_id, 5, words=words)
        return found("rating", FINE if status == 204 else BROKEN)

    def _heard(self, kind: type[Answer]) -> Answer | None:
        """The newest answer of this kind."""
        return next((event for event in reversed(self._said) if isinstance(event, kind)), None)


async def rehearse_matter(road: Road) -> list[StepTold]:
    """The steps from signing to rating."""
    road.cache.rehearsing = True
    return await Matter(road).walk()


def _session(fields: Any) -> Session:
    """The invented resident at the moment of signing."""
    people = json.loads((ASSETS / "samples" / "people.json").read_text("utf-8"))
    told = next(one for one in people if one["id"] == PERSON)
    card = told["card"]
    names = ("name", "sex", "nation", "birth", "address", "number", "valid_until")
    person = Person(**{name: card[name] for name in names})
    source = person.as_source()
    read = {f.name: source[f.source.removeprefix("card.")] for f in fields if f.source.startswith("card.")}
    written = {name: told[name] for name in ("phone", "bank_account")}
    ambient = Ambient(link_up=True)
    return Session(ambient=ambient, number=1, item_id=ITEM, person=person, values={**read, **written, **ANSWERS})


def _ink() -> str:
    """Two strokes as a finger writes them."""
    across = tuple(Point(0.1 + 0.02 * at, 0.5 + 0.1 * (at % 3), 10.0 * at) for at in range(30))
    down = tuple(Point(0.4, 0.2 + 0.02 * at, 400 + 10.0 * at) for at in range(30))
    return format_signature(Signature((across, down)))


def _unseen(*_: object, **__: object) -> None:
    """There is no glass."""
