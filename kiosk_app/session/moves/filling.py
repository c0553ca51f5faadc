"""Core: the form."""

from dataclasses import replace

from kiosk_app.session import commands as do
from kiosk_app.session import events
from kiosk_app.session.asking import engine_of, judged
from kiosk_app.session.moves import Result
from kiosk_app.session.moves.calling import mend_mark, share
from kiosk_app.session.moves.papers import open_papers
from kiosk_app.session.state import Knowledge, Session, Stage


def edit(session: Session, event: events.Event, knowledge: Knowledge) -> Result:
    """One field changed: judged, sealed and shared at once. Fields from the card stay as read."""
    assert isinstance(event, events.FieldEdited)
    engine = engine_of(session, knowledge)
    field = engine.field(event.name) if engine else None
    if engine is None or field is None or field.readonly:
        return session, ()
    values = {**session.values, event.name: engine.read(event.name, event.value)}
    edited = replace(
        session, values=values, touched=session.touched | {event.name}, saved=False, focus=event.name, wanted=""
    )
    sure = judged(edited, engine, knowledge)
    mended, answers = mend_mark(sure, event.name)
    return mended, (do.SaveForm(values), *answers, *share(mended))


def focus(session: Session, event: events.Event, knowledge: Knowledge) -> Result:
    """Only shown to the official; nothing changes."""
    assert isinstance(event, events.FieldFocused)
    focused = replace(session, focus=event.name)
    return focused, share(focused)


def next_page(session: Session, event: events.Event, knowledge: Knowledge) -> Result:
    """On when this page is right; else to the first line that is not."""
    engine = engine_of(session, knowledge)
    if engine is None:
        return session, ()
    names = frozenset(field.name for field in engine.form.ui.pages[session.page].fields)
    sure = judged(replace(session, touched=session.touched | names), engine, knowledge)
    wrong = [name for name in sure.errors if name in names]
    if wrong:
        return replace(sure, wanted=wrong[0], notice="mend"), ()
    onward = replace(sure, focus="", wanted="", notice="")
    if session.page + 1 < len(engine.form.ui.pages):
        return replace(onward, page=session.page + 1), ()
    return open_papers(onward, knowledge)


def page_back(session: Session, event: events.Event, knowledge: Knowledge) -> Result:
    """Back one page, or to the guide; values stay."""
    if session.page > 0:
        return replace(session, page=session.page - 1, focus="", wanted=""), ()
    return replace(session, stage=Stage.GUIDE, focus="", wanted=""), ()
