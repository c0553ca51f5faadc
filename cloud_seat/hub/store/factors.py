"""Shell: second factors: the sealed secret of an app, the step used last, recovery codes as salted hashes."""

import hmac
import secrets
from dataclasses import dataclass

from sqlalchemy import Connection, delete, insert, select, update

from cloud_seat.hub.store import tables
from cloud_seat.hub.store.people import sha256_hex

_SALT_HEX = 16
_factor, _code = tables.second_factor, tables.recovery_code


@dataclass(frozen=True, slots=True)
class Factor:
    """`confirmed`: a code of it was seen once. `last_step`: no code of this step or before counts again."""

    sealed: bytes
    confirmed: bool
    last_step: int


def find(db: Connection, seat_id: str) -> Factor | None:
    """Of this account."""
    row = db.execute(select(_factor).where(_factor.c.seat_id == seat_id)).one_or_none()
    return Factor(row.sealed, row.confirmed, row.last_step) if row else None


def begin(db: Connection, seat_id: str, sealed: bytes) -> None:
    """A new one, not yet confirmed."""
    db.execute(insert(_factor).values(seat_id=seat_id, sealed=sealed, confirmed=False, last_step=0))


def use(db: Connection, seat_id: str, step: int) -> None:
    """A right code of this step was given."""
    db.execute(update(_factor).where(_factor.c.seat_id == seat_id).values(confirmed=True, last_step=step))


def keep_codes(db: Connection, seat_id: str, codes: tuple[str, ...]) -> None:
    """These recovery codes."""
    for code in codes:
        salt = secrets.token_hex(_SALT_HEX // 2)
        db.execute(insert(_code).values(seat_id=seat_id, code_sha256=salt + sha256_hex(salt + code)))


def spend_code(db: Connection, seat_id: str, code: str) -> bool:
    """Whether this is one of theirs; it is none afterwards."""
    for kept in list(db.execute(select(_code.c.code_sha256).where(_code.c.seat_id == seat_id)).scalars()):
        salt = kept[:_SALT_HEX]
        if hmac.compare_digest(kept, salt + sha256_hex(salt + code)):
            db.execute(delete(_code).where((_code.c.seat_id == seat_id) & (_code.c.code_sha256 == kept)))
            return True
    return False


def forget(db: Connection, seat_id: str) -> bool:
    """The next sign-in begins anew. False: there was none."""
    db.execute(delete(_code).where(_code.c.seat_id == seat_id))
    return db.execute(delete(_factor).where(_factor.c.seat_id == seat_id)).rowcount == 1
