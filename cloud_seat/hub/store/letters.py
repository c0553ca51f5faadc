"""Shell: letters (办不成事, 留言, 给我回电) and what follows a bad rating: work orders with owner, date, call-back."""

from dataclasses import asdict, dataclass
from typing import Any

from sqlalchemy import Connection, Select, insert, select, update
from sqlalchemy.engine import Row

from cloud_seat.contract.intake import LETTER_FORMS, MESSAGE_FORM
from cloud_seat.hub.store import cases, chain, tables
from cloud_seat.hub.tallies import FollowUp

LetterRow = Row[Any]
FOLLOW_UP = "rating"
"""The kind of work order that a bad rating makes. It hangs on the rated case itself."""
KINDS = (*LETTER_FORMS, FOLLOW_UP)


@dataclass(frozen=True, slots=True)
class Letter:
    """What is known without opening it again; words and number stay sealed. `kind`: of KINDS."""

    kind: str
    case_id: str
    item_id: str
    about_case: str
    reason: str
    wants_call: bool


def open_once(db: Connection, told: Letter, *, at: str, due_on: str) -> None:
    """The work order of a letter or a bad rating; one that is known changes nothing."""
    cases.open_work_order(db, told.case_id, kind=told.kind, at=at, due_on=due_on)
    table = tables.complaint
    if db.execute(select(table.c.case_id).where(table.c.case_id == told.case_id)).first() is None:
        kept = {name: value for name, value in asdict(told).items() if name != "kind"}
        db.execute(insert(table).values(**kept))


def follow_ups(db: Connection, *, since: str, until: str) -> list[FollowUp]:
    """Of every bad rating that came in this time and is on the list."""
    order = tables.work_order
    wanted = _all().where(order.c.kind == FOLLOW_UP, order.c.opened_at >= since, order.c.opened_at < until)
    return [
        FollowUp(row.due_on, row.owner, row.wants_call, bool(row.called_at), row.state == "closed")
        for row in db.execute(wanted)
    ]


def unlisted(db: Connection) -> list[cases.CaseRow]:
    """Cases with a bad rating from before such work orders were on the officials' list."""
    order, known = tables.work_order, select(tables.complaint.c.case_id)
    joined = tables.case.join(order, order.c.case_id == tables.case.c.case_id)
    missing = (order.c.kind == FOLLOW_UP) & order.c.case_id.not_in(known)
    return list(db.execute(select(tables.case).select_from(joined).where(missing)))


def listed(db: Connection, *, seat_id: str, rights: tuple[str, ...], with_closed: bool) -> list[LetterRow]:
    """What this official may answer for: of the items they may handle, the most urgent first. A message without an
    item is for anyone; a complaint about, or a bad rating of, a call of their own is not theirs to judge or know."""
    table, order = tables.complaint, tables.work_order
    wanted = _all() if with_closed else _all().where(order.c.state != "closed")
    if "*" not in rights:
        for_anyone = (order.c.kind == MESSAGE_FORM) & (table.c.item_id == "")
        wanted = wanted.where(table.c.item_id.in_(rights) | for_anyone)
    involved = select(tables.call_held.c.case_id).where(tables.call_held.c.seat_id == seat_id)
    wanted = wanted.where((order.c.kind == MESSAGE_FORM) | table.c.about_case.not_in(involved))
    return list(db.execute(wanted.order_by(order.c.due_on, order.c.work_order_id)))


def find(db: Connection, case_id: str, *, seat_id: str, rights: tuple[str, ...]) -> LetterRow | None:
    """One of those."""
    mine = listed(db, seat_id=seat_id, rights=rights, with_closed=True)
    return next((row for row in mine if row.case_id == case_id), None)


def take(db: Connection, row: LetterRow, seat_id: str, at: str) -> str:
    """This official answers for it from now on. Returns a refusal code or ""."""
    if row.state == "closed":
        return "already_closed"
    if row.owner and row.owner != seat_id:
        return "already_taken"
    _change(db, row.case_id, state="taken", owner=seat_id)
    _note(db, row.case_id, at=at, seat_id=seat_id, what=f"{row.kind} taken")
    return ""


def note_call(db: Connection, row: LetterRow, seat_id: str, at: str) -> str:
    """The resident was called back. Returns a refusal code or ""."""
    if row.owner != seat_id or row.state == "closed":
        return "already_closed" if row.state == "closed" else "not_your_letter"
    _change(db, row.case_id, state=row.state, called_at=at)
    _note(db, row.case_id, at=at, seat_id=seat_id, what="called back")
    return ""


def close(db: Connection, row: LetterRow, seat_id: str, *, note: str, at: str) -> str:
    """Settled: who left a number was called first. Returns a refusal code or ""."""
    if row.owner != seat_id or row.state == "closed":
        return "already_closed" if row.state == "closed" else "not_your_letter"
    if not note.strip():
        return "note_missing"
    if row.wants_call and not row.called_at:
        return "call_back_first"
    _change(db, row.case_id, state="closed", note=note, closed_at=at)
    _note(db, row.case_id, at=at, seat_id=seat_id, what=f"{row.kind} closed")
    if row.kind != FOLLOW_UP:  # in the history of a rated case its own official would read of it
        cases.write_history(db, case_id=row.case_id, at=at, actor=f"seat:{seat_id}", what="settled", note=note)
    return ""


def _all() -> Select[Any]:
    table, order = tables.complaint, tables.work_order
    mine = (order.c.case_id == table.c.case_id) & order.c.kind.in_(KINDS)
    case = tables.case.c.case_id == table.c.case_id
    wanted = select(
        table, order.c.kind, order.c.state, order.c.opened_at, order.c.due_on, tables.case.c.acceptance_number
    )
    return wanted.add_columns(tables.case.c.kiosk_id, tables.case.c.manifest).join(order, mine).join(tables.case, case)


def _change(db: Connection, case_id: str, *, state: str, **values: str) -> None:
    order = tables.work_order
    db.execute(update(tables.complaint).where(tables.complaint.c.case_id == case_id).values(**values))
    mine = (order.c.case_id == case_id) & order.c.kind.in_(KINDS)
    db.execute(update(order).where(mine).values(state=state))


def _note(db: Connection, case_id: str, *, at: str, seat_id: str, what: str) -> None:
    chain.append(db, tables.audit, at=at, actor=f"seat:{seat_id}", what=what, about=case_id)
