"""Shell: how long residents waited for an official, one row a call. Each function runs inside one transaction."""

from typing import Any

from sqlalchemy import Connection, insert, select

from cloud_seat.hub.store import board_tables

TABLE = board_tables.call_wait


def keep_once(db: Connection, row: dict[str, Any]) -> None:
    """The first word about a call stands: it may be handed over, or ring anew, after it was answered."""
    if db.execute(select(TABLE.c.day).where(TABLE.c.call_id == row["call_id"])).first() is None:
        db.execute(insert(TABLE).values(**row))


def between(db: Connection, since: str, until: str) -> list[dict[str, Any]]:
    """Every call of these days of the office, both included."""
    those = select(TABLE).where(TABLE.c.day.between(since, until)).order_by(TABLE.c.day, TABLE.c.call_id)
    return [dict(row._mapping) for row in db.execute(those)]
