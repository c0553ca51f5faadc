"""Shell: what waits in booths, the newest that each told."""

from typing import Any

from sqlalchemy import Connection, delete, insert, select

from cloud_seat.hub.store import tables

TABLE = tables.outbox_told


def put(db: Connection, row: dict[str, Any]) -> None:
    """In place of what this booth told before."""
    db.execute(delete(TABLE).where(TABLE.c.kiosk_id == row["kiosk_id"]))
    db.execute(insert(TABLE).values(**row))


def newest(db: Connection) -> dict[str, tuple[str, bytes]]:
    """Booth → when it told, and what."""
    return {row.kiosk_id: (row.received_at, bytes(row.told)) for row in db.execute(select(TABLE))}
