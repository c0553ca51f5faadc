"""Shell: the resident's rating (好差评), which the official of the call never sees. A bad one is a work order."""

import asyncio
from typing import Annotated

import msgspec
from sqlalchemy import Connection
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from cloud_seat.contract.intake import Manifest
from cloud_seat.contract.ratings import is_bad, mended_by
from cloud_seat.contract.workdays import Workdays
from cloud_seat.hub.answers import RemoteRequestError, json_of
from cloud_seat.hub.auth import Doorkeeper
from cloud_seat.hub.catalogue import Catalogue
from cloud_seat.hub.clock import local_day, now_utc
from cloud_seat.hub.config import Settings
from cloud_seat.hub.described import described
from cloud_seat.hub.log import say
from cloud_seat.hub.sealed import Sealed
from cloud_seat.hub.store import cases, letters, rehearsals
from cloud_seat.hub.store import ratings as store
from cloud_seat.hub.store.database import Database

_STATUS = {"wrong_kiosk": 403, "unknown_case": 404}


class _Rating(msgspec.Struct, frozen=True):
    level: Annotated[int, msgspec.Meta(ge=1, le=5)] | None
    words: Annotated[int, msgspec.Meta(ge=0)] = 0


class Ratings:
    """`/api/v1/cases/{case_id}/rating`, for kiosks only."""

    def __init__(
        self, db: Database, doorkeeper: Doorkeeper, *, sealed: Sealed, catalogue: Catalogue, settings: Settings
    ) -> None:
        self._db, self._doorkeeper, self._settings = db, doorkeeper, settings
        self._sealed, self._catalogue = sealed, catalogue
        db.run_now(self._list_older)

    def routes(self) -> list[Route]:
        """The one answer."""
        return [Route("/api/v1/cases/{case_id:str}/rating", self.rate, methods=["POST"])]

    @described(takes=_Rating, refuses=(409,))
    async def rate(self, request: Request) -> Response:
        """The resident's word, or that there was none. A bad one opens a work order in the same transaction."""
        kiosk = await self._doorkeeper.kiosk(request)
        case_id = request.path_params["case_id"][:64]
        rating: _Rating = await json_of(request, _Rating, self._settings.limits.small_body_bytes)
        if await self._db.run(lambda db: rehearsals.find_case(db, case_id)) is not None:
            return Response(status_code=204, headers={"Cache-Control": "no-store"})  # nobody's voice: not counted
        bad = is_bad(rating.level or 0)
        row = await self._db.run(lambda db: cases.find(db, case_id)) if bad else None
        letter = await asyncio.to_thread(self._letter, row) if row is not None else None

        def keep(db: Connection) -> str:
            at = now_utc()
            code = store.rate(db, case_id, kiosk_id=kiosk.kiosk_id, level=rating.level, at=at)
            if not code and rating.words:
                store.note_words(db, case_id, rating.words)
            if not code and bad:
                self._open(db, case_id, letter, at)
            return code

        code = await self._db.run(keep)
        if code:
            raise RemoteRequestError(_STATUS.get(code, 409), code)
        return Response(status_code=204, headers={"Cache-Control": "no-store"})

    def _open(self, db: Connection, case_id: str, letter: letters.Letter | None, at: str) -> None:
        """A case that is not here yet has only its date; it comes onto the list when the hub starts next."""
        due_on = due_of_bad(at, self._settings.utc_offset_h, self._catalogue.workdays)
        if letter is None:
            cases.open_work_order(db, case_id, kind=letters.FOLLOW_UP, at=at, due_on=due_on)
        else:
            letters.open_once(db, letter, at=at, due_on=due_on)
        say("hub.ratings", "work order for a bad rating", case_id=case_id)

    def _list_older(self, db: Connection) -> None:
        """Work orders of an older hub had a date and nobody to answer for them."""
        for row in letters.unlisted(db):
            letters.open_once(db, self._letter(row), at="", due_on="")

    def _letter(self, row: cases.CaseRow) -> letters.Letter:
        manifest = msgspec.json.decode(row.manifest, type=Manifest)
        numbers = numbers_left(self._catalogue, manifest, self._sealed.values_or_empty(manifest))
        return letters.Letter(
            kind=letters.FOLLOW_UP,
            case_id=row.case_id,
            item_id=row.item_id,
            about_case=row.case_id,
            reason="service",
            wants_call=bool(numbers),
        )


def due_of_bad(at_utc: str, utc_offset_h: int, workdays: Workdays) -> str:
    """The last day to put a bad rating right, counted from the office's own day."""
    return mended_by(local_day(at_utc, utc_offset_h), workdays)


def numbers_left(catalogue: Catalogue, manifest: Manifest, values: dict[str, object]) -> dict[str, object]:
    """The telephone numbers that the resident left in this case, by field."""
    form = catalogue.forms.get((manifest.form_id, manifest.form_version))
    names = [field.name for field in form.fields() if field.widget == "phone"] if form else []
    return {name: values[name] for name in names if values.get(name)}
