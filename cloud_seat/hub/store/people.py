"""Shell: officials and booths. Secrets are kept as hashes only."""

import hashlib
from dataclasses import dataclass
from typing import ClassVar

from sqlalchemy import Connection, delete, insert, select, update
from sqlalchemy.engine import Row

from cloud_seat.contract.signalling import Seat
from cloud_seat.contract.text import Text
from cloud_seat.hub.store import tables


@dataclass(frozen=True, slots=True)
class SeatProfile:
    """An official: what residents may know, which items they may handle (item ids or "*"), what they may do (acts)."""

    seat: Seat
    rights: tuple[str, ...]
    user: str
    password_hash: str = ""
    roles: frozenset[str] = frozenset({"seat"})


@dataclass(frozen=True, slots=True)
class KioskProfile:
    """A booth."""

    roles: ClassVar[frozenset[str]] = frozenset({"kiosk"})
    kiosk_id: str
    name: Text


def sha256_hex(word: str) -> str:
    """How secrets with enough randomness of their own are kept."""
    return hashlib.sha256(word.encode()).hexdigest()


def put_seat(db: Connection, profile: SeatProfile) -> None:
    """Add an official, or replace the one with the same seat id."""
    db.execute(delete(tables.seat).where(tables.seat.c.seat_id == profile.seat.seat_id))
    db.execute(
        insert(tables.seat).values(
            seat_id=profile.seat.seat_id,
            user=profile.user,
            name=profile.seat.name,
            department_zh=profile.seat.department.zh,
            department_en=profile.seat.department.en,
            number=profile.seat.number,
            rights=" ".join(profile.rights),
            password_hash=profile.password_hash,
        )
    )


def seat_of_user(db: Connection, user: str) -> SeatProfile | None:
    """The official with this sign-in name."""
    row = db.execute(select(tables.seat).where(tables.seat.c.user == user)).one_or_none()
    return profile_of(row) if row else None


def set_password(db: Connection, seat_id: str, password_hash: str) -> None:
    """Instead of the earlier one."""
    db.execute(update(tables.seat).where(tables.seat.c.seat_id == seat_id).values(password_hash=password_hash))


def seats(db: Connection) -> list[SeatProfile]:
    """Everyone."""
    return [profile_of(row) for row in db.execute(select(tables.seat))]


def profile_of(row: Row[tuple[object, ...]]) -> SeatProfile:
    """From a row of the table."""
    department = Text(zh=row.department_zh, en=row.department_en)
    seat = Seat(seat_id=row.seat_id, name=row.name, department=department, number=row.number)
    return SeatProfile(seat, tuple(row.rights.split()), row.user, row.password_hash)


def put_kiosk(db: Connection, kiosk: KioskProfile, token: str) -> None:
    """Enrol a booth; enrolling it again makes the earlier token worthless."""
    db.execute(delete(tables.kiosk).where(tables.kiosk.c.kiosk_id == kiosk.kiosk_id))
    names = {"name_zh": kiosk.name.zh, "name_en": kiosk.name.en}
    db.execute(insert(tables.kiosk).values(kiosk_id=kiosk.kiosk_id, token_sha256=sha256_hex(token), **names))


def renew_token(db: Connection, kiosk_id: str, token: str) -> None:
    """The earlier one is worthless."""
    mine = tables.kiosk.c.kiosk_id == kiosk_id
    db.execute(update(tables.kiosk).where(mine).values(token_sha256=sha256_hex(token)))


def kiosk_of_token(db: Connection, token: str) -> KioskProfile | None:
    """The booth that holds this token."""
    row = db.execute(select(tables.kiosk).where(tables.kiosk.c.token_sha256 == sha256_hex(token))).one_or_none()
    return _kiosk_of(row) if row else None


def kiosk(db: Connection, kiosk_id: str) -> KioskProfile | None:
    """The booth of this name."""
    row = db.execute(select(tables.kiosk).where(tables.kiosk.c.kiosk_id == kiosk_id)).one_or_none()
    return _kiosk_of(row) if row else None


def kiosks(db: Connection) -> list[KioskProfile]:
    """Every booth."""
    return [_kiosk_of(row) for row in db.execute(select(tables.kiosk))]


def _kiosk_of(row: Row[tuple[object, ...]]) -> KioskProfile:
    return KioskProfile(row.kiosk_id, Text(zh=row.name_zh, en=row.name_en))
