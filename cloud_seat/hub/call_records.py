"""Shell: what both ends of a call measured of it, into the case's history: gaps in its sight, and how it was in all."""

from typing import Any

import msgspec

from cloud_seat.contract.signalling import CallReported, ViewBroken
from cloud_seat.hub.clock import local_day, now_utc
from cloud_seat.hub.log import say
from cloud_seat.hub.matching.state import CallState
from cloud_seat.hub.rooms import Rooms
from cloud_seat.hub.store import call_quality
from cloud_seat.hub.store import cases as store
from cloud_seat.hub.store.database import Database

PLACES = ("line", "camera", "picture")
GAPS_PER_CALL = 100
LONGEST_S = 86_400
MOST_FRAMES = LONGEST_S * 60


class CallRecords:
    """Written down before anybody is told."""

    def __init__(self, db: Database, rooms: Rooms, *, utc_offset_h: int) -> None:
        self._db, self._rooms, self._utc_offset_h = db, rooms, utc_offset_h

    async def from_kiosk(self, kiosk_id: str, told: ViewBroken | CallReported) -> str:
        """The booth's own measure; its form tells the desk of a gap. Returns a refusal code or ""."""
        if isinstance(told, CallReported):
            return await self._keep(told, f"kiosk:{kiosk_id}", kiosk_id=kiosk_id)
        call = self._rooms.live(told.call_id, kiosk_id=kiosk_id)
        return await self._note(call, told, actor=f"kiosk:{kiosk_id}")

    async def from_seat(self, seat_id: str, told: ViewBroken | CallReported) -> str:
        """The desk's measure; the booth is told of a gap. Returns a refusal code or ""."""
        if isinstance(told, CallReported):
            return await self._keep(told, f"seat:{seat_id}", seat_id=seat_id)
        call = self._rooms.live(told.call_id, attempt=told.attempt, seat_id=seat_id)
        code = await self._note(call, told, actor=f"seat:{seat_id}")
        if not code:
            self._rooms.tell_kiosk_broken(call, told)
        return code

    async def _keep(self, told: CallReported, end: str, **mine: str) -> str:
        """A call that is over is nobody's any more: who held it stands in the table."""
        numbers = {name: value for name, value in msgspec.structs.asdict(told).items() if name != "call_id"}
        if not all(value is None or 0 <= value <= MOST_FRAMES for value in numbers.values()):
            return "bad_request"
        at = now_utc()

        def keep(db: Any) -> str:
            held = call_quality.held_by(db, told.call_id, **mine)
            if held is None:
                return "not_in_call"
            day = local_day(at, self._utc_offset_h)
            row = {"call_id": told.call_id, "end": end, "kiosk_id": held.kiosk_id, "day": day, **numbers}
            if call_quality.keep_once(db, row) and held.case_id:
                said = {"actor": end, "what": "call_measured", "note": _summary(told)}
                store.write_history(db, case_id=held.case_id, at=at, **said)
            return ""

        return await self._db.run(keep)

    async def _note(self, call: CallState | None, broken: ViewBroken, *, actor: str) -> str:
        if call is None:
            return "not_in_call"
        memory = self._rooms.remember(call.call_id)
        if broken.where not in PLACES or not 0 < broken.gap_s <= LONGEST_S or memory.gaps >= GAPS_PER_CALL:
            return "bad_request"
        memory.gaps += 1
        say("hub.call_records", "view broken", call_id=call.call_id, kiosk_id=call.kiosk_id)
        note = f"{broken.where} {broken.gap_s} s"
        said = {"actor": actor, "what": "view_broken", "note": note}
        if call.case_id:
            await self._db.run(lambda db: store.write_history(db, case_id=call.case_id, at=now_utc(), **said))
        return ""


def _summary(told: CallReported) -> str:
    trips = f", {told.rtt_p50_ms}/{told.rtt_p95_ms} ms" if told.rtt_p50_ms is not None else ""
    return f"{told.seconds} s, {told.breaks} breaks of {told.frozen_s} s, lost {told.lost_permille / 10:.1f} %{trips}"
