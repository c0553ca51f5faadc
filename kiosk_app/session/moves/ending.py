"""Core: submit and after."""

from dataclasses import replace

from kiosk_app.session import commands as do
from kiosk_app.session import events
from kiosk_app.session.asking import works
from kiosk_app.session.moves import Result, calling
from kiosk_app.session.moves.guiding import MOVED, SLIP, printer_for
from kiosk_app.session.moves.home import home
from kiosk_app.session.state import CallState, Knowledge, Print, Session, Stage


def submit(session: Session, event: events.Event, knowledge: Knowledge) -> Result:
    """The one button that counts: store first, tell afterwards."""
    return replace(session, stage=Stage.SUBMITTING, notice=""), (do.SubmitCase(),)


def stored(session: Session, event: events.Event, knowledge: Knowledge) -> Result:
    """Safe on disk. With a hub in reach its receipt is awaited, without one the case stays here."""
    assert isinstance(event, events.CaseStored)
    safe = replace(session, provisional=event.number, submitted_at=event.submitted_at, sealed_as=event.sha256)
    return (safe, (do.AwaitReceipt(),)) if safe.ambient.link_up else keep_here(safe)


def keep_here(session: Session) -> Result:
    """The provisional slip: the case goes later, by itself."""
    printing = replace(session, stage=Stage.STORED, printing=Print.PRINTING)
    return printing, (do.PrintSlip(provisional=True),)


def overdue(session: Session, event: events.Event, knowledge: Knowledge) -> Result:
    """The hub is slow: what is stored need not wait for it in front of the resident."""
    return keep_here(session)


def committed(session: Session, event: events.Event, knowledge: Knowledge) -> Result:
    """The hub has the case of this session; of any other it says nothing here."""
    assert isinstance(event, events.CaseCommitted)
    if event.case_id != session.case_id:
        return session, ()
    done = replace(session, stage=Stage.DONE, acceptance=event.acceptance, printing=Print.PRINTING)
    return replace(done, provisional=done.provisional or "-"), (do.PrintSlip(provisional=False),)


def printed(session: Session, event: events.Event, knowledge: Knowledge) -> Result:
    """Paper out, or the words that help without it."""
    assert isinstance(event, events.SlipPrinted)
    if event.code:
        return replace(session, printing=Print.TROUBLE, notice=f"slip_{event.code}"), ()
    return replace(session, printing=Print.PRINTED, notice=""), ()


def print_again(session: Session, event: events.Event, knowledge: Knowledge) -> Result:
    """One press, one slip; a second while printing changes nothing."""
    if session.printing is Print.PRINTING:
        return session, ()
    provisional = session.stage is Stage.STORED
    return replace(session, printing=Print.PRINTING, notice=""), (do.PrintSlip(provisional=provisional),)


def print_notices(session: Session, event: events.Event, knowledge: Knowledge) -> Result:
    """On A4 where such a printer works, else on the slip's paper. One press, one set."""
    if session.notices is Print.PRINTING:
        return session, ()
    printer = printer_for(session)
    if not printer:
        return replace(session, notices=Print.TROUBLE, notice="paper_not_ready"), ()
    return replace(session, notices=Print.PRINTING, notice=""), (do.PrintNotices(printer),)


def notices_printed(session: Session, event: events.Event, knowledge: Knowledge) -> Result:
    """Paper out, or the words that help without it."""
    assert isinstance(event, events.NoticesPrinted)
    if session.notices is not Print.PRINTING:
        return session, ()
    if event.a4 and event.code not in ("", MOVED) and works(session, SLIP):
        return session, (do.PrintNotices(SLIP),)
    if event.code:
        return replace(session, notices=Print.TROUBLE, notice=f"paper_{event.code}"), ()
    return replace(session, notices=Print.PRINTED, notice="notices_printed"), ()


def rate(session: Session, event: events.Event, knowledge: Knowledge) -> Result:
    """Only when the official is gone; 0 takes the choice back."""
    assert isinstance(event, events.Rated)
    if session.call.state is not CallState.NONE or not 0 <= event.level <= 5:
        return session, ()
    return replace(session, rating=event.level), ()


def finish(session: Session, event: events.Event, knowledge: Knowledge) -> Result:
    """First the call ends, then the resident."""
    if session.call.state is not CallState.NONE:
        return calling.hang_up(session)
    return home(session)
