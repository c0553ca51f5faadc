"""Core: what is wrong with a field, as a sentence for the handset: which one, and what to do. Personal."""

from cloud_seat.contract.rules import Question
from cloud_seat.contract.text import Text
from kiosk_app.session.asking import engine_of, named_field
from kiosk_app.session.commands import Spoken
from kiosk_app.session.identity import CLAIMED
from kiosk_app.session.state import Knowledge, Session


def wanted_trouble(session: Session, knowledge: Knowledge) -> tuple[Spoken, ...]:
    """Of the field that the page brings to the finger."""
    return field_trouble(session, knowledge, session.letter.wanted if session.aside else session.wanted)


def field_trouble(session: Session, knowledge: Knowledge, path: str) -> tuple[Spoken, ...]:
    """Of this field, on the page or in the letter that lies over it; nothing where nothing is wrong."""
    wrong = (session.letter.errors if session.aside else session.errors).get(path)
    if wrong is None:
        return ()
    label = _label(session, knowledge, path).in_language(session.language)
    mark = ": " if session.language == "en" else "："
    return (Spoken("", mark.join(part for part in (label, wrong.in_language(session.language)) if part)),)


def _label(session: Session, knowledge: Knowledge, path: str) -> Text:
    engine = knowledge.engines.get(session.aside) if session.aside else engine_of(session, knowledge)
    field = engine.field(path) if engine else None
    if engine is None or field is None:
        return CLAIMED.get(path, Text(zh="", en=""))
    return named_field(Question(path, field), engine).label
