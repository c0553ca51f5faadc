"""Shell: who came into a call and who went, into the case's history and the list of calls, before anybody is told."""

from collections.abc import Collection

from cloud_seat.hub.clock import now_utc
from cloud_seat.hub.companions.party import Member
from cloud_seat.hub.matching.state import CallState
from cloud_seat.hub.store import cases, companions
from cloud_seat.hub.store.database import Database


class Record:
    """Role, name and times of everybody who was in a call."""

    def __init__(self, db: Database, *, running: Collection[str]) -> None:
        """Who was in a call when the hub died left it then, as far as we know; but for calls that run at others."""
        self._db = db
        db.run_now(lambda tx: companions.close_open(tx, now_utc(), running))

    async def joined(self, call: CallState, member: Member, who: str) -> None:
        """They are in."""
        row = {"companion_id": member.companion_id, "call_id": call.call_id, "case_id": call.case_id}
        row |= {"kiosk_id": call.kiosk_id, "role": member.role, "seat_id": member.seat_id, "who": who}
        await self._db.run(lambda tx: companions.joined(tx, row, now_utc()))
        await self.said(call, _actor(member), "companion_joined", f"{member.role} {who}")

    async def left(self, call: CallState, member: Member, who: str, reason: str) -> None:
        """They are out; who only was to come is not worth a line, but a resident's no is."""
        if member.is_present:
            await self._db.run(lambda tx: companions.left(tx, member.companion_id, reason, now_utc()))
            await self.said(call, _actor(member), "companion_left", f"{member.role} {who}: {reason}")

    async def said(self, call: CallState, actor: str, what: str, note: str) -> None:
        """A line of the case's history; a question without a matter has none."""
        if call.case_id:
            row = {"case_id": call.case_id, "at": now_utc(), "actor": actor, "what": what, "note": note}
            await self._db.run(lambda tx: cases.write_history(tx, **row))


def _actor(member: Member) -> str:
    return f"seat:{member.seat_id}" if member.seat_id else "helper"
