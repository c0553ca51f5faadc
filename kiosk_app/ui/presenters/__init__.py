"""Core: session → what each page shows, in the resident's language. Pure, no Qt."""

from cloud_seat.contract.intake import COMPLAINT_FORM, MESSAGE_FORM
from kiosk_app.session.state import Knowledge, Session
from kiosk_app.ui.presenters import (
    asides,
    asking,
    calling,
    closed,
    ending,
    finding,
    form,
    frame,
    guiding,
    identifying,
    inquiries,
    keeper,
    papers,
    signing,
    voice,
)
from kiosk_app.ui.presenters.booth import Booth
from kiosk_app.ui.presenters.hant import HANT, written_in_hant
from kiosk_app.ui.shown import Presentation

__all__ = ["Booth", "present"]


def present(session: Session, knowledge: Knowledge, booth: Booth) -> Presentation:
    """Every view of the glass. Always the same keys, so that a wiped session shows nothing of the last one."""
    shown = _views(session, knowledge, booth)
    return written_in_hant(shown, session) if session.language == HANT else shown


def _views(session: Session, knowledge: Knowledge, booth: Booth) -> Presentation:
    return {
        "frame": frame.frame(session, knowledge, booth),
        "welcome": finding.welcome(session, knowledge, booth),
        "find": finding.find(session, knowledge, booth),
        "guide": guiding.guide(session, knowledge),
        "identify": identifying.identify(session, knowledge),
        "form": form.form(session, knowledge),
        "material": papers.material(session, knowledge, booth),
        "check": asking.check(session, knowledge, booth),
        "call": calling.call(session, knowledge),
        "sign": signing.sign(session, knowledge),
        "review": signing.review(session, knowledge),
        "submitting": ending.submitting(session),
        "done": ending.done(session, knowledge),
        "stored": ending.stored(session, knowledge),
        "takeCard": ending.take_card(session),
        "apology": ending.apology(session),
        "closed": closed.closed(session, booth),
        "help": asides.help_(session, booth),
        "complaint": asides.letter(session, knowledge, COMPLAINT_FORM),
        "message": asides.letter(session, knowledge, MESSAGE_FORM),
        "voice": voice.voice(session, knowledge),
        "keeper": keeper.keeper(session, booth),
        "progress": inquiries.progress(session, knowledge, booth),
        "checkIn": inquiries.check_in(session, knowledge, booth),
    }
