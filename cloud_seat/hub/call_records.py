"""Shell: what both ends of a call measured of it, into the case's history: gaps in which nobody saw the resident."""

from cloud_seat.contract.signalling import ViewBroken
from cloud_seat.hub.clock import now_utc
from cloud_seat.hub.log import say
from cloud_seat.hub.matching.state import CallState
from cloud_seat.hub.rooms import Rooms
from cloud_seat.hub.store import cases as store
from cloud_seat.hub.store.database import Database

PLACES = ("line", "camera", "picture")
GAPS_PER_CALL = 100
LONGEST_GAP_S = 86_400


class CallRecords:
    """Written down before anybody is told."""

    def __init__(self, db: Database, rooms: Rooms) -> None:
        self._db, self._rooms = db, rooms

    async def from_kiosk(self, kiosk_id: str, broken: ViewBroken) -> str:
        """The booth's own measure; its form tells the desk. Returns a refusal code or ""."""
        call = self._rooms.live(broken.call_id, kiosk_id=kiosk_id)
        return await self._note(call, broken, actor=f"kiosk:{kiosk_id}")

    async def from_seat(self, seat_id: str, broken: ViewBroken) -> str:
        """The desk's measure; the booth is told. Returns a refusal code or ""."""
        call = self._rooms.live(broken.call_id, attempt=broken.attempt, seat_id=seat_id)
        code = await self._note(call, broken, actor=f"seat:{seat_id}")
        if not code:
            self._rooms.kiosks.send(call.kiosk_id, broken)
        return code

    async def _note(self, call: CallState | None, broken: ViewBroken, *, actor: str) -> str:
        if call is None:
            return "not_in_call"
        memory = self._rooms.remember(call.call_id)
        if broken.where not in PLACES or not 0 < broken.gap_s <= LONGEST_GAP_S or memory.gaps >= GAPS_PER_CALL:
            return "bad_request"
        memory.gaps += 1
        say("hub.call_records", "view broken", call_id=call.call_id, kiosk_id=call.kiosk_id)
        note = f"{broken.where} {broken.gap_s} s"
        said = {"actor": actor, "what": "view_broken", "note": note}
        if call.case_id:
            await self._db.run(lambda db: store.write_history(db, case_id=call.case_id, at=now_utc(), **said))
        return ""
