"""Core: find, guide, identify."""

from dataclasses import replace

from cloud_seat.contract.rules import FormEngine
from devices.id_card.layouts import is_expired
from kiosk_app.session import commands as do
from kiosk_app.session import events
from kiosk_app.session.asking import engine_of, judged
from kiosk_app.session.moves import Result, calling
from kiosk_app.session.moves.calling import share
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
        return replace(session, stage=Stage.IDENTIFY, reading="waiting"), (*opening, do.ReadCard())
    at_form, saving = fill(session, engine, knowledge)
    return at_form, (*opening, *saving)


def back_to_find(session: Session, event: events.Event, knowledge: Knowledge) -> Result:
    """To the hits, or home when there were none."""
    if not session.results and not session.query:
        return home(session)
    return replace(session, stage=Stage.FIND), ()


def back_to_guide(session: Session, event: events.Event, knowledge: Knowledge) -> Result:
    """The reader is given back."""
    return replace(session, stage=Stage.GUIDE, notice=""), (do.StopReading(),)


def card_seen(session: Session, event: events.Event, knowledge: Knowledge) -> Result:
    """The words follow the card; a reader that answers again takes back the words about its silence."""
    assert isinstance(event, events.CardSeen)
    match event.progress:
        case "reading":
            return replace(session, reading="reading", notice=""), ()
        case "moved":
            return replace(session, reading="trouble", notice="card_removed"), ()
        case "lift_again":
            return replace(session, reading="trouble", notice="card_lift_again"), ()
        case _ if session.notice == "card_reader":
            return replace(session, reading="waiting", notice=""), ()
        case _:
            return session, ()


def card_read(session: Session, event: events.Event, knowledge: Knowledge) -> Result:
    """Now we know who is here; the card fills in what it can. An expired one does too: the office decides."""
    assert isinstance(event, events.CardRead)
    notice = "card_expired" if is_expired(event.person.valid_until, knowledge.today) else ""
    known = replace(session, person=event.person, ambient=replace(session.ambient, card_present=True), notice=notice)
    engine = engine_of(session, knowledge)
    return fill(known, engine, knowledge) if engine else (known, ())


def fill(session: Session, engine: FormEngine, knowledge: Knowledge) -> Result:
    """To the form, with the values of the card in place."""
    assert session.person is not None
    mine = {path.partition(".")[0] for path in session.touched if engine.may_write(path, session.values)}
    read = {name: v for name, v in engine.prefill(session.person.as_source()).items() if name not in mine}
    values = {**session.values, **read}
    filled = replace(session, stage=Stage.FORM, page=0, inside="", values=values, reading="done")
    sure = judged(filled, engine, knowledge)
    return sure, (do.SaveForm(sure.values), *share(sure))


def card_failed(session: Session, event: events.Event, knowledge: Knowledge) -> Result:
    """Say what happened and read on."""
    assert isinstance(event, events.CardFailed)
    return replace(session, reading="trouble", notice=f"card_{event.code}"), (do.ReadCard(),)
