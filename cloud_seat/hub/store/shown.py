"""Shell: pictures of papers that are shown in a running call: in memory, or with several hubs in a table that is not
kept over a crash (UNLOGGED), sealed by a key that the database has not; `pg_journal` makes it. Gone with the call."""

from typing import Protocol

from sqlalchemy import Connection, text

from cloud_seat.hub.config import Limits
from cloud_seat.hub.keys import KeyService
from cloud_seat.hub.store.database import Database

_PUT = text(
    "INSERT INTO matching.shown (call_id, scan_id, sealed) VALUES (:call, :scan, :sealed)"
    " ON CONFLICT (call_id, scan_id) DO UPDATE SET sealed = excluded.sealed"
)
_OTHERS = text("SELECT count(*) FROM matching.shown WHERE call_id = :call AND scan_id <> :scan")
_ALL = text("SELECT coalesce(sum(octet_length(sealed)), 0) FROM matching.shown")
_GET = text("SELECT sealed FROM matching.shown WHERE call_id = :call AND scan_id = :scan")
_FORGET = text("DELETE FROM matching.shown WHERE call_id = :call")


class Shown(Protocol):
    """Pictures by call and name."""

    async def put(self, call_id: str, scan_id: str, data: bytes) -> bool:
        """False: there are too many."""

    async def get(self, call_id: str, scan_id: str) -> bytes | None:
        """The newest of that name."""

    async def forget(self, call_id: str) -> None:
        """The call is over."""


class InMemory:
    """Of one hub."""

    def __init__(self, limits: Limits) -> None:
        self._limits, self._all_bytes = limits, 0
        self._kept: dict[str, dict[str, bytes]] = {}

    async def put(self, call_id: str, scan_id: str, data: bytes) -> bool:
        """See Shown."""
        kept = self._kept.setdefault(call_id, {})
        all_bytes = self._all_bytes - len(kept.get(scan_id, b"")) + len(data)
        full = scan_id not in kept and len(kept) >= self._limits.scans_per_call
        if full or all_bytes > self._limits.scans_all_bytes:
            return False
        kept[scan_id], self._all_bytes = data, all_bytes
        return True

    async def get(self, call_id: str, scan_id: str) -> bytes | None:
        """See Shown."""
        return self._kept.get(call_id, {}).get(scan_id)

    async def forget(self, call_id: str) -> None:
        """See Shown."""
        self._all_bytes -= sum(len(data) for data in self._kept.pop(call_id, {}).values())


class InTable:
    """Of all hubs on a PostgreSQL."""

    def __init__(self, db: Database, keys: KeyService, limits: Limits) -> None:
        self._db, self._keys, self._limits = db, keys, limits

    async def put(self, call_id: str, scan_id: str, data: bytes) -> bool:
        """See Shown."""
        row = {"call": call_id, "scan": scan_id, "sealed": self._keys.seal_between(data)}

        def put(tx: Connection) -> bool:
            others = tx.execute(_OTHERS, row).scalar_one()
            all_bytes = tx.execute(_ALL).scalar_one() + len(data)
            if others >= self._limits.scans_per_call or all_bytes > self._limits.scans_all_bytes:
                return False
            tx.execute(_PUT, row)
            return True

        return await self._db.run(put)

    async def get(self, call_id: str, scan_id: str) -> bytes | None:
        """See Shown."""
        row = {"call": call_id, "scan": scan_id}
        sealed = await self._db.run(lambda tx: tx.execute(_GET, row).scalar())
        return self._keys.open_between(bytes(sealed)) if sealed else None

    async def forget(self, call_id: str) -> None:
        """See Shown."""
        await self._db.run(lambda tx: tx.execute(_FORGET, {"call": call_id}).close())
