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
from kiosk_app.session.moves.filling import settle, written
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
    if ask.target in session.hidden or not may_write(session, engine, ask.target):
        return "cannot", None
    answer = meant(ask, engine, knowledge)
    if answer == "":
        return "cannot", None
    if _there(session, ask) != (ask.was or ""):
        return "changed", None
    values = written(session.values, ask.target, ask.value, engine=engine, knowledge=knowledge)
    wrong = engine.objection(ask.target, answer, values, today=knowledge.today)
    return ("unfit", wrong) if wrong else FINE


def meant(ask: Ask, engine: FormEngine, knowledge: Knowledge) -> object:
    """What would stand there, as the form keeps it. Of a region, which is proposed by its code, the words, if any."""
    field = engine.field(ask.target)
    is_place = field is not None and field.widget == "region"
    return knowledge.regions.spell(_code(ask.value, knowledge)) if is_place else engine.read(ask.target, ask.value)


def _code(value: object, knowledge: Knowledge) -> str:
    """The code, if this booth knows the place; a part of a code is none."""
    return value if isinstance(value, str) and knowledge.regions.get(value) else ""


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
    values = written(session.values, ask.target, ask.value, engine=engine, knowledge=knowledge)
    before, after = (paths.value_at(one, ask.target) for one in (session.values, values))
    change = do.NoteChange(ask.target, seat.number or seat.seat_id, before, after)
    agreed = replace(session, values=values, touched=session.touched | {ask.target}, focus="", wanted="")
    return settle(agreed, engine, knowledge, mended=engine.cell(ask.target), change=change)
