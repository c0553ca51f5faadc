"""Shell: who is signed in. The words of the cookies are kept as hashes only."""

from dataclasses import dataclass, replace

from sqlalchemy import Connection, delete, insert, select, update

from cloud_seat.hub import acts
from cloud_seat.hub.store import tables
from cloud_seat.hub.store.people import SeatProfile, profile_of, sha256_hex
from cloud_seat.hub.store.roles import roles_of

_session = tables.signed_in


@dataclass(frozen=True, slots=True)
class SignedIn:
    """One sign-in. `network`: where from; `factor`: with the second one."""

    seat_id: str
    network: str
    factor: bool


def open_session(db: Connection, word: str, who: SignedIn, now_s: float) -> None:
    """Remember a sign-in."""
    times = {"opened_at_s": now_s, "seen_at_s": now_s}
    kept = {"seat_id": who.seat_id, "network": who.network, "factor": who.factor}
    db.execute(insert(_session).values(word_sha256=sha256_hex(word), **kept, **times))


def end_old_sessions(db: Connection, *, now_s: float, idle_s: float, longest_s: float) -> None:
    """Forget who has not been seen for `idle_s`, or signed in `longest_s` ago."""
    old = (_session.c.seen_at_s < now_s - idle_s) | (_session.c.opened_at_s < now_s - longest_s)
    db.execute(delete(_session).where(old))


def seat_of_session(db: Connection, word: str, *, network: str, seen_at_s: float | None) -> SeatProfile | None:
    """Who is signed in with this cookie, from this network; with `seen_at_s` their idle time starts anew."""
    mine = (_session.c.word_sha256 == sha256_hex(word)) & (_session.c.network == network)
    if seen_at_s is not None:
        db.execute(update(_session).where(mine).values(seen_at_s=seen_at_s))
    joined = tables.seat.join(_session, _session.c.seat_id == tables.seat.c.seat_id)
    row = db.execute(select(tables.seat, _session.c.factor).select_from(joined).where(mine)).one_or_none()
    if row is None:
        return None
    return replace(profile_of(row), roles=acts.in_effect(roles_of(db, row.seat_id), factor=row.factor))


def close_session(db: Connection, word: str) -> None:
    """Sign out."""
    db.execute(delete(_session).where(_session.c.word_sha256 == sha256_hex(word)))


def close_hashed(db: Connection, word_sha256: str) -> None:
    """The same for who has the hash only."""
    db.execute(delete(_session).where(_session.c.word_sha256 == word_sha256))


def close_all(db: Connection, seat_id: str, *, but: str = "") -> int:
    """Sign this official out everywhere, `but` with this word; how many there were."""
    others = (_session.c.seat_id == seat_id) & (_session.c.word_sha256 != sha256_hex(but))
    return db.execute(delete(_session).where(others)).rowcount
