"""Core: the rows of a group: each has a page of its own."""

from dataclasses import replace

from cloud_seat.contract import paths
from kiosk_app.session import events
from kiosk_app.session.asking import engine_of
from kiosk_app.session.moves import Result
from kiosk_app.session.moves.calling import share
from kiosk_app.session.moves.filling import settle, without_row
from kiosk_app.session.state import Knowledge, Session


def add(session: Session, event: events.Event, knowledge: Knowledge) -> Result:
    """One more, empty row; its page opens."""
    assert isinstance(event, events.RowAdded)
    engine = engine_of(session, knowledge)
    if engine is None or session.inside or not engine.takes_row(event.group, session.values):
        return session, ()
    values = paths.with_row(session.values, event.group)
    at = len(paths.value_at(values, event.group)) - 1
    added = replace(session, values=values, inside=paths.join(event.group, at), focus="", wanted="", notice="")
    return settle(added, engine, knowledge, mended="")


def open_row(session: Session, event: events.Event, knowledge: Knowledge) -> Result:
    """The page of one row."""
    assert isinstance(event, events.RowOpened)
    if not _is_row(session, event.row, knowledge):
        return session, ()
    opened = replace(session, inside=event.row, focus="", wanted="", notice="")
    return opened, share(opened)


def ask_drop(session: Session, event: events.Event, knowledge: Knowledge) -> Result:
    """Asks once: what is in the row would be lost."""
    assert isinstance(event, events.RowDropped)
    if not _is_row(session, event.row, knowledge):
        return session, ()
    return replace(session, overlay="dropRow", dropping=event.row), ()


def drop(session: Session, knowledge: Knowledge) -> Result:
    """Yes: take it away."""
    engine = engine_of(session, knowledge)
    calm = replace(session, overlay="")
    if engine is None or not _is_row(session, session.dropping, knowledge):
        return replace(calm, dropping=""), ()
    return without_row(calm, session.dropping, engine, knowledge)


def _is_row(session: Session, row: str, knowledge: Knowledge) -> bool:
    engine, group = engine_of(session, knowledge), paths.parent(row)
    field = engine.field(group) if engine and paths.row_of(row) == row != "" else None
    return field is not None and field.widget == "group" and paths.value_at(session.values, row) is not None
