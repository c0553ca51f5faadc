"""Shell: booths' public keys, and the codes with which they come."""

from sqlalchemy import Connection, delete, insert, select

from cloud_seat.hub.store import tables
from cloud_seat.hub.store.people import sha256_hex

_code, _key = tables.kiosk_code, tables.kiosk_key


def open_code(db: Connection, kiosk_id: str, code: str, *, ends_at_s: float) -> None:
    """The one code of this booth; an earlier one stops working."""
    db.execute(delete(_code).where(_code.c.kiosk_id == kiosk_id))
    db.execute(insert(_code).values(kiosk_id=kiosk_id, code_sha256=sha256_hex(code), ends_at_s=ends_at_s))


def take_code(db: Connection, code: str, *, now_s: float) -> str:
    """Whose code it is; nobody's afterwards. Empty: it is none, or too old."""
    mine = _code.c.code_sha256 == sha256_hex(code)
    row = db.execute(select(_code).where(mine)).one_or_none()
    db.execute(delete(_code).where(mine))
    return row.kiosk_id if row and now_s <= row.ends_at_s else ""


def put_key(db: Connection, kiosk_id: str, public_key: bytes) -> None:
    """From now on this booth is who holds the other half."""
    forget_key(db, kiosk_id)
    db.execute(insert(_key).values(kiosk_id=kiosk_id, public_key=public_key))


def key_of(db: Connection, kiosk_id: str) -> bytes:
    """Empty: none."""
    return db.execute(select(_key.c.public_key).where(_key.c.kiosk_id == kiosk_id)).scalar_one_or_none() or b""


def forget_key(db: Connection, kiosk_id: str) -> None:
    """Whoever holds it is nobody."""
    db.execute(delete(_key).where(_key.c.kiosk_id == kiosk_id))


def revoke(db: Connection, kiosk_id: str) -> bool:
    """Token, key and code of this booth are worth nothing; its cases stay. False: there is no such booth."""
    forget_key(db, kiosk_id)
    db.execute(delete(_code).where(_code.c.kiosk_id == kiosk_id))
    return db.execute(delete(tables.kiosk).where(tables.kiosk.c.kiosk_id == kiosk_id)).rowcount == 1
