"""Shell: cases, their history, who held them, work orders. Each function runs inside one transaction."""

from collections.abc import Callable
from dataclasses import asdict, dataclass
from typing import Any

from sqlalchemy import Connection, func, insert, select, update
from sqlalchemy.engine import Row

from cloud_seat.contract.intake import Manifest
from cloud_seat.contract.results import KINDS
from cloud_seat.hub.store import chain, sms, tables

CaseRow = Row[Any]


@dataclass(frozen=True, slots=True)
class Arrival:
    """A whole case at the door."""

    manifest: Manifest
    body: bytes
    sha256: str
    received_at: str
    day: str
    checks: bytes


def find(db: Connection, case_id: str) -> CaseRow | None:
    """The case."""
    return db.execute(select(tables.case).where(tables.case.c.case_id == case_id)).one_or_none()


def find_by_number(db: Connection, acceptance_number: str) -> CaseRow | None:
    """The case with this 受理号."""
    return db.execute(select(tables.case).where(tables.case.c.acceptance_number == acceptance_number)).one_or_none()


def insert_once(db: Connection, arrival: Arrival, receipt_for: Callable[[int], tuple[str, bytes]]) -> CaseRow:
    """The case's row, made now unless it is there. `receipt_for(running number)` → (acceptance number, answer)."""
    known = find(db, arrival.manifest.case_id)
    if known is not None:
        return known
    manifest = arrival.manifest
    acceptance_number, receipt = receipt_for(_next_number(db, manifest.kiosk_id, arrival.day))
    db.execute(
        insert(tables.case).values(
            case_id=manifest.case_id,
            kiosk_id=manifest.kiosk_id,
            item_id=manifest.item_id,
            form_id=manifest.form_id,
            form_version=manifest.form_version,
            acceptance_number=acceptance_number,
            manifest=arrival.body,
            manifest_sha256=arrival.sha256,
            receipt=receipt,
            checks=arrival.checks.decode(),
            submitted_at=manifest.submitted_at,
            received_at=arrival.received_at,
        )
    )
    actor = f"kiosk:{manifest.kiosk_id}"
    write_history(db, case_id=manifest.case_id, at=arrival.received_at, actor=actor, what="received", note="")
    found = find(db, manifest.case_id)
    assert found is not None
    return found


def _next_number(db: Connection, kiosk_id: str, day: str) -> int:
    table = tables.number
    mine = (table.c.kiosk_id == kiosk_id) & (table.c.day == day)
    last = db.execute(select(table.c.last).where(mine)).scalar_one_or_none()
    if last is None:
        db.execute(insert(table).values(kiosk_id=kiosk_id, day=day, last=1))
        return 1
    db.execute(update(table).where(mine).values(last=last + 1))
    return int(last) + 1


@dataclass(frozen=True, slots=True)
class Decision:
    """accepted, or returned with a note on what is missing. `result`: of what is accepted, kind as in results.py; then
    the note is about that."""

    case_id: str
    actor: str
    decision: str
    note: str
    result: str = ""


def decide(db: Connection, made: Decision, at: str) -> str:
    """Write an official's decision down, once, and once what came of it. Returns a refusal code or ""."""
    row = find(db, made.case_id)
    if row is None:
        return "unknown_case"
    is_result = made.result != "" and row.state == made.decision and result_in(history(db, made.case_id)) is None
    if row.state != "received" and not is_result:
        return "already_decided"
    line = {"case_id": made.case_id, "at": at, "actor": made.actor}
    if row.state == "received":
        db.execute(update(tables.case).where(tables.case.c.case_id == made.case_id).values(state=made.decision))
        write_history(db, **line, what=made.decision, note="" if made.result else made.note)
    if made.result:
        write_history(db, **line, what=made.result, note=made.note)
    sms.owe(db, made.case_id, made.result or made.decision, at)
    return ""


def result_in(happened: list[dict[str, str]]) -> dict[str, str] | None:
    """The line of a case's history that says what came of it."""
    return next((line for line in happened if line["what"] in KINDS), None)


def note_seen(db: Connection, case_id: str, *, actor: str, note: str, at: str) -> None:
    """An official knew the person in the booth by eye. Said again of the same claim it stands there once."""
    said = {"actor": actor, "what": "person_confirmed", "note": note}
    if all(said.items() - entry.items() for entry in history(db, case_id)):
        write_history(db, case_id=case_id, at=at, **said)


def write_history(db: Connection, **row: str) -> None:
    """One line of a case's history."""
    chain.append(db, tables.case_history, **row)


def history(db: Connection, case_id: str) -> list[dict[str, str]]:
    """What happened to a case, oldest first."""
    table = tables.case_history
    rows = db.execute(select(table).where(table.c.case_id == case_id).order_by(table.c.seq))
    return [{"at": r.at, "actor": r.actor, "what": r.what, "note": r.note} for r in rows]


def handled(db: Connection, item_id: str, actor: str) -> tuple[int, str]:
    """How many matters of this item somebody has decided, and when the last one."""
    history, mine = tables.case_history, tables.case
    decided = history.c.what.in_(("accepted", "returned")) & (history.c.actor == actor)
    joined = history.join(mine, history.c.case_id == mine.c.case_id)
    asked = (
        select(func.count(), func.max(history.c.at)).select_from(joined).where(decided & (mine.c.item_id == item_id))
    )
    times, last_at = db.execute(asked).one()
    return int(times), last_at or ""


@dataclass(frozen=True, slots=True)
class Holding:
    """An official had a case in one attempt of a call."""

    call_id: str
    attempt: int
    case_id: str
    seat_id: str
    kiosk_id: str


def note_held(db: Connection, held: Holding, at: str) -> None:
    """Remember it. Noting it again changes nothing."""
    table = tables.call_held
    mine = (table.c.call_id == held.call_id) & (table.c.attempt == held.attempt)
    if db.execute(select(table.c.seat_id).where(mine)).first() is None:
        db.execute(insert(table).values(**asdict(held), at=at))


def has_held(db: Connection, case_id: str, seat_id: str) -> bool:
    """Whether this official has or had this case in a call at the kiosk that it came from."""
    table = tables.call_held
    mine = (table.c.case_id == case_id) & (table.c.seat_id == seat_id)
    kiosks = set(db.execute(select(table.c.kiosk_id).where(mine)).scalars())
    row = find(db, case_id)
    return bool(kiosks) and (row is None or row.kiosk_id in kiosks)


def note_view(db: Connection, *, at: str, actor: str, about: str) -> None:
    """Write down that somebody opened something, before they see it."""
    chain.append(db, tables.audit, at=at, actor=actor, what="opened", about=about)


def note_act(db: Connection, **row: str) -> None:
    """Write down what somebody did; the same act told again stands there once."""
    table = tables.audit
    mine = (table.c.actor == row["actor"]) & (table.c.about == row["about"])
    if db.execute(select(table.c.seq).where(mine)).first() is None:
        chain.append(db, table, **row)


def open_work_order(db: Connection, case_id: str, *, kind: str, at: str, due_on: str) -> int | None:
    """A task to put a bad rating or a complaint right. None when there is one already."""
    table = tables.work_order
    mine = (table.c.case_id == case_id) & (table.c.kind == kind)
    if db.execute(select(table.c.work_order_id).where(mine)).first():
        return None
    made = db.execute(insert(table).values(case_id=case_id, kind=kind, opened_at=at, due_on=due_on))
    return int(made.inserted_primary_key[0]) if made.inserted_primary_key else None
