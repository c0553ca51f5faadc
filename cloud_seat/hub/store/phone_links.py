"""Shell: links for pictures from residents' phones, and the pictures until the booth has them: in memory, or with
several hubs in tables that are not kept over a crash (UNLOGGED; `pg_journal` makes them). The phone sealed the pictures
for the booth; no hub and no database can open them. A booth has one link at a time."""

import asyncio
import contextlib
import hashlib
import time
from dataclasses import dataclass, field, replace
from typing import Protocol

import msgspec
from sqlalchemy import Connection, text

from cloud_seat.contract.text import Text
from cloud_seat.hub.store.database import Database
from cloud_seat.hub.store.people import sha256_hex

_LOOK_S = 0.25
_OLD = text("DELETE FROM matching.phone WHERE ends_at_s <= :now OR kiosk_id = :kiosk")
_OPEN = text(
    "INSERT INTO matching.phone (kiosk_id, token_sha256, material, ends_at_s) VALUES (:kiosk, :token, :material, :ends)"
)
_FIND = (
    "SELECT p.kiosk_id, p.token_sha256, p.material, p.ends_at_s, p.seen, p.fetched,"
    " (SELECT coalesce(max(page), 0) FROM matching.phone_picture i WHERE i.kiosk_id = p.kiosk_id) AS came"
    " FROM matching.phone p WHERE p.ends_at_s > :now AND "
)
_OF_BOOTH, _OF_TOKEN = text(_FIND + "p.kiosk_id = :kiosk"), text(_FIND + "p.token_sha256 = :token")
_SEEN = text("UPDATE matching.phone SET seen = true WHERE kiosk_id = :kiosk AND token_sha256 = :token")
_HAS = text("UPDATE matching.phone SET fetched = greatest(fetched, :after) WHERE kiosk_id = :kiosk")
_EMPTY = text("UPDATE matching.phone_picture SET sealed = '' WHERE kiosk_id = :kiosk AND page <= :after")
_FIRST = text(
    "SELECT page, sealed FROM matching.phone_picture WHERE kiosk_id = :kiosk AND octet_length(sealed) > 0"
    " ORDER BY page LIMIT 1"
)
_ALL = text("SELECT coalesce(sum(octet_length(sealed)), 0) FROM matching.phone_picture")
_SAME = text("SELECT digest FROM matching.phone_picture WHERE kiosk_id = :kiosk AND page = :page")
_PUT = text(
    "INSERT INTO matching.phone_picture (kiosk_id, page, digest, sealed) VALUES (:kiosk, :page, :digest, :sealed)"
)


@dataclass(frozen=True, slots=True, repr=False)
class PhoneLinkKept:
    """One paper of one case at one booth, as of now. `seen`: a phone looked; `fetched`, `came`: up to which page."""

    kiosk_id: str
    token_sha256: str
    material: Text
    ends_at_s: float
    seen: bool = False
    fetched: int = 0
    came: int = 0


class PhoneLinks(Protocol):
    """By booth, and by the token that the phone scanned."""

    async def open(self, link: PhoneLinkKept) -> None:
        """In place of the booth's last one."""

    async def forget(self, kiosk_id: str) -> None:
        """The booth needs it no more."""

    async def of(self, *, kiosk_id: str = "", token: str = "") -> PhoneLinkKept | None:
        """None: unknown, closed or too old."""

    async def look(self, link: PhoneLinkKept) -> None:
        """A phone is there."""

    async def put(self, link: PhoneLinkKept, page: int, sealed: bytes) -> str:
        """The refusal, or ""."""

    async def next(self, kiosk_id: str, *, after: int) -> tuple[int, bytes]:
        """The first picture after that one, all up to which the booth has; (0, b""): there is none."""

    async def changed(self, kiosk_id: str, wait_s: float) -> None:
        """Returns when something may have come, at the latest after so long."""


@dataclass(slots=True)
class _Kept:
    link: PhoneLinkKept
    waiting: dict[int, bytes] = field(default_factory=dict[int, bytes])
    came_with: dict[int, bytes] = field(default_factory=dict[int, bytes])
    came: asyncio.Event = field(default_factory=asyncio.Event)


class InMemory:
    """Of one hub. See PhoneLinks."""

    def __init__(self, all_bytes: int) -> None:
        self._all_bytes = all_bytes
        self._kept: dict[str, _Kept] = {}

    async def open(self, link: PhoneLinkKept) -> None:
        """See PhoneLinks."""
        await self.forget(link.kiosk_id)
        self._kept[link.kiosk_id] = _Kept(link)

    async def forget(self, kiosk_id: str) -> None:
        """See PhoneLinks."""
        if kept := self._kept.pop(kiosk_id, None):
            kept.came.set()

    async def of(self, *, kiosk_id: str = "", token: str = "") -> PhoneLinkKept | None:
        """See PhoneLinks."""
        for old in [one.link.kiosk_id for one in self._kept.values() if one.link.ends_at_s <= time.time()]:
            await self.forget(old)
        hashed = sha256_hex(token)
        found = [one for one in self._kept.values() if kiosk_id == one.link.kiosk_id or hashed == one.link.token_sha256]
        return replace(found[0].link, came=max(found[0].came_with, default=0)) if found else None

    async def look(self, link: PhoneLinkKept) -> None:
        """See PhoneLinks."""
        if kept := self._mine(link):
            kept.link = replace(kept.link, seen=True)
            kept.came.set()

    async def put(self, link: PhoneLinkKept, page: int, sealed: bytes) -> str:
        """See PhoneLinks."""
        kept, digest = self._mine(link), hashlib.sha256(sealed).digest()
        if kept is None:
            return "phone_over"
        waiting = sum(len(one) for other in self._kept.values() for one in other.waiting.values())
        if waiting + len(sealed) > self._all_bytes:
            return "too_many"
        if kept.came_with.setdefault(page, digest) != digest:
            return "phone_taken"
        if page > kept.link.fetched:
            kept.waiting[page] = sealed
            kept.came.set()
        return ""

    async def next(self, kiosk_id: str, *, after: int) -> tuple[int, bytes]:
        """See PhoneLinks."""
        if kept := self._kept.get(kiosk_id):
            kept.link = replace(kept.link, fetched=max(kept.link.fetched, after))
            kept.waiting = {page: sealed for page, sealed in kept.waiting.items() if page > after}
            page = min(kept.waiting, default=0)
            return page, kept.waiting.get(page, b"")
        return 0, b""

    async def changed(self, kiosk_id: str, wait_s: float) -> None:
        """See PhoneLinks."""
        if kept := self._kept.get(kiosk_id):
            kept.came.clear()
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(kept.came.wait(), wait_s)

    def _mine(self, link: PhoneLinkKept) -> _Kept | None:
        kept = self._kept.get(link.kiosk_id)
        return kept if kept and kept.link.token_sha256 == link.token_sha256 else None


class InTable:
    """Of all hubs on a PostgreSQL. See PhoneLinks."""

    def __init__(self, db: Database, all_bytes: int) -> None:
        self._db, self._all_bytes = db, all_bytes

    async def open(self, link: PhoneLinkKept) -> None:
        """See PhoneLinks."""
        material = msgspec.json.encode(link.material).decode()
        row = {"kiosk": link.kiosk_id, "token": link.token_sha256, "material": material, "ends": link.ends_at_s}

        def put(tx: Connection) -> None:
            tx.execute(_OLD, {**row, "now": time.time()})
            tx.execute(_OPEN, row)

        await self._db.run(put)

    async def forget(self, kiosk_id: str) -> None:
        """See PhoneLinks."""
        await self._db.run(lambda tx: tx.execute(_OLD, {"kiosk": kiosk_id, "now": time.time()}).close())

    async def of(self, *, kiosk_id: str = "", token: str = "") -> PhoneLinkKept | None:
        """See PhoneLinks."""
        asked = {"now": time.time(), **({"kiosk": kiosk_id} if kiosk_id else {"token": sha256_hex(token)})}
        row = await self._db.run(lambda tx: tx.execute(_OF_BOOTH if kiosk_id else _OF_TOKEN, asked).mappings().first())
        return PhoneLinkKept(**{**row, "material": msgspec.json.decode(row["material"], type=Text)}) if row else None

    async def look(self, link: PhoneLinkKept) -> None:
        """See PhoneLinks."""
        row = {"kiosk": link.kiosk_id, "token": link.token_sha256}
        await self._db.run(lambda tx: tx.execute(_SEEN, row).close())

    async def put(self, link: PhoneLinkKept, page: int, sealed: bytes) -> str:
        """See PhoneLinks."""
        digest = hashlib.sha256(sealed).digest()
        row = {"kiosk": link.kiosk_id, "page": page, "digest": digest, "sealed": sealed, "now": time.time()}

        def put(tx: Connection) -> str:
            now = tx.execute(_OF_BOOTH, row).mappings().first()
            if now is None or now["token_sha256"] != link.token_sha256:
                return "phone_over"
            if tx.execute(_ALL).scalar_one() + len(sealed) > self._all_bytes:
                return "too_many"
            if (before := tx.execute(_SAME, row).scalar()) is not None:
                return "" if bytes(before) == digest else "phone_taken"
            tx.execute(_PUT, row if page > now["fetched"] else {**row, "sealed": b""})
            return ""

        return await self._db.run(put)

    async def next(self, kiosk_id: str, *, after: int) -> tuple[int, bytes]:
        """See PhoneLinks."""
        row = {"kiosk": kiosk_id, "after": after}

        def take(tx: Connection) -> tuple[int, bytes]:
            if after:
                tx.execute(_HAS, row)
                tx.execute(_EMPTY, row)
            found = tx.execute(_FIRST, row).first()
            return (found.page, bytes(found.sealed)) if found else (0, b"")

        return await self._db.run(take)

    async def changed(self, kiosk_id: str, wait_s: float) -> None:
        """See PhoneLinks: whoever waits looks now and then."""
        await asyncio.sleep(min(_LOOK_S, wait_s))
