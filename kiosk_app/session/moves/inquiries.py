"""Core: asking the hub: how a matter stands, a booking. Both want a number or a card; then there is an answer."""

from dataclasses import replace

from kiosk_app.session import commands as do
from kiosk_app.session import events
from kiosk_app.session.asking import may_rate, works
from kiosk_app.session.moves import Result, ending
from kiosk_app.session.moves.guiding import MOVED, SLIP, printer_for
from kiosk_app.session.moves.home import home, told_rating
from kiosk_app.session.state import Inquiry, Knowledge, Print, Session, Stage

FIELD = "number"
SHORTEST = 6
"""Digits: of the number on the slip, or of a booking's code."""
LONGEST = 24
DECIDED = ("accepted", "returned")
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
    if session.inquiry.taking:
        return session, ()
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


def has_notice(session: Session) -> bool:
    """Whether this matter was decided, so that there is a notice of it."""
    told = session.inquiry.progress
    decided = told is not None and told.kind == "case" and any(one.what in DECIDED for one in told.history)
    return decided and session.inquiry.state == "told" and session.person is not None


def rate(session: Session, event: events.Event, knowledge: Knowledge) -> Result:
    """On a later visit, as on the last page of the first one."""
    return ending.rate(session, event, knowledge) if may_rate(session) else (session, ())


def want_notice(session: Session, event: events.Event, knowledge: Knowledge) -> Result:
    """The notice of the decision, to be read, signed for and taken along."""
    if not has_notice(session) or session.inquiry.taking:
        return session, ()
    if not session.ambient.link_up:
        return replace(session, notice="inquiry_offline"), ()
    return replace(session, inquiry=replace(session.inquiry, taking="asking"), notice=""), (do.AskNotices(),)


def notice_fetched(session: Session, event: events.Event, knowledge: Knowledge) -> Result:
    """It is on the glass; the pad is open."""
    assert isinstance(event, events.NoticesFetched)
    inquiry = replace(session.inquiry, taking="signing", notices=event.notices)
    return replace(session, inquiry=inquiry, sheets=event.sheets, document=session.document + 1), ()


def sign_for_it(session: Session, event: events.Event, knowledge: Knowledge) -> Result:
    """送达回执: signed, then printed together with the notice."""
    assert isinstance(event, events.Signed)
    if session.inquiry.taking != "signing":
        return session, ()
    printer = printer_for(session)
    if not printer:
        return replace(session, notice="paper_not_ready"), ()
    printing = replace(session, inquiry=replace(session.inquiry, taking="printing"), notices=Print.PRINTING, notice="")
    return printing, (do.DeliverNotices(printer, event.strokes),)


def signature_refused(session: Session, event: events.Event, knowledge: Knowledge) -> Result:
    """Too short to be a name."""
    signing = replace(session.inquiry, taking="signing")
    return replace(session, inquiry=signing, notices=Print.NONE, notice="signature"), ()


def handed_over(session: Session, event: events.Event, knowledge: Knowledge) -> Result:
    """Paper out: the hub notes it. Else the other printer, or words that help."""
    assert isinstance(event, events.NoticesPrinted)
    if session.inquiry.taking != "printing":
        return session, ()
    if event.a4 and event.code not in ("", MOVED) and works(session, SLIP):
        return session, (do.DeliverNotices(SLIP),)
    if event.code:
        signing = replace(session.inquiry, taking="signing")
        return replace(session, inquiry=signing, notices=Print.TROUBLE, notice=f"paper_{event.code}"), ()
    return replace(session, notices=Print.PRINTED), (do.RecordDelivery(),)


def recorded(session: Session, event: events.Event, knowledge: Knowledge) -> Result:
    """The story is asked for anew, and tells of it; without a network the next visit may do it again."""
    assert isinstance(event, events.DeliveryRecorded)
    told = replace(session, inquiry=replace(session.inquiry, taking=""))
    if not event.is_known:
        return replace(told, notice="notice_unrecorded"), ()
    return replace(told, notice="notices_printed"), (do.AskProgress(),)


def go_back(session: Session, event: events.Event, knowledge: Knowledge) -> Result:
    """From the pad to the story; from there home. Not while paper is on its way."""
    match session.inquiry.taking:
        case "printing":
            return session, ()
        case "":
            return home(session)
        case _:
            return replace(session, inquiry=replace(session.inquiry, taking=""), notice=""), ()


def booking_told(session: Session, event: events.Event, knowledge: Knowledge) -> Result:
    """The booked time."""
    assert isinstance(event, events.BookingTold)
    return replace(session, inquiry=replace(session.inquiry, state="told", booking=event.booking)), ()


def failed(session: Session, event: events.Event, knowledge: Knowledge) -> Result:
    """Nothing found, too many tries, or no network: in words, and the number stays for another look."""
    assert isinstance(event, events.InquiryFailed)
    if session.inquiry.taking:
        calm = replace(session, inquiry=replace(session.inquiry, taking=""))
        return replace(calm, notice=f"inquiry_{event.code}"), ()
    which = "booking" if session.stage is Stage.CHECK_IN and event.code == "nothing_found" else "inquiry"
    return replace(session, inquiry=replace(session.inquiry, state="asking"), notice=f"{which}_{event.code}"), ()


def again(session: Session, event: events.Event, knowledge: Knowledge) -> Result:
    """Another number, with the same card."""
    if session.inquiry.taking:
        return session, ()
    return replace(session, inquiry=Inquiry(), rating=0, notice=""), told_rating(session)
