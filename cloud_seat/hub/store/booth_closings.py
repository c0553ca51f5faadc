"""Shell: the booths that supervisors closed. Each function runs inside one transaction."""

from dataclasses import dataclass

from sqlalchemy import Connection, delete, insert, select

from cloud_seat.hub.store import board_tables

TABLE = board_tables.booth_closing


@dataclass(frozen=True, slots=True)
class Row:
    """Until when, in ms UTC, and why."""

    until_ms: int
    reason: str


def put(db: Connection, kiosk_id: str, row: Row | None, *, now_ms: int) -> None:
    """In place of what was said of it; None: it is open. Those whose moment is over are forgotten."""
    db.execute(delete(TABLE).where((TABLE.c.kiosk_id == kiosk_id) | (TABLE.c.until_ms <= now_ms)))
    if row:
        db.execute(insert(TABLE).values(kiosk_id=kiosk_id, until_ms=row.until_ms, reason=row.reason))


def every(db: Connection) -> dict[str, Row]:
    """Booth → closing, over or not."""
    return {row.kiosk_id: Row(row.until_ms, row.reason) for row in db.execute(select(TABLE))}
