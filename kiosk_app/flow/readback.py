"""Core: what a resident filled in, and what the slip says, in sentences for the handset. Personal from end to end."""

from cloud_seat.contract.rules import FormEngine
from kiosk_app.flow.slip_words import slip_in_front, spoken_slip
from kiosk_app.session.asking import engine_of
from kiosk_app.session.commands import Spoken
from kiosk_app.session.state import Knowledge, Session, Stage

READ_BACK = (Stage.CHECK, Stage.SIGN, Stage.REVIEW)
"""Pages that can be read back."""


def read_back(session: Session, knowledge: Knowledge) -> tuple[Spoken, ...]:
    """Every page of the form: label, answer; then the promises. Once there is a slip, what stands on it."""
    if slip := slip_back(session, knowledge):
        return slip
    engine = engine_of(session, knowledge)
    if engine is None or session.stage not in READ_BACK:
        return ()
    pages = [_page(session, engine, at) for at in range(len(engine.form.ui.pages))]
    promises = [promise.text.in_language(session.language) for promise in engine.form.promises]
    return tuple(Spoken("", text) for text in (*pages, *promises) if text)


def slip_back(session: Session, knowledge: Knowledge) -> tuple[Spoken, ...]:
    """The slip that belongs to the page, if one does; a question over it comes first."""
    slip = None if session.overlay else slip_in_front(session, knowledge)
    return tuple(Spoken("", text) for text in spoken_slip(slip, en=session.language == "en")) if slip else ()


def _page(session: Session, engine: FormEngine, at: int) -> str:
    say = session.language
    return "".join(
        f"{field.label.in_language(say)}：{engine.label(field.name, session.values.get(field.name, ''), say)}。\n"
        for field in engine.form.ui.pages[at].fields
        if field.name not in session.hidden and session.values.get(field.name) not in (None, "")
    )
