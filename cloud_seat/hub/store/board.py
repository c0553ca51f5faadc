"""Shell: what the board counts of a day. Each function runs inside one transaction."""

from sqlalchemy import Connection, func, select

from cloud_seat.contract.board import WITHIN_S, Served
from cloud_seat.contract.intake import LETTER_FORMS
from cloud_seat.hub.store import board_tables, tables
from cloud_seat.hub.tallies import GOOD_FROM


def served(db: Connection, *, day: str, begins: str) -> Served:
    """`day` of the office, which began at `begins`, UTC."""
    wait, case, rating = board_tables.call_wait, tables.case, tables.rating
    in_time = wait.c.waited_s <= WITHIN_S
    counted = select(func.count()).select_from(wait).where(wait.c.day == day)
    rated = select(func.count()).select_from(rating).where(rating.c.at >= begins, rating.c.level.is_not(None))
    cases = select(func.count()).select_from(case).where(case.c.received_at >= begins)
    orders = select(func.count()).select_from(tables.work_order).where(tables.work_order.c.state == "open")
    return Served(
        asked=db.execute(counted.where(wait.c.answered | ~in_time)).scalar_one(),
        answered=db.execute(counted.where(wait.c.answered)).scalar_one(),
        within=db.execute(counted.where(wait.c.answered, in_time)).scalar_one(),
        cases=db.execute(cases.where(case.c.form_id.not_in(LETTER_FORMS))).scalar_one(),
        rated=db.execute(rated).scalar_one(),
        good=db.execute(rated.where(rating.c.level >= GOOD_FROM)).scalar_one(),
        orders=db.execute(orders).scalar_one(),
    )


def officials(db: Connection) -> int:
    """How many accounts serve residents: those with the role, and those without any."""
    role = tables.role
    others = select(role.c.seat_id).where(role.c.seat_id.not_in(select(role.c.seat_id).where(role.c.role == "seat")))
    mine = select(func.count()).select_from(tables.seat).where(tables.seat.c.seat_id.not_in(others))
    return int(db.execute(mine).scalar_one())
