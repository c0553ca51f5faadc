"""Core: the questions laid over a page: call someone? leave? still there?"""

from dataclasses import replace

from cloud_seat.contract.intake import MESSAGE_FORM
from kiosk_app.session import events
from kiosk_app.session.moves import Result, asides, asks, calling, company, marks, papers, remote, resuming, rows
from kiosk_app.session.moves.home import home
from kiosk_app.session.state import Call, Knowledge, Print, Session, Stage


def ask_leave(session: Session, event: events.Event, knowledge: Knowledge) -> Result:
    """Leave and clear: asks once."""
    return replace(session, overlay="leave"), ()


def agree(session: Session, event: events.Event, knowledge: Knowledge) -> Result:
    """The main button of the question."""
    if session.overlay == "callConfirm":
        return calling.begin(session)
    if session.overlay == "leave":
        return home(session)
    if session.overlay == asks.QUESTION:
        return asks.agree(session, knowledge)
    if session.overlay == marks.QUESTION:
        return marks.choose(session, knowledge, agreed=True)
    if session.overlay == company.QUESTION:
        return company.answer(session, agreed=True)
    if session.overlay == "callLater":
        return asides.open_aside(session, events.AsideOpened(MESSAGE_FORM), knowledge)
    if session.overlay == "dropRow":
        return rows.drop(session, knowledge)
    if session.overlay == "resume":
        return resuming.resume(session, knowledge)
    if session.overlay == "deferPaper":
        return papers.defer_now(session, knowledge)
    return replace(session, overlay=_underneath(session), idle_left_s=0), ()


def decline(session: Session, event: events.Event, knowledge: Knowledge) -> Result:
    """The other button of the question."""
    if session.overlay == "idle":
        return home(session)
    if session.overlay == "callConfirm":
        return replace(session, overlay="", call=Call()), ()
    if session.overlay in ("callWaiting", "callLost"):
        return calling.hang_up(session)
    if session.overlay == asks.QUESTION:
        return asks.decline(session)
    if session.overlay == marks.QUESTION:
        return marks.choose(session, knowledge, agreed=False)
    if session.overlay == company.QUESTION:
        return company.answer(session, agreed=False)
    if session.overlay == remote.CARD:
        return remote.stop_card(session)
    if session.overlay == "callLater":
        return replace(session, overlay=_underneath(session), notice=""), ()
    if session.overlay == "resume":
        return resuming.forget(session)
    return replace(session, overlay=_underneath(session)), ()


def other(session: Session, event: events.Event, knowledge: Knowledge) -> Result:
    """The third button of the question."""
    if session.overlay == company.QUESTION:
        return company.answer(session, agreed=True, sees_form=True)
    if session.overlay == company.CODE:
        return company.drop_code(session)
    if session.overlay == "callWaiting":
        return asides.open_aside(session, events.AsideOpened(MESSAGE_FORM), knowledge)
    return session, ()


def warn_idle(session: Session, event: events.Event, knowledge: Knowledge) -> Result:
    """Never during a call, a submission or a print."""
    assert isinstance(event, events.IdleWarned)
    if _is_busy(session) or (session.stage in (Stage.WELCOME, Stage.TAKE_CARD) and not session.aside):
        return session, ()
    return replace(session, overlay="idle", idle_left_s=event.left_s), ()


def end_idle(session: Session, event: events.Event, knowledge: Knowledge) -> Result:
    """Somebody touched the glass."""
    if session.overlay != "idle":
        return session, ()
    return replace(session, overlay=_underneath(session), idle_left_s=0), ()


def _underneath(session: Session) -> str:
    """A question that another one covered is still open."""
    if session.found:
        return "resume"
    return remote.CARD if session.call.doing else calling.under(session)


def expire(session: Session, event: events.Event, knowledge: Knowledge) -> Result:
    """Nobody is there any more. What already rests has nothing left to clear."""
    if _is_busy(session) or (session.ambient.rests and session.stage is Stage.WELCOME):
        return session, ()
    left, commands = home(session)
    return replace(left, ambient=replace(left.ambient, rests=left.stage is Stage.WELCOME)), commands


def _is_busy(session: Session) -> bool:
    """A call, a submission or a print under way is proof that somebody waits."""
    is_calling = session.call.state in calling.ALIVE
    letters = session.letters.values()
    is_printing = Print.PRINTING in (session.printing, session.notices, *(letter.printing for letter in letters))
    is_sending = session.stage is Stage.SUBMITTING or any(letter.state == "sending" for letter in letters)
    return is_calling or is_printing or is_sending


def dismiss(session: Session, event: events.Event, knowledge: Knowledge) -> Result:
    """The notice was read."""
    return replace(session, notice=""), ()
