"""Shell: which catalogue item changed when, so that a kiosk asks only for what it does not have."""

import hashlib
from typing import Any

from sqlalchemy import Connection, func, insert, select, update

from cloud_seat.contract.intake import canonical
from cloud_seat.hub.store.tables import catalogue_item as table


def take_in(db: Connection, items: list[dict[str, Any]]) -> int:
    """Note what is new, changed or gone since the last start. Returns the version: the number of the latest change."""
    known = {row.item_id: row.body_sha256 for row in db.execute(select(table.c.item_id, table.c.body_sha256))}
    seq = db.execute(select(func.max(table.c.seq))).scalar() or 0
    hashes = {item["id"]: hashlib.sha256(canonical(item)).hexdigest() for item in items}
    gone = {item_id: "" for item_id in known if item_id not in hashes}
    for item_id, body_sha256 in {**hashes, **gone}.items():
        if known.get(item_id) == body_sha256:
            continue
        seq += 1
        row = {"seq": seq, "body_sha256": body_sha256}
        if item_id in known:
            db.execute(update(table).where(table.c.item_id == item_id).values(row))
        else:
            db.execute(insert(table).values(item_id=item_id, **row))
    return int(seq)


def changed_since(db: Connection, since: int) -> tuple[list[str], list[str]]:
    """(ids to send, ids that are gone) later than version `since`."""
    rows = db.execute(select(table).where(table.c.seq > since).order_by(table.c.seq)).all()
    return [r.item_id for r in rows if r.body_sha256], [r.item_id for r in rows if not r.body_sha256]
