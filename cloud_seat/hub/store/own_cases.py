"""Shell: the cases that an official had in a call, found by number, item, day and state; who talked about one, when."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, select
from sqlalchemy.engine import Row

from cloud_seat.hub.store import tables

LISTED = 100


@dataclass(frozen=True, slots=True)
class Wanted:
    """Empty: whatever. `digits`: of the number; `since`, `until`: received, in UTC."""

    digits: str = ""
    item_ids: tuple[str, ...] | None = None
    state: str = ""
    since: str = ""
    until: str = ""


def found(db: Connection, seat_id: str, wanted: Wanted) -> list[Row[Any]]:
    """The newest first; only what came from a booth where they had it."""
    case, held = tables.case, tables.call_held
    mine = (held.c.case_id == case.c.case_id) & (held.c.kiosk_id == case.c.kiosk_id) & (held.c.seat_id == seat_id)
    query = select(case).where(select(held.c.call_id).where(mine).exists())
    if wanted.digits:
        query = query.where(case.c.acceptance_number.contains(wanted.digits, autoescape=True))
    if wanted.item_ids is not None:
        query = query.where(case.c.item_id.in_(wanted.item_ids))
    if wanted.state:
        query = query.where(case.c.state == wanted.state)
    if wanted.since:
        query = query.where(case.c.received_at >= wanted.since, case.c.received_at < wanted.until)
    return list(db.execute(query.order_by(case.c.received_at.desc(), case.c.case_id).limit(LISTED)))


def happened(db: Connection, case_ids: list[str], whats: tuple[str, ...]) -> dict[str, dict[str, str]]:
    """Case → what → when it happened last."""
    table, told = tables.case_history, dict[str, dict[str, str]]()
    rows = db.execute(select(table).where(table.c.case_id.in_(case_ids), table.c.what.in_(whats)).order_by(table.c.seq))
    for row in rows:
        told.setdefault(row.case_id, {})[row.what] = row.at
    return told


def talks(db: Connection, case_id: str) -> list[dict[str, str]]:
    """Who had this case in a call, and when, oldest first."""
    table = tables.call_held
    rows = db.execute(select(table).where(table.c.case_id == case_id).order_by(table.c.at, table.c.attempt))
    return [{"at": row.at, "actor": f"seat:{row.seat_id}", "what": "talked", "note": ""} for row in rows]
