"""Core: help and 办不成事: they lie over the page and leave it as it is."""

from dataclasses import replace

from cloud_seat.contract.intake import COMPLAINT_FORM
from kiosk_app.session import commands as do
from kiosk_app.session import events
from kiosk_app.session.moves import Result
from kiosk_app.session.moves.home import home
from kiosk_app.session.state import Complaint, Knowledge, Print, Session, Stage

ASIDES = ("help", "complaint")


def open_aside(session: Session, event: events.Event, knowledge: Knowledge) -> Result:
    """Help or complaint in front. A complaint that was sent makes room for another one."""
    assert isinstance(event, events.AsideOpened)
    if event.aside not in ASIDES or session.stage in (Stage.SUBMITTING, Stage.KEEPER):
        return session, ()
    if event.aside == "help":
        below = session.aside_below if session.aside == "help" else session.aside
        return replace(session, aside="help", aside_below=below, notice=""), ()
    complaint = Complaint() if session.complaint.state == "sent" else session.complaint
    return replace(session, aside="complaint", aside_below="", notice="", complaint=complaint), ()


def close(session: Session, event: events.Event, knowledge: Knowledge) -> Result:
    """What lies below again. On the welcome page nobody's matter is open: what was written is wiped."""
    if session.aside_below:
        return replace(session, aside=session.aside_below, aside_below="", notice=""), ()
    if session.complaint.state == "sending":
        return session, ()
    if session.stage is Stage.WELCOME and session.complaint != Complaint():
        return home(session)
    return replace(session, aside="", notice=""), ()


def edit(session: Session, event: events.Event, knowledge: Knowledge) -> Result:
    """One answer of the complaint. It is sealed when it is sent; nothing of it is on disk before."""
    assert isinstance(event, events.FieldEdited)
    engine, written = knowledge.engines[COMPLAINT_FORM], session.complaint
    if written.state != "writing" or engine.field(event.name) is None:
        return session, ()
    values = {**written.values, event.name: engine.read(event.name, event.value)}
    edited = replace(written, values=values, touched=written.touched | {event.name}, wanted="")
    return replace(session, complaint=_judged(edited, knowledge)), ()


def stay(session: Session, event: events.Event, knowledge: Knowledge) -> Result:
    """Where the finger is in a complaint is nobody's business."""
    return session, ()


def go_on(session: Session, event: events.Event, knowledge: Knowledge) -> Result:
    """Send it when it is right, else to the first line that is not; afterwards back to the page."""
    written = session.complaint
    if written.state == "sending":
        return session, ()
    if written.state == "sent":
        return close(session, event, knowledge)
    sure = _judged(
        replace(written, touched=frozenset(knowledge.engines[COMPLAINT_FORM].form.schema["properties"])), knowledge
    )
    if sure.errors:
        return replace(session, complaint=replace(sure, wanted=next(iter(sure.errors))), notice="mend"), ()
    return replace(session, complaint=replace(sure, state="sending", wanted=""), notice=""), (do.FileComplaint(),)


def _judged(written: Complaint, knowledge: Knowledge) -> Complaint:
    errors = knowledge.engines[COMPLAINT_FORM].errors(written.values, today=knowledge.today)
    return replace(written, errors={name: text for name, text in errors.items() if name in written.touched})


def kept(session: Session, event: events.Event, knowledge: Knowledge) -> Result:
    """Safe on disk: it has a number, and the slip says so."""
    assert isinstance(event, events.ComplaintKept)
    sent = replace(session.complaint, state="sent", case_id=event.case_id, number=event.number, printing=Print.PRINTING)
    return replace(session, complaint=sent), (do.PrintComplaint(),)


def failed(session: Session, event: events.Event, knowledge: Knowledge) -> Result:
    """The disk refused; what was written stands as it was."""
    assert isinstance(event, events.ComplaintFailed)
    return replace(session, complaint=replace(session.complaint, state="writing"), notice=f"store_{event.code}"), ()


def printed(session: Session, event: events.Event, knowledge: Knowledge) -> Result:
    """Paper out, or the words that help without it."""
    assert isinstance(event, events.ComplaintPrinted)
    state = Print.TROUBLE if event.code else Print.PRINTED
    notice = f"slip_{event.code}" if event.code and session.aside == "complaint" else session.notice
    return replace(session, complaint=replace(session.complaint, printing=state), notice=notice), ()


def print_again(session: Session, event: events.Event, knowledge: Knowledge) -> Result:
    """One press, one slip."""
    if session.complaint.printing is not Print.TROUBLE:
        return session, ()
    again = replace(session.complaint, printing=Print.PRINTING)
    return replace(session, complaint=again, notice=""), (do.PrintComplaint(),)


def committed(session: Session, case_id: str, acceptance: str) -> Session:
    """The hub has the complaint: its lasting number."""
    if not case_id or case_id != session.complaint.case_id:
        return session
    return replace(session, complaint=replace(session.complaint, acceptance=acceptance))
