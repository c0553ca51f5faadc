"""Shell: which accounts still have the password that an operator was given for them, and until when it is good."""

from sqlalchemy import Connection, delete, insert, select

from cloud_seat.hub.store import sign_in_tables

_first = sign_in_tables.first_password


def mark(db: Connection, seat_id: str, ends_at_s: float) -> None:
    """It has one now."""
    forget(db, seat_id)
    db.execute(insert(_first).values(seat_id=seat_id, ends_at_s=ends_at_s))


def ends_at_s(db: Connection, seat_id: str) -> float | None:
    """None: it has one of its owner's choice."""
    return db.execute(select(_first.c.ends_at_s).where(_first.c.seat_id == seat_id)).scalar_one_or_none()


def forget(db: Connection, seat_id: str) -> None:
    """Its owner has chosen one, or an operator has."""
    db.execute(delete(_first).where(_first.c.seat_id == seat_id))
