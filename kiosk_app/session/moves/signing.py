"""Core: check, sign, review."""

from dataclasses import replace

from kiosk_app.session import commands as do
from kiosk_app.session import events
from kiosk_app.session.asking import engine_of, judged, page_with, promises_of
from kiosk_app.session.moves import Result, sighting
from kiosk_app.session.moves.calling import share
from kiosk_app.session.moves.filling import bring, next_page, page_back
from kiosk_app.session.moves.papers import show_paper
from kiosk_app.session.signed import covered
from kiosk_app.session.state import Knowledge, Session, Stage


def edit_page(session: Session, event: events.Event, knowledge: Knowledge) -> Result:
    """From the check page to one page of the form."""
    assert isinstance(event, events.PageEdited)
    engine = engine_of(session, knowledge)
    last = len(engine.form.ui.pages) - 1 if engine else 0
    page = max(0, min(event.page, last))
    return replace(session, stage=Stage.FORM, page=page, inside="", picking="", focus="", wanted=""), ()


def to_sign(session: Session, event: events.Event, knowledge: Knowledge) -> Result:
    """Only a form without errors is signed; else straight to what is wrong."""
    engine = engine_of(session, knowledge)
    if engine is None:
        return session, ()
    if session.inside or session.picking:
        return next_page(session, event, knowledge)
    everything = frozenset(question.path for question in engine.questions(session.values))
    sure = judged(replace(session, touched=everything), engine, knowledge)
    if not sure.errors:
        notice = sighting.NOTICE if sighting.waits(sure) else ""
        return replace(sure, stage=Stage.SIGN, notice=notice, focus="", wanted=""), (do.RenderDocument(), *share(sure))
    first = next(iter(sure.errors))
    return bring(replace(sure, stage=Stage.FORM, page=page_with(engine, first)), first), ()


def back_to_material(session: Session, event: events.Event, knowledge: Knowledge) -> Result:
    """To the last paper, or to the form when none is asked for."""
    if session.inside or session.picking:
        return page_back(session, event, knowledge)
    if not session.papers:
        return replace(session, stage=Stage.FORM), ()
    return show_paper(replace(session, stage=Stage.MATERIAL), len(session.papers) - 1)


def tick(session: Session, event: events.Event, knowledge: Knowledge) -> Result:
    """One promise, ticked apart from the others."""
    assert isinstance(event, events.PromiseTicked)
    without = session.ticked - {event.promise_id}
    return replace(session, ticked=without | {event.promise_id} if event.on else without, notice=""), ()


def sign(session: Session, event: events.Event, knowledge: Knowledge) -> Result:
    """All promises first; then the application is drawn with the signature on it."""
    assert isinstance(event, events.Signed)
    if sighting.waits(session):
        return replace(session, notice=sighting.NOTICE), ()
    if not promises_of(session, knowledge).keys() <= session.ticked:
        return replace(session, notice="promises"), ()
    return replace(session, notice="", signed=covered(session)), (do.RenderDocument(event.strokes),)


def rendered(session: Session, event: events.Event, knowledge: Knowledge) -> Result:
    """A new picture of the application; a signed one opens the review."""
    assert isinstance(event, events.DocumentRendered)
    stage = Stage.REVIEW if event.signed and session.stage is Stage.SIGN else session.stage
    return replace(session, stage=stage, document=session.document + 1, sheets=event.sheets), ()


def show_numbers(session: Session, event: events.Event, knowledge: Knowledge) -> Result:
    """A touch opens them for a moment, another one covers them at once."""
    shown = replace(session, bare=not session.bare)
    return shown, ((do.CoverLater(),) if shown.bare else ())


def cover_numbers(session: Session, event: events.Event, knowledge: Knowledge) -> Result:
    """The moment is over."""
    return replace(session, bare=False), ()


def signature_refused(session: Session, event: events.Event, knowledge: Knowledge) -> Result:
    """Too short to be a name."""
    return replace(session, notice="signature"), ()


def back_to_check(session: Session, event: events.Event, knowledge: Knowledge) -> Result:
    """Nothing signed yet."""
    return replace(session, stage=Stage.CHECK, notice=""), ()


def back_to_sign(session: Session, event: events.Event, knowledge: Knowledge) -> Result:
    """A fresh sheet without the signature."""
    return replace(session, stage=Stage.SIGN), (do.RenderDocument(),)
