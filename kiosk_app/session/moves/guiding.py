"""Core: the guide on paper."""

from dataclasses import replace

from kiosk_app.session import commands as do
from kiosk_app.session import events
from kiosk_app.session.asking import works
from kiosk_app.session.moves import Result
from kiosk_app.session.state import Knowledge, Print, Session

A4, SLIP = "document_printer", "receipt_printer"
MOVED = "outcome_unknown"
"""Paper may have come out: another printer would print it twice."""


def printer_for(session: Session) -> str:
    """A4 where it works, else the slip's paper; empty without either."""
    return next((role for role in (A4, SLIP) if works(session, role)), "")


def print_guide(session: Session, event: events.Event, knowledge: Knowledge) -> Result:
    """One press, one guide: on A4 where it works, else as a slip; with neither, what helps instead."""
    if session.guide_print is Print.PRINTING or not session.item_id:
        return session, ()
    printer = printer_for(session)
    if not printer:
        return replace(session, guide_print=Print.TROUBLE, notice="guide_no_printer"), ()
    return replace(session, guide_print=Print.PRINTING, notice=""), (do.PrintGuide(printer),)


def guide_printed(session: Session, event: events.Event, knowledge: Knowledge) -> Result:
    """Paper out; or the other printer, when surely none came; or the words that help without."""
    assert isinstance(event, events.GuidePrinted)
    if session.guide_print is not Print.PRINTING:
        return session, ()
    if not event.code:
        return replace(session, guide_print=Print.PRINTED, notice="guide_a4" if event.a4 else "guide_slip"), ()
    if event.a4 and event.code != MOVED and works(session, SLIP):
        return session, (do.PrintGuide(SLIP),)
    return replace(session, guide_print=Print.TROUBLE, notice=f"paper_{event.code}"), ()
