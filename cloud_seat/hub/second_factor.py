"""Shell: the second factor at the sign-in: taken up once, by an app or a passkey, then asked for every time.

Whoever has the right password and no factor yet may take one up: hand out passwords in person, and see to it that they
are used the same day.
"""

import secrets
import time
from dataclasses import dataclass, replace
from typing import Any

import segno
from sqlalchemy import Connection

from cloud_seat.contract import totp
from cloud_seat.hub import passkeys, passwords
from cloud_seat.hub.acts import NEED_FACTOR
from cloud_seat.hub.answers import RemoteRequestError
from cloud_seat.hub.config import Limits
from cloud_seat.hub.keys import KeyService
from cloud_seat.hub.store import audit, factors
from cloud_seat.hub.store import passkeys as store
from cloud_seat.hub.store.database import Database
from cloud_seat.hub.store.people import SeatProfile

ISSUER = "政务晓屋"
_RECOVERY_CODES = 10


@dataclass(frozen=True, slots=True)
class Shown:
    """What came beside the password: a code, or what a passkey answered, at this site."""

    site: passkeys.Site
    code: str = ""
    passkey: dict[str, Any] | None = None


@dataclass(frozen=True, slots=True)
class Passed:
    """`factor`: one was shown. `recovery_codes`: to be shown this once, after the first one was taken up."""

    factor: bool
    recovery_codes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Kept:
    """What an account has; `seat_id`: whose."""

    seat_id: str
    app: factors.Factor | None
    has_app: bool
    has_passkey: bool

    @property
    def has_any(self) -> bool:
        return self.has_app or self.has_passkey


class SecondFactor:
    """Checks it after the password was right. Raises RemoteRequestError: what the page has to ask for now."""

    def __init__(self, db: Database, keys: KeyService, limits: Limits) -> None:
        self._db, self._keys, self._limits = db, keys, limits

    async def check(self, profile: SeatProfile, shown: Shown) -> Passed:
        """One transaction, so that no code counts twice however many come at once."""
        plain = "".join(shown.code.split()).lower()[:64]
        passed = await self._db.run(lambda db: self._checked(db, profile, replace(shown, code=plain)))
        if isinstance(passed, RemoteRequestError):
            raise passed
        return passed

    def _checked(self, db: Connection, profile: SeatProfile, shown: Shown) -> Passed | RemoteRequestError:
        kept = _kept(db, profile.seat.seat_id)
        if not self.is_needed(profile) and not kept.has_any:
            return Passed(factor=False)
        if shown.passkey is not None:
            return self._by_passkey(db, kept, shown)
        if not kept.has_any:
            return self._take_up(db, profile, kept, shown)
        if not shown.code:
            asked = passkeys.asked_for_known(db, kept.seat_id, shown.site, self._limits.passkey_answer_s)
            return RemoteRequestError(401, "second_factor", app=kept.has_app, passkey=asked)
        if kept.has_app and kept.app is not None and self._is_right(db, kept.seat_id, kept.app, shown.code):
            return Passed(factor=True)
        if factors.spend_code(db, kept.seat_id, shown.code):
            audit.note(db, actor=f"seat:{kept.seat_id}", what="recovery_code_used")
            return Passed(factor=True)
        return RemoteRequestError(401, "wrong_code")

    def is_needed(self, profile: SeatProfile) -> bool:
        """A bot of the rehearsals has no rights, sees no resident and has no telephone."""
        return bool(profile.roles & NEED_FACTOR) or (bool(self._limits.seats_need_factor) and bool(profile.rights))

    def _is_right(self, db: Connection, seat_id: str, app: factors.Factor, code: str) -> bool:
        secret = self._keys.open_factor(app.sealed, seat_id)
        step = totp.matching_step(secret, code, time.time(), after=app.last_step)
        if step is not None:
            factors.use(db, seat_id, step)
        return step is not None

    def _take_up(self, db: Connection, profile: SeatProfile, kept: _Kept, shown: Shown) -> Passed | RemoteRequestError:
        """The first factor of this account: an app's, whose secret is shown until a code of it came."""
        seat_id, app = kept.seat_id, kept.app
        if app is None:
            factors.begin(db, seat_id, self._keys.seal_factor(secrets.token_bytes(totp.SECRET_BYTES), seat_id))
            app = factors.find(db, seat_id)
            assert app
        if shown.code and self._is_right(db, seat_id, app, shown.code):
            return Passed(factor=True, recovery_codes=new_codes(db, seat_id, "factor_taken_up"))
        if shown.code:
            return RemoteRequestError(401, "wrong_code")
        asked = passkeys.asked_for_new(db, profile, shown.site, self._limits.passkey_answer_s)
        return _to_take_up(self._keys.open_factor(app.sealed, seat_id), profile.user, asked)

    def _by_passkey(self, db: Connection, kept: _Kept, shown: Shown) -> Passed | RemoteRequestError:
        answer, actor = shown.passkey or {}, f"seat:{kept.seat_id}"
        try:
            if kept.has_any:
                passkeys.check(db, kept.seat_id, shown.site, answer)
                return Passed(factor=True)
            passkeys.take_new(db, kept.seat_id, shown.site, answer, "")
        except passkeys.RemotePasskeyError as error:
            if passkeys.COPIED in error.args:
                audit.note(db, actor=actor, what=passkeys.COPIED)
            return RemoteRequestError(401, "wrong_passkey")
        return Passed(factor=True, recovery_codes=new_codes(db, kept.seat_id, "passkey_added"))


def new_codes(db: Connection, seat_id: str, what: str) -> tuple[str, ...]:
    """Recovery codes for an account that has its first factor since just now; `what` stands in the audit."""
    codes = tuple(passwords.to_be_told() for _ in range(_RECOVERY_CODES))
    factors.keep_codes(db, seat_id, codes)
    audit.note(db, actor=f"seat:{seat_id}", what=what)
    return codes


def has_any(db: Connection, seat_id: str) -> bool:
    """Whether this account is asked for a second factor already."""
    return _kept(db, seat_id).has_any


def _kept(db: Connection, seat_id: str) -> _Kept:
    app = factors.find(db, seat_id)
    return _Kept(seat_id, app, app is not None and app.confirmed, bool(store.of(db, seat_id)))


def _to_take_up(secret: bytes, user: str, passkey: dict[str, Any] | None) -> RemoteRequestError:
    uri = totp.app_uri(secret, user=user, issuer=ISSUER)
    picture = segno.make(uri, error="m").svg_data_uri(scale=5, border=4)
    return RemoteRequestError(401, "take_up_factor", secret=totp.secret_text(secret), qr=picture, passkey=passkey)
