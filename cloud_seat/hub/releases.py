"""Shell: `/api/v1/releases/…`: a release folder for booths, what each should run now, and what each told of it.

The hub only carries what others signed. Its own word, signed by its root, is which of them a booth takes, and when.
"""

import time
from collections.abc import Mapping
from pathlib import Path

import msgspec
from sqlalchemy import Connection
from starlette.requests import Request
from starlette.responses import FileResponse, Response
from starlette.routing import Route

from cloud_seat.contract.releases import Instruction, ReleaseTold, SignedInstruction, is_release_file
from cloud_seat.hub.answers import RemoteRequestError, json_of, reply
from cloud_seat.hub.auth import Doorkeeper
from cloud_seat.hub.config import Limits
from cloud_seat.hub.described import BYTES, described
from cloud_seat.hub.keys import KeyService
from cloud_seat.hub.log import say
from cloud_seat.hub.rollout import Outcome, Plan, after_nights, standing, steered, version_for
from cloud_seat.hub.store import releases as store
from cloud_seat.hub.store.database import Database

PLAN = "rollout.json"
NONCE_LONGEST = 64
FAILED_LONGEST = 32
WORD_LONGEST = 120


class Releases:
    """`folder`: as the release tool fills it, with the plan beside."""

    def __init__(self, db: Database, folder: Path, keys: KeyService, limits: Limits) -> None:
        self._db, self._folder, self._keys, self._limits = db, folder, keys, limits

    def routes(self, doorkeeper: Doorkeeper) -> list[Route]:
        """For booths; for staff there is `board/rollout.py`."""

        @described(answers=BYTES)
        async def file(request: Request) -> Response:
            """A file of the release folder, whole or from where it was cut (Range)."""
            await doorkeeper.kiosk(request)
            name = request.path_params["name"]
            path = self._folder / name
            if not (is_release_file(name) and path.is_file()):
                raise RemoteRequestError(404, "not_found")
            kept = "no-store" if name.startswith("metadata/") else "private, immutable"
            return FileResponse(path, media_type="application/octet-stream", headers={"Cache-Control": kept})

        @described(answers=SignedInstruction, asks={"nonce": str}, refuses=(400,))
        async def instruct(request: Request) -> Response:
            """Which release this booth should run, signed by the hub's root for this question."""
            kiosk = await doorkeeper.kiosk(request)
            nonce = request.query_params.get("nonce", "")
            if not 0 < len(nonce) <= NONCE_LONGEST:
                raise RemoteRequestError(400, "bad_request")
            return reply(self._keys.signed_instruction(await self._instruction(kiosk.kiosk_id, nonce)))

        @described(takes=ReleaseTold)
        async def take_report(request: Request) -> Response:
            """What runs in this booth and has proven itself, and what did not."""
            kiosk = await doorkeeper.kiosk(request)
            told: ReleaseTold = await json_of(request, ReleaseTold, self._limits.small_body_bytes)
            if not is_sound(told):
                raise RemoteRequestError(400, "bad_request")
            await self._db.run(lambda db: store.put(db, kiosk.kiosk_id, told, time.time()))
            say("hub.releases", "a booth told its release", kiosk_id=kiosk.kiosk_id, status=told.version)
            return Response(status_code=204, headers={"Cache-Control": "no-store"})

        return [
            Route("/api/v1/releases/files/{name:path}", file),
            Route("/api/v1/releases/instruction", instruct),
            Route("/api/v1/releases/report", take_report, methods=["PUT"]),
        ]

    async def _instruction(self, kiosk_id: str, nonce: str) -> Instruction:
        written, now_s = read_plan(self._folder), time.time()
        told = Instruction(kiosk_id=kiosk_id, nonce=nonce, told_at_s=now_s)
        if written is None:
            return told

        def choose(db: Connection) -> str:
            plan = steered(written, store.steer_of(db, written.version))
            version = version_for(plan, standing(plan, outcomes_of(db, plan), now_s), kiosk_id)
            if version == plan.version:
                store.note_asked(db, kiosk_id, version, now_s)
            return version

        return msgspec.structs.replace(
            told,
            version=await self._db.run(choose),
            from_hour=written.from_hour,
            until_hour=written.until_hour,
            rate_kbps=written.rate_kbps,
        )


def read_plan(folder: Path) -> Plan | None:
    """As the release tool wrote it, which replaces it whole; people may have said more since: `steered`."""
    path = folder / PLAN
    return msgspec.json.decode(path.read_bytes(), type=Plan) if path.is_file() else None


def outcomes_of(db: Connection, plan: Plan) -> Mapping[str, Outcome]:
    """What became of the plan's release in each booth that told of it, its rehearsal included."""
    nights = store.nights(db, plan.version) if plan.rehearsed else {}
    return after_nights(plan, store.outcomes(db, plan.version), nights)


def is_sound(told: ReleaseTold) -> bool:
    """Nothing longer than a booth's."""
    words = [told.version, told.staged, told.refused, *told.failed, *told.failed.values()]
    return len(told.failed) <= FAILED_LONGEST and max(map(len, words)) <= WORD_LONGEST
