"""Shell: ratings (好差评): one a case, never changed; "not rated" is a value of its own, which may become a level."""

from sqlalchemy import Connection, delete, insert, select, update

from cloud_seat.contract.intake import LETTER_FORMS
from cloud_seat.hub.store import cases, tables


def rate(db: Connection, case_id: str, *, kiosk_id: str, level: int | None, at: str) -> str:
    """Keep one rating a case, from its own booth or one where its card asked for it. Returns a refusal code or ""."""
    table = tables.rating
    known = db.execute(select(table).where(table.c.case_id == case_id)).one_or_none()
    owner = cases.find(db, case_id)
    if owner is not None and owner.form_id in LETTER_FORMS:
        return "unknown_case"
    home = owner or known
    if home and home.kiosk_id != kiosk_id and not _is_offered(db, case_id, kiosk_id):
        return "wrong_kiosk"
    if known is None:
        db.execute(insert(table).values(case_id=case_id, kiosk_id=kiosk_id, level=level, at=at))
    elif known.level is None and level is not None:
        mine = table.c.case_id == case_id
        db.execute(update(table).where(mine).values(level=level, at=at, kiosk_id=kiosk_id))
    elif known.level != level:
        return "already_rated"
    return ""


def note_words(db: Connection, case_id: str, version: int) -> None:
    """By which version of the words a case was rated; the last one counts, as of the rating."""
    table = tables.rating_words
    db.execute(delete(table).where(table.c.case_id == case_id))
    db.execute(insert(table).values(case_id=case_id, version=version))


def offer(db: Connection, case_id: str, kiosk_id: str) -> bool:
    """Let this booth, which the case's card is at, rate it. False when it has its level already."""
    table = tables.rating
    if db.execute(select(table.c.level).where(table.c.case_id == case_id)).scalar_one_or_none() is not None:
        return False
    if not _is_offered(db, case_id, kiosk_id):
        db.execute(insert(tables.rating_offer).values(case_id=case_id, kiosk_id=kiosk_id))
    return True


def _is_offered(db: Connection, case_id: str, kiosk_id: str) -> bool:
    table = tables.rating_offer
    mine = (table.c.case_id == case_id) & (table.c.kiosk_id == kiosk_id)
    return db.execute(select(table.c.case_id).where(mine)).first() is not None


def given(db: Connection, *, since: str, until: str) -> list[tuple[str, int, str]]:
    """Every case received in this time, not letters: item, level (0: not rated), the official who had it last."""
    case, rating = tables.case, tables.rating
    joined = case.outerjoin(rating, rating.c.case_id == case.c.case_id)
    wanted = select(case.c.case_id, case.c.item_id, rating.c.level).select_from(joined)
    wanted = wanted.where(case.c.received_at >= since, case.c.received_at < until)
    rows = db.execute(wanted.where(case.c.form_id.not_in(LETTER_FORMS))).all()
    held = select(tables.call_held.c.case_id, tables.call_held.c.seat_id).order_by(tables.call_held.c.at)
    last: dict[str, str] = {row.case_id: row.seat_id for row in db.execute(held)}
    return [(item_id, level or 0, last.get(case_id, "")) for case_id, item_id, level in rows]
