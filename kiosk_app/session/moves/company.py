"""Core: further people in the call: the resident sees each by name and role, agrees to a helper, sends anybody out.

While a colleague is only consulted nothing leaves the booth: they hear the official alone, whatever the desk mixes.
"""

from dataclasses import replace

from cloud_seat.contract.companions import FAMILY
from kiosk_app.session import commands as do
from kiosk_app.session import events
from kiosk_app.session.moves import Result
from kiosk_app.session.state import CallState, Knowledge, Session

QUESTION, CODE = "callHelper", "callHelperCode"


def told(session: Session, event: events.Event, knowledge: Knowledge) -> Result:
    """The roster, on the glass from now on; only then the hub lets anybody in."""
    assert isinstance(event, events.RosterTold)
    waiting = {one.companion_id: one.state for one in event.people}
    asked, linked = session.call.helper_asked, session.call.helper_linked
    call = replace(
        session.call,
        people=event.people,
        helper_asked=asked if waiting.get(asked) == "asked" else "",
        helper_linked=linked if waiting.get(linked) == "open" else "",
        helper_told=session.call.helper_told if waiting.get(linked) == "open" else (),
    )
    over = (session.overlay == QUESTION and not call.helper_asked) or (
        session.overlay == CODE and not call.helper_linked
    )
    after = replace(session, call=call, overlay="" if over else session.overlay)
    quiet: tuple[do.Command, ...] = (do.Hold(call.is_quiet),) if call.is_quiet is not session.call.is_quiet else ()
    return after, (*quiet, do.ConfirmRoster(event.call_id, event.number))


def proposed(session: Session, event: events.Event, knowledge: Knowledge) -> Result:
    """Asked in front of the page as soon as no other question is there; see `due`."""
    assert isinstance(event, events.HelperProposed)
    return replace(session, call=replace(session.call, helper_asked=event.companion_id, helper_by=event.seat)), ()


def due(session: Session) -> Session:
    """The question about a helper comes when nothing else is asked."""
    if session.call.helper_asked and not session.overlay and session.call.state is CallState.CONNECTED:
        return replace(session, overlay=QUESTION)
    return session


def linked(session: Session, event: events.Event, knowledge: Knowledge) -> Result:
    """The code is there to be scanned."""
    assert isinstance(event, events.LinkOpened)
    told = (event.page, event.number) if event.page and event.number else ()
    call = replace(session.call, helper_linked=event.companion_id, helper_told=told)
    return replace(session, call=call, overlay=session.overlay or CODE), ()


def want(session: Session, event: events.Event, knowledge: Knowledge) -> Result:
    """By the resident's own wish. One helper at a time; the code of one who is still to come is shown again."""
    if session.call.state is not CallState.CONNECTED:
        return session, ()
    if session.call.helper_linked:
        return replace(session, overlay=CODE), ()
    if any(one.role == FAMILY for one in session.call.people):
        return replace(session, notice="helper_there"), ()
    return session, (do.AskHelper(),)


def answer(session: Session, *, agreed: bool, sees_form: bool = False) -> Result:
    """Yes or no, and whether the form may be read."""
    asked = session.call.helper_asked
    left = replace(session, overlay="", call=replace(session.call, helper_asked="", helper_by=None))
    return left, (do.AnswerHelper(asked, agreed, sees_form),)


def send_out(session: Session, event: events.Event, knowledge: Knowledge) -> Result:
    """One tap, whoever it is."""
    assert isinstance(event, events.CompanionSent)
    known = any(one.companion_id == event.companion_id for one in session.call.people)
    return session, ((do.EndCompanion(event.companion_id),) if known else ())


def drop_code(session: Session) -> Result:
    """The one who was to come is not wanted any more."""
    return replace(session, overlay=""), (do.EndCompanion(session.call.helper_linked),)
