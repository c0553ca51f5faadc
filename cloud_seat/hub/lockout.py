"""Shell: how long who guessed wrong has to wait: doubles with each failure, counted by all hubs together."""

import time
from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy import Connection

from cloud_seat.hub.answers import RemoteRequestError
from cloud_seat.hub.store import guesses
from cloud_seat.hub.store.database import Database


@dataclass(frozen=True, slots=True)
class Waits:
    """The first failure that costs something is the one after `free`: `first_s`, then twice as long, to `longest_s`."""

    free: int
    first_s: float
    longest_s: float

    def after(self, failures: int) -> float:
        """Seconds to wait from this failure on."""
        over = failures - self.free
        return min(self.first_s * 2.0 ** min(over, 30), self.longest_s) if over >= 0 else 0.0


@dataclass(frozen=True, slots=True)
class Lockouts:
    """All that hubs count. `mark`: a keyed hash, since a name that nobody has may be a password."""

    db: Database
    mark: Callable[[str], str]

    def of(self, kind: str, waits: Waits) -> "Lockout":
        """Failures of one kind."""
        return Lockout(self.db, lambda name: self.mark(f"{kind}\0{name}"), waits)


class Lockout:
    """Failures by name, known or not, so that an answer never tells whether a name exists."""

    def __init__(self, db: Database, mark: Callable[[str], str], waits: Waits) -> None:
        self._db, self._mark, self._waits = db, mark, waits

    async def require_patience(self, name: str) -> None:
        """Raises RemoteRequestError while this name has to wait."""
        now_s = time.time()
        refuse(await self._db.run(lambda db: self.wait_s(db, name, now_s)))

    async def count(self, name: str) -> None:
        """One failure."""
        now_s = time.time()
        await self._db.run(lambda db: self.failed(db, name, now_s))

    def wait_s(self, db: Connection, name: str, now_s: float) -> float:
        """Seconds until this name may try again; 0 means now. Never longer than any lock, whatever a clock did."""
        return min(max(0.0, guesses.locked_until_s(db, self._mark(name)) - now_s), self._waits.longest_s)

    def failed(self, db: Connection, name: str, now_s: float) -> None:
        """Count one failure, in this transaction."""
        mark = self._mark(name)
        failures = guesses.failures(db, mark) + 1
        guesses.put(db, mark, failures=failures, locked_until_s=now_s + self._waits.after(failures), now_s=now_s)

    def succeeded(self, db: Connection, name: str) -> None:
        """Start anew."""
        guesses.forget(db, self._mark(name))


def refuse(wait_s: float) -> None:
    """Raises RemoteRequestError if there is anything to wait."""
    if wait_s > 0:
        raise RemoteRequestError(429, "locked", retry_after_s=int(wait_s) + 1)
