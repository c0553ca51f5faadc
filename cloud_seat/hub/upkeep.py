"""Shell: what is due each day, or each few minutes, in a hub that is never stopped."""

import asyncio
import contextlib
import time
from datetime import UTC, datetime

from sqlalchemy import Connection

from cloud_seat.hub.config import Limits
from cloud_seat.hub.store import audit, guesses, sessions
from cloud_seat.hub.store.away import RemoteStoreAwayError
from cloud_seat.hub.store.database import Database

A_DAY_S = 86_400.0


async def keep_short(db: Database, limits: Limits, *, every_s: float = A_DAY_S) -> None:
    """Cuts off what of the audit need not be kept any more, as each start does."""
    while True:
        await asyncio.sleep(every_s)
        with contextlib.suppress(RemoteStoreAwayError):  # tomorrow, then, or at the next start
            await db.run(lambda store: _cut(store, limits.audit_keep_days))


def _cut(store: Connection, keep_days: int) -> int:
    return audit.cut_old(store, keep_days=keep_days, now=datetime.now(UTC), actor="hub")


async def forget_guesses(db: Database, limits: Limits) -> None:
    """Used proofs that are stale by themselves, failed tries of days ago, sign-ins that are over. A proof may be as far
    ahead of our clock as behind it."""
    window_s = limits.proof_window_s

    def forget(store: Connection) -> None:
        now_s = time.time()
        guesses.forget_old(store, now_s=now_s, proof_s=2 * window_s)
        sessions.end_old_sessions(store, sessions.Ages(now_s, limits.session_idle_s, limits.session_longest_s))

    while True:
        with contextlib.suppress(RemoteStoreAwayError):  # at the next time, then
            await db.run(forget)
        await asyncio.sleep(window_s)
