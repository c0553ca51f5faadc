"""Shell: the place of every case in its booth's own count, and what the counts tell: holes, numbers given twice.

A booth counts what it submits, in the clear. A hole is a case that has not come (yet); a number twice is a booth whose
disk was put back to an older day.
"""

from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, insert, select
from sqlalchemy.engine import Row

from cloud_seat.contract.intake import Manifest
from cloud_seat.hub.store import tables


@dataclass(frozen=True, slots=True)
class Oddity:
    """`kind`: "missing" or "twice". `since`: when the hub could first know, UTC. `case_ids`: of a number twice."""

    kiosk_id: str
    kind: str
    sequence: int
    since: str
    case_ids: tuple[str, ...] = ()


def keep(db: Connection, manifest: Manifest, at: str) -> None:
    """The place of a case, once. An old booth counts from 0: it has none."""
    table = tables.case_place
    known = db.execute(select(table.c.case_id).where(table.c.case_id == manifest.case_id)).one_or_none()
    if known is None and manifest.sequence > 0:
        row = {"case_id": manifest.case_id, "kiosk_id": manifest.kiosk_id, "received_at": at}
        db.execute(insert(table).values(epoch=manifest.epoch, sequence=manifest.sequence, **row))


def highest(db: Connection, kiosk_id: str) -> tuple[int, int]:
    """Epoch and number of the booth's highest place; (0, 0) when nothing came from it."""
    table = tables.case_place
    mine = select(table.c.epoch, table.c.sequence).where(table.c.kiosk_id == kiosk_id)
    row = db.execute(mine.order_by(table.c.sequence.desc(), table.c.epoch.desc()).limit(1)).one_or_none()
    return (int(row.epoch), int(row.sequence)) if row is not None else (0, 0)


def oddities(db: Connection) -> list[Oddity]:
    """By booth and number."""
    table = tables.case_place
    by_kiosk: dict[str, list[Row[Any]]] = defaultdict(list)
    for row in db.execute(select(table).order_by(table.c.kiosk_id, table.c.sequence, table.c.received_at)):
        by_kiosk[row.kiosk_id].append(row)
    return [oddity for kiosk_id, rows in by_kiosk.items() for oddity in _of_one(kiosk_id, rows)]


def _of_one(kiosk_id: str, rows: list[Row[Any]]) -> list[Oddity]:
    """`rows`: by number, then arrival."""
    by_number: dict[int, list[Row[Any]]] = defaultdict(list)
    for row in rows:
        by_number[row.sequence].append(row)
    found = [
        Oddity(kiosk_id, "twice", sequence, same[1].received_at, tuple(row.case_id for row in same))
        for sequence, same in by_number.items()
        if len(same) > 1
    ]
    since = ""
    for sequence in range(max(by_number), 0, -1):
        if sequence in by_number:
            earliest = by_number[sequence][0].received_at
            since = min(since or earliest, earliest)
        else:
            found.append(Oddity(kiosk_id, "missing", sequence, since))
    return sorted(found, key=lambda oddity: oddity.sequence)
