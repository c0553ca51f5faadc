"""Shell: what operators put on the glass of booths. Each function runs inside one transaction."""

from sqlalchemy import Connection, delete, insert, select

from cloud_seat.contract.text import Text
from cloud_seat.hub.store import board_tables

TABLE = board_tables.booth_words


def put(db: Connection, kiosk_id: str, words: Text) -> None:
    """In place of what was there; empty: nothing."""
    db.execute(delete(TABLE).where(TABLE.c.kiosk_id == kiosk_id))
    if words.zh:
        db.execute(insert(TABLE).values(kiosk_id=kiosk_id, zh=words.zh, en=words.en))


def every(db: Connection) -> dict[str, Text]:
    """Booth → words."""
    return {row.kiosk_id: Text(zh=row.zh, en=row.en) for row in db.execute(select(TABLE))}
