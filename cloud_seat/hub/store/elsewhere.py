"""Shell: sign-ins by the district's provider: what was asked and not answered yet, which of ours came from it."""

from dataclasses import dataclass

from sqlalchemy import Connection, delete, insert, select

from cloud_seat.hub.store import sessions, sign_in_tables, tables
from cloud_seat.hub.store.people import sha256_hex

_asked, _opened = sign_in_tables.elsewhere_asked, sign_in_tables.elsewhere_opened


@dataclass(frozen=True, slots=True)
class Asked:
    """What only we know of one question to the provider."""

    verifier: str
    nonce: str


def ask(db: Connection, state: str, asked: Asked, *, now_s: float, lives_s: float) -> None:
    """Remember it; older ones that nobody came back from are forgotten."""
    db.execute(delete(_asked).where(_asked.c.ends_at_s < now_s))
    row = {"state_sha256": sha256_hex(state), "verifier": asked.verifier, "nonce": asked.nonce}
    db.execute(insert(_asked).values(ends_at_s=now_s + lives_s, **row))


def take(db: Connection, state: str, now_s: float) -> Asked | None:
    """Once."""
    mine = _asked.c.state_sha256 == sha256_hex(state)
    row = db.execute(select(_asked).where(mine & (_asked.c.ends_at_s >= now_s))).one_or_none()
    db.execute(delete(_asked).where(mine))
    return Asked(row.verifier, row.nonce) if row else None


def opened(db: Connection, word: str, seat_id: str, *, subject: str, sid: str) -> None:
    """This sign-in of ours came from that one; what has ended here meanwhile is forgotten."""
    alive = select(tables.signed_in.c.word_sha256)
    db.execute(delete(_opened).where(_opened.c.word_sha256.not_in(alive)))
    row = {"word_sha256": sha256_hex(word), "seat_id": seat_id, "subject": subject, "sid": sid}
    db.execute(insert(_opened).values(row))


def was_opened(db: Connection, word: str) -> bool:
    """Whether this sign-in came from the provider."""
    mine = select(_opened.c.word_sha256).where(_opened.c.word_sha256 == sha256_hex(word))
    return db.execute(mine).first() is not None


def end(db: Connection, subject: str, sid: str) -> list[str]:
    """The sign-ins of that session, or of that person if no session is named, are over; whose they were."""
    mine = _opened.c.sid == sid if sid else _opened.c.subject == subject
    mine = mine & (_opened.c.subject == subject) if subject else mine
    rows = list(db.execute(select(_opened.c.word_sha256, _opened.c.seat_id).where(mine)))
    for row in rows:
        sessions.close_hashed(db, row.word_sha256)
    db.execute(delete(_opened).where(mine))
    return sorted({row.seat_id for row in rows})
