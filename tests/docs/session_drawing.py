"""Core: the drawing of a resident's session, found by trying every event in every situation that can be reached.

What is drawn is what `step` does, not what a comment says: an arrow appears because an event moved a session from one
stage to another. Values that never move a stage (words, names, numbers) are left out of a situation, so there are few.
"""

import dataclasses
from collections import deque
from collections.abc import Hashable, Iterator
from dataclasses import dataclass, field
from itertools import chain

from cloud_seat.contract.inquiries import Booking, Progress
from cloud_seat.contract.text import Text
from kiosk_app.session import events as on
from kiosk_app.session.machine import ANYWHERE, TABLE, IllegalEventError, step
from kiosk_app.session.signed import covered
from kiosk_app.session.state import Knowledge, Session, Stage
from tests.docs.mermaid import Arrow, diagram
from tests.kiosk_app.session.walk import CASE, RESIDENT

ITEM = "longevity-allowance"
ELSEWHERE = "elder-privilege-card"
"""An item without a form: it cannot be done at the booth."""
ANSWERS = {
    "phone": "13800138000",
    "relation": "self",
    "bank_name": "icbc",
    "bank_account": "6200000000000000000",
    "account_holder_same": "yes",
}
NAME = Text(zh="老年人长寿保健金")
PROGRESS = Progress(number="PY-1", item=NAME, history=())
BOOKING = Booking(code="1", item_id=ITEM, item=NAME, day="2026-11-23", time="09:00", department=NAME)
ANY = "anyPage"
EVERYWHERE = (on.Crashed, on.IdleExpired, on.OverlayAgreed, on.OverlayDeclined)
"""Events that lead home or to the apology from wherever they come."""
Happening = tuple[on.Event, ...]
"""One event, or several that a resident does in one go: the order of answers moves no stage."""


@dataclass(slots=True)
class Found:
    """What the search saw."""

    arrows: set[Arrow] = field(default_factory=set)
    used: set[tuple[Stage, type[on.Event]]] = field(default_factory=set)


def explore(knowledge: Knowledge) -> Found:
    """Every reachable situation, breadth first."""
    found = Found()
    first, _ = step(Session(), on.LinkChanged(True, 1, 1), knowledge)
    seen, waiting = {_situation(first)}, deque([first])
    while waiting:
        session = waiting.popleft()
        for happening in _happenings(session, knowledge):
            after = _live(session, happening, knowledge, found)
            if _situation(after) not in seen and _worth_going_on(after):
                seen.add(_situation(after))
                waiting.append(after)
    return found


def session_diagram(found: Found) -> str:
    """The arrows; what may happen on any page is drawn once, from `anyPage`."""
    states = [*(stage.value for stage in Stage), ANY]
    return diagram(states, found.arrows, first=Stage.WELCOME.value, names={ANY: "any page"})


def unused_rows(found: Found) -> set[tuple[Stage, type[on.Event]]]:
    """Rows of the table that no situation reached: the drawing would be incomplete."""
    return {(stage, kind) for stage, row in TABLE.items() for kind in row} - found.used


def _live(session: Session, happening: Happening, knowledge: Knowledge, found: Found) -> Session:
    for event in happening:
        try:
            after, _ = step(session, event, knowledge)
        except IllegalEventError:
            return session
        found.used.add((session.stage, type(event)))
        if after.stage is not session.stage:
            found.arrows.add(_arrow(session, type(event), after))
        session = after
    return session


def _arrow(session: Session, kind: type[on.Event], after: Session) -> Arrow:
    own = kind in TABLE[session.stage]
    source = ANY if kind in EVERYWHERE and kind in ANYWHERE and not own else session.stage.value
    asked = {on.OverlayAgreed: "LeaveAsked then ", on.OverlayDeclined: "IdleWarned then "}
    return Arrow(source, after.stage.value, asked.get(kind, "") + kind.__name__)


def _worth_going_on(session: Session) -> bool:
    """A call never moves the page, so what lies behind one is the same again."""
    return session.overlay in ("", "leave", "idle") and session.call.state.value == "none"


def _situation(session: Session) -> Hashable:
    known = (session.stage, session.page, session.overlay, session.item_id, session.papers, session.paper_at)
    flags = (
        bool(session.errors), bool(session.results), bool(session.case_id), bool(session.provisional),
        session.keeper.is_open, bool(session.keeper.pin), session.inquiry.state, session.inquiry.booking is not None,
        session.person is not None, "phone" in session.values, bool(session.ticked), session.ambient.card_present,
        session.signed == covered(session),
    )  # fmt: skip
    return (*known, *flags)


def _happenings(session: Session, knowledge: Knowledge) -> Iterator[Happening]:
    if session.overlay:
        return iter(((on.OverlayAgreed(),), (on.OverlayDeclined(),)))
    single = [*_fingers(session, knowledge), *_booth(session), *_paper_events(session), *_endings(session)]
    more = TABLE[session.stage].keys() - {type(event) for event in single}
    others = (_made_up(kind, session) for kind in sorted(more, key=lambda kind: kind.__name__))
    return chain(((event,) for event in chain(single, others)), _in_one_go(session, knowledge))


def _made_up(kind: type[on.Event], session: Session) -> on.Event:
    """An event that no list below names, with values that mean nothing."""
    plain: dict[str, object] = {"int": session.number, "str": "", "bool": True}
    wanted = [f for f in dataclasses.fields(kind) if f.default is dataclasses.MISSING]
    return kind(**{f.name: plain.get(getattr(f.type, "__name__", str(f.type)), "") for f in wanted})


def _in_one_go(session: Session, knowledge: Knowledge) -> Iterator[Happening]:
    ticks = tuple(on.PromiseTicked(promise.id, True) for promise in knowledge.engines[ITEM].form.promises)
    yield ticks
    yield (*ticks, on.PromiseTicked("deferral", True), on.Signed("[]"), on.DocumentRendered(session.number, True))
    if session.stage is Stage.FORM and "phone" not in session.values:
        yield tuple(on.FieldEdited(name, value) for name, value in ANSWERS.items())
    if session.stage is Stage.CHECK:
        yield (on.FieldEdited("phone", "1"),)
    if session.stage is Stage.SUBMITTING:
        yield (on.LinkChanged(False), _stored(session), on.LinkChanged(True, 1, 1))
    broken = on.PageJudged(session.number, "no_camera")
    yield from ((broken, on.MaterialDeferred()), (broken, on.SecondPressed()))


def _fingers(session: Session, knowledge: Knowledge) -> Iterator[on.Event]:
    yield from (on.SearchOpened(), on.DoorOpened(next(iter(knowledge.doors))), on.WordsTyped(session.query))
    yield from (on.ItemChosen(ITEM), on.ItemChosen(ELSEWHERE), on.WentOn(), on.WentBack(), on.SecondPressed())
    yield from (on.InquiryOpened("progress"), on.InquiryOpened("checkIn"), on.FieldEdited("number", "041708"))
    yield from (on.KeeperAsked(), on.PinTyped("1"), on.TaskChosen("link_test"))
    yield from (on.LeaveAsked(), on.CallAsked(), on.FieldFocused("phone"), on.PageEdited(0), on.Signed("[]"))


def _booth(session: Session) -> Iterator[on.Event]:
    number = session.number
    yield on.LinkChanged(True, 1, 1)
    yield from (on.CardRemoved(), on.CardRead(number, RESIDENT), on.CardFailed(number, "timeout"))
    yield from (on.DraftOpened(number, CASE), on.ResultsFound(number, session.query, ((ITEM, ()),), "initials"))
    yield from (on.ProgressTold(number, PROGRESS), on.BookingTold(number, BOOKING), on.InquiryFailed(number, "locked"))
    yield from (on.PinJudged(number, ""), on.TaskDone(number, ()))
    yield from (on.IdleWarned(20), on.IdleExpired(), on.Crashed(), on.StoreFailed(number, "full"))


def _paper_events(session: Session) -> Iterator[on.Event]:
    if session.papers:
        material = session.papers[session.paper_at].material_id
        yield from (on.MaterialChosen(material), on.PageWanted(), on.PageTaken(session.number, material))
    yield from (on.PageFailed(session.number, "moving"), on.PageRejected(), on.MaterialDeferred())


def _endings(session: Session) -> Iterator[on.Event]:
    number = session.number
    yield from (on.DocumentRendered(number, False), on.DocumentRendered(number, True), on.SignatureRefused(number))
    yield from (_stored(session), on.CaseCommitted(CASE, "PY-1"))
    yield from (on.ReceiptOverdue(number), on.SlipPrinted(number), on.SlipWanted(), on.Rated(5), on.Finished())


def _stored(session: Session) -> on.Event:
    return on.CaseStored(session.number, "T-1", "2026-11-23T00:00:00Z")
