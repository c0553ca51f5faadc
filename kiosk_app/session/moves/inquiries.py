"""Core: asking the hub: how a matter stands, a booking. Both want a number or a card; then there is an answer."""

from dataclasses import replace

from kiosk_app.session import commands as do
from kiosk_app.session import events
from kiosk_app.session.moves import Result
from kiosk_app.session.moves.home import home
from kiosk_app.session.state import Inquiry, Knowledge, Session, Stage

FIELD = "number"
SHORTEST = 6
"""Digits: of the number on the slip, or of a booking's code."""
LONGEST = 24
STAGES = {"progress": Stage.PROGRESS, "checkIn": Stage.CHECK_IN}


def open_inquiry(session: Session, event: events.Event, knowledge: Knowledge) -> Result:
    """From the welcome page: the reader is on, the number may be typed."""
    assert isinstance(event, events.InquiryOpened)
    if event.kind not in STAGES:
        return session, ()
    return replace(session, stage=STAGES[event.kind], reading="waiting", notice=""), (do.ReadCard("card"),)


def write(session: Session, event: events.Event, knowledge: Knowledge) -> Result:
    """The number, digit by digit."""
    assert isinstance(event, events.FieldEdited)
    if event.name != FIELD or session.inquiry.state != "asking":
        return session, ()
    return replace(session, inquiry=replace(session.inquiry, number=str(event.value)[:LONGEST])), ()


def touch(session: Session, event: events.Event, knowledge: Knowledge) -> Result:
    """Where the finger is does not matter here."""
    return session, ()


def card_seen(session: Session, event: events.Event, knowledge: Knowledge) -> Result:
    """The words follow the card."""
    assert isinstance(event, events.CardSeen)
    trouble = {"moved": "card_removed", "lift_again": "card_lift_again"}.get(event.progress, "")
    if not trouble and event.progress != "reading":
        return session, ()
    return replace(session, reading="trouble" if trouble else "reading", notice=trouble), ()


def card_read(session: Session, event: events.Event, knowledge: Knowledge) -> Result:
    """For a booking the card is enough; for a matter the number may still be missing."""
    assert isinstance(event, events.CardRead)
    ambient = replace(session.ambient, card_present=True)
    known = replace(session, person=event.person, ambient=ambient, reading="done", notice="")
    return _ask(known) if can_ask(known) else (known, ())


def card_failed(session: Session, event: events.Event, knowledge: Knowledge) -> Result:
    """Say what happened and read on."""
    assert isinstance(event, events.CardFailed)
    return replace(session, reading="trouble", notice=f"card_{event.code}"), (do.ReadCard("card"),)


def can_ask(session: Session) -> bool:
    """Whether there is enough to ask with."""
    has_number, has_card = len(session.inquiry.number) >= SHORTEST, session.person is not None
    return has_number or has_card if session.stage is Stage.CHECK_IN else has_number


def opens_matter(session: Session) -> bool:
    """Whether the booking is for today, so that its matter can begin."""
    return session.inquiry.booking is not None and session.inquiry.booking.when != "other_day"


def go_on(session: Session, event: events.Event, knowledge: Knowledge) -> Result:
    """Ask; with a booking in hand, on into its matter; with an answer read, home."""
    booking = session.inquiry.booking
    if booking is not None and opens_matter(session) and booking.item_id in knowledge.items:
        chosen = replace(session, stage=Stage.GUIDE, item_id=booking.item_id, inquiry=Inquiry())
        return chosen, (() if session.person else (do.StopReading(),))
    if session.inquiry.state == "told":
        return home(session)
    return _ask(session) if can_ask(session) and session.inquiry.state == "asking" else (session, ())


def _ask(session: Session) -> Result:
    if not session.ambient.link_up:
        return replace(session, notice="inquiry_offline"), ()
    command = do.CheckIn() if session.stage is Stage.CHECK_IN else do.AskProgress()
    return replace(session, inquiry=replace(session.inquiry, state="looking"), notice=""), (command,)


def progress_told(session: Session, event: events.Event, knowledge: Knowledge) -> Result:
    """The story of the matter."""
    assert isinstance(event, events.ProgressTold)
    return replace(session, inquiry=replace(session.inquiry, state="told", progress=event.progress)), ()


def booking_told(session: Session, event: events.Event, knowledge: Knowledge) -> Result:
    """The booked time."""
    assert isinstance(event, events.BookingTold)
    return replace(session, inquiry=replace(session.inquiry, state="told", booking=event.booking)), ()


def failed(session: Session, event: events.Event, knowledge: Knowledge) -> Result:
    """Nothing found, too many tries, or no network: in words, and the number stays for another look."""
    assert isinstance(event, events.InquiryFailed)
    which = "booking" if session.stage is Stage.CHECK_IN and event.code == "nothing_found" else "inquiry"
    return replace(session, inquiry=replace(session.inquiry, state="asking"), notice=f"{which}_{event.code}"), ()


def again(session: Session, event: events.Event, knowledge: Knowledge) -> Result:
    """Another number, with the same card."""
    return replace(session, inquiry=Inquiry(), notice=""), ()
