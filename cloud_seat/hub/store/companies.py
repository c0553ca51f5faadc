"""Shell: helpers' links and who else is in a call, for the hub where its booth is next: in memory, or with several hubs
in tables that are not kept over a crash (UNLOGGED; `pg_journal` makes them), sealed by a key that the database has not.
"""

import time
from collections.abc import Callable
from typing import Any, Protocol

import msgspec
from sqlalchemy import Connection, RowMapping, text

from cloud_seat.hub.companions.party import Party
from cloud_seat.hub.companions.passes import Pass, hashed
from cloud_seat.hub.keys import KeyService
from cloud_seat.hub.store.database import Database

_OLD_S = 24 * 3600.0
"""Left behind by a hub that died and a call that nobody took up again."""
_OPEN = text(
    "INSERT INTO matching.helper_pass (companion_id, token_sha256, number_mark, sealed, at_s)"
    " VALUES (:id, :token, :number, :sealed, :now)"
)
_OLD_PASSES = text("DELETE FROM matching.helper_pass WHERE at_s < :old")
_TAKE = text(
    "UPDATE matching.helper_pass SET word_sha256 = :word, sealed = :sealed"
    " WHERE companion_id = :id AND word_sha256 = :was"
)
_FIND = "SELECT sealed FROM matching.helper_pass WHERE "
_BY = {
    "companion_id": text(_FIND + "companion_id = :key"),
    "token": text(_FIND + "token_sha256 = :key"),
    "number": text(_FIND + "number_mark = :key AND word_sha256 = ''"),
    "word": text(_FIND + "word_sha256 = :key AND word_sha256 <> ''"),
}
_FORGET = text("DELETE FROM matching.helper_pass WHERE companion_id = :id")
_KEEP = text(
    "INSERT INTO matching.party (call_id, number, sealed, at_s) VALUES (:call, :number, :sealed, :now)"
    " ON CONFLICT (call_id) DO UPDATE SET number = excluded.number, sealed = excluded.sealed, at_s = excluded.at_s"
    " WHERE matching.party.number < excluded.number"
)
_OLD_PARTIES = text("DELETE FROM matching.party WHERE at_s < :old")
_PARTY = text("SELECT sealed FROM matching.party WHERE call_id = :call")
_OVER = text("DELETE FROM matching.party WHERE call_id = :call")
_encode = msgspec.msgpack.Encoder().encode
_party = msgspec.msgpack.Decoder(Party).decode
_pass = msgspec.msgpack.Decoder(Pass).decode


class Companies(Protocol):
    """Links by whom they are for, by what stands in the QR code, by what was told by telephone (until it is taken), by
    the cookie of whoever took it; parties by call."""

    async def open(self, one: Pass) -> None:
        """A fresh link."""

    async def find(self, **by: str) -> Pass | None:
        """`companion_id`, `token`, `number` or `word`."""

    async def take(self, one: Pass, *, word: str, name: str) -> bool:
        """False: another browser was first."""

    async def forget(self, companion_id: str) -> None:
        """Used up, revoked, too old, or the call is over."""

    async def keep(self, party: Party | None, *, over: str = "") -> None:
        """As it is now. `over`: this call is."""

    async def party(self, call_id: str) -> Party | None:
        """As the hub where the booth was left it; None: of one hub, which has it."""


class InMemory:
    """Of one hub. See Companies."""

    def __init__(self) -> None:
        self._passes: dict[str, Pass] = {}

    async def open(self, one: Pass) -> None:
        """See Companies."""
        self._passes[one.companion_id] = one

    async def find(self, **by: str) -> Pass | None:
        """See Companies."""
        [(what, key)] = by.items()
        fits: dict[str, Callable[[Pass], bool]] = {
            "companion_id": lambda one: one.companion_id == key,
            "token": lambda one: hashed(one.token) == hashed(key),
            "number": lambda one: not one.word_sha256 and hashed(one.number) == hashed(key),
            "word": lambda one: one.word_sha256 == hashed(key),
        }
        return next((one for one in self._passes.values() if fits[what](one)), None)

    async def take(self, one: Pass, *, word: str, name: str) -> bool:
        """See Companies."""
        was = self._passes.get(one.companion_id)
        if was is None or was.word_sha256 != one.word_sha256:
            return False
        self._passes[one.companion_id] = one.taken(word, name)
        return True

    async def forget(self, companion_id: str) -> None:
        """See Companies."""
        self._passes.pop(companion_id, None)

    async def keep(self, party: Party | None, *, over: str = "") -> None:
        """See Companies: the hub has it in mind."""

    async def party(self, call_id: str) -> Party | None:
        """See Companies."""
        return None


class InTable:
    """Of all hubs on a PostgreSQL. See Companies."""

    def __init__(self, db: Database, keys: KeyService) -> None:
        self._db, self._keys = db, keys

    async def open(self, one: Pass) -> None:
        """See Companies."""
        row = {"id": one.companion_id, "sealed": self._sealed(one), "now": time.time(), "old": time.time() - _OLD_S}
        row |= {"token": hashed(one.token), "number": self._keys.try_mark(one.number)}
        await self._run(_OLD_PASSES, _OPEN, **row)

    async def find(self, **by: str) -> Pass | None:
        """See Companies."""
        [(what, key)] = by.items()
        marks: dict[str, Callable[[str], str]] = {"companion_id": str, "number": self._keys.try_mark}
        row = await self._first(_BY[what], key=marks.get(what, hashed)(key))
        return _pass(self._keys.open_between(bytes(row["sealed"]))) if row else None

    async def take(self, one: Pass, *, word: str, name: str) -> bool:
        """See Companies."""
        after = one.taken(word, name)
        row = {"id": one.companion_id, "was": one.word_sha256, "word": after.word_sha256}
        row["sealed"] = self._sealed(after)  # type: ignore[assignment]  # bytes beside words
        return await self._run(_TAKE, **row) == 1

    async def forget(self, companion_id: str) -> None:
        """See Companies."""
        await self._run(_FORGET, id=companion_id)

    async def keep(self, party: Party | None, *, over: str = "") -> None:
        """See Companies. A later one is not replaced by an earlier one."""
        if party is None:
            await self._run(_OVER, call=over)
        else:
            row = {"call": party.call_id, "number": party.number, "sealed": self._sealed(party)}
            await self._run(_OLD_PARTIES, _KEEP, **row, now=time.time(), old=time.time() - _OLD_S)

    async def party(self, call_id: str) -> Party | None:
        """See Companies."""
        row = await self._first(_PARTY, call=call_id)
        return _party(self._keys.open_between(bytes(row["sealed"]))) if row else None

    def _sealed(self, kept: Pass | Party) -> bytes:
        return self._keys.seal_between(_encode(kept))

    async def _first(self, words: Any, **row: Any) -> RowMapping | None:
        return await self._db.run(lambda tx: tx.execute(words, row).mappings().first())

    async def _run(self, *words: Any, **row: Any) -> int:
        """All in one transaction; how many rows the last one changed."""

        def work(tx: Connection) -> int:
            return [tx.execute(each, {name: row[name] for name in each._bindparams}).rowcount for each in words][-1]

        return await self._db.run(work)
