"""Shell: append-only tables whose rows are chained by hash: the history of cases and the audit of views.

`hash` = SHA-256 of the previous row's hash and the canonical JSON of the row; a changed, missing or inserted row shows.
"""

import hashlib
from collections.abc import Iterable
from typing import Any

from sqlalchemy import Connection, Table, insert, select

from cloud_seat.contract.intake import canonical

GENESIS = "0" * 64


def append(db: Connection, table: Table, **row: str) -> None:
    """Add one row at the end."""
    last = db.execute(select(table.c.seq, table.c.hash).order_by(table.c.seq.desc()).limit(1)).one_or_none()
    seq, previous = (last.seq + 1, last.hash) if last else (1, GENESIS)
    db.execute(insert(table).values(seq=seq, hash=chained(previous, {"seq": seq, **row}), **row))


def chained(previous: str, row: dict[str, Any]) -> str:
    """The hash of one row."""
    return hashlib.sha256(previous.encode() + canonical(row)).hexdigest()


def first_break(db: Connection, table: Table, after: tuple[int, str] = (0, GENESIS)) -> int | None:
    """The number of the first row that was changed, lost or added behind our back; None when all is well.

    `after`: number and hash of the row before the first one."""
    return first_break_in((dict(row) for row in db.execute(select(table).order_by(table.c.seq)).mappings()), after)


def first_break_in(rows: Iterable[dict[str, Any]], after: tuple[int, str]) -> int | None:
    """The same for rows from anywhere."""
    wanted, previous = after[0] + 1, after[1]
    for row in rows:
        fields = {name: value for name, value in row.items() if name != "hash"}
        if row["seq"] != wanted or row["hash"] != chained(previous, fields):
            return wanted
        previous, wanted = row["hash"], wanted + 1
    return None
