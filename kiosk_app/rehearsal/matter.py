"""Shell: a whole matter of an invented person through the same session and hands that serve residents, without a glass.

The session is one of its own: whoever touches the glass meanwhile begins theirs, and nothing of this is in it.
"""

import asyncio
import json
import time
from collections import defaultdict
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any

import msgspec

from cloud_seat.contract.rehearsal import BROKEN, FINE, WEAK, RehearsedCase, StepTold
from cloud_seat.contract.text import Text
from devices.registry import Registry
from devices.signature.strokes import Point, Signature, format_signature
from kiosk_app.config import ASSETS, Settings
from kiosk_app.hands.case import CaseHand
from kiosk_app.hands.desk import Desk
from kiosk_app.hands.document import DocumentHand
from kiosk_app.hands.hub import HubDoor
from kiosk_app.hands.pages import PageHand, to_jpeg
from kiosk_app.hands.papers import ROLE as CAMERA
from kiosk_app.hands.papers import PaperHand
from kiosk_app.hands.search import SearchHand
from kiosk_app.hands.typesetter import Typesetter
from kiosk_app.knowledge import Library
from kiosk_app.rehearsal.beat import test_card
from kiosk_app.rehearsal.plan import found
from kiosk_app.session import commands as do
from kiosk_app.session import events
from kiosk_app.session.asking import promises_of, works
from kiosk_app.session.folder import Folder
from kiosk_app.session.runner import Hand, Runner
from kiosk_app.session.state import Person, Session, Stage
from kiosk_app.ui.video import FrameStore
from offline_cache import Cache, Catalogue

ITEM, WORDS = "longevity-allowance", "lnr"
PERSON = "resident"
ANSWERS = {"relation": "self", "bank_name": "icbc", "account_holder_same": "yes"}
"""Beside what the person's own entry and card tell."""
Walk = Callable[[], Awaitable[tuple[str, Text] | None]]
"""How it went and why, or nothing when all is well."""
SESSION = -1
"""No resident's session has this number."""
QUICK_S, PICTURE_S, WORK_S, RECEIPT_S, LOOK_S = 5.0, 6.0, 30.0, 30.0, 0.1
_SEVERE = frozenset({"part_unreadable", "unreadable", "signature_unreadable", "not_what_was_signed"})
_NOT_SENT = Text(zh="没有拿到回执", en="no receipt came")
_OLD_HUB = Text(zh="中枢不认得自检，请先升级中枢", en="the hub knows no rehearsals: upgrade it first")
_TEST_CARD = Text(zh="用的是读卡器上的测试卡", en="with the test card on the reader")
_NO_CARD = Text(zh="没有放测试卡，用的是假想的人", en="no test card there: with an invented person")
_TARGET = Text(zh="看清并拍下了测试页", en="the target was seen and taken")
_DESK = Text(zh="没有放测试页，拍了桌面", en="no target there: the desk was taken")
_NO_CAMERA = Text(zh="没有能用的高拍仪，用的是画好的一页", en="no camera works: with a drawn page")


@dataclass(frozen=True, slots=True)
class Road:
    """What a case passes on its way. `drain`: the outbox should look now; whoever gave it sends what lies there."""

    settings: Settings
    cache: Cache
    catalogue: Catalogue
    library: Library
    registry: Registry
    door: HubDoor
    drain: Callable[[], None]


class _StuckError(Exception):
    """A step did not come to its end in time; `why` in words."""

    def __init__(self, why: Text) -> None:
        super().__init__(why.en)
        self.why = why


class Matter:
    """One matter, step by step. `card`: the person on the test card, if one lies there."""

    def __init__(self, road: Road, card: Person | None) -> None:
        self._road, self._card, self._told = road, card, _invented()
        self._moved = asyncio.Event()
        self._runner = Runner(road.library.knowledge, lambda _: self._moved.set())
        self._runner.session = Session(number=SESSION)
        self._desk = Desk(self._runner.post, road.library.knowledge, Folder(), _unseen, _unseen)
        self._case = CaseHand(
            road.cache, self._desk, form_hash=road.library.form_hash, drain=road.drain, receipt_wait_s=RECEIPT_S
        )
        self._case.rehearses = True
        self._pages = PageHand(self._desk, self._case, font=ASSETS / "fonts" / "NotoSansCJKsc-Regular.otf")
        self._papers = PaperHand(road.registry, self._desk, self._pages, FrameStore(), road.settings)
        self._rated = asyncio.get_running_loop().create_future()
        self._runner.use(self._duties())
        self._running = asyncio.get_running_loop().create_task(self._runner.run())

    async def to_papers(self) -> list[StepTold]:
        """Found, chosen, identified, filled in, papers taken; as far as it came."""
        return await self._walk(find=self._find, identify=self._identify, form=self._form, papers=self._take)

    async def to_rating(self) -> list[StepTold]:
        """Signed, sent, read by the hub, rated, forgotten; nothing if the papers were not reached."""
        if self._session.stage is not Stage.CHECK:
            return []
        last: dict[str, Walk] = {"rating": self._rate, "forgotten": self._forget}
        return await self._walk(sign=self._sign, case=self._send, read_back=self._read_back, **last)

    async def close(self) -> None:
        """However far it came: camera off, draft destroyed, nothing kept."""
        self._papers.stop_now()
        self._running.cancel()
        await asyncio.gather(self._running, return_exceptions=True)
        await self._case.destroy()
        self._desk.folder.forget()
        await asyncio.to_thread(self._pages.close)
        await asyncio.to_thread(self._case.close)

    async def _walk(self, **steps: Walk) -> list[StepTold]:
        """Until one is broken. A step says how it went, or nothing when all is well."""
        told = list[StepTold]()
        for name, walk in steps.items():
            began_s = time.monotonic()
            try:
                went = await walk()
            except _StuckError as error:
                went = (BROKEN, error.why)
            verdict, why = went or (FINE, Text(zh=""))
            told.append(found(name, verdict, why, took_s=time.monotonic() - began_s))
            if verdict == BROKEN:
                break
        return told

    # --- the steps ---
    async def _find(self) -> None:
        """By the first letters of its sounds, as on the glass."""
        camera = [role for role in self._road.registry.roles if role == CAMERA]
        states = [events.DeviceChanged(role, str(self._road.registry.health(role).state)) for role in camera]
        self._post(events.LinkChanged(True), *states, events.SearchOpened(), events.WordsTyped(WORDS))
        await self._until(lambda s: any(item == ITEM for item, _ in s.results), QUICK_S, "没有搜到", "not found")
        self._post(events.ItemChosen(ITEM), events.GuideOpened())
        await self._at(Stage.GUIDE, QUICK_S)

    async def _identify(self) -> tuple[str, Text]:
        self._post(events.WentOn())
        await self._until(lambda s: s.case_id, QUICK_S, "没有能存的地方", "there is no room to keep a case")
        card = self._told["card"]
        names = ("name", "sex", "nation", "birth", "address", "number", "valid_until")
        person = self._card or Person(**{name: card[name] for name in names})
        self._post(events.CardRead(SESSION, person))
        await self._at(Stage.FORM, QUICK_S)
        return FINE, _TEST_CARD if self._card else _NO_CARD

    async def _form(self) -> None:
        written = {name: self._told[name] for name in ("phone", "bank_account")}
        self._post(*(events.FieldEdited(name, value) for name, value in {**written, **ANSWERS}.items()))
        self._post(*(events.WentOn() for _ in range(self._pages_of_form())))
        await self._at(Stage.MATERIAL, QUICK_S)

    async def _take(self) -> tuple[str, Text]:
        """By itself where a page lies; else by hand, as a resident would."""
        why = _TARGET
        while self._session.stage is Stage.MATERIAL:
            why = await self._take_one(self._session.papers[self._session.paper_at].material_id)
        return FINE, why

    async def _take_one(self, paper: str) -> Text:
        why = _TARGET
        if not works(self._session, CAMERA):
            why = _NO_CAMERA
            await self._draw(paper)
        elif not await self._comes(lambda s: _is_taken(s, paper), PICTURE_S):
            why = _DESK
            self._post(events.PageWanted())
        await self._until(lambda s: _is_taken(s, paper), WORK_S, "没有拍成", "no picture was taken")
        self._post(events.WentOn())
        await self._until(lambda s: not _is_at(s, paper), QUICK_S, "没有往下走", "it did not go on")
        return why

    async def _sign(self) -> None:
        """Every promise, then ink of a pad, read as ink, printed on the application."""
        self._post(events.WentOn())
        await self._until(lambda s: s.document, WORK_S, "申请表没有排好", "the form was not set")
        promises = promises_of(self._session, self._road.library.knowledge())
        self._post(*(events.PromiseTicked(promise, True) for promise in promises), events.Signed(_ink()))
        await self._at(Stage.REVIEW, WORK_S)

    async def _send(self) -> None:
        """Sealed, sent, receipted; residents' cases that wait go first."""
        self._post(events.WentOn())
        await self._until(lambda s: s.provisional, WORK_S, "没有存下来", "it was not stored")
        case_id, until_s = self._session.case_id, time.monotonic() + RECEIPT_S
        while (receipt := await asyncio.to_thread(self._road.cache.receipt, case_id)) is None:
            if time.monotonic() > until_s:
                raise _StuckError(self._not_sent(case_id))
            await asyncio.sleep(LOOK_S)
        self._post(events.CaseCommitted(case_id, receipt.acceptance_number))
        await self._at(Stage.DONE, QUICK_S)

    async def _read_back(self) -> tuple[str, Text] | None:
        body = await self._road.door.get(f"/api/v1/rehearsal/cases/{self._session.case_id}")
        if body is None:
            return BROKEN, _OLD_HUB
        checks = msgspec.json.decode(body, type=RehearsedCase).checks
        codes = " ".join(checks)
        why = Text(zh=f"中枢核对出问题（{codes}）", en=f"the hub found something ({codes})")
        return (BROKEN if _SEVERE & set(checks) else WEAK, why) if checks else None

    async def _rate(self) -> tuple[str, Text] | None:
        """The best mark, with the way home: the rating goes then."""
        self._post(events.Rated(5), events.Finished())
        status = await asyncio.wait_for(self._rated, WORK_S)
        return (
            None
            if status == 204
            else (BROKEN, Text(zh=f"中枢没有收（{status}）", en=f"the hub did not take it ({status})"))
        )

    async def _forget(self) -> None:
        """The wipe at the end, as after every resident."""
        await self._until(
            lambda s: s.ambient.wiped_once, QUICK_S, "清除以后还有东西", "something is left after the wipe"
        )

    # --- hands ---
    def _duties(self) -> Mapping[type[do.Command], Hand]:
        """What is not here needs a glass, a loudspeaker or a resident."""
        search = SearchHand(self._road.catalogue, self._desk)
        paper = Typesetter(ASSETS, "application.typ", self._road.library.published.read)
        document = DocumentHand(self._desk, paper=paper, promises=lambda session, signature: {})
        duties: dict[type[do.Command], Hand] = {
            do.Search: search.search,
            do.OpenDraft: self._case.open_draft,
            do.SaveForm: self._case.save_form,
            do.SealIdentity: self._case.seal_identity,
            do.SubmitCase: self._case.submit,
            do.WatchPaper: self._papers.watch,
            do.TakePage: self._papers.take,
            do.StopWatching: self._papers.stop,
            do.DropPage: self._pages.drop,
            do.RenderDocument: document.render,
            do.SendRating: self._send_rating,
            do.Wipe: self._wipe,
        }
        return defaultdict(lambda: _unseen, duties)

    async def _send_rating(self, command: do.SendRating, session: Session) -> None:
        words = self._road.library.knowledge().rating.version
        status = await self._road.door.rate(command.case_id, command.level, words=words)
        if not self._rated.done():
            self._rated.set_result(status)

    async def _wipe(self, command: do.Wipe, session: Session) -> None:
        self._papers.stop_now()
        self._desk.folder.forget()
        await self._case.destroy()
        is_empty = self._desk.folder.is_empty and self._pages.sides.is_empty and not self._case.holds_draft
        self._desk.post(events.Wiped(command.session, left=() if is_empty else ("folder",)))

    async def _draw(self, paper: str) -> None:
        """A page without a camera."""
        page = await self._pages.keep(self._session, paper, to_jpeg(test_card()[1][0]))
        self._post(events.PageTaken(SESSION, paper, page))

    # --- waiting ---
    @property
    def _session(self) -> Session:
        return self._runner.session

    def _post(self, *said: events.Event) -> None:
        for event in said:
            self._runner.post(event)

    async def _at(self, stage: Stage, limit_s: float) -> None:
        await self._until(lambda s: s.stage is stage, limit_s, "没有走到下一步", "it did not come to the next step")

    async def _until(self, is_so: Callable[[Session], object], limit_s: float, zh: str, en: str) -> None:
        if not await self._comes(is_so, limit_s):
            errors, notice = ",".join(self._session.errors), self._session.notice
            at = " ".join(filter(None, (self._session.stage.value, errors, notice)))
            raise _StuckError(Text(zh=f"{zh}（{at}）", en=f"{en} ({at})"))

    async def _comes(self, is_so: Callable[[Session], object], limit_s: float) -> bool:
        try:
            async with asyncio.timeout(limit_s):
                while not is_so(self._session):
                    self._moved.clear()
                    await self._moved.wait()
        except TimeoutError:
            return False
        return True

    def _pages_of_form(self) -> int:
        return len(self._road.library.knowledge().engines[ITEM].form.ui.pages)

    def _not_sent(self, case_id: str) -> Text:
        codes = [case.last_error for case in self._road.cache.pending() if case.case_id == case_id and case.last_error]
        return Text(zh="".join([_NOT_SENT.zh, *(f"（{code}）" for code in codes)]), en=" ".join([_NOT_SENT.en, *codes]))


def _is_at(session: Session, paper: str) -> bool:
    return session.stage is Stage.MATERIAL and session.papers[session.paper_at].material_id == paper


def _is_taken(session: Session, paper: str) -> bool:
    return any(one.material_id == paper and one.state == "done" for one in session.papers)


def _invented() -> dict[str, Any]:
    people: list[dict[str, Any]] = json.loads((ASSETS / "samples" / "people.json").read_text("utf-8"))
    return next(one for one in people if one["id"] == PERSON)


def _ink() -> str:
    """Two strokes as a finger writes them."""
    across = tuple(Point(0.1 + 0.02 * at, 0.5 + 0.1 * (at % 3), 10.0 * at) for at in range(30))
    down = tuple(Point(0.4, 0.2 + 0.02 * at, 400 + 10.0 * at) for at in range(30))
    return format_signature(Signature((across, down)))


def _unseen(*_: object, **__: object) -> None:
    """There is no glass."""
