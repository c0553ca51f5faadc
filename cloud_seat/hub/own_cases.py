"""Shell: an official's own cases: the list with its clocks, what happened to one, a note for whoever has it next."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import msgspec
from sqlalchemy import Connection
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from cloud_seat.contract.text import Text
from cloud_seat.contract.workdays import Workdays
from cloud_seat.hub import shapes
from cloud_seat.hub.answers import RemoteRequestError, json_of, reply
from cloud_seat.hub.auth import Doorkeeper
from cloud_seat.hub.clock import local_day, now_utc, start_of_day
from cloud_seat.hub.config import Settings
from cloud_seat.hub.described import described
from cloud_seat.hub.directory import Directory
from cloud_seat.hub.store import cases
from cloud_seat.hub.store import own_cases as store
from cloud_seat.hub.store.database import Database
from cloud_seat.hub.terms import Clock, counts_from

NOTE_LONGEST = 1000
STATES = ("received", "accepted", "returned")
_RESULTS = ("fetch", "enclosed")
_ASKS = {"number": str, "item": str, "day": str, "state": str}


class _Note(msgspec.Struct, frozen=True):
    text: str


class OwnCases:
    """`/api/v1/own-cases`, and history and notes of a case that this official has or had."""

    def __init__(
        self, db: Database, doorkeeper: Doorkeeper, directory: Directory, *, workdays: Workdays, settings: Settings
    ) -> None:
        self._db, self._doorkeeper, self._directory, self._settings = db, doorkeeper, directory, settings
        self._workdays = workdays

    def routes(self) -> list[Route]:
        """List, what happened, a note."""
        return [
            Route("/api/v1/own-cases", self.list, methods=["GET"]),
            Route("/api/v1/cases/{case_id:str}/history", self.history, methods=["GET"]),
            Route("/api/v1/cases/{case_id:str}/notes", self.note, methods=["POST"]),
        ]

    @described(answers=list[shapes.OwnCase], asks=_ASKS, refuses=(400,))
    async def list(self, request: Request) -> Response:
        """By `?number=`, `?item=` (part of its name), `?day=`, `?state=`. Nothing personal."""
        profile, wanted = await self._doorkeeper.seat(request), self._wanted(request)

        def read(db: Connection) -> list[dict[str, Any]]:
            rows = store.found(db, profile.seat.seat_id, wanted)
            told = store.happened(db, [row.case_id for row in rows], ("accepted", *_RESULTS))
            return [self._line(row, told.get(row.case_id, {})) for row in rows]

        return reply(await self._db.run(read))

    @described(answers=shapes.History)
    async def history(self, request: Request) -> Response:
        """What happened to it, in and between calls, oldest first, by name. The look is written down."""
        case_id, seat_id = await self._own(request)
        actor, about = f"seat:{seat_id}", f"{case_id}/history"
        await self._db.run(lambda db: cases.note_view(db, at=now_utc(), actor=actor, about=about))
        past = await self._db.run(lambda db: [*store.talks(db, case_id), *cases.history(db, case_id)])
        past.sort(key=lambda entry: entry["at"])
        return reply([{**entry, "who": self._name(entry["actor"])} for entry in past])

    @described(takes=_Note)
    async def note(self, request: Request) -> Response:
        """For whoever has this case next. Never told to the resident."""
        case_id, seat_id = await self._own(request)
        said: _Note = await json_of(request, _Note, self._settings.limits.small_body_bytes)
        text = said.text.strip()[:NOTE_LONGEST]
        if not text:
            raise RemoteRequestError(400, "bad_request")
        row = {"case_id": case_id, "at": now_utc(), "actor": f"seat:{seat_id}", "what": "noted", "note": text}
        await self._db.run(lambda db: cases.write_history(db, **row))
        return Response(status_code=204, headers={"Cache-Control": "no-store"})

    async def _own(self, request: Request) -> tuple[str, str]:
        profile, case_id = await self._doorkeeper.seat(request), request.path_params["case_id"][:64]
        if not await self._db.run(lambda db: cases.has_held(db, case_id, profile.seat.seat_id)):
            raise RemoteRequestError(404, "unknown_case")
        return case_id, profile.seat.seat_id

    def _wanted(self, request: Request) -> store.Wanted:
        asked, offset_h = request.query_params, self._settings.utc_offset_h
        words, state, day = asked.get("item", "").strip()[:40], asked.get("state", ""), asked.get("day", "")
        items = None
        if words:
            items = tuple(item.id for item in self._directory.items.values() if words in item.name.zh)
        bounds = {}
        if day:
            try:
                after = (date.fromisoformat(day) + timedelta(days=1)).isoformat()
                bounds = {"since": start_of_day(day, offset_h), "until": start_of_day(after, offset_h)}
            except (ValueError, OverflowError) as error:
                raise RemoteRequestError(400, "bad_request") from error
        number = asked.get("number", "").strip()[:40]
        return store.Wanted(digits=number, item_ids=items, state=state if state in STATES else "", **bounds)

    def _line(self, row: cases.CaseRow, happened: dict[str, str]) -> dict[str, Any]:
        offset_h, item = self._settings.utc_offset_h, self._directory.items.get(row.item_id)
        is_open = row.state != "returned" and not any(what in happened for what in _RESULTS)
        accepted_at = happened.get("accepted", "")
        clock = Clock(local_day(datetime.now(UTC).isoformat(), offset_h), self._workdays)
        term = clock.term(
            received_on=local_day(counts_from(row.submitted_at, row.received_at), offset_h),
            accepted_on=local_day(accepted_at, offset_h) if accepted_at else "",
            promised_workdays=item.promised_working_days if item else 0,
        )
        return {
            "case_id": row.case_id,
            "acceptance_number": row.acceptance_number,
            "item_name": self._directory.item_name(row.item_id),
            "kiosk_name": self._directory.kiosks.get(row.kiosk_id, Text(zh=row.kiosk_id)),
            "state": "done" if row.state == "accepted" and not is_open else row.state,
            "received_on": local_day(row.received_at, offset_h),
            "term": term if is_open else None,
        }

    def _name(self, actor: str) -> str:
        kind, _, name = actor.partition(":")
        if kind == "seat":
            seat = self._directory.seats.get(name)
            return f"{seat.department.zh} {seat.name}" if seat else name
        return self._directory.kiosks[name].zh if name in self._directory.kiosks else name
