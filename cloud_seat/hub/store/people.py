"""Shell: seats, kiosks and signed-in sessions. Secrets are kept as hashes only."""

import hashlib
from dataclasses import dataclass

from sqlalchemy import Connection, delete, insert, select, update
from sqlalchemy.engine import Row

from cloud_seat.contract.signalling import Seat
from cloud_seat.contract.text import Text
from cloud_seat.hub.store import tables


@dataclass(frozen=True, slots=True)
class SeatProfile:
    """An official: what residents may know, and which items they may handle (item ids or "*")."""

    seat: Seat
    rights: tuple[str, ...]
    user: str
    password_hash: str = ""


@dataclass(frozen=True, slots=True)
class KioskProfile:
    """A booth."""

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


def set_supervisor(db: Connection, seat_id: str, *, on: bool) -> bool:
    """Whether this official may listen to calls of others, visibly. False: there is no such official."""
    table = tables.supervisor
    db.execute(delete(table).where(table.c.seat_id == seat_id))
    known = db.execute(select(tables.seat.c.seat_id).where(tables.seat.c.seat_id == seat_id)).first() is not None
    if on and known:
        db.execute(insert(table).values(seat_id=seat_id))
    return known


def is_supervisor(db: Connection, seat_id: str) -> bool:
    """Whether they may."""
    return db.execute(select(tables.supervisor).where(tables.supervisor.c.seat_id == seat_id)).first() is not None


def seat_of_user(db: Connection, user: str) -> SeatProfile | None:
    """The official with this sign-in name."""
    row = db.execute(select(tables.seat).where(tables.seat.c.user == user)).one_or_none()
    return _profile(row) if row else None


def password_hash_of(db: Connection, user: str) -> str:
    """The kept hash; empty when nobody has this name."""
    found = db.execute(select(tables.seat.c.password_hash).where(tables.seat.c.user == user)).scalar_one_or_none()
    return found or ""


def seats(db: Connection) -> list[SeatProfile]:
    """Everyone."""
    return [_profile(row) for row in db.execute(select(tables.seat))]


def _profile(row: Row[tuple[object, ...]]) -> SeatProfile:
    department = Text(zh=row.department_zh, en=row.department_en)
    seat = Seat(seat_id=row.seat_id, name=row.name, department=department, number=row.number)
    return SeatProfile(seat, tuple(row.rights.split()), row.user, row.password_hash)


def put_kiosk(db: Connection, kiosk: KioskProfile, token: str) -> None:
    """Enrol a booth; enrolling it again makes the earlier token worthless."""
    db.execute(delete(tables.kiosk).where(tables.kiosk.c.kiosk_id == kiosk.kiosk_id))
    names = {"name_zh": kiosk.name.zh, "name_en": kiosk.name.en}
    db.execute(insert(tables.kiosk).values(kiosk_id=kiosk.kiosk_id, token_sha256=sha256_hex(token), **names))


def kiosk_of_token(db: Connection, token: str) -> KioskProfile | None:
    """The booth that holds this token."""
    row = db.execute(select(tables.kiosk).where(tables.kiosk.c.token_sha256 == sha256_hex(token))).one_or_none()
    return KioskProfile(row.kiosk_id, Text(zh=row.name_zh, en=row.name_en)) if row else None


def kiosks(db: Connection) -> list[KioskProfile]:
    """Every booth."""
    return [KioskProfile(r.kiosk_id, Text(zh=r.name_zh, en=r.name_en)) for r in db.execute(select(tables.kiosk))]


def open_session(db: Connection, word: str, seat_id: str, now_s: float) -> None:
    """Remember a sign-in."""
    times = {"opened_at_s": now_s, "seen_at_s": now_s}
    db.execute(insert(tables.session).values(word_sha256=sha256_hex(word), seat_id=seat_id, **times))


def end_old_sessions(db: Connection, *, now_s: float, idle_s: float, longest_s: float) -> None:
    """Forget who has not been seen for `idle_s`, or signed in `longest_s` ago."""
    old = (tables.session.c.seen_at_s < now_s - idle_s) | (tables.session.c.opened_at_s < now_s - longest_s)
    db.execute(delete(tables.session).where(old))


def seat_of_session(db: Connection, word: str, *, seen_at_s: float | None) -> SeatProfile | None:
    """Who is signed in with this cookie; with `seen_at_s` their idle time starts anew."""
    mine = tables.session.c.word_sha256 == sha256_hex(word)
    if seen_at_s is not None:
        db.execute(update(tables.session).where(mine).values(seen_at_s=seen_at_s))
    joined = tables.seat.join(tables.session, tables.session.c.seat_id == tables.seat.c.seat_id)
    row = db.execute(select(tables.seat).select_from(joined).where(mine)).one_or_none()
    return _profile(row) if row else None


def close_session(db: Connection, word: str) -> None:
    """Sign out."""
    db.execute(delete(tables.session).where(tables.session.c.word_sha256 == sha256_hex(word)))
