"""Shell: whose a case is, kept as a keyed mark of the card's number and never as the number; and bookings."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import Connection, delete, func, insert, select, update
from sqlalchemy.engine import Row

from cloud_seat.contract.intake import LETTER_FORMS
from cloud_seat.hub.store import tables

CaseRow = Row[Any]
BookingRow = Row[Any]


def keep_holders(db: Connection, case_id: str, marks: Iterable[str]) -> None:
    """Who may ask for this case with their card; told again it changes nothing."""
    table = tables.case_holder
    if db.execute(select(table.c.case_id).where(table.c.case_id == case_id)).first() is None:
        for mark in sorted(marks):
            db.execute(insert(table).values(case_id=case_id, mark=mark))


def cases_of(db: Connection, mark: str) -> list[CaseRow]:
    """Every case of this card, the newest first."""
    table = tables.case_holder
    joined = tables.case.join(table, table.c.case_id == tables.case.c.case_id)
    wanted = select(tables.case).select_from(joined).where(table.c.mark == mark)
    return list(db.execute(wanted.order_by(tables.case.c.received_at.desc())))


def letters(db: Connection) -> list[CaseRow]:
    """Every complaint and message: who has its whole number may ask how it stands."""
    return list(db.execute(select(tables.case).where(tables.case.c.form_id.in_(LETTER_FORMS))))


def work_order(db: Connection, case_id: str) -> Any:
    """Of a letter: owner and dates; None for any other case."""
    order, about = tables.work_order, tables.complaint
    joined = order.join(about, about.c.case_id == order.c.case_id)
    wanted = select(order.c.due_on, about.c.called_at, about.c.closed_at, about.c.owner).select_from(joined)
    return db.execute(wanted.where(order.c.case_id == case_id, order.c.kind.in_(LETTER_FORMS))).one_or_none()


# --- bookings ---
def put_booking(db: Connection, row: dict[str, str]) -> None:
    """Add one, or replace the one with this code."""
    db.execute(delete(tables.booking).where(tables.booking.c.code == row["code"]))
    db.execute(insert(tables.booking).values(**row))


def bookings(db: Connection, *, code: str, mark: str) -> list[BookingRow]:
    """Those with this code, or of this card, earliest first."""
    table = tables.booking
    mine = table.c.code == code if code else table.c.mark == mark
    return list(db.execute(select(table).where(mine).order_by(table.c.day, table.c.time)))


def booked_seats(db: Connection, day: str) -> dict[str, int]:
    """Seat → how many are still to come to it on this day (YYYY-MM-DD)."""
    table = tables.booking.c
    to_come = (table.day == day) & (table.came_at == "") & (table.seat_id != "")
    counted = select(table.seat_id, func.count()).where(to_come).group_by(table.seat_id)
    return dict(db.execute(counted).tuples().all())


def check_in(db: Connection, code: str, *, kiosk_id: str, at: str) -> None:
    """They came; the first time counts."""
    table = tables.booking
    fresh = (table.c.code == code) & (table.c.came_at == "")
    db.execute(update(table).where(fresh).values(came_at=at, came_to=kiosk_id))
