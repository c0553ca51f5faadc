"""Core: who is here: by card, social-security card, code, or by their own word; for themselves or for somebody else."""

from dataclasses import replace
from typing import Any

from cloud_seat.contract.identity import RELATIONS
from cloud_seat.contract.rules import FormEngine
from cloud_seat.contract.text import Text
from devices.id_card.layouts import is_expired
from kiosk_app.session import commands as do
from kiosk_app.session import events
from kiosk_app.session.asking import engine_of, judged
from kiosk_app.session.identity import (
    NAME,
    NUMBER,
    PEOPLE,
    READ_WAYS,
    Part,
    claim_errors,
    may_write,
    part_of,
    person_said,
    present_person,
    sources,
)
from kiosk_app.session.moves import Result, calling
from kiosk_app.session.moves.calling import say, share
from kiosk_app.session.state import Errand, Knowledge, Person, Proof, Said, Session, Stage


def enter(session: Session) -> Result:
    """The page for what is asked now; a device is read when one is wanted."""
    part = part_of(session)
    lifts = part is Part.PRINCIPAL and session.way in ("card", "social")
    asked = replace(session, stage=Stage.IDENTIFY, reading="lift" if lifts else "waiting", notice="", errors={})
    if part not in PEOPLE or session.way not in READ_WAYS:
        return asked, ()
    return asked, (do.ReadCard(session.way, after_lift=lifts),)


def _anew(session: Session) -> Result:
    entered, reading = enter(session)
    return entered, (do.StopReading(), *reading)


def choose_way(session: Session, event: events.Event, knowledge: Knowledge) -> Result:
    """Another device, one's own hand, a person, or for whom the matter is. What was known stays known."""
    assert isinstance(event, events.WayChosen)
    match event.way:
        case "seat":
            return calling.ask_call(session)
        case "other" if session.errand is None:
            return _anew(replace(session, errand=Errand(), way="card"))
        case "self" if session.errand is not None:
            return _for_oneself(session, knowledge)
        case "card" | "social" | "code" | "typed" as way if way != session.way and part_of(session) in PEOPLE:
            return _anew(replace(session, way=way))
        case _:
            return session, ()


def _for_oneself(session: Session, knowledge: Knowledge) -> Result:
    actor = session.errand.actor if session.errand else None
    alone = replace(session, errand=None, person=None, way="card")
    return recognise(alone, actor, knowledge) if actor else _anew(alone)


def answer(session: Session, event: events.Event, knowledge: Knowledge) -> Result:
    """A big button: what the one who acts is to the other; or whether both stand the right way round."""
    assert isinstance(event, events.IdentifyAnswered)
    part, errand, engine = part_of(session), session.errand, engine_of(session, knowledge)
    if part is Part.RELATION and errand and event.answer in RELATIONS:
        return enter(replace(session, errand=replace(errand, relation=event.answer), way="card"))
    if part is not Part.CONFIRM or errand is None or engine is None:
        return session, ()
    if event.answer == "swap":
        turned = replace(errand, actor=session.person)
        return replace(session, errand=turned, person=errand.actor, claims=session.claims + 1), ()
    return fill(session, engine, knowledge) if event.answer == "yes" else (session, ())


def write(session: Session, event: events.Event, knowledge: Knowledge) -> Result:
    """Name or number by hand. A line that was wrong is looked at again at once."""
    assert isinstance(event, events.FieldEdited)
    if session.way != "typed" or event.name not in (NAME, NUMBER):
        return session, ()
    written = replace(session, claim={**session.claim, event.name: str(event.value)[:60]}, wanted="")
    return (replace(written, errors=_claim_errors(written)) if session.errors else written), ()


def touch(session: Session, event: events.Event, knowledge: Knowledge) -> Result:
    """The finger is in a line; nobody else sees this page."""
    return session, ()


def press_on(session: Session, event: events.Event, knowledge: Knowledge) -> Result:
    """What was written by hand counts as said, no more."""
    if session.way != "typed" or part_of(session) not in PEOPLE:
        return session, ()
    wrong = _claim_errors(session)
    if wrong:
        return replace(session, errors=wrong, wanted=next(iter(wrong)), notice="mend"), ()
    said = person_said(session.claim[NAME], session.claim[NUMBER], Proof.SAID)
    return recognise(replace(session, errors={}, wanted=""), said, knowledge)


def _claim_errors(session: Session) -> dict[str, Text]:
    return claim_errors(session.claim.get(NAME, ""), session.claim.get(NUMBER, ""))


def back(session: Session, event: events.Event, knowledge: Knowledge) -> Result:
    """One question back; from the first one to the guide, and the reader is given back."""
    part, errand = part_of(session), session.errand
    if part is Part.CONFIRM:
        return _anew(replace(session, person=None))
    if part in PEOPLE and session.way != "card":
        return _anew(replace(session, way="card"))
    if part is Part.PRINCIPAL and errand:
        return _anew(replace(session, errand=replace(errand, relation="")))
    if part is Part.ACTOR:
        return _anew(replace(session, errand=None))
    return replace(session, stage=Stage.GUIDE, notice=""), (do.StopReading(),)


def again(session: Session) -> Result:
    """From the form back to what was written by hand."""
    return enter(replace(session, person=None, way="typed", focus="", wanted=""))


def card_seen(session: Session, event: events.Event, knowledge: Knowledge) -> Result:
    """The words follow the card; a reader that answers again takes back the words about its silence."""
    assert isinstance(event, events.CardSeen)
    if event.way != session.way:
        return session, ()
    match event.progress:
        case "reading":
            return replace(session, reading="reading", notice=""), ()
        case "moved":
            return replace(session, reading="trouble", notice=f"{event.way}_removed"), ()
        case "lift_again" | "turn_over" | "unreadable" as word:
            return replace(session, reading="trouble", notice=f"{event.way}_{word}"), ()
        case _ if session.reading == "lift" or session.notice in ("same_person", f"{event.way}_reader"):
            return replace(session, reading="waiting", notice=""), ()
        case _:
            return session, ()


def card_read(session: Session, event: events.Event, knowledge: Knowledge) -> Result:
    """Now we know who is here; the card fills in what it can. An expired one does too: the office decides."""
    assert isinstance(event, events.CardRead)
    if event.way != session.way or part_of(session) not in PEOPLE:
        return session, ()
    lies = session.ambient.card_present or event.way != "code"
    here = replace(session, ambient=replace(session.ambient, card_present=lies))
    known, commands = recognise(here, event.person, knowledge)
    # Only a chip opens what was left here: a name that is said could be anybody's.
    seeks = part_of(session) is not Part.PRINCIPAL and event.person.is_proven
    return known, (*commands, do.SeekDraft(event.person.number)) if seeks else commands


def card_failed(session: Session, event: events.Event, knowledge: Knowledge) -> Result:
    """Say what happened and read on."""
    assert isinstance(event, events.CardFailed)
    if event.way != session.way or part_of(session) not in PEOPLE:
        return session, ()
    return replace(session, reading="trouble", notice=f"{event.way}_{event.code}"), (do.ReadCard(event.way),)


def recognise(session: Session, person: Person, knowledge: Knowledge) -> Result:
    """Somebody is known: on to the next question, or to the form."""
    errand, engine = session.errand, engine_of(session, knowledge)
    expired = is_expired(person.valid_until, knowledge.today)
    known = replace(session, claims=session.claims + 1, notice=f"{session.way}_expired" if expired else "")
    if errand is None:
        alone = replace(known, person=person)
        return fill(alone, engine, knowledge) if engine else (alone, ())
    if errand.actor is None:
        acting = replace(known, errand=replace(errand, actor=person), reading="done", claim={}, way="card")
        return acting, ()
    if person.number == errand.actor.number:
        return _same_person(session)
    return replace(known, person=person, reading="done"), ()


def _same_person(session: Session) -> Result:
    """The card of the one who acts was laid down again."""
    told = replace(session, reading="trouble", notice="same_person")
    return told, (do.ReadCard(session.way, after_lift=session.way != "code"),) if session.way in READ_WAYS else ()


def fill(session: Session, engine: FormEngine, knowledge: Knowledge) -> Result:
    """To the form, with what is known of the person (and of who acts for them) in place."""
    assert session.person is not None
    written = {path.partition(".")[0] for path in session.touched}
    open_ = (q.path for q in engine.questions(session.values) if may_write(session, engine, q.path))
    mine = written & {path.partition(".")[0] for path in open_}
    read = {name: v for name, v in engine.prefill(sources(session)).items() if name not in mine}
    present = present_person(session) or session.person
    notice = session.notice if present.is_proven else "not_proven"
    values = {**session.values, **_placed(read, knowledge)}
    filled = replace(session, stage=Stage.FORM, page=0, inside="", values=values, reading="done", notice=notice)
    sure = judged(filled, engine, knowledge)
    return sure, (do.SealIdentity(), do.SaveForm(sure.values), *share(sure))


def _placed(read: dict[str, Any], knowledge: Knowledge) -> dict[str, Any]:
    return {n: _address(v["detail"], knowledge) if isinstance(v, dict) else v for n, v in read.items()}


def _address(written: str, knowledge: Knowledge) -> dict[str, str]:
    """The card's address stays word for word; where it begins with a known place, that gets its code."""
    code, taken = knowledge.regions.read(written)
    return {"code": code, "region": written[:taken], "detail": written[taken:]} if code else {"detail": written}


def confirmed(session: Session, event: events.Event, knowledge: Knowledge) -> Result:
    """An official vouches for the person in the booth: for this claim, not for a later one."""
    assert isinstance(event, events.PersonConfirmed)
    person, seat = present_person(session), session.call.seat
    is_needed = person is not None and (not person.is_proven or session.call.gap_s > 0)
    if person is None or not is_needed or seat is None or event.claim != session.claims:
        return session, ()
    seen = person if person.is_proven else replace(person, seen_by=seat.number or seat.seat_id)
    errand = replace(session.errand, actor=seen) if session.errand else None
    known = replace(session, errand=errand, person=session.person if errand else seen, notice="seen")
    known = replace(known, call=replace(known.call, gap_s=0))
    return say(known, Said("seen", "seen")), (do.SealIdentity(), *share(known))
