"""Shell: how calls were, by call and end. Each function runs inside one transaction."""

from typing import Any

from sqlalchemy import Connection, insert, select
from sqlalchemy.engine import Row

from cloud_seat.hub.store import tables

TABLE = tables.call_quality


def held_by(db: Connection, call_id: str, *, kiosk_id: str = "", seat_id: str = "") -> Row[Any] | None:
    """Who had this call with whom, about which case; None when this end had no part in it."""
    held = tables.call_held
    mine = (held.c.kiosk_id == kiosk_id) if kiosk_id else (held.c.seat_id == seat_id)
    return db.execute(select(held).where((held.c.call_id == call_id) & mine).order_by(held.c.attempt.desc())).first()


def keep_once(db: Connection, row: dict[str, Any]) -> bool:
    """False when this end has told of this call before."""
    mine = (TABLE.c.call_id == row["call_id"]) & (TABLE.c.end == row["end"])
    if db.execute(select(TABLE.c.day).where(mine)).first() is not None:
        return False
    db.execute(insert(TABLE).values(**row))
    return True


def between(db: Connection, since: str, until: str) -> list[dict[str, Any]]:
    """Everything of these days of the office, both included."""
    those = select(TABLE).where(TABLE.c.day.between(since, until)).order_by(TABLE.c.day, TABLE.c.kiosk_id)
    return [dict(row._mapping) for row in db.execute(those)]
