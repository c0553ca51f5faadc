"""Shell: what changed in the catalogue, as a log that is only added to, each entry chained to the one before."""

import hashlib
import json
from collections.abc import Mapping

from sqlalchemy import Connection, bindparam, delete, func, insert, select

from cloud_seat.contract.intake import canonical
from cloud_seat.hub.catalogue_feed import Body, Entry, chained
from cloud_seat.hub.store.tables import catalogue_change as log
from cloud_seat.hub.store.tables import catalogue_item, catalogue_own

_SEEN = select(log.c.item_id, log.c.body_sha256).order_by(log.c.seq)


def take_in(db: Connection, items: list[Body]) -> tuple[int, str]:
    """Note what is new, changed or gone since the last start. Returns number and chain of the latest change."""
    known = {row.item_id: row.body_sha256 for row in db.execute(_SEEN)}  # of one item the latest
    seq, chain = newest(db)
    bodies = {item["id"]: canonical(item) for item in items}
    gone = {item_id: b"" for item_id, sha256 in known.items() if sha256 and item_id not in bodies}
    fresh = list[dict[str, object]]()
    for item_id, body in {**bodies, **gone}.items():
        sha256 = hashlib.sha256(body).hexdigest() if body else ""
        if known.get(item_id) != sha256:
            seq, chain = seq + 1, chained(chain, seq + 1, item_id, sha256)
            row = {"seq": seq, "item_id": item_id, "body": body.decode(), "body_sha256": sha256, "chain": chain}
            fresh.append(row)
    if fresh:
        db.execute(insert(log), fresh)
    return seq, chain


def current(db: Connection) -> dict[str, Body]:
    """Every item that is offered now, packages among them."""
    latest = select(func.max(log.c.seq)).group_by(log.c.item_id)
    rows = db.execute(select(log.c.item_id, log.c.body).where(log.c.seq.in_(latest)).order_by(log.c.item_id))
    return {row.item_id: json.loads(row.body) for row in rows if row.body}


def entries_since(db: Connection, since: int) -> list[Entry]:
    """Every change later than `since`, in order."""
    rows = db.execute(select(log).where(log.c.seq > since).order_by(log.c.seq))
    return [
        Entry(row.seq, row.item_id, json.loads(row.body) if row.body else None, row.body_sha256, row.chain)
        for row in rows
    ]


def bodies_at(db: Connection, seq: int, item_ids: set[str]) -> dict[str, Body]:
    """These items as they were after change `seq`; who was not offered then is left out."""
    last = select(func.max(log.c.seq)).where(log.c.seq <= seq).group_by(log.c.item_id)
    rows = db.execute(select(log.c.item_id, log.c.body).where(log.c.seq.in_(last)))
    return {row.item_id: json.loads(row.body) for row in rows if row.body and row.item_id in item_ids}


def chain_at(db: Connection, seq: int) -> str | None:
    """The chain after change `seq`; None if there is no such change."""
    return db.execute(select(log.c.chain).where(log.c.seq == seq)).scalar()


def changed_since(db: Connection, since: int) -> tuple[list[Body], list[str]]:
    """(items to send, ids that are gone) later than version `since`."""
    last = {entry.item_id: entry for entry in entries_since(db, since)}
    latest = sorted(last.values(), key=lambda entry: entry.seq)
    return [one.body for one in latest if one.body], [one.item_id for one in latest if not one.body]


def own(db: Connection) -> dict[str, Body | None]:
    """What the district's operators put in place of the files' items; None: taken away."""
    return {row.item_id: json.loads(row.body) if row.body else None for row in db.execute(select(catalogue_own))}


def put_own(db: Connection, items: Mapping[str, Body | None]) -> None:
    """These from now on."""
    rows = [{"item_id": key, "body": canonical(body).decode() if body else ""} for key, body in items.items()]
    if rows:
        db.execute(
            delete(catalogue_own).where(catalogue_own.c.item_id == bindparam("key")), [{"key": key} for key in items]
        )
        db.execute(insert(catalogue_own), rows)


def newest(db: Connection) -> tuple[int, str]:
    """Number and chain of the latest change."""
    row = db.execute(select(log.c.seq, log.c.chain).order_by(log.c.seq.desc()).limit(1)).first()
    # A hub of before the log goes on after its numbers: no booth may take new ones for older.
    return (row.seq, row.chain) if row else (db.execute(select(func.max(catalogue_item.c.seq))).scalar() or 0, "")
