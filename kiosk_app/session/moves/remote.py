"""Core: what a yes to the official sets going at the booth: card, photo, printer, a paper that may follow.

Each was asked for before; each can be stopped; each tells the official how it ended.
"""

from dataclasses import replace

from cloud_seat.contract.items import Material
from kiosk_app.session import commands as do
from kiosk_app.session import events
from kiosk_app.session.asking import engine_of, needed_papers, works
from kiosk_app.session.identity import present_person
from kiosk_app.session.moves import Result, papers
from kiosk_app.session.moves.calling import answer_said, under
from kiosk_app.session.moves.guiding import A4
from kiosk_app.session.state import Ask, Knowledge, Paper, Person, Session, Stage

CARD = "callCard"
WITH_FORM = (Stage.FORM, Stage.MATERIAL, Stage.CHECK)
_PRINTABLE = (*WITH_FORM, Stage.SIGN, Stage.REVIEW, Stage.DONE)


# --- the card once more ---
def can_read(session: Session, ask: Ask, knowledge: Knowledge) -> bool:
    """There is somebody to compare with, and a reader."""
    return present_person(session) is not None and session.stage in WITH_FORM and works(session, "id_card")


def read_card(session: Session, ask: Ask, knowledge: Knowledge) -> Result:
    """Waits for the card over the page; a card that lies there is lifted first."""
    waiting = replace(session, overlay=CARD, reading="waiting", call=replace(session.call, doing=ask))
    return waiting, (do.ReadCard(after_lift=session.ambient.card_present),)


def card_seen(session: Session, event: events.Event, knowledge: Knowledge) -> Result:
    """What the reader wants of the hand."""
    assert isinstance(event, events.CardSeen)
    return (replace(session, reading=event.progress), ()) if session.overlay == CARD else (session, ())


def card_read(session: Session, event: events.Event, knowledge: Knowledge) -> Result:
    """The same person or not: told, and nothing of the form changes."""
    assert isinstance(event, events.CardRead)
    here = replace(session, ambient=replace(session.ambient, card_present=True))
    known = present_person(here)
    if here.overlay != CARD or known is None:
        return here, ()
    if event.person.number != known.number:
        return _ended(here, "differs", "ask_card_differs")
    sure, commands = _ended(here, "done", "ask_card_done")
    if known.is_proven:
        return sure, commands
    return _with_card(sure, event.person), (*commands, do.SealIdentity(), do.ShareForm())


def _with_card(session: Session, card: Person) -> Session:
    """Who was only said to be here is here."""
    claims = session.claims + 1
    if session.errand is not None:
        return replace(session, errand=replace(session.errand, actor=card), claims=claims)
    return replace(session, person=card, claims=claims)


def card_failed(session: Session, event: events.Event, knowledge: Knowledge) -> Result:
    """Reads on, unless the reader itself is gone."""
    assert isinstance(event, events.CardFailed)
    if session.overlay != CARD:
        return session, ()
    if event.code in ("reader", "broken"):
        return _ended(session, "failed", "ask_cannot")
    return replace(session, reading="trouble"), (do.ReadCard(),)


def stop_card(session: Session) -> Result:
    """The resident would rather not."""
    left, told = _ended(session, "stopped", "")
    return left, (*told, do.StopReading())


def _ended(session: Session, answer: str, notice: str) -> Result:
    ask = session.call.doing
    assert ask is not None
    left = replace(session, call=replace(session.call, doing=None), reading="done", notice=notice)
    told = answer_said(replace(left, overlay=under(left)), ask.ask_id, answer)
    return told, (do.AnswerAsk(ask.ask_id, answer),)


# --- a photo, a sheet of paper ---
def can_shoot(session: Session, ask: Ask, knowledge: Knowledge) -> bool:
    """The camera is on because the resident wants it on."""
    return not session.call.camera_off and not session.call.is_quiet and works(session, "face_camera")


def shoot(session: Session, ask: Ask, knowledge: Knowledge) -> Result:
    """Once, now."""
    return session, (do.TakeStill(ask.ask_id),)


def can_print(session: Session, ask: Ask, knowledge: Knowledge) -> bool:
    """The guide of the item, the form as it stands, the notice once there is one."""
    has = {
        "guide": session.item_id in knowledge.items,
        "form": engine_of(session, knowledge) is not None and bool(session.person) and session.stage in _PRINTABLE,
        "notice": session.stage is Stage.DONE and bool(session.acceptance),
    }
    return has.get(ask.target, False) and works(session, A4)


def print_paper(session: Session, ask: Ask, knowledge: Knowledge) -> Result:
    """On its way."""
    return replace(session, notice="ask_printing"), (do.PrintAsked(ask.ask_id, ask.target),)


def done(session: Session, event: events.Event, knowledge: Knowledge) -> Result:
    """A device has ended it; told to the official of the same call only."""
    assert isinstance(event, events.AskDone)
    asked = next((said for said in session.said if said.key == event.ask_id), None)
    if asked is None:
        return session, ()
    answer = "failed" if event.code else "done"
    told = answer_said(session, event.ask_id, answer)
    notice = f"paper_{event.code}" if asked.kind == "print" and event.code else f"ask_{asked.kind}_{answer}"
    return replace(told, notice=notice), (do.AnswerAsk(event.ask_id, answer),)


# --- a paper that may follow ---
def can_defer(session: Session, ask: Ask, knowledge: Knowledge) -> bool:
    """Only what the catalogue lets follow, and only while there is no picture of it."""
    material = wanted(session, ask, knowledge)
    if material is None or not material.deferrable or session.stage not in WITH_FORM or not session.case_id:
        return False
    here = next((paper for paper in session.papers if paper.material_id == ask.target), None)
    return here is None or (here.state == "todo" and not here.pages)


def wanted(session: Session, ask: Ask, knowledge: Knowledge) -> Material | None:
    """The paper that is asked about."""
    return next((one for one in needed_papers(session, knowledge) if one.id == ask.target), None)


def defer(session: Session, ask: Ask, knowledge: Knowledge) -> Result:
    """The resident was told what, how, by when and what if late; the promise is signed with the form."""
    before = {paper.material_id: paper for paper in session.papers}
    needed = needed_papers(session, knowledge)
    listed = tuple(before.get(one.id, Paper(one.id, name=one.name)) for one in needed)
    due = {one.id: papers.last_day(one, knowledge) for one in needed}[ask.target]
    deferred = (replace(p, state="deferred", due=due) if p.material_id == ask.target else p for p in listed)
    later = replace(session, papers=tuple(deferred))
    return papers.open_papers(later, knowledge) if later.stage is Stage.MATERIAL else (later, ())


def paper_accepted(session: Session, event: events.Event, knowledge: Knowledge) -> Result:
    """These pages are good; a page taken since then is looked at anew."""
    assert isinstance(event, events.PaperAccepted)
    paper = next((paper for paper in session.papers if paper.material_id == event.material_id), None)
    if paper is None or not paper.pages or set(paper.pages) != set(event.pages):
        return session, ()
    seen = tuple(replace(p, accepted=event.pages) if p is paper else p for p in session.papers)
    return replace(session, papers=seen, notice="paper_accepted"), ()
