"""Shell: passkeys of officials, and the challenges that wait for their answers, each good once."""

from dataclasses import dataclass

from sqlalchemy import Connection, delete, insert, select, update
from sqlalchemy.engine import Row

from cloud_seat.hub.clock import now_utc
from cloud_seat.hub.store import sign_in_tables
from cloud_seat.hub.store.people import sha256_hex

_passkey, _challenge = sign_in_tables.passkey, sign_in_tables.passkey_challenge


@dataclass(frozen=True, slots=True)
class Passkey:
    """`credential`: id and public key as CTAP2 has them; `rp_id`: the hub's name by which it is good.

    `uses`: what the key itself counts, 0 when it does not."""

    passkey_id: str
    seat_id: str
    rp_id: str
    credential: bytes
    uses: int
    name: str
    added_at: str
    used_at: str = ""


def of(db: Connection, seat_id: str) -> list[Passkey]:
    """Of this account, the oldest first."""
    mine = select(_passkey).where(_passkey.c.seat_id == seat_id)
    return [_from(row) for row in db.execute(mine.order_by(_passkey.c.added_at, _passkey.c.passkey_id))]


def keep(db: Connection, one: Passkey) -> bool:
    """False: some account has it already."""
    if db.execute(select(_passkey.c.passkey_id).where(_passkey.c.passkey_id == one.passkey_id)).first():
        return False
    columns = [column.name for column in _passkey.columns]
    db.execute(insert(_passkey).values({name: getattr(one, name) for name in columns}))
    return True


def note_use(db: Connection, passkey_id: str, uses: int) -> None:
    """It opened a sign-in just now."""
    changed = update(_passkey).where(_passkey.c.passkey_id == passkey_id)
    db.execute(changed.values(uses=uses, used_at=now_utc()))


def remove(db: Connection, seat_id: str, passkey_id: str) -> bool:
    """False: this account has none such."""
    mine = (_passkey.c.seat_id == seat_id) & (_passkey.c.passkey_id == passkey_id)
    return db.execute(delete(_passkey).where(mine)).rowcount == 1


def forget(db: Connection, seat_id: str) -> bool:
    """All of this account. False: there was none."""
    db.execute(delete(_challenge).where(_challenge.c.seat_id == seat_id))
    return db.execute(delete(_passkey).where(_passkey.c.seat_id == seat_id)).rowcount > 0


def ask(db: Connection, challenge: str, seat_id: str, *, now_s: float, lives_s: float) -> None:
    """Remember what was asked; older questions nobody answered are forgotten."""
    db.execute(delete(_challenge).where(_challenge.c.ends_at_s < now_s))
    row = {"challenge_sha256": sha256_hex(challenge), "seat_id": seat_id, "ends_at_s": now_s + lives_s}
    db.execute(insert(_challenge).values(row))


def take_answer(db: Connection, challenge: str, seat_id: str, now_s: float) -> bool:
    """Whether this account was asked that, lately; it was not any more afterwards."""
    asked = (_challenge.c.challenge_sha256 == sha256_hex(challenge)) & (_challenge.c.seat_id == seat_id)
    return db.execute(delete(_challenge).where(asked & (_challenge.c.ends_at_s >= now_s))).rowcount == 1


def _from(row: Row[tuple[object, ...]]) -> Passkey:
    return Passkey(**row._mapping)
