"""Shell: words with which residents found nothing, of nobody in particular: what the catalogue should learn."""

from typing import Annotated

import msgspec
from sqlalchemy import Connection, func, insert, select
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from cloud_seat.hub import shapes
from cloud_seat.hub.answers import RemoteRequestError, json_of, reply
from cloud_seat.hub.auth import Doorkeeper
from cloud_seat.hub.clock import now_utc
from cloud_seat.hub.described import described
from cloud_seat.hub.store.database import Database
from cloud_seat.hub.store.tables import missed_words as table

BODY_BYTES = 64 * 1024
SHOWN = 500


class _Missed(msgspec.Struct, frozen=True):
    """Id → words. The same id again is the same words again."""

    words: dict[Annotated[str, msgspec.Meta(max_length=64)], Annotated[str, msgspec.Meta(max_length=20)]]


class MissedWords:
    """`/api/v1/missed-words`: booths bring them, officials read how often each was said."""

    def __init__(self, db: Database, doorkeeper: Doorkeeper) -> None:
        self._db, self._doorkeeper = db, doorkeeper

    def routes(self) -> list[Route]:
        """Bring, read."""
        return [
            Route("/api/v1/missed-words", self.bring, methods=["POST"]),
            Route("/api/v1/missed-words", self.read, methods=["GET"]),
        ]

    @described(takes=_Missed, answers=shapes.Alive)
    async def bring(self, request: Request) -> Response:
        """From a booth; each id counts once."""
        kiosk = await self._doorkeeper.kiosk(request)
        asked = await json_of(request, _Missed, BODY_BYTES)
        if not all(letter.isalpha() or letter == " " for words in asked.words.values() for letter in words):
            raise RemoteRequestError(400, "bad_request")
        await self._db.run(lambda db: _keep(db, kiosk.kiosk_id, asked.words))
        return reply({"ok": True})

    @described(answers=shapes.MissedWordsTold)
    async def read(self, request: Request) -> Response:
        """For officials: the most frequent first."""
        await self._doorkeeper.seat(request)
        return reply({"words": await self._db.run(_counted)})


def _keep(db: Connection, kiosk_id: str, words: dict[str, str]) -> None:
    known = set(db.execute(select(table.c.missed_id).where(table.c.missed_id.in_(words))).scalars())
    rows = [
        {"missed_id": missed_id, "kiosk_id": kiosk_id, "words": text, "on": now_utc()[:10]}
        for missed_id, text in words.items()
        if missed_id not in known
    ]
    if rows:
        db.execute(insert(table), rows)


def _counted(db: Connection) -> list[dict[str, object]]:
    times = func.count()
    rows = db.execute(select(table.c.words, times).group_by(table.c.words).order_by(times.desc()).limit(SHOWN))
    return [{"words": words, "times": count} for words, count in rows.tuples()]
