"""Core: the official proposes an answer. Only the resident's yes writes it, and only over what the official saw."""

from dataclasses import replace

from cloud_seat.contract import paths
from cloud_seat.contract.rules import FormEngine
from cloud_seat.contract.text import Text
from kiosk_app.session import commands as do
from kiosk_app.session.asking import engine_of
from kiosk_app.session.call_state import NO_TEXT
from kiosk_app.session.identity import may_write
from kiosk_app.session.moves import Result
from kiosk_app.session.moves.filling import settle
from kiosk_app.session.state import Ask, Knowledge, Session, Stage

_STAGES = (Stage.FORM, Stage.MATERIAL, Stage.CHECK)
Objection = tuple[str, Text | None]
FINE: Objection = ("", None)


def objection(session: Session, ask: Ask, knowledge: Knowledge) -> Objection:
    """Why this cannot be asked, or not any more, as the answer to it."""
    engine = engine_of(session, knowledge)
    is_answer = isinstance(ask.value, str | bool | int | float) and ask.value != ""
    if engine is None or not is_answer or session.stage not in _STAGES or not session.case_id:
        return "cannot", None
    if ask.target in session.hidden or not may_write(session, engine, ask.target) or _is_place(engine, ask.target):
        return "cannot", None
    if _there(session, ask) != (ask.was or ""):
        return "changed", None
    wrong = engine.objection(ask.target, ask.value, session.values, today=knowledge.today)
    return ("unfit", wrong) if wrong else FINE


def _is_place(engine: FormEngine, path: str) -> bool:
    """A region is chosen on the map of places: its words alone would lose the code."""
    field = engine.field(path)
    return field is not None and field.widget == "region"


def _there(session: Session, ask: Ask) -> object:
    return paths.value_at(session.values, ask.target) or ""


def name_of(session: Session, ask: Ask, knowledge: Knowledge) -> Text:
    """The field as the form calls it."""
    engine = engine_of(session, knowledge)
    field = engine.field(ask.target) if engine else None
    return field.label if field else NO_TEXT


def write(session: Session, ask: Ask, knowledge: Knowledge) -> Result:
    """As if the resident had typed it, and noted as proposed."""
    engine, seat = engine_of(session, knowledge), session.call.seat
    assert engine is not None and seat is not None
    after = engine.read(ask.target, ask.value)
    change = do.NoteChange(ask.target, seat.number or seat.seat_id, paths.value_at(session.values, ask.target), after)
    values = paths.with_value(session.values, ask.target, after)
    written = replace(session, values=values, touched=session.touched | {ask.target}, focus="", wanted="")
    return settle(written, engine, knowledge, mended=engine.cell(ask.target), change=change)
