"""Core: the answers that the official asks to look at again, seen on every page of a call.

Beside the official's picture the line is framed by itself. Where the page has no form (papers, signature, help over it)
the mark comes as a question, and stays on the small picture as long as it is open. What is in front never changes under
a finger: what comes meanwhile stands behind it.
"""

from dataclasses import replace

from cloud_seat.contract import paths
from kiosk_app.session import events
from kiosk_app.session.asking import engine_of, page_with
from kiosk_app.session.moves import Result, papers
from kiosk_app.session.moves.calling import say, share, unmarked
from kiosk_app.session.state import NO_TEXT, Knowledge, Said, Session, Stage

QUESTION = "callMark"
_BESIDE_FORM = (Stage.FORM, Stage.CHECK)
_AWAY = (Stage.MATERIAL, Stage.SIGN, Stage.REVIEW)
"""Stages of which the form is behind, and may still be mended."""


def marked(session: Session, event: events.Event, knowledge: Knowledge) -> Result:
    """The official asks to look at one field again; nothing is changed for the resident."""
    assert isinstance(event, events.FieldMarked)
    note, engine = event.note[:200], engine_of(session, knowledge)
    asked = engine.field(event.name) if engine else None
    heard = say(session, Said("mark", f"mark:{event.name}", asked.label if asked else NO_TEXT, note))
    before = session.call.marks
    if session.overlay or not _is_away(session):
        return replace(heard, call=replace(session.call, marks={**before, event.name: note}), wanted=event.name), ()
    marks = {event.name: note, **{name: told for name, told in before.items() if name != event.name}}
    return replace(heard, call=replace(session.call, marks=marks), overlay=QUESTION), ()


def _is_away(session: Session) -> bool:
    return session.stage in _AWAY or (session.stage in _BESIDE_FORM and session.aside != "")


def choose_mark(session: Session, event: events.Event, knowledge: Knowledge) -> Result:
    """Yes brings the marked line to the finger; no takes the mark away. The answer itself stays as it is."""
    assert isinstance(event, events.MarkChosen)
    return choose(session, knowledge, agreed=event.agreed)


def choose(session: Session, knowledge: Knowledge, *, agreed: bool) -> Result:
    """The same, from the question or from the frame."""
    asked = replace(session, overlay="") if session.overlay == QUESTION else session
    name = next(iter(asked.call.marks), "")
    if not name:
        return asked, ()
    if agreed:
        shown, commands = _to_form(asked, name, knowledge)
        return shown, (*commands, *share(shown))
    left, told = unmarked(asked, name, "declined")
    is_next = session.overlay == QUESTION and left.call.marks
    return replace(left, overlay=QUESTION if is_next else left.overlay), (*told, *share(left))


def _to_form(session: Session, name: str, knowledge: Knowledge) -> Result:
    """The form with that line at the finger: its page, or after the papers the page where all is checked."""
    engine = engine_of(session, knowledge)
    if engine is None or session.stage not in (*_BESIDE_FORM, *_AWAY):
        return session, ()
    free = replace(session, aside="", aside_below="", picking="", inside=paths.row_of(name))
    shown = replace(free, page=page_with(engine, name), notice="", wanted=name, focus=name)
    if free.stage is Stage.MATERIAL:
        left, commands = papers.back_to_form(shown, events.WentBack(), knowledge)
        return replace(left, wanted=name, focus=name), commands
    return replace(shown, stage=Stage.FORM if free.stage is Stage.FORM else Stage.CHECK), ()
