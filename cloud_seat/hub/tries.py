"""Shell: tries to prove who one is: checked in equal time, failures counted by name and network, all written down."""

import time
from dataclasses import replace

from sqlalchemy import Connection

from cloud_seat.hub import passwords
from cloud_seat.hub.answers import RemoteRequestError
from cloud_seat.hub.config import Limits
from cloud_seat.hub.lockout import Lockouts, Waits, refuse
from cloud_seat.hub.store import audit, people, roles
from cloud_seat.hub.store.database import Database
from cloud_seat.hub.store.people import SeatProfile


class Tries:
    """One for all the ways in, so that none goes around another's lock."""

    def __init__(self, db: Database, limits: Limits, lockouts: Lockouts) -> None:
        self._db = db
        lock = {"first_s": limits.sign_in_lock_s, "longest_s": limits.sign_in_lock_longest_s}
        self._names = lockouts.of("name", Waits(limits.sign_in_failures, **lock))
        self._networks = lockouts.of("network", Waits(limits.sign_in_failures_address, **lock))

    async def require_patience(self, user: str, network: str) -> None:
        """Raises RemoteRequestError while this name, or this network, has to wait."""
        now_s = time.time()

        def wait_s(db: Connection) -> float:
            return max(self._names.wait_s(db, user, now_s), self._networks.wait_s(db, network, now_s))

        refuse(await self._db.run(wait_s))

    async def proven(self, user: str, password: str, network: str) -> SeatProfile:
        """Whose name and password these are. Takes as long for a name that nobody has."""
        await self.require_patience(user, network)
        found, kept_hash = await self._db.run(lambda db: account_of(db, user))
        right = await passwords.matches(kept_hash, password)
        if not found or not right:
            await self.failed(user, network, found)
            raise RemoteRequestError(401, "wrong_password")
        return found

    async def failed(self, user: str, network: str, found: SeatProfile | None) -> None:
        """Counted and written down; of a name that nobody has only where it came from: it may be a password."""
        now_s, actor = time.time(), actor_of(found) if found else "unknown"

        def count(db: Connection) -> None:
            self._names.failed(db, user, now_s)
            self._networks.failed(db, network, now_s)
            what = "sign_in_locked" if self._names.wait_s(db, user, now_s) else "sign_in_failed"
            audit.note(db, actor=actor, what=what, about=network)

        await self._db.run(count)

    async def succeeded(self, user: str, network: str) -> None:
        """Both start anew."""

        def forget(db: Connection) -> None:
            self._names.succeeded(db, user)
            self._networks.succeeded(db, network)

        await self._db.run(forget)


def account_of(db: Connection, user: str) -> tuple[SeatProfile | None, str]:
    """The account of this name with its roles, and its password's hash, which may be empty."""
    found = people.seat_of_user(db, user)
    if found is None:
        return None, ""
    return replace(found, roles=roles.roles_of(db, found.seat.seat_id)), found.password_hash


def actor_of(profile: SeatProfile) -> str:
    """How the audit names them."""
    return f"seat:{profile.seat.seat_id}"
