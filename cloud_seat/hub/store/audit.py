"""Shell: the audit: who did what when, chained by hash. What is older than it must be kept may be cut off the front.

After a cut the chain goes on from the hash of the last row that went; that is kept beside it.
"""

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, delete, insert, select, update

from cloud_seat.hub.clock import now_utc
from cloud_seat.hub.store import chain, tables

CHANGES = frozenset(
    ("password_changed", "account_changed", "roles_changed", "factor_taken_up", "factor_reset", "passkey_added")
) | {"passkey_removed", "passkey_copied", "recovery_code_used", "sign_in_locked"}
"""What the owner of an account hears of at their next sign-in."""
ABOUT = 200
"""Letters of what a row is about."""
_SIGNED_IN = ("signed_in", "signed_in_elsewhere")
_LOOKED_BACK = 50_000
"""Rows: some weeks of a district, and a few milliseconds."""


def note(db: Connection, *, actor: str, what: str, about: str = "") -> None:
    """One row at the end."""
    note_all(db, actor=actor, what=what, abouts=[about])


def note_all(db: Connection, *, actor: str, what: str, abouts: Iterable[str]) -> None:
    """One row for each, in their order."""
    told = {"at": now_utc(), "actor": actor[:80], "what": what}
    chain.extend(db, tables.audit, [{**told, "about": about[:ABOUT]} for about in abouts])


def changed_since_sign_in(db: Connection, seat_id: str) -> list[str]:
    """What became of this account since its owner signed in last, oldest first; at their first sign-in nothing."""
    table = tables.audit
    newest = db.execute(select(table.c.seq).order_by(table.c.seq.desc()).limit(1)).scalar_one_or_none() or 0
    own = (
        (table.c.actor == f"seat:{seat_id}")
        | (table.c.about == seat_id)
        | table.c.about.startswith(f"{seat_id}:", autoescape=True)
    )
    rows = select(table.c.what).where(own & (table.c.seq > newest - _LOOKED_BACK)).order_by(table.c.seq.desc())
    changes = list[str]()
    for what in db.execute(rows).scalars():
        if what in _SIGNED_IN:
            return list(reversed(changes))
        if what in CHANGES:
            changes.append(what)
    return []


def beginning(db: Connection) -> tuple[int, str]:
    """Number and hash of the last row that was cut off; (0, GENESIS) while all is here."""
    row = db.execute(select(tables.audit_cut)).one_or_none()
    return (row.seq, row.hash) if row else (0, chain.GENESIS)


def rows(db: Connection) -> Iterator[dict[str, Any]]:
    """All that is here, oldest first."""
    for row in db.execute(select(tables.audit).order_by(tables.audit.c.seq)).mappings():
        yield dict(row)


def first_break(db: Connection) -> int | None:
    """Number of the first row that was changed, lost or added behind our back."""
    return chain.first_break(db, tables.audit, beginning(db))


def cut_old(db: Connection, *, keep_days: int, now: datetime, actor: str) -> int:
    """Cut off what need not be kept any more, and note that; how many rows went."""
    before = (now - timedelta(days=keep_days)).strftime("%Y-%m-%dT%H:%M:%SZ")
    count = _cut(db, before)
    if count:
        note(db, actor=actor, what="audit_cut", about=f"{count} before {before}")
    return count


def _cut(db: Connection, before: str) -> int:
    """The newest row always stays."""
    table = tables.audit
    newest = db.execute(select(table.c.seq).order_by(table.c.seq.desc()).limit(1)).scalar_one_or_none()
    young = select(table.c.seq).where(table.c.at >= before).order_by(table.c.seq).limit(1)
    ends = db.execute(young).scalar_one_or_none() or newest
    last = db.execute(
        select(table.c.seq, table.c.hash).where(table.c.seq < (ends or 0)).order_by(table.c.seq.desc()).limit(1)
    ).one_or_none()
    if last is None:
        return 0
    if not db.execute(update(tables.audit_cut).values(seq=last.seq, hash=last.hash)).rowcount:
        db.execute(insert(tables.audit_cut).values(seq=last.seq, hash=last.hash))
    return db.execute(delete(table).where(table.c.seq <= last.seq)).rowcount


def note_settings(db: Connection, now: dict[str, str]) -> None:
    """Every setting that is another than when the hub last started; a first start notes what is not the default."""
    table = tables.setting_kept
    before = {row.name: row.value for row in db.execute(select(table))}
    for name, value in sorted(now.items()):
        if before.get(name) != value:
            note(db, actor="hub", what="setting_changed", about=f"{name}: {before.get(name, '')} → {value}")
            db.execute(delete(table).where(table.c.name == name))
            db.execute(insert(table).values(name=name, value=value))
    for name in sorted(before.keys() - now.keys()):
        note(db, actor="hub", what="setting_changed", about=f"{name}: {before[name]} → ")
        db.execute(delete(table).where(table.c.name == name))
