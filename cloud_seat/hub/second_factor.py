"""Shell: the second factor at the sign-in: shown once to be taken up by an app, then asked for every time.

Whoever has the right password and no factor yet may take one up: hand out passwords in person, and see to it that they
are used the same day.
"""

import secrets
import time
from dataclasses import dataclass

import segno
from sqlalchemy import Connection

from cloud_seat.contract import totp
from cloud_seat.hub.acts import NEED_FACTOR
from cloud_seat.hub.answers import RemoteRequestError
from cloud_seat.hub.config import Limits
from cloud_seat.hub.keys import KeyService
from cloud_seat.hub.store import audit, factors
from cloud_seat.hub.store.database import Database
from cloud_seat.hub.store.people import SeatProfile

ISSUER = "政务晓屋"
_RECOVERY_CODES = 10
_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"  # none that look alike; 16 of them are 79 bits


@dataclass(frozen=True, slots=True)
class Passed:
    """`factor`: a code was right. `recovery_codes`: to be shown this once, after the factor was taken up."""

    factor: bool
    recovery_codes: tuple[str, ...] = ()


class SecondFactor:
    """Checks a code after the password was right. Raises RemoteRequestError: what the page has to ask for now."""

    def __init__(self, db: Database, keys: KeyService, limits: Limits) -> None:
        self._db, self._keys, self._limits = db, keys, limits

    async def check(self, profile: SeatProfile, code: str) -> Passed:
        """One transaction, so that no code counts twice however many come at once."""
        plain = "".join(code.split()).lower()[:64]
        passed = await self._db.run(lambda db: self._checked(db, profile, plain))
        if isinstance(passed, RemoteRequestError):
            raise passed
        return passed

    def _checked(self, db: Connection, profile: SeatProfile, code: str) -> Passed | RemoteRequestError:
        seat_id = profile.seat.seat_id
        kept = factors.find(db, seat_id)
        if not self._is_needed(profile) and not (kept and kept.confirmed):
            return Passed(factor=False)
        if kept is None:
            factors.begin(db, seat_id, self._keys.seal_factor(secrets.token_bytes(totp.SECRET_BYTES), seat_id))
            kept = factors.find(db, seat_id)
            assert kept
        secret = self._keys.open_factor(kept.sealed, seat_id)
        if not code:
            return RemoteRequestError(401, "second_factor") if kept.confirmed else _to_take_up(secret, profile.user)
        step = totp.matching_step(secret, code, time.time(), after=kept.last_step)
        if step is not None:
            factors.use(db, seat_id, step)
            return Passed(factor=True) if kept.confirmed else self._taken_up(db, seat_id)
        if kept.confirmed and factors.spend_code(db, seat_id, code):
            audit.note(db, actor=f"seat:{seat_id}", what="recovery_code_used")
            return Passed(factor=True)
        return RemoteRequestError(401, "wrong_code")

    def _is_needed(self, profile: SeatProfile) -> bool:
        """A bot of the rehearsals has no rights, sees no resident and has no telephone."""
        return bool(profile.roles & NEED_FACTOR) or (bool(self._limits.seats_need_factor) and bool(profile.rights))

    def _taken_up(self, db: Connection, seat_id: str) -> Passed:
        codes = tuple(_recovery_code() for _ in range(_RECOVERY_CODES))
        factors.keep_codes(db, seat_id, codes)
        audit.note(db, actor=f"seat:{seat_id}", what="factor_taken_up")
        return Passed(factor=True, recovery_codes=codes)


def _to_take_up(secret: bytes, user: str) -> RemoteRequestError:
    uri = totp.app_uri(secret, user=user, issuer=ISSUER)
    picture = segno.make(uri, error="m").svg_data_uri(scale=5, border=4)
    return RemoteRequestError(401, "take_up_factor", secret=totp.secret_text(secret), qr=picture)


def _recovery_code() -> str:
    letters = "".join(secrets.choice(_LETTERS) for _ in range(16))
    return "-".join(letters[at : at + 4] for at in range(0, 16, 4))
