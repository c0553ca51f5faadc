"""Shell: letters (办不成事, 留言, 给我回电) as their officials see them: the list, one in the clear, take, call, close.

A bad rating stands among them as a follow-up: that somebody should call, not what was chosen. Nobody sees a complaint
about, or the follow-up of, a call that was theirs.
"""

import asyncio
from collections.abc import Callable
from typing import Any

import msgspec
from sqlalchemy import Connection
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from cloud_seat.contract.envelope import RemoteEnvelopeError
from cloud_seat.contract.intake import STEPS_PART, Manifest
from cloud_seat.contract.text import Text
from cloud_seat.hub import shapes
from cloud_seat.hub.answers import RemoteRequestError, json_of, reply
from cloud_seat.hub.auth import Doorkeeper
from cloud_seat.hub.catalogue import Catalogue
from cloud_seat.hub.clock import now_utc
from cloud_seat.hub.described import described
from cloud_seat.hub.directory import Directory, with_packages
from cloud_seat.hub.log import say
from cloud_seat.hub.ratings import numbers_left
from cloud_seat.hub.sealed import FORM_PART, Sealed
from cloud_seat.hub.store import cases
from cloud_seat.hub.store import letters as store
from cloud_seat.hub.store.database import Database
from cloud_seat.hub.store.people import SeatProfile

NOTE_LONGEST = 4000
SMALL_BODY_BYTES = 16 * 1024
FOLLOW_UP_TOLD = "follow_up"
"""What officials read of it: that somebody should call. The word for it stays here."""
_PARTS = {FORM_PART: "answers", STEPS_PART: "steps"}


class _Closing(msgspec.Struct, frozen=True):
    note: str


class Letters:
    """`/api/v1/letters…`, for signed-in officials."""

    def __init__(
        self, db: Database, doorkeeper: Doorkeeper, directory: Directory, *, sealed: Sealed, catalogue: Catalogue
    ) -> None:
        self._db, self._doorkeeper, self._directory = db, doorkeeper, directory
        self._sealed, self._catalogue = sealed, catalogue

    def routes(self) -> list[Route]:
        """The five answers."""
        return [
            Route("/api/v1/letters", self.list, methods=["GET"]),
            Route("/api/v1/letters/{case_id:str}", self.open, methods=["GET"]),
            Route("/api/v1/letters/{case_id:str}/take", self.take, methods=["POST"]),
            Route("/api/v1/letters/{case_id:str}/called", self.called, methods=["POST"]),
            Route("/api/v1/letters/{case_id:str}/close", self.close, methods=["POST"]),
        ]

    @described(answers=list[shapes.LetterTold], asks={"closed": str})
    async def list(self, request: Request) -> Response:
        """Open ones, the most urgent first; `?closed=1` the settled ones too. Nothing personal."""
        profile, with_closed = await self._doorkeeper.seat(request), request.query_params.get("closed") == "1"
        seat_id, rights = profile.seat.seat_id, with_packages(profile.rights, self._directory.packages())
        rows = await self._db.run(lambda db: store.listed(db, seat_id=seat_id, rights=rights, with_closed=with_closed))
        return reply([self._line(row, seat_id) for row in rows])

    @described(answers=shapes.LetterTold, refuses=(502,))
    async def open(self, request: Request) -> Response:
        """Words, number and steps in the clear. The view is written down before the bytes leave."""
        row, seat_id = await self._row(request)
        about = f"{row.case_id}/{row.kind}"
        await self._db.run(lambda db: cases.note_view(db, at=now_utc(), actor=f"seat:{seat_id}", about=about))
        try:
            inside = await asyncio.to_thread(self._inside, row.kind, msgspec.json.decode(row.manifest, type=Manifest))
        except (RemoteEnvelopeError, FileNotFoundError, msgspec.MsgspecError, UnicodeError) as error:
            say("hub.letters", "could not be opened", level=40, case_id=row.case_id, error=type(error).__name__)
            raise RemoteRequestError(502, "unreadable") from error
        return reply({**self._line(row, seat_id), "note": row.note, **inside})

    @described(refuses=(409,))
    async def take(self, request: Request) -> Response:
        """I answer for this one."""
        return await self._do(request, lambda db, row, seat_id: store.take(db, row, seat_id, now_utc()))

    @described(refuses=(409,))
    async def called(self, request: Request) -> Response:
        """I called the resident back."""
        return await self._do(request, lambda db, row, seat_id: store.note_call(db, row, seat_id, now_utc()))

    @described(takes=_Closing, refuses=(409,))
    async def close(self, request: Request) -> Response:
        """Settled, with a note on how."""
        await self._doorkeeper.seat(request)  # before anything of a stranger is read
        closing: _Closing = await json_of(request, _Closing, SMALL_BODY_BYTES)
        note = closing.note[:NOTE_LONGEST]
        return await self._do(request, lambda db, row, seat_id: store.close(db, row, seat_id, note=note, at=now_utc()))

    async def _do(self, request: Request, change: Callable[[Connection, store.LetterRow, str], str]) -> Response:
        profile = await self._doorkeeper.seat(request)

        def look_and_change(db: Connection) -> str:
            row = self._find(db, request, profile)
            return change(db, row, profile.seat.seat_id) if row is not None else "not_found"

        code = await self._db.run(look_and_change)
        if code:
            raise RemoteRequestError(404 if code == "not_found" else 409, code)
        return Response(status_code=204, headers={"Cache-Control": "no-store"})

    async def _row(self, request: Request) -> tuple[store.LetterRow, str]:
        profile = await self._doorkeeper.seat(request)
        row = await self._db.run(lambda db: self._find(db, request, profile))
        if row is None:
            raise RemoteRequestError(404, "not_found")
        return row, profile.seat.seat_id

    def _find(self, db: Connection, request: Request, profile: SeatProfile) -> store.LetterRow | None:
        case_id = request.path_params["case_id"][:64]
        rights = with_packages(profile.rights, self._directory.packages())
        return store.find(db, case_id, seat_id=profile.seat.seat_id, rights=rights)

    def _inside(self, kind: str, manifest: Manifest) -> dict[str, Any]:
        if kind == store.FOLLOW_UP:
            return {**_form_of(manifest), "answers": self._numbers(manifest), "steps": None}
        there = {part.name for part in manifest.parts}
        opened = {
            told: msgspec.Raw(self._sealed.opened(manifest, name)) for name, told in _PARTS.items() if name in there
        }
        return {**_form_of(manifest), "answers": opened.get("answers"), "steps": opened.get("steps")}

    def _numbers(self, manifest: Manifest) -> dict[str, object]:
        """Of a case that is only to be called about: where to call, and nothing else."""
        return numbers_left(self._catalogue, manifest, self._sealed.values(manifest))

    def _line(self, row: store.LetterRow, seat_id: str) -> dict[str, Any]:
        names = ("case_id", "acceptance_number", "kiosk_id", "item_id", "reason", "state", "owner", "opened_at")
        owner = self._directory.seats.get(row.owner)
        return {
            **{name: getattr(row, name) for name in (*names, "due_on", "wants_call", "called_at", "closed_at")},
            "kind": FOLLOW_UP_TOLD if row.kind == store.FOLLOW_UP else row.kind,
            "item_name": self._directory.item_name(row.item_id),
            "parts_of_item": self._directory.parts_of(row.item_id),
            "kiosk_name": self._directory.kiosks.get(row.kiosk_id, Text(zh=row.kiosk_id)),
            "owner_name": owner.name if owner else "",
            "mine": row.owner == seat_id,
        }


def _form_of(manifest: Manifest) -> dict[str, Any]:
    return {"form_id": manifest.form_id, "form_version": manifest.form_version}
