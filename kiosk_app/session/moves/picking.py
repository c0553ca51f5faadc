"""Core: the list of answers of one field: the places of an address, or more choices than fit on the page."""

from dataclasses import replace

from cloud_seat.contract import paths
from cloud_seat.contract.regions import COUNTY_DIGITS, Regions
from kiosk_app.session import events
from kiosk_app.session.asking import engine_of, is_listed
from kiosk_app.session.identity import may_write
from kiosk_app.session.moves import Result
from kiosk_app.session.state import Knowledge, Session

WORDS_LIMIT = 40


def open_picker(session: Session, event: events.Event, knowledge: Knowledge) -> Result:
    """Opens where the answer so far lies; an empty address begins in the county of the card."""
    assert isinstance(event, events.PickerOpened)
    engine = engine_of(session, knowledge)
    field = engine.field(event.name) if engine else None
    if engine is None or field is None or not is_listed(field) or not may_write(session, engine, event.name):
        return session, ()
    opened = replace(session, picking=event.name, browsed="", sought="", focus=event.name, wanted="", notice="")
    if field.widget != "region":
        return opened, ()
    code = paths.value_at(session.values, paths.join(paths.parent(event.name), "code"))
    return replace(opened, browsed=_first_list(str(code or ""), session, knowledge.regions)), ()


def browse(session: Session, event: events.Event, knowledge: Knowledge) -> Result:
    """One level up or down, nothing chosen yet."""
    assert isinstance(event, events.RegionBrowsed)
    is_place = event.code == "" or knowledge.regions.get(event.code) is not None
    return (replace(session, browsed=event.code, sought="") if session.picking and is_place else session), ()


def seek(session: Session, event: events.Event, knowledge: Knowledge) -> Result:
    """The list follows the words."""
    assert isinstance(event, events.AnswerSought)
    return (replace(session, sought=event.words[:WORDS_LIMIT]) if session.picking else session), ()


def close(session: Session) -> Session:
    """Back to the fields; what was chosen stays."""
    return replace(session, picking="", browsed="", sought="", wanted="")


def picked(session: Session, knowledge: Knowledge) -> Session:
    """After an answer: on to the places below it; without any, back to the fields, to the line that comes next."""
    outer = paths.parent(session.picking)
    code = str(paths.value_at(session.values, paths.join(outer, "code")) or "")
    if session.picking.endswith(".region") and knowledge.regions.children(code):
        return replace(session, browsed=code, sought="")
    after = paths.join(outer, "detail") if session.picking.endswith(".region") else ""
    return replace(close(session), wanted=after)


def _first_list(code: str, session: Session, regions: Regions) -> str:
    if not code and session.person:
        return regions.read(session.person.address)[0][:COUNTY_DIGITS]
    return code if regions.children(code) else next((r.code for r in reversed(regions.trail(code)[:-1])), "")
