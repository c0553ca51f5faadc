"""Core: nobody saw the resident for a while. Whoever is here now is looked at again before they sign."""

from dataclasses import replace

from kiosk_app.session import commands as do
from kiosk_app.session import events
from kiosk_app.session.identity import present_person
from kiosk_app.session.moves import Result
from kiosk_app.session.moves.calling import ALIVE, share
from kiosk_app.session.state import Knowledge, Session, Stage

NOTICE = "view_broken"
OF_DESK = "picture"
"""Measured at the desk; the hub knows it already."""


def waits(session: Session) -> bool:
    """A signature waits for the official's look, as long as there is an official to look."""
    return session.call.gap_s > 0 and session.call.state in ALIVE


def broken(session: Session, event: events.Event, knowledge: Knowledge) -> Result:
    """What an official confirmed before holds no more. A second word of the same gap only tells its length."""
    assert isinstance(event, events.ViewBroken)
    told = () if event.where == OF_DESK else (do.TellViewBroken(event.gap_s, event.where),)
    if present_person(session) is None:
        return session, told
    is_new = session.call.gap_s == 0
    marked = replace(
        session,
        call=replace(session.call, gap_s=max(session.call.gap_s, event.gap_s)),
        claims=session.claims + is_new,
        notice=NOTICE if session.stage is Stage.SIGN else session.notice,
    )
    unseen, sealed = _without_word(marked)
    return unseen, (*told, *sealed, *share(unseen))


def _without_word(session: Session) -> Result:
    """The official's word about who is here is taken back; a chip's stays."""
    person = present_person(session)
    if person is None or not person.seen_by:
        return session, ()
    unknown = replace(person, seen_by="")
    if session.errand:
        return replace(session, errand=replace(session.errand, actor=unknown)), (do.SealIdentity(),)
    return replace(session, person=unknown), (do.SealIdentity(),)
