"""Shell: a booth's case of the night, taken and read like any other and then emptied, and what the booth found."""

import asyncio
from datetime import UTC, datetime, timedelta
from typing import Any

import msgspec
from sqlalchemy import Connection, Row
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from cloud_seat.contract.envelope import RemoteEnvelopeError
from cloud_seat.contract.intake import Manifest
from cloud_seat.contract.rehearsal import STEPS_LIMIT, WORDS_LIMIT, RehearsalTold, RehearsedCase
from cloud_seat.hub.answers import RemoteRequestError, json_of, reply
from cloud_seat.hub.auth import Doorkeeper
from cloud_seat.hub.config import Limits
from cloud_seat.hub.described import described
from cloud_seat.hub.log import say
from cloud_seat.hub.sealed import Sealed
from cloud_seat.hub.store import places
from cloud_seat.hub.store import rehearsals as store
from cloud_seat.hub.store.blobs import Blobs
from cloud_seat.hub.store.database import Database

OLDEST_S = 366 * 24 * 3600.0


class RehearsalCases:
    """The intake's way for cases that are nobody's."""

    def __init__(self, db: Database, blobs: Blobs, sealed: Sealed) -> None:
        self._db, self._blobs, self._sealed = db, blobs, sealed

    async def take(self, manifest: Manifest, row: dict[str, Any], checks: list[str]) -> Row[Any]:
        """Its row, without anything of the case in it; with the codes of what does not fit, as for any case."""
        opened = await asyncio.to_thread(self._openable, manifest)
        unread = ["part_unreadable"] if len(opened) < len(manifest.parts) else []
        row = row | {"checks": " ".join(checks + unread)}

        def keep(db: Connection) -> Row[Any]:
            places.keep(db, manifest, row["received_at"])
            return store.take_once(db, row)

        kept = await self._db.run(keep)
        say("hub.rehearsals", "rehearsal case", case_id=manifest.case_id, kiosk_id=manifest.kiosk_id)
        return kept

    async def empty(self, manifest: Manifest) -> None:
        """Its sealed files go. Also of one that came again because the answer was lost: it brought them again."""

        def remove() -> None:
            for sha256 in self._openable(manifest):
                self._blobs.remove(sha256)

        await asyncio.to_thread(remove)

    def _openable(self, manifest: Manifest) -> list[str]:
        """Files that open with this case's key. No other may go: a manifest can name files of another case."""
        found = list[str]()
        for part in manifest.parts:
            try:
                self._sealed.opened(manifest, part.name)
            except (RemoteEnvelopeError, FileNotFoundError):
                continue
            found.append(part.sha256)
        return found


class Rehearsals:
    """`/api/v1/rehearsal`, for kiosks only."""

    def __init__(self, db: Database, doorkeeper: Doorkeeper, limits: Limits) -> None:
        self._db, self._doorkeeper, self._limits = db, doorkeeper, limits

    def routes(self) -> list[Route]:
        """The result of a night, and what the hub found in its case."""
        return [
            Route("/api/v1/rehearsal", self.keep, methods=["PUT"]),
            Route("/api/v1/rehearsal/cases/{case_id:str}", self.read_back, methods=["GET"]),
        ]

    @described(takes=RehearsalTold)
    async def keep(self, request: Request) -> Response:
        """The newest of this booth."""
        kiosk = await self._doorkeeper.kiosk(request)
        told: RehearsalTold = await json_of(request, RehearsalTold, self._limits.small_body_bytes)
        if not is_sound(told):
            raise RemoteRequestError(400, "bad_request")
        ended = datetime.now(UTC) - timedelta(seconds=told.kept_s)
        row: dict[str, Any] = {"kiosk_id": kiosk.kiosk_id, "at": ended.strftime("%Y-%m-%dT%H:%M:%SZ")}
        await self._db.run(lambda db: store.put(db, **row, told=msgspec.json.encode(told)))
        verdict = "ready" if told.is_ready else "not_ready"
        say("hub.rehearsals", "rehearsal of a booth", kiosk_id=kiosk.kiosk_id, status=verdict)
        return Response(status_code=204, headers={"Cache-Control": "no-store"})

    @described(answers=RehearsedCase)
    async def read_back(self, request: Request) -> Response:
        """Of this booth's own rehearsal case: what was found, by its codes."""
        kiosk = await self._doorkeeper.kiosk(request)
        row = await self._db.run(lambda db: store.find_case(db, request.path_params["case_id"][:64]))
        if row is None or row.kiosk_id != kiosk.kiosk_id:
            raise RemoteRequestError(404, "unknown_case")
        return reply(RehearsedCase(checks=tuple(row.checks.split())))


def is_sound(told: RehearsalTold) -> bool:
    """Nothing longer, and no age, that a booth never has."""
    words = [word for step in told.steps for word in (step.name.zh, step.name.en, step.text.zh, step.text.en, step.id)]
    is_an_age = 0 <= told.kept_s <= OLDEST_S
    return (
        is_an_age and len(told.steps) <= STEPS_LIMIT and max(map(len, [told.at, told.version, *words])) <= WORDS_LIMIT
    )
