"""Shell: what booths found by night, the newest of each, and their rehearsal cases without anything in them."""

from datetime import datetime
from typing import Any

import msgspec
from sqlalchemy import Connection, delete, insert, select
from sqlalchemy.engine import Row

from cloud_seat.contract.rehearsal import RehearsalTold
from cloud_seat.hub.rollout import Night
from cloud_seat.hub.store import cases, releases, tables


def find_case(db: Connection, case_id: str) -> Row[Any] | None:
    """The rehearsal case."""
    table = tables.rehearsal_case
    return db.execute(select(table).where(table.c.case_id == case_id)).one_or_none()


def take_once(db: Connection, row: dict[str, Any]) -> Row[Any]:
    """Its row, made now unless it is there; the chained history says that a rehearsal happened."""
    known = find_case(db, row["case_id"])
    if known is not None:
        return known
    db.execute(insert(tables.rehearsal_case).values(**row))
    line = {"case_id": row["case_id"], "at": row["received_at"], "actor": f"kiosk:{row['kiosk_id']}"}
    cases.write_history(db, **line, what="rehearsed", note=row["checks"])
    found = find_case(db, row["case_id"])
    assert found is not None
    return found


def put(db: Connection, *, kiosk_id: str, at: str, told: bytes) -> None:
    """The newest result of a booth, in place of the one before. A trouble counts from its first night."""
    table, trouble, night = tables.rehearsal, tables.rehearsal_trouble, night_of(told, at)
    db.execute(delete(table).where(table.c.kiosk_id == kiosk_id))
    db.execute(insert(table).values(kiosk_id=kiosk_id, received_at=at, told=told))
    releases.put_night(db, kiosk_id, night)
    if night.is_ready:
        db.execute(delete(trouble).where(trouble.c.kiosk_id == kiosk_id))
    elif kiosk_id not in troubles(db):
        db.execute(insert(trouble).values(kiosk_id=kiosk_id, since=at))


def troubles(db: Connection) -> dict[str, str]:
    """Booth → since when it may not open."""
    table = tables.rehearsal_trouble
    return {row.kiosk_id: row.since for row in db.execute(select(table))}


def night_of(told: bytes, at: str) -> Night:
    """What a roll-out needs of a result; `at`: when it ended, by the hub's clock."""
    result = msgspec.json.decode(told, type=RehearsalTold)
    return Night(at_s=datetime.fromisoformat(at).timestamp(), version=result.version, is_ready=result.is_ready)


def newest(db: Connection) -> dict[str, tuple[str, bytes]]:
    """Booth → when its newest rehearsal ended, by the hub's clock, and the result."""
    table = tables.rehearsal
    return {row.kiosk_id: (row.received_at, bytes(row.told)) for row in db.execute(select(table))}


def newest_of(db: Connection, kiosk_id: str) -> tuple[str, bytes]:
    """The same of one booth; empty: none."""
    table = tables.rehearsal
    row = db.execute(select(table).where(table.c.kiosk_id == kiosk_id)).one_or_none()
    return (row.received_at, bytes(row.told)) if row else ("", b"")
