"""Shell: what the statistics are counted from. Each function runs inside one transaction."""

from typing import Any

from sqlalchemy import Connection, func, select

from cloud_seat.contract.intake import LETTER_FORMS
from cloud_seat.hub.clock import local_day
from cloud_seat.hub.store import tables


def cases(db: Connection, *, begins: str, ends: str, utc_offset_h: int) -> list[dict[str, Any]]:
    """Of every case received in this time, not letters: day of the office, item_id, state."""
    case = tables.case.c
    wanted = select(case.received_at, case.item_id, case.state)
    wanted = wanted.where(case.received_at >= begins, case.received_at < ends, case.form_id.not_in(LETTER_FORMS))
    return [
        {"day": local_day(row.received_at, utc_offset_h), "item_id": row.item_id, "state": row.state}
        for row in db.execute(wanted)
    ]


def missed(db: Connection, *, since: str, until: str, limit: int) -> list[tuple[str, int]]:
    """Words that found nothing on these days, and how often."""
    table, times = tables.missed_words.c, func.count()
    wanted = select(table.words, times).where(table.on.between(since, until)).group_by(table.words)
    return [
        (words, count) for words, count in db.execute(wanted.order_by(times.desc(), table.words).limit(limit)).tuples()
    ]
