"""Shell: an operator chooses a file with items or rights, sees what it would change, and confirms exactly that; and
takes away what is here as a file."""

import asyncio
from typing import Literal

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from cloud_seat.hub.answers import RemoteRequestError, body_of, raw_reply, reply
from cloud_seat.hub.auth import Doorkeeper
from cloud_seat.hub.config import Limits
from cloud_seat.hub.described import BYTES, described
from cloud_seat.hub.following import Following
from cloud_seat.hub.imports import clerk as clerks
from cloud_seat.hub.imports.plan import Choices, Plan, Preview
from cloud_seat.hub.imports.reader import read_file
from cloud_seat.hub.imports.sheet import RemoteFileError, Sheet
from cloud_seat.hub.store.database import Database

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_KINDS = {"csv": "text/csv", "xlsx": _XLSX}
_Choice = Literal["", "1"]


class Imports:
    """`/api/v1/board/imports/…`, `…/exports/…`. One file is here at a time: each may take a while and much memory."""

    def __init__(
        self, db: Database, doorkeeper: Doorkeeper, limits: Limits, *, clerk: clerks.Clerk, following: Following
    ) -> None:
        self._db, self._doorkeeper, self._limits = db, doorkeeper, limits
        self._clerk, self._following = clerk, following
        self._desk = asyncio.Lock()

    def routes(self) -> list[Route]:
        """In and out."""
        return [
            Route("/api/v1/board/imports/{table:str}", self.bring, methods=["POST"]),
            Route("/api/v1/board/exports/{table:str}/{kind:str}", self.take_away, methods=["GET"]),
        ]

    @described(
        takes=BYTES,
        answers=Preview,
        asks={"whole": _Choice, "leave_out": _Choice, "confirmed": str},
        refuses=(400, 409),
    )
    async def bring(self, request: Request) -> Response:
        """What this file (CSV, XLSX) would change; with the hash of that as `confirmed` it is done."""
        profile = await self._doorkeeper.seat(request)
        table, choices = (
            _table(request),
            Choices(whole=_chosen(request, "whole"), leave_out=_chosen(request, "leave_out")),
        )
        confirmed = request.query_params.get("confirmed", "")
        async with self._desk:
            body = await body_of(request, self._limits.import_bytes)
            try:
                sheets = await asyncio.to_thread(read_file, body)
            except RemoteFileError as error:
                return reply(clerks.unreadable(table, error))
            planned = await self._judged(table, sheets, choices)
            if not confirmed:
                return reply(planned.preview)
            asked = {"confirmed": confirmed, "actor": f"operator:{profile.seat.seat_id}"}
            try:
                await self._db.run(lambda db: self._clerk.take_in(db, planned, **asked))
            except clerks.RemoteStaleError as error:
                now = await self._judged(table, sheets, choices)
                raise RemoteRequestError(409, "import_stale", preview=now.preview) from error
        await self._following.look()
        return reply(planned.preview)

    async def _judged(self, table: str, sheets: list[Sheet], choices: Choices) -> Plan:
        basis = await self._db.run(lambda db: self._clerk.look(db, table))
        return await asyncio.to_thread(self._clerk.judge, basis, sheets, choices)

    @described(answers=tuple(_KINDS.values()), refuses=(409,))
    async def take_away(self, request: Request) -> Response:
        """The whole table as a file that can be brought back."""
        await self._doorkeeper.seat(request)
        table, kind = _table(request), request.path_params["kind"]
        if kind not in _KINDS:
            raise RemoteRequestError(404, "not_found")
        rows = await self._db.run(lambda db: self._clerk.rows(db, table))
        try:
            body = await asyncio.to_thread(_written, table, kind, rows)
        except RemoteFileError as error:
            raise RemoteRequestError(409, "too_long_for_xlsx") from error
        response = raw_reply(body, _KINDS[kind])
        response.headers["Content-Disposition"] = f'attachment; filename="{table}.{kind}"'
        return response


def _written(table: str, kind: str, rows: list[tuple[str, ...]]) -> bytes:
    return clerks.as_csv(rows) if kind == "csv" else clerks.as_workbook(table, rows)


def _table(request: Request) -> str:
    table: str = request.path_params["table"]
    if table not in clerks.TABLES:
        raise RemoteRequestError(404, "not_found")
    return table


def _chosen(request: Request, name: str) -> bool:
    told = request.query_params.get(name, "")
    if told not in ("", "1"):
        raise RemoteRequestError(400, "bad_request")
    return told == "1"
