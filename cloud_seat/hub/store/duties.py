"""Shell: what the operator wrote down of officials beside their rights, and where the booths stand."""

from collections.abc import Mapping

from sqlalchemy import Connection, bindparam, delete, insert, select, update

from cloud_seat.hub.store import tables

Row = dict[str, str]
FIELDS = ("deputy_rights", "places", "languages", "hours")
_EVERY = select(tables.seat.c.seat_id, tables.seat.c.rights, *(tables.duty.c[name] for name in FIELDS)).select_from(
    tables.seat.outerjoin(tables.duty, tables.duty.c.seat_id == tables.seat.c.seat_id)
)
_OF = _EVERY.where(tables.seat.c.seat_id == bindparam("seat"))


def put(db: Connection, officials: Mapping[str, Row]) -> None:
    """In place of what was known of these, who are here: `rights` and the `FIELDS`, words separated by spaces."""
    if not officials:
        return
    keys = [{"seat": seat_id, "held": row["rights"]} for seat_id, row in officials.items()]
    db.execute(
        update(tables.seat).where(tables.seat.c.seat_id == bindparam("seat")).values(rights=bindparam("held")), keys
    )
    db.execute(delete(tables.duty).where(tables.duty.c.seat_id == bindparam("seat")), keys)
    told = [{"seat_id": seat_id, **{name: row[name] for name in FIELDS}} for seat_id, row in officials.items()]
    db.execute(insert(tables.duty), told)
    if not db.execute(update(tables.duty_change).values(number=tables.duty_change.c.number + 1)).rowcount:
        db.execute(insert(tables.duty_change).values(number=1))


def changes(db: Connection) -> int:
    """How often `put` changed anything: another number says that it did since."""
    return db.execute(select(tables.duty_change.c.number)).scalar_one_or_none() or 0


def every(db: Connection, seat_id: str = "") -> list[Row]:
    """Of every official, or of this one: seat_id, rights and the `FIELDS`; empty where nothing was told."""
    rows = (db.execute(_OF, {"seat": seat_id}) if seat_id else db.execute(_EVERY)).mappings()
    return [{name: value or "" for name, value in row.items()} for row in rows]


def put_place(db: Connection, kiosk_id: str, place: str) -> bool:
    """Where this booth stands. False: there is no such booth."""
    db.execute(delete(tables.kiosk_place).where(tables.kiosk_place.c.kiosk_id == kiosk_id))
    known = db.execute(select(tables.kiosk.c.kiosk_id).where(tables.kiosk.c.kiosk_id == kiosk_id)).first()
    if known:
        db.execute(insert(tables.kiosk_place).values(kiosk_id=kiosk_id, place=place))
    return known is not None


def places(db: Connection) -> dict[str, str]:
    """Booth → code, of those of which somebody said it."""
    return {row.kiosk_id: row.place for row in db.execute(select(tables.kiosk_place))}


def place_of(db: Connection, kiosk_id: str) -> str:
    """The code; empty: nobody said."""
    table = tables.kiosk_place
    return db.execute(select(table.c.place).where(table.c.kiosk_id == kiosk_id)).scalar_one_or_none() or ""
