"""Shell: who is signed in. The words of the cookies are kept as hashes only."""

from dataclasses import dataclass, replace

from sqlalchemy import Connection, bindparam, delete, insert, select, update

from cloud_seat.hub import acts
from cloud_seat.hub.store import tables
from cloud_seat.hub.store.people import SeatProfile, profile_of, sha256_hex
from cloud_seat.hub.store.roles import roles_of

_session = tables.signed_in
_MINE = (_session.c.word_sha256 == bindparam("word")) & (_session.c.network == bindparam("network_is"))
_IS_YOUNG = (_session.c.seen_at_s >= bindparam("idle_since_s")) & (_session.c.opened_at_s >= bindparam("oldest_s"))
_FIND = (
    select(tables.seat, _session.c.factor, _session.c.seen_at_s)
    .select_from(tables.seat.join(_session, _session.c.seat_id == tables.seat.c.seat_id))
    .where(_MINE & _IS_YOUNG)
)
_SEE = update(_session).where(_MINE).values(seen_at_s=bindparam("now_s"))
_SEEN_SHARE = 0.05
"""Of the idle time: more often it is not written down that somebody was there, for each writing waits for the disk."""


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


@dataclass(frozen=True, slots=True)
class Ages:
    """`now_s`, and how long a sign-in lasts unseen and in all."""

    now_s: float
    idle_s: float
    longest_s: float


def end_old_sessions(db: Connection, ages: Ages) -> None:
    """Forget who has not been seen for `idle_s`, or signed in `longest_s` ago."""
    idle_since_s, oldest_s = ages.now_s - ages.idle_s, ages.now_s - ages.longest_s
    db.execute(delete(_session).where((_session.c.seen_at_s < idle_since_s) | (_session.c.opened_at_s < oldest_s)))


def seat_of_session(db: Connection, word: str, ages: Ages, *, network: str, is_seen: bool) -> SeatProfile | None:
    """Who is signed in with this cookie, from this network; `is_seen`: their idle time starts anew."""
    mine = {"word": sha256_hex(word), "network_is": network}
    young = {"idle_since_s": ages.now_s - ages.idle_s, "oldest_s": ages.now_s - ages.longest_s}
    row = db.execute(_FIND, {**mine, **young}).one_or_none()
    if row is None:
        return None
    if is_seen and ages.now_s - row.seen_at_s > _SEEN_SHARE * ages.idle_s:
        db.execute(_SEE, {**mine, "now_s": ages.now_s})
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
