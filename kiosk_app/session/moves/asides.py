"""Core: help and letters (办不成事, 留言): they lie over the page and leave it as it is."""

from dataclasses import replace

from cloud_seat.contract.intake import LETTER_FORMS, MESSAGE_FORM
from kiosk_app.session import commands as do
from kiosk_app.session import events
from kiosk_app.session.asking import engine_of
from kiosk_app.session.moves import Result
from kiosk_app.session.moves.home import home, opens_again
from kiosk_app.session.state import Call, CallState, Knowledge, Letter, Print, Session, Stage

HELP = "help"


def open_aside(session: Session, event: events.Event, knowledge: Knowledge) -> Result:
    """Help or a letter in front. A letter that was sent makes room for another one."""
    assert isinstance(event, events.AsideOpened)
    if event.aside not in (HELP, *LETTER_FORMS) or session.stage in (Stage.SUBMITTING, Stage.KEEPER):
        return session, ()
    if event.aside == HELP:
        below = session.aside_below if session.aside == HELP else session.aside
        return replace(session, aside=HELP, aside_below=below, notice=""), ()
    known = session.letters.get(event.aside)
    if known is None or known.state == "sent":
        known = _begun(session, event.aside, knowledge)
    shown = replace(session, aside=event.aside, aside_below="", notice="")
    return _without_queue(put(shown, event.aside, known))


def _begun(session: Session, aside: str, knowledge: Knowledge) -> Letter:
    """Who asks to be called back is shown the number they gave in the form; they confirm it."""
    engine = engine_of(session, knowledge)
    if aside != MESSAGE_FORM or engine is None:
        return Letter()
    wants = {"want": "call"} if session.notice == "call_cut" else {}
    phones = [session.values.get(field.name) for field in engine.form.fields() if field.widget == "phone"]
    phone = next((number for number in phones if number), "")
    return Letter(values={**wants, "phone": phone} if phone else wants)


def _without_queue(session: Session) -> Result:
    """Who writes a message does not wait for a call any more."""
    if session.call.state is not CallState.WAITING:
        return replace(session, overlay="") if session.overlay == "callLater" else session, ()
    return replace(session, overlay="", call=Call()), (do.EndCall("resident"),)


def put(session: Session, aside: str, letter: Letter) -> Session:
    """The session with this letter as it is now."""
    return replace(session, letters={**session.letters, aside: letter})


def close(session: Session, event: events.Event, knowledge: Knowledge) -> Result:
    """What lies below again. On the welcome page nobody's matter is open: what was written is wiped."""
    if session.aside_below:
        return replace(session, aside=session.aside_below, aside_below="", notice=""), ()
    if session.letter.state == "sending":
        return session, ()
    if session.stage is Stage.WELCOME and session.letters:
        return home(session)
    return replace(session, aside="", notice=""), ()


def edit(session: Session, event: events.Event, knowledge: Knowledge) -> Result:
    """One answer of the letter. It is sealed when it is sent; nothing of it is on disk before."""
    assert isinstance(event, events.FieldEdited)
    engine, written = knowledge.engines[session.aside], session.letter
    if written.state != "writing" or engine.field(event.name) is None:
        return session, ()
    values = {**written.values, event.name: engine.read(event.name, event.value)}
    if event.name == "phone":
        values.pop("phone_right", None)
    edited = replace(written, values=values, touched=written.touched | {event.name}, wanted="")
    return put(session, session.aside, _judged(session, edited, knowledge)), ()


def stay(session: Session, event: events.Event, knowledge: Knowledge) -> Result:
    """Where the finger is in a letter is nobody's business."""
    return session, ()


def go_on(session: Session, event: events.Event, knowledge: Knowledge) -> Result:
    """Send it when it is right, else to the first line that is not; afterwards back to the page."""
    written = session.letter
    if written.state == "sending":
        return session, ()
    if written.state == "sent":
        return close(session, event, knowledge)
    every = frozenset(knowledge.engines[session.aside].form.schema["properties"])
    sure = _judged(session, replace(written, touched=every), knowledge)
    if sure.errors:
        wrong = replace(sure, wanted=next(iter(sure.errors)))
        return replace(put(session, session.aside, wrong), notice="mend"), ()
    sending = put(session, session.aside, replace(sure, state="sending", wanted=""))
    return replace(sending, notice=""), (do.SendLetter(session.aside),)


def _judged(session: Session, written: Letter, knowledge: Knowledge) -> Letter:
    errors = knowledge.engines[session.aside].errors(written.values, today=knowledge.today)
    return replace(written, errors={name: text for name, text in errors.items() if name in written.touched})


def kept(session: Session, event: events.Event, knowledge: Knowledge) -> Result:
    """Safe on disk: it has a number, and the slip says so."""
    assert isinstance(event, events.LetterKept)
    written = session.letters.get(event.aside, Letter())
    sent = replace(written, state="sent", case_id=event.case_id, number=event.number, printing=Print.PRINTING)
    return put(session, event.aside, sent), (do.PrintLetter(event.aside),)


def failed(session: Session, event: events.Event, knowledge: Knowledge) -> Result:
    """The disk refused; what was written stands as it was."""
    assert isinstance(event, events.LetterFailed)
    written = replace(session.letters.get(event.aside, Letter()), state="writing")
    return replace(put(session, event.aside, written), notice=f"store_{event.code}"), ()


def printed(session: Session, event: events.Event, knowledge: Knowledge) -> Result:
    """Paper out, or the words that help without it."""
    assert isinstance(event, events.LetterPrinted)
    state = Print.TROUBLE if event.code else Print.PRINTED
    notice = f"slip_{event.code}" if event.code and session.aside == event.aside else session.notice
    letter = replace(session.letters.get(event.aside, Letter()), printing=state)
    return replace(put(session, event.aside, letter), notice=notice), ()


def press_second(session: Session, event: events.Event, knowledge: Knowledge) -> Result:
    """Print again, one press one slip; else, once the message is sent, leave while the draft stays."""
    letter = session.letter
    if letter.printing is Print.TROUBLE:
        again = put(session, session.aside, replace(letter, printing=Print.PRINTING))
        return replace(again, notice=""), (do.PrintLetter(session.aside),)
    return home(session, keeps_draft=True) if can_keep(session) else (session, ())


_UNDER_WAY = (Stage.FORM, Stage.MATERIAL, Stage.CHECK, Stage.SIGN, Stage.REVIEW)


def can_keep(session: Session) -> bool:
    """Who wrote a message may go and leave what they filled in, when their card can open it again."""
    is_sent = session.aside == MESSAGE_FORM and session.letter.state == "sent"
    return is_sent and opens_again(session) and session.stage in _UNDER_WAY


def committed(session: Session, case_id: str, acceptance: str) -> Session:
    """The hub has the letter: its lasting number."""
    for aside, letter in session.letters.items():
        if case_id and case_id == letter.case_id:
            return put(session, aside, replace(letter, acceptance=acceptance))
    return session
