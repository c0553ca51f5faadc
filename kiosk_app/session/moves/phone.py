"""Core: pictures of a paper from the resident's own phone, beside the camera."""

from dataclasses import replace

from kiosk_app.session import commands as do
from kiosk_app.session import events
from kiosk_app.session.moves import Result
from kiosk_app.session.moves.papers import NO_ROOM, is_taking, show_paper
from kiosk_app.session.state import Knowledge, Session


def ask(session: Session, event: events.Event, knowledge: Knowledge) -> Result:
    """The code for this paper; the camera rests. Without the hub there is no way for pictures to come."""
    if is_taking(session) or session.phone:
        return session, ()
    if not session.ambient.link_up:
        return replace(session, notice="phone_hub"), ()
    opening = replace(session, phone="opening", page_shown=0, retaking=0, verdict="", notice="")
    return opening, (do.StopWatching(), do.OpenPhone(session.papers[session.paper_at].material_id))


def ready(session: Session, event: events.Event, knowledge: Knowledge) -> Result:
    """Scan it, please."""
    return (replace(session, phone="ready"), ()) if session.phone else (session, ())


def seen(session: Session, event: events.Event, knowledge: Knowledge) -> Result:
    """A phone is there."""
    return (replace(session, phone="seen"), ()) if session.phone else (session, ())


def failed(session: Session, event: events.Event, knowledge: Knowledge) -> Result:
    """The code is no good any more; what came stays, and the camera is back."""
    assert isinstance(event, events.PhoneFailed)
    if not session.phone:
        return session, ()
    shown, commands = show_paper(replace(session, phone=""), session.paper_at)
    return replace(shown, notice=event.code), commands


def picture_bad(session: Session, event: events.Event, knowledge: Knowledge) -> Result:
    """One picture was no good; the next one may be."""
    assert isinstance(event, events.PhonePictureBad)
    return session if session.notice == NO_ROOM else replace(session, notice=event.code), ()


def leave(session: Session, event: events.Event, knowledge: Knowledge) -> Result:
    """Back to the camera, or to what was taken."""
    if not session.phone:
        return session, ()
    shown, commands = show_paper(replace(session, phone=""), session.paper_at)
    return shown, (do.ClosePhone(), *commands)
