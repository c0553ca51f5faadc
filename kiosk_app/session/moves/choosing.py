"""Core: find and guide."""

from dataclasses import replace

from kiosk_app.session import commands as do
from kiosk_app.session import events
from kiosk_app.session.asking import engine_of
from kiosk_app.session.moves import Result, calling, identifying
from kiosk_app.session.moves.home import home
from kiosk_app.session.moves.papers import given_so_far
from kiosk_app.session.state import Knowledge, Session, Stage


def open_search(session: Session, event: events.Event, knowledge: Knowledge) -> Result:
    """The search field, empty or with the words of a door."""
    assert isinstance(event, events.SearchOpened)
    return replace(session, stage=Stage.FIND, query=event.words), (do.Search(event.words),)


def open_door(session: Session, event: events.Event, knowledge: Knowledge) -> Result:
    """The items behind one door."""
    assert isinstance(event, events.DoorOpened)
    hits = tuple((item_id, ()) for item_id in knowledge.doors.get(event.door_id, ()))
    return replace(session, stage=Stage.FIND, results=hits, matched_by="door"), ()


def type_words(session: Session, event: events.Event, knowledge: Knowledge) -> Result:
    """Every keystroke searches anew."""
    assert isinstance(event, events.WordsTyped)
    return replace(session, query=event.words[:40], item_id=""), (do.Search(event.words[:40]),)


def show_results(session: Session, event: events.Event, knowledge: Knowledge) -> Result:
    """Hits for the words that still stand there."""
    assert isinstance(event, events.ResultsFound)
    if event.words != session.query:
        return session, ()
    return replace(session, results=event.hits, matched_by=event.matched_by), ()


def choose_item(session: Session, event: events.Event, knowledge: Knowledge) -> Result:
    """An item is looked at. Another one than before starts a fresh form."""
    assert isinstance(event, events.ItemChosen)
    if event.item_id not in knowledge.items:
        return session, ()
    stage = Stage.FIND if session.stage is Stage.FIND else Stage.GUIDE
    if event.item_id == session.item_id:
        return replace(session, stage=stage), ()
    kept = replace(session, stage=stage, item_id=event.item_id, case_id="", values={}, touched=frozenset())
    fresh = replace(kept, papers=(), paper_at=0, page=0, inside="", errors={}, ticked=frozenset())
    return replace(fresh, given=given_so_far(session)), ()


def begin(session: Session, event: events.Event, knowledge: Knowledge) -> Result:
    """自己办. An item that cannot be done here leads to a person; with a card already read, straight to the form."""
    engine = engine_of(session, knowledge)
    if not session.item_id:
        return session, ()
    if engine is None:
        return calling.ask_call(session)
    opening = () if session.case_id else (do.OpenDraft(session.item_id, engine.form.id),)
    if session.person is None:
        asked, reading = identifying.enter(replace(session, way="card"))
        return asked, (*opening, *reading)
    at_form, saving = identifying.fill(session, engine, knowledge)
    return at_form, (*opening, *saving)


def back_to_find(session: Session, event: events.Event, knowledge: Knowledge) -> Result:
    """To the hits, or home when there were none."""
    if not session.results and not session.query:
        return home(session)
    return replace(session, stage=Stage.FIND), ()
