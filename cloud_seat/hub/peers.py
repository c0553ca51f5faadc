"""Shell: the other hubs on the same database: who of them lives, and words to them.

`Alone` is the hub on SQLite. `Peers` speaks through PostgreSQL: words are sealed, cut to what NOTIFY carries, and sent
in their order; a hub lives as long as its listening connection does and as it gives a sign every second. Words are for
the moment: those that a break swallowed are lost, and what is kept of a call is said once more.
"""

import asyncio
import base64
import contextlib
import logging
import secrets
import sys
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any

import msgspec
import psycopg

from cloud_seat.hub import words
from cloud_seat.hub.log import say
from cloud_seat.hub.store import postgres
from cloud_seat.hub.store.away import RemoteStoreAwayError
from cloud_seat.hub.store.pg_journal import CHANNEL

BEAT_S = 1.0
SILENT_S = 5.0
"""Without a sign for so long a hub counts as lost: the bar for a dead seat, too."""
GRACE_S = 5.0
"""After a break of our own, or a start of the database, others may not be back yet."""
QUEUE = 4096
_BATCH = 64
_PIECE = 7900  # NOTIFY carries less than 8000 bytes (postgresql.org/docs/current/sql-notify.html)
_WORDS = "xiaowu_words"
_ENTER = """
INSERT INTO matching.hub (hub_id, pid, started, seen_at)
    SELECT %s, pid, backend_start, clock_timestamp() FROM pg_stat_activity WHERE pid = pg_backend_pid()
    ON CONFLICT (hub_id) DO UPDATE SET pid = excluded.pid, started = excluded.started, seen_at = excluded.seen_at
"""
_ALIVE = """
SELECT hub.hub_id FROM matching.hub JOIN pg_stat_activity activity
    ON activity.pid = hub.pid AND activity.backend_start = hub.started
    WHERE hub.seen_at > clock_timestamp() - %s * interval '1 second'
"""
_IS_YOUNG = "SELECT clock_timestamp() - pg_postmaster_start_time() < %s * interval '1 second'"
Open = Callable[[bytes], bytes]
Hear = Callable[[words.Word | int], Awaitable[None]]
"""A number: the journal has grown to it."""


class Alone:
    """The only hub. `hub_id` begins the names of its sockets."""

    is_alone = True

    def __init__(self) -> None:
        self.hub_id = secrets.token_hex(6)
        self._sockets = 0

    def new_socket(self) -> str:
        """A name for the next one."""
        self._sockets += 1
        return f"{self.hub_id}/{self._sockets}"

    def tell(self, word: words.Word) -> None:
        """There is nobody."""

    async def lost(self, hub_ids: set[str]) -> set[str]:
        """Those of them that are not there any more."""
        return hub_ids - {self.hub_id}


class Peers(Alone):
    """Several hubs. `on_gap` is called when words may have been lost."""

    is_alone = False

    def __init__(self, url: str, *, seal: Open, unseal: Open) -> None:
        super().__init__()
        self._url, self._seal, self._unseal = url, seal, unseal
        self._queue: asyncio.Queue[words.Word] = asyncio.Queue(QUEUE)
        self._sender: psycopg.AsyncConnection[Any] | None = None
        self._lock = asyncio.Lock()
        self._broke_at_s = -GRACE_S
        self._gap = False
        self.hear: Hear
        self.on_gap: Callable[[], None]

    def tell(self, word: words.Word) -> None:
        """Goes out soon. More than can wait are lost, as in a break."""
        try:
            self._queue.put_nowait(word)
        except asyncio.QueueFull:
            self._broken()

    async def lost(self, hub_ids: set[str]) -> set[str]:
        """Nobody, while it cannot be told. Raises RemoteStoreAwayError."""
        others = hub_ids - {self.hub_id}
        if not others or time.monotonic() - self._broke_at_s < GRACE_S:
            return set()
        async with self._speaking() as db:
            young = await (await db.execute(_IS_YOUNG, (GRACE_S,))).fetchone()
            if young and young[0]:
                return set()
            alive = {row[0] for row in await (await db.execute(_ALIVE, (SILENT_S,))).fetchall()}
        return others - alive

    # --- speaking ---
    async def speak(self) -> None:
        """Sends what is told, and gives signs of life. Until cancelled."""
        while True:
            told = list[words.Word]()
            with contextlib.suppress(TimeoutError):
                told.append(await asyncio.wait_for(self._queue.get(), BEAT_S))
            while len(told) < _BATCH and not self._queue.empty():
                told.append(self._queue.get_nowait())
            try:
                await self._send(told)
                self._mend()
            except RemoteStoreAwayError:
                self._broken()
                await asyncio.sleep(BEAT_S)

    async def _send(self, told: list[words.Word]) -> None:
        pieces = [piece for word in told for piece in self._pieces(word)]
        async with self._speaking() as db:
            await db.execute("UPDATE matching.hub SET seen_at = clock_timestamp() WHERE hub_id = %s", (self.hub_id,))
            if pieces:
                notify = "SELECT count(pg_notify(%s, piece)) FROM unnest(%s::text[]) AS piece"
                await db.execute(notify, (_WORDS, pieces))

    def _pieces(self, word: words.Word) -> list[str]:
        """`<hub> <word> <left> <part>`: no two are equal, which NOTIFY would send once."""
        text = base64.b64encode(self._seal(words.encode(word))).decode()
        name = secrets.token_hex(6)
        parts = [text[at : at + _PIECE] for at in range(0, len(text), _PIECE)]
        return [f"{self.hub_id} {name} {len(parts) - at - 1} {part}" for at, part in enumerate(parts)]

    @contextlib.asynccontextmanager
    async def _speaking(self) -> "AsyncIterator[psycopg.AsyncConnection[Any]]":
        async with self._lock:
            try:
                with postgres.told():
                    if self._sender is None:
                        self._sender = await _connect(self._url)
                    yield self._sender
            except RemoteStoreAwayError:
                if self._sender:
                    await self._sender.close()
                self._sender = None
                raise

    # --- listening ---
    async def listen(self) -> None:
        """Hears the others, one word after the other. Until cancelled."""
        while True:
            try:
                with postgres.told():
                    await self._listen_once()
            except RemoteStoreAwayError:
                self._broken()
                await asyncio.sleep(BEAT_S)

    async def enter(self) -> None:
        """Be known to the others, before the first socket is. Raises RemoteStoreAwayError."""
        with postgres.told():
            self._listener = await _connect(self._url)
            await self._listener.execute(f"LISTEN {CHANNEL}".encode())
            await self._listener.execute(f"LISTEN {_WORDS}".encode())
            await self._listener.execute(_ENTER, (self.hub_id,))

    async def _listen_once(self) -> None:
        if self._listener.closed:
            await self.enter()
            await self.hear(sys.maxsize)
        kept = dict[str, str]()
        async with self._listener as db:
            async for heard in db.notifies():
                await self._hear(heard, kept)

    async def _hear(self, heard: psycopg.Notify, kept: dict[str, str]) -> None:
        if heard.channel == CHANNEL:
            return await self.hear(int(heard.payload))
        hub_id, name, left, part = heard.payload.split(" ", 3)
        if hub_id == self.hub_id:
            return None
        kept[name] = kept.get(name, "") + part
        if left != "0":
            return None
        try:
            word = words.decode(self._unseal(base64.b64decode(kept.pop(name))))
        except (ValueError, msgspec.MsgspecError) as error:
            say("hub.peers", "a word of another hub could not be read", level=logging.ERROR, error=type(error).__name__)
            return None
        return await self.hear(word)

    def _broken(self) -> None:
        self._broke_at_s, self._gap = time.monotonic(), True

    def _mend(self) -> None:
        if self._gap and not self._listener.closed:
            self._gap = False
            self.on_gap()


async def _connect(url: str) -> "psycopg.AsyncConnection[Any]":
    return await psycopg.AsyncConnection.connect(url, autocommit=True, **postgres.CONNECTING)
