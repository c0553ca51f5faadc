"""Core: submit and after."""

from dataclasses import replace

from kiosk_app.session import commands as do
from kiosk_app.session import events
from kiosk_app.session.moves import Result, calling
from kiosk_app.session.moves.home import home
from kiosk_app.session.state import CallState, Knowledge, Print, Session, Stage


def submit(session: Session, event: events.Event, knowledge: Knowledge) -> Result:
    return replace(session, stage=Stage.SUBMITTING, notice=""), (do.SubmitCase(),)


def stored(session: Session, event: events.Event, knowledge: Knowledge) -> Result:
    assert isinstance(event, events.CaseStored)
    safe = replace(session, provisional=event.number, submitted_at=event.submitted_at)
    return (safe, (do.AwaitReceipt(),)) if safe.ambient.link_up else keep_here(safe)


def keep_here(session: Session) -> Result:
    printing = replace(session, stage=Stage.STORED, printing=Print.PRINTING)
    return printing, (do.PrintSlip(provisional=True),)


def overdue(session: Session, event: events.Event, knowledge: Knowledge) -> Result:
    return keep_here(session)


def committed(session: Session, event: events.Event, knowledge: Knowledge) -> Result:
    assert isinstance(event, events.CaseCommitted)
    if event.case_id != session.case_id:
        return session, ()
    done = replace(session, stage=Stage.DONE, acceptance=event.acceptance, printing=Print.PRINTING)
    return replace(done, provisional=done.provisional or "-"), (do.PrintSlip(provisional=False),)


def printed(session: Session, event: events.Event, knowledge: Knowledge) -> Result:
    assert isinstance(event, events.SlipPrinted)
    if event.code:
        return replace(session, printing=Print.TROUBLE, notice=f"slip_{event.code}"), ()
    return replace(session, printing=Print.PRINTED, notice=""), ()


def print_again(session: Session, event: events.Event, knowledge: Knowledge) -> Result:
    if session.printing is Print.PRINTING:
        return session, ()
    provisional = session.stage is Stage.STORED
    return replace(session, printing=Print.PRINTING, notice=""), (do.PrintSlip(provisional=provisional),)


def rate(session: Session, event: events.Event, knowledge: Knowledge) -> Result:
    assert isinstance(event, events.Rated)
    if session.call.state is not CallState.NONE or not 0 <= event.level <= 5:
        return session, ()
    return replace(session, rating=event.level), ()


def finish(session: Session, event: events.Event, knowledge: Knowledge) -> Result:
    if session.call.state is not CallState.NONE:
        return calling.hang_up(session)
    return home(session)
