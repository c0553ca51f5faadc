"""Shell: who else was in a call, with role and times. Each function runs inside one transaction."""

from collections.abc import Collection

from sqlalchemy import Connection, insert, select, update

from cloud_seat.hub.store import cases, tables

TABLE = tables.call_companion


def joined(db: Connection, row: dict[str, str], at: str) -> None:
    """From now on."""
    db.execute(insert(TABLE).values(**row, joined_at=at))


def left(db: Connection, companion_id: str, why: str, at: str) -> None:
    """Until now."""
    mine = (TABLE.c.companion_id == companion_id) & (TABLE.c.left_at == "")
    db.execute(update(TABLE).where(mine).values(left_at=at, why=why))


def close_open(db: Connection, at: str, running: Collection[str]) -> None:
    """After a start: nobody is in a call through this hub any more. `running`: calls that may be at others."""
    over = (TABLE.c.left_at == "") & TABLE.c.call_id.not_in(running)
    for row in db.execute(select(TABLE).where(over)).all():
        left(db, row.companion_id, "restart", at)
        if row.case_id:
            said = {"actor": "hub", "what": "companion_left", "note": f"{row.role} {row.who}: restart"}
            cases.write_history(db, case_id=row.case_id, at=at, **said)


def of_call(db: Connection, call_id: str) -> list[dict[str, str]]:
    """Everybody, in the order of their coming; who a helper was stands in the case alone."""
    told = (TABLE.c.role, TABLE.c.seat_id, TABLE.c.joined_at, TABLE.c.left_at, TABLE.c.why)
    rows = db.execute(select(*told).where(TABLE.c.call_id == call_id).order_by(TABLE.c.joined_at))
    return [dict(row._mapping) for row in rows]
