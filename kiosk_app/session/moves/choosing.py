"""Core: find and guide."""

from dataclasses import replace

from kiosk_app.session import commands as do
from kiosk_app.session import events
from kiosk_app.session.asking import engine_of
from kiosk_app.session.moves import Result, calling, identifying
from kiosk_app.session.moves.home import leave_or_ask
from kiosk_app.session.moves.papers import given_so_far
from kiosk_app.session.state import Knowledge, Print, Session, Stage


def open_search(session: Session, event: events.Event, knowledge: Knowledge) -> Result:
    """The search field, empty or with the words of a door."""
    assert isinstance(event, events.SearchOpened)
    found = replace(session, stage=Stage.FIND, query=event.words, results=(), shelf="", door="", item_id="")
    return found, (do.Search(event.words),)


def open_door(session: Session, event: events.Event, knowledge: Knowledge) -> Result:
    """The doors on a shelf, or the items behind a door. What can be done here alone comes first."""
    assert isinstance(event, events.DoorOpened)
    fresh = replace(session, stage=Stage.FIND, query="", results=(), matched_by="", item_id="", door="")
    if event.door_id in knowledge.shelves:
        return replace(fresh, shelf=event.door_id), ()
    behind = [
        knowledge.items[item_id] for item_id in knowledge.doors.get(event.door_id, ()) if item_id in knowledge.items
    ]
    hits = tuple((item.id, ()) for item in sorted(behind, key=lambda item: item.form_id is None))
    return replace(fresh, results=hits, matched_by="door", door=event.door_id), ()


def leave_find(session: Session, event: events.Event, knowledge: Knowledge) -> Result:
    """Back: from the items behind a door to the shelf it stands on, and home from there."""
    if any(door.id == session.door for doors in knowledge.shelves.values() for door in doors):
        return replace(session, results=(), matched_by="", door="", item_id=""), ()
    return leave_or_ask(session)


def type_words(session: Session, event: events.Event, knowledge: Knowledge) -> Result:
    """Every keystroke searches anew."""
    assert isinstance(event, events.WordsTyped)
    words = event.words[:40]
    return replace(session, query=words, item_id="", shelf="", door=""), (do.Search(words),)


def show_results(session: Session, event: events.Event, knowledge: Knowledge) -> Result:
    """Hits for the words that still stand there. Words without any are remembered, the longest while letters go."""
    assert isinstance(event, events.ResultsFound)
    if event.words != session.query:
        return session, ()
    is_missed = not event.hits and event.words.strip() and not session.missed.startswith(event.words)
    missed = event.words if is_missed else session.missed
    return replace(session, results=event.hits, matched_by=event.matched_by, missed=missed), ()


def choose_item(session: Session, event: events.Event, knowledge: Knowledge) -> Result:
    """An item is looked at. Another one than before starts a fresh form."""
    assert isinstance(event, events.ItemChosen)
    if event.item_id not in knowledge.items:
        return session, ()
    is_listed = session.stage is Stage.FIND and any(item_id == event.item_id for item_id, _ in session.results)
    stage = Stage.FIND if is_listed else Stage.GUIDE
    if event.item_id in (session.item_id, session.begun):
        return replace(session, stage=stage, item_id=event.item_id), ()
    kept = replace(
        session, stage=stage, item_id=event.item_id, guide_print=Print.NONE, case_id="", values={}, touched=frozenset()
    )
    fresh = replace(kept, begun="", papers=(), paper_at=0, page=0, inside="", errors={}, ticked=frozenset())
    return replace(fresh, given=given_so_far(session)), ()


def open_guide(session: Session, event: events.Event, knowledge: Knowledge) -> Result:
    """From the few words beside the list to the whole page."""
    return (replace(session, stage=Stage.GUIDE) if session.item_id else session), ()


def begin(session: Session, event: events.Event, knowledge: Knowledge) -> Result:
    """自己办. An item that cannot be done here leads to a person; with a card already read, straight to the form."""
    engine = engine_of(session, knowledge)
    if not session.item_id:
        return session, ()
    if engine is None:
        return calling.ask_call(session)
    opening = () if session.case_id else (do.OpenDraft(session.item_id, engine.form.id),)
    begun = replace(session, begun=session.item_id)
    if session.person is None:
        asked, reading = identifying.enter(replace(begun, way="card"))
        return asked, (*opening, *reading)
    at_form, saving = identifying.fill(begun, engine, knowledge)
    return at_form, (*opening, *saving)


def back_to_find(session: Session, event: events.Event, knowledge: Knowledge) -> Result:
    """To the hits, or home when there were none."""
    if not session.results and not session.query and not session.shelf:
        return leave_or_ask(session)
    return replace(session, stage=Stage.FIND), ()
