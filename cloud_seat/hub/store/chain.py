"""Shell: append-only tables whose rows are chained by hash: the history of cases and the audit of views.

`hash` = SHA-256, or SM3 where the district chose it, of the previous row's hash and the canonical JSON of the row; a
changed, missing or inserted row shows. Each hash says by its form what it is: 64 hex digits, or `sm3:` and base64.
"""

import base64
import hashlib
from collections.abc import Iterable
from typing import Any

from sqlalchemy import Connection, Table, delete, insert, select

from cloud_seat.contract.intake import canonical
from cloud_seat.hub.store import tables

GENESIS = "0" * 64
SHA256, SM3 = "sha256", "sm3"
_SM3 = "sm3:"


def append(db: Connection, table: Table, **row: str) -> None:
    """Add one row at the end."""
    extend(db, table, [row])


def extend(db: Connection, table: Table, rows: Iterable[dict[str, str]]) -> None:
    """Add these at the end, in their order."""
    last = db.execute(select(table.c.seq, table.c.hash).order_by(table.c.seq.desc()).limit(1)).one_or_none()
    before, previous = (last.seq, last.hash) if last else (0, GENESIS)
    digest, fresh = digest_now(db), list[dict[str, Any]]()
    for seq, row in enumerate(rows, start=before + 1):
        previous = chained(previous, {"seq": seq, **row}, digest)
        fresh.append({"seq": seq, "hash": previous, **row})
    if fresh:
        db.execute(insert(table), fresh)


def choose(db: Connection, digest: str) -> None:
    """All further rows are chained by this one."""
    db.execute(delete(tables.digest_chosen))
    db.execute(insert(tables.digest_chosen).values(digest=digest))


def digest_now(db: Connection) -> str:
    """What new rows are chained by."""
    return db.execute(select(tables.digest_chosen.c.digest)).scalar_one_or_none() or SHA256


def chained(previous: str, row: dict[str, Any], digest: str) -> str:
    """The hash of one row."""
    words = previous.encode() + canonical(row)
    if digest == SM3:
        return _SM3 + base64.b64encode(hashlib.new("sm3", words).digest()).decode()
    return hashlib.sha256(words).hexdigest()


def first_break(db: Connection, table: Table, after: tuple[int, str] = (0, GENESIS)) -> int | None:
    """The number of the first row that was changed, lost or added behind our back; None when all is well.

    `after`: number and hash of the row before the first one."""
    return first_break_in((dict(row) for row in db.execute(select(table).order_by(table.c.seq)).mappings()), after)


def first_break_in(rows: Iterable[dict[str, Any]], after: tuple[int, str]) -> int | None:
    """The same for rows from anywhere."""
    wanted, previous = after[0] + 1, after[1]
    for row in rows:
        fields = {name: value for name, value in row.items() if name != "hash"}
        digest = SM3 if str(row["hash"]).startswith(_SM3) else SHA256
        if row["seq"] != wanted or row["hash"] != chained(previous, fields, digest):
            return wanted
        previous, wanted = row["hash"], wanted + 1
    return None
