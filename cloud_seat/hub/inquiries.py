"""Shell: what a resident asks for at a booth: how a matter stands, and the booked time. Nothing of another card."""

import re
import time
from datetime import UTC, date, datetime, timedelta
from typing import Any

import msgspec
from sqlalchemy import Connection
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from cloud_seat.contract.inquiries import (
    Booking,
    CheckInAsked,
    Happened,
    NoticesDelivered,
    NoticesTold,
    Progress,
    ProgressAsked,
)
from cloud_seat.contract.intake import Manifest
from cloud_seat.contract.results import KINDS, ResultTold, result_of
from cloud_seat.contract.text import Text
from cloud_seat.hub.answers import RemoteRequestError, json_of, reply
from cloud_seat.hub.auth import Doorkeeper
from cloud_seat.hub.catalogue import Catalogue
from cloud_seat.hub.clock import local_day, now_utc
from cloud_seat.hub.config import Settings
from cloud_seat.hub.described import described
from cloud_seat.hub.keys import KeyService
from cloud_seat.hub.lockout import Waits
from cloud_seat.hub.store import cases, people, ratings
from cloud_seat.hub.store import inquiries as store
from cloud_seat.hub.store.database import Database
from cloud_seat.hub.store.people import KioskProfile

SHORTEST = 6
"""Digits of a number that one must know beside the card."""
WINDOW_S = 600
"""Wrong tries are counted anew after this time, so that a busy booth is not locked by honest slips of a whole day."""
_FOR_RESIDENTS = ("received", "accepted", "returned", *KINDS, "delivered", "settled")
_DECIDED = ("accepted", "returned")
_SHA256 = re.compile(r"[0-9a-f]{64}")


class Inquiries:
    """`/api/v1/progress`, `/api/v1/notices` and `/api/v1/check-in`, for kiosks only."""

    def __init__(
        self, db: Database, doorkeeper: Doorkeeper, *, keys: KeyService, catalogue: Catalogue, settings: Settings
    ) -> None:
        self._db, self._doorkeeper, self._keys = db, doorkeeper, keys
        self._catalogue, self._settings, limits = catalogue, settings, settings.limits
        lock = {"first_s": limits.sign_in_lock_s, "longest_s": limits.sign_in_lock_longest_s}
        self._lockout = doorkeeper.lockouts.of("inquiry", Waits(limits.sign_in_failures, **lock))

    def routes(self) -> list[Route]:
        """Asked with POST, so that no number stands in an address."""
        return [
            Route("/api/v1/progress", self.progress, methods=["POST"]),
            Route("/api/v1/notices", self.notices, methods=["POST"]),
            Route("/api/v1/notices/delivered", self.delivered, methods=["POST"]),
            Route("/api/v1/check-in", self.check_in, methods=["POST"]),
        ]

    @described(takes=ProgressAsked, answers=Progress, refuses=(404, 429))
    async def progress(self, request: Request) -> Response:
        """The history of one matter of this card; of a letter by its whole number."""
        kiosk, name = await self._admitted(request)
        asked: ProgressAsked = await json_of(request, ProgressAsked, self._settings.limits.small_body_bytes)
        digits, mark = _digits(asked.number), self._mark(asked.card)
        found = await self._db.run(lambda db: self._progress(db, digits, mark, kiosk)) if digits else None
        return await self._answer(found, name)

    @described(takes=ProgressAsked, answers=NoticesTold, refuses=(404, 429))
    async def notices(self, request: Request) -> Response:
        """What was decided, for the notice on paper: to the same card only. Asked again it is told again."""
        kiosk, name = await self._admitted(request)
        asked: ProgressAsked = await json_of(request, ProgressAsked, self._settings.limits.small_body_bytes)
        digits, mark = _digits(asked.number), self._mark(asked.card)
        return await self._answer(await self._db.run(lambda db: self._notices(db, digits, mark, kiosk)), name)

    @described(takes=NoticesDelivered, answers=NoticesTold, refuses=(404, 429))
    async def delivered(self, request: Request) -> Response:
        """The notice was printed and signed for. Told again it stands there once."""
        kiosk, name = await self._admitted(request)
        done: NoticesDelivered = await json_of(request, NoticesDelivered, self._settings.limits.small_body_bytes)
        if not _SHA256.fullmatch(done.document_sha256):
            raise RemoteRequestError(400, "bad_request")
        digits, mark = _digits(done.number), self._mark(done.card)

        def note(db: Connection) -> NoticesTold | None:
            told = self._notices(db, digits, mark, kiosk)
            if told is not None and not told.delivered_at:
                actor, note = f"kiosk:{kiosk.kiosk_id}", f"sha256:{done.document_sha256}"
                cases.write_history(db, case_id=told.case_id, at=now_utc(), actor=actor, what="delivered", note=note)
            return told and self._notices(db, digits, mark, kiosk)

        return await self._answer(await self._db.run(note), name)

    @described(takes=CheckInAsked, answers=Booking, refuses=(404, 429))
    async def check_in(self, request: Request) -> Response:
        """The booking of this code or card: today's, else the next one."""
        kiosk, name = await self._admitted(request)
        asked: CheckInAsked = await json_of(request, CheckInAsked, self._settings.limits.small_body_bytes)
        code, mark = asked.code.strip()[:12], self._mark(asked.card)
        found = await self._db.run(lambda db: self._check_in(db, code, mark, kiosk)) if code or mark else None
        return await self._answer(found, name)

    async def _admitted(self, request: Request) -> tuple[KioskProfile, str]:
        kiosk = await self._doorkeeper.kiosk(request)
        name = f"{kiosk.kiosk_id}/{int(time.time() // WINDOW_S)}"
        await self._lockout.require_patience(name)
        return kiosk, name

    async def _answer(self, found: Progress | NoticesTold | Booking | None, name: str) -> Response:
        if found is None:
            await self._lockout.count(name)
            raise RemoteRequestError(404, "nothing_found")
        return reply(found)

    def _mark(self, card: str) -> str:
        return self._keys.holder_mark(card) if card else ""

    # --- progress ---
    def _progress(self, db: Connection, digits: str, mark: str, kiosk: KioskProfile) -> Progress | None:
        own = _own(db, digits, mark)
        row = own or next((row for row in store.letters(db) if _digits(row.acceptance_number) == digits), None)
        if row is None:
            return None
        cases.note_view(db, at=now_utc(), actor=f"kiosk:{kiosk.kiosk_id}", about=f"{row.case_id}/progress")
        is_offered = own is not None and own.state in _DECIDED and ratings.offer(db, own.case_id, kiosk.kiosk_id)
        return msgspec.structs.replace(self._told(db, row), rates=row.case_id if is_offered else "")

    def _told(self, db: Connection, row: store.CaseRow) -> Progress:
        item, order = self._catalogue.items.get(row.item_id), store.work_order(db, row.case_id)
        past = cases.history(db, row.case_id)
        happened = [
            Happened(at=entry["at"], what=entry["what"], note=entry["note"] if entry["what"] == "returned" else "")
            for entry in past
            if entry["what"] in _FOR_RESIDENTS
        ]
        if order is not None and order.owner and not order.closed_at:
            happened.append(Happened(at="", what="taken"))
        return Progress(
            number=row.acceptance_number,
            kind=row.form_id if order is not None else "case",
            item=item.name if item else Text(zh=""),
            days=item.promised_working_days if item else 0,
            due_on=order.due_on if order is not None else "",
            result=self._result(row, past),
            history=tuple(happened),
        )

    def _notices(self, db: Connection, digits: str, mark: str, kiosk: KioskProfile) -> NoticesTold | None:
        row = _own(db, digits, mark)
        past = cases.history(db, row.case_id) if row is not None else []
        happened = {entry["what"]: entry for entry in past}
        made = next((happened[what] for what in _DECIDED if what in happened), None)
        if row is None or made is None:
            return None
        cases.note_view(db, at=now_utc(), actor=f"kiosk:{kiosk.kiosk_id}", about=f"{row.case_id}/notices")
        item = self._catalogue.items.get(row.item_id)
        return NoticesTold(
            case_id=row.case_id,
            number=row.acceptance_number,
            item=item.name if item else Text(zh=row.item_id),
            department=item.department if item else Text(zh=""),
            decision=made["what"],
            note=made["note"],
            day=local_day(made["at"], self._settings.utc_offset_h),
            days=item.promised_working_days if item else 0,
            delivered_at=happened.get("delivered", {}).get("at", ""),
            result=self._result(row, past),
        )

    def _result(self, row: store.CaseRow, past: list[dict[str, str]]) -> ResultTold | None:
        line = cases.result_in(past)
        return result_of(self._catalogue.items.get(row.item_id), line["what"], line["note"]) if line else None

    # --- bookings ---
    def _check_in(self, db: Connection, code: str, mark: str, kiosk: KioskProfile) -> Booking | None:
        now = datetime.now(UTC) + timedelta(hours=self._settings.utc_offset_h)
        row = best_booking(store.bookings(db, code=code, mark=mark), now)
        if row is None:
            return None
        limits = self._settings.limits
        bounds = {"early_min": limits.booking_early_min, "late_min": limits.booking_late_min}
        when = when_booked(row.day, row.time, now, **bounds)
        if when != "other_day":
            store.check_in(db, row.code, kiosk_id=kiosk.kiosk_id, at=now_utc())
        item = self._catalogue.items.get(row.item_id)
        seat = next((one.seat for one in people.seats(db) if one.seat.seat_id == row.seat_id), None)
        return Booking(
            code=row.code,
            item_id=row.item_id,
            item=item.name if item else Text(zh=row.item_id),
            day=row.day,
            time=row.time,
            official=seat.name if seat else "",
            department=seat.department if seat else item.department if item else Text(zh=""),
            when=when,
        )


def _digits(text: str) -> str:
    """The digits of a number, when there are enough to know it by."""
    digits = "".join(letter for letter in text[:64] if letter.isascii() and letter.isdigit())
    return digits if len(digits) >= SHORTEST else ""


def _own(db: Connection, digits: str, mark: str) -> store.CaseRow | None:
    """The matter of this card with this number; never another card's."""
    rows = store.cases_of(db, mark) if mark and digits else []
    return next((row for row in rows if _ends_with(row, digits)), None)


def _ends_with(row: store.CaseRow, digits: str) -> bool:
    provisional = msgspec.json.decode(row.manifest, type=Manifest).provisional_number
    return any(_digits(number).endswith(digits) for number in (row.acceptance_number, provisional))


def best_booking(rows: list[Any], now: datetime) -> Any:
    """Today's, else the next one, else the last one that is over."""
    today = now.date().isoformat()
    same = [row for row in rows if row.day == today]
    later = [row for row in rows if row.day > today]
    return next(iter([*same, *later, *reversed(rows)]), None)


def when_booked(day: str, time: str, now: datetime, *, early_min: int, late_min: int) -> str:
    """now, early, late or other_day; `now` is local."""
    if date.fromisoformat(day) != now.date():
        return "other_day"
    hour, minute = time.split(":")
    ahead_min = (int(hour) - now.hour) * 60 + int(minute) - now.minute
    return "early" if ahead_min > early_min else "late" if ahead_min < -late_min else "now"
