"""Core: the call beside the matter. A call never moves the resident's page and never touches what was filled in."""

from dataclasses import replace

from kiosk_app.session import commands as do
from kiosk_app.session import events
from kiosk_app.session.moves import Result, hearing
from kiosk_app.session.state import USUAL_LINES, Call, CallState, Knowledge, Said, Session, Stage

OF_CALL = ("callConfirm", "callWaiting", "callLost", "callAsk", "callMark", "callCard", "callHelper", "callHelperCode")
"""Questions that make no sense any more once the call is over."""
ALIVE = (CallState.WAITING, CallState.CONNECTED, CallState.LOST)


def share(session: Session) -> tuple[do.Command, ...]:
    """The official sees the form whenever it changed."""
    return (do.ShareForm(),) if session.call.state is CallState.CONNECTED else ()


def ask_call(session: Session, event: events.Event | None = None, knowledge: Knowledge | None = None) -> Result:
    """The first time in a visit asks, telling what will be shared: no touch rings an office by surprise."""
    if session.call.state is not CallState.NONE or session.stage is Stage.KEEPER:
        return session, ()
    if not session.ambient.link_up:
        return replace(session, notice="call_offline", overlay="callLater"), ()
    stage = Stage.FIND if session.stage is Stage.WELCOME else session.stage
    aside = session.aside_below if session.aside == "help" else session.aside
    asking = replace(session, stage=stage, aside=aside, aside_below="", overlay="callConfirm")
    if session.calls:
        return begin(asking)
    return replace(asking, call=Call(state=CallState.CONFIRM)), (do.PrepareCall(),)


def begin(session: Session) -> Result:
    """Rings. What is shared was agreed to, for this visit."""
    call, calls = Call(state=CallState.WAITING), session.calls + 1
    return replace(session, overlay="callWaiting", call=call, calls=calls, said=()), (do.RequestCall(calls),)


def rung(session: Session, event: events.Event, knowledge: Knowledge) -> Result:
    """Now it has its id."""
    assert isinstance(event, events.CallRung)
    if session.call.state not in ALIVE or event.number != session.calls:
        return session, ()
    return replace(session, call=replace(session.call, call_id=event.call_id)), ()


def hang_up(session: Session, event: events.Event | None = None, knowledge: Knowledge | None = None) -> Result:
    """The resident ends the call or leaves the queue; the case goes on."""
    if session.call.state not in ALIVE:
        return replace(session, overlay="", call=Call()), ()
    notice = "" if session.notice == "view_broken" else session.notice
    return _told_after(replace(session, overlay="", call=Call(), notice=notice)), (do.EndCall("resident"),)


_NO_LIST = (Stage.SUBMITTING, Stage.TAKE_CARD, Stage.APOLOGY, Stage.WELCOME)


def _told_after(session: Session) -> Session:
    """What was said and asked is read once more, over the page where the resident was all the time."""
    if not session.said or session.overlay or session.stage in _NO_LIST:
        return session
    return replace(session, overlay="callOver")


def queued(session: Session, event: events.Event, knowledge: Knowledge) -> Result:
    """Place and estimate. After a cut this is again a queue, with the kept place."""
    assert isinstance(event, events.CallQueued)
    call = replace(
        session.call,
        state=CallState.LOST if session.call.state is CallState.LOST else CallState.WAITING,
        position=event.position,
        estimate_s=event.estimate_s,
        reason=event.reason,
        late=event.late,
    )
    overlay = session.overlay if call.state is CallState.LOST else "callWaiting"
    return replace(session, call=call, overlay=overlay), ()


def answered(session: Session, event: events.Event, knowledge: Knowledge) -> Result:
    """Somebody is there: show the form and the papers as they stand."""
    assert isinstance(event, events.CallAnswered)
    handed_over = session.call.next_seat is not None and session.call.next_seat == event.seat
    call = replace(
        session.call,
        state=CallState.CONNECTED,
        seat=event.seat,
        attempt=event.attempt,
        stalled=False,
        picture_lines=USUAL_LINES,
        next_seat=None,
        handed_over=handed_over,
        caption="" if handed_over else session.call.caption,
        held=session.call.held and event.attempt == session.call.attempt,
    )
    overlay = "" if session.overlay in ("callWaiting", "callLost") else session.overlay
    freed: tuple[do.Command, ...] = (do.Hold(False),) if session.call.is_quiet and not call.is_quiet else ()
    shown = (do.ShareForm(), do.SharePapers(), *hearing.retold(session))
    return replace(session, call=call, overlay=overlay), (*freed, *shown)


def stalled(session: Session, event: events.Event, knowledge: Knowledge) -> Result:
    """Picture and voice stopped or came back."""
    assert isinstance(event, events.CallStalled)
    return replace(session, call=replace(session.call, stalled=event.stalled)), ()


def scaled(session: Session, event: events.Event, knowledge: Knowledge) -> Result:
    """The network is slower or faster than it was."""
    assert isinstance(event, events.PictureScaled)
    return replace(session, call=replace(session.call, picture_lines=event.lines)), ()


def lost(session: Session, event: events.Event, knowledge: Knowledge) -> Result:
    """The official's side is gone. Said in words; the resident may go on alone meanwhile."""
    quiet = replace(session.call, state=CallState.LOST, stalled=False, caption="")
    call = replace(quiet, asks=(), next_seat=None, doing=None)
    return replace(session, call=call, overlay="callLost"), ()


def over(session: Session, event: events.Event, knowledge: Knowledge) -> Result:
    """The call is over, whoever ended it."""
    assert isinstance(event, events.CallOver)
    overlay = "" if session.overlay in OF_CALL else session.overlay
    notice = "" if event.reason in ("resident", "seat") else f"call_{event.reason}"
    was_left = session.call.state in (CallState.WAITING, CallState.LOST) or event.reason == "cut"
    if notice and was_left and not overlay and session.stage is not Stage.SUBMITTING:
        overlay = "callLater"
    return _told_after(replace(session, call=Call(), overlay=overlay, notice=notice)), ()


def handover(session: Session, event: events.Event, knowledge: Knowledge) -> Result:
    """A colleague is asked to go on, or the official goes on after all. Nothing else changes meanwhile."""
    assert isinstance(event, events.HandoverTold)
    return replace(session, call=replace(session.call, next_seat=event.seat)), ()


def muted(session: Session, event: events.Event, knowledge: Knowledge) -> Result:
    """Microphone off or on."""
    assert isinstance(event, events.Muted)
    command: tuple[do.Command, ...] = () if session.call.is_quiet else (do.Mute(event.on),)
    return replace(session, call=replace(session.call, muted=event.on)), command


def camera_switched(session: Session, event: events.Event, knowledge: Knowledge) -> Result:
    """Face camera off or on."""
    assert isinstance(event, events.CameraSwitched)
    command: tuple[do.Command, ...] = () if session.call.is_quiet else (do.SwitchCamera(event.off),)
    return replace(session, call=replace(session.call, camera_off=event.off)), command


def held(session: Session, event: events.Event, knowledge: Knowledge) -> Result:
    """The official steps aside: nobody is seen or heard meanwhile. Back: as the resident had it."""
    assert isinstance(event, events.Held)
    if session.call.state is not CallState.CONNECTED or session.call.held is event.on:
        return session, ()
    call = replace(session.call, held=event.on)
    return replace(session, call=call), ((do.Hold(event.on),) if call.is_quiet is not session.call.is_quiet else ())


LINES_KEPT = 40
LINE_LONGEST = 200


def chat(session: Session, event: events.Event, knowledge: Knowledge) -> Result:
    """What both write, beside the picture, or the form again."""
    assert isinstance(event, events.ChatOpened)
    return replace(session, call=replace(session.call, chatting=event.on)), ()


def write(session: Session, event: events.Event, knowledge: Knowledge) -> Result:
    """The resident's words go to the official and stay beside the picture until the call is over; once more, if they
    did not arrive."""
    assert isinstance(event, events.LineWritten)
    text = event.text.strip()[:LINE_LONGEST]
    if not text or session.call.state is not CallState.CONNECTED:
        return session, ()
    others = tuple(line for line in session.call.lines if line != ("unsent", text))
    again = replace(session, call=replace(session.call, lines=others))
    return _with_line(again, "me", text), (do.SendLine(text),)


def unsent(session: Session, event: events.Event, knowledge: Knowledge) -> Result:
    """The newest line that seemed to have gone is shown as it is, to be sent again."""
    assert isinstance(event, events.LineUnsent)
    lines = session.call.lines
    at = max((at for at, (by, _) in enumerate(lines) if by == "me"), default=-1)
    if at < 0:
        return session, ()
    marked = (*lines[:at], ("unsent", lines[at][1]), *lines[at + 1 :])
    call = replace(session.call, lines=marked, chatting=True)
    return replace(session, call=call, notice="line_unsent"), ()


def _with_line(session: Session, author: str, text: str) -> Session:
    lines = (*session.call.lines, (author, text))[-LINES_KEPT:]
    return replace(session, call=replace(session.call, lines=lines))


def softened(session: Session, event: events.Event, knowledge: Knowledge) -> Result:
    """For the rest of the visit, the next call too."""
    assert isinstance(event, events.BackgroundSoftened)
    return replace(session, soft_background=event.on), (do.SoftenBackground(event.on),)


SAID_KEPT = 40


def say(session: Session, said: Said) -> Session:
    """Written down for after the call; the same thing again only with its newest words."""
    others = tuple(entry for entry in session.said if entry.key != said.key)
    return replace(session, said=(*others, said)[-SAID_KEPT:])


def answer_said(session: Session, key: str, answer: str) -> Session:
    """What became of it."""
    told = (replace(entry, answer=answer) if entry.key == key else entry for entry in session.said)
    return replace(session, said=tuple(told))


def captioned(session: Session, event: events.Event, knowledge: Knowledge) -> Result:
    """Words under the official's picture."""
    assert isinstance(event, events.Captioned)
    caption = event.text[:200]
    heard = _with_line(say(session, Said("caption", f"caption:{caption}", note=caption)), "seat", caption)
    return replace(heard, call=replace(heard.call, caption=caption)), ()


def unmarked(session: Session, name: str, answer: str) -> tuple[Session, tuple[do.Command, ...]]:
    """The mark is gone, and the official is told."""
    marks = {field: note for field, note in session.call.marks.items() if field != name}
    told = answer_said(session, f"mark:{name}", answer)
    return replace(told, call=replace(session.call, marks=marks)), (do.AnswerMark(name, answer),)


def mend_marks(session: Session, name: str) -> tuple[Session, tuple[do.Command, ...]]:
    """A marked field that is right again loses its mark, and the official is told."""
    is_wrong = any(path == name or path.startswith(f"{name}.") for path in session.errors)
    return (session, ()) if name not in session.call.marks or is_wrong else unmarked(session, name, "mended")


def under(session: Session) -> str:
    """The question that another one covered is still open."""
    return "callAsk" if session.call.asks else ""


def is_ours(session: Session, call_id: str) -> bool:
    """Whether a message of the call lane belongs to the call that the resident asked for."""
    return session.call.state in ALIVE and session.call.call_id == call_id
