"""Shell: whom a text is still owed: case and occasion, no number, no name. Each function runs inside a transaction."""

from typing import Any

from sqlalchemy import Connection, insert, select, update
from sqlalchemy.engine import Row

from cloud_seat.hub.store import tables

Owed = Row[Any]
RECEIVED = "received"
"""The case is here under its number; other occasions are what was decided, see `cases.decide`."""


def owe(db: Connection, case_id: str, what: str, at: str) -> None:
    """Once for each occasion of a case."""
    table = tables.sms
    known = select(table.c.case_id).where(table.c.case_id == case_id, table.c.what == what)
    if db.execute(known).one_or_none() is None:
        db.execute(insert(table).values(case_id=case_id, what=what, wanted_at=at))


def take_due(db: Connection, now_s: float, until_s: float) -> Owed | None:
    """The one that waits longest, for whoever takes it until then: no other hub sends it meanwhile. Epoch seconds."""
    table = tables.sms
    due = select(table).where(table.c.settled == "", table.c.due_s <= now_s)
    owed = db.execute(due.order_by(table.c.due_s, table.c.wanted_at).limit(1)).one_or_none()
    if owed is not None:
        _set(db, owed, due_s=until_s)
    return owed


def postpone(db: Connection, owed: Owed, due_s: float) -> None:
    """The gateway did not take it."""
    _set(db, owed, due_s=due_s, tries=owed.tries + 1)


def settle(db: Connection, owed: Owed, how: str) -> None:
    """Never again. `how`: taken, no_phone, refused, too_late."""
    _set(db, owed, settled=how)


def _set(db: Connection, owed: Owed, **columns: object) -> None:
    table = tables.sms
    mine = (table.c.case_id == owed.case_id, table.c.what == owed.what)
    db.execute(update(table).where(*mine).values(**columns))
