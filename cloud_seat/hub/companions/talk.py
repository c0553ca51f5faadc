"""Shell: what officials, booths and helpers say about companions, and whether they may."""

import time
import uuid

from cloud_seat.contract import companions as cp
from cloud_seat.contract.signalling import Message
from cloud_seat.hub.clock import now_utc
from cloud_seat.hub.companions import party as pt
from cloud_seat.hub.companions.company import Company
from cloud_seat.hub.matching.state import CallState, Phase
from cloud_seat.hub.rooms import Rooms
from cloud_seat.hub.store import roles
from cloud_seat.hub.store.database import Database

SIGNALS = ("offer", "answer", "renew")


class CompanionTalk:
    """Each answers with a refusal code or ""."""

    def __init__(self, company: Company, rooms: Rooms, db: Database) -> None:
        self.company, self._rooms, self._db = company, rooms, db

    async def is_supervisor(self, seat_id: str) -> bool:
        """Asked anew each time: what an operator takes back is gone at once."""
        return await self._db.run(lambda tx: "supervisor" in roles.roles_of(tx, seat_id))

    async def from_seat(self, seat_id: str, message: Message) -> str:
        """The official in call, a colleague, or a supervisor."""
        try:
            match message:
                case cp.CompanionAsked():
                    await self._ask(seat_id, message)
                case cp.CompanionAnswered(answer=answer):
                    await self._answer(seat_id, message.companion_id, agreed=answer == "yes")
                case cp.CompanionRoleSet(role=role):
                    party, member = self._of_official(seat_id, message.companion_id)
                    await self.company.do(party.call_id, lambda p: pt.set_role(p, member, role))
                case cp.CompanionSignal():
                    self._relay(seat_id, message)
                case cp.CompanionEnded():
                    await self._end(seat_id, message.companion_id)
                case _:
                    return "not_yours"
        except pt.RemoteRefusedError as error:
            if isinstance(message, cp.CompanionSignal):  # of a page that missed its end
                self._rooms.seats.reach(seat_id, cp.CompanionEnded(companion_id=message.companion_id, reason="over"))
                return ""
            return error.code
        return ""

    async def from_kiosk(self, kiosk_id: str, message: Message) -> str:
        """The resident's taps, and what is on the glass."""
        try:
            call = self._call_of_kiosk(kiosk_id, message)
            match message:
                case cp.CompanionAsked(role=cp.FAMILY):
                    await self._invite(call, cp.FAMILY, seat_id="", asked_by="")
                case cp.RosterShown(number=number):
                    await self.company.do(call.call_id, lambda p: pt.shown(p, number, now_utc()))
                case cp.ConsentAnswered():
                    member = self.company.party(call.call_id).get(message.companion_id)
                    said = {"agreed": message.answer == "yes", "sees_form": message.sees_form}
                    waits, now_s = self.company.waits, time.time()
                    await self.company.do(call.call_id, lambda p: pt.consent(p, member, now_s, waits, **said))
                case cp.CompanionEnded():
                    member = self.company.party(call.call_id).get(message.companion_id)
                    await self.company.do(call.call_id, lambda p: pt.part(p, member, "resident"))
                case _:
                    return "not_yours"
        except pt.RemoteRefusedError as error:
            return error.code
        return ""

    # --- the official, a colleague, a supervisor ---
    async def _ask(self, seat_id: str, asked: cp.CompanionAsked) -> None:
        if asked.role == cp.LISTENING:
            if not await self.is_supervisor(seat_id):
                raise pt.RemoteRefusedError("not_yours")
            call = self._call_of_seat(asked.seat_id[:64])
            return await self._invite(call, cp.LISTENING, seat_id=seat_id, asked_by=seat_id)
        call = self._call_of_seat(seat_id, asked.call_id)
        if asked.role == cp.FAMILY:
            return await self._invite(call, cp.FAMILY, seat_id="", asked_by=seat_id)
        if asked.role not in (cp.CONSULT, cp.JOINED):
            raise pt.RemoteRefusedError("bad_request")
        return await self._invite(call, asked.role, seat_id=asked.seat_id[:64], asked_by=seat_id)

    async def _invite(self, call: CallState, role: str, *, seat_id: str, asked_by: str) -> None:
        """A colleague must be at their desk and without a call; a supervisor too: one page, one call."""
        if role != cp.FAMILY:
            self._require_free(call, seat_id)
        member = pt.Member(uuid.uuid4().hex, role, seat_id=seat_id, asked_by=asked_by)
        now_s, waits = time.time(), self.company.waits
        await self.company.do(call.call_id, lambda p: pt.invite(p, member, now_s, waits))

    def _require_free(self, call: CallState, seat_id: str) -> None:
        seat = self._rooms.state_now().seats.get(seat_id)
        if seat is None or not seat.online:
            raise pt.RemoteRefusedError("colleague_gone")
        if seat.call_id or seat_id == call.seat_id or self.company.parts_of(seat_id):
            raise pt.RemoteRefusedError("colleague_busy")

    async def _answer(self, seat_id: str, companion_id: str, *, agreed: bool) -> None:
        party, member = self.company.find(companion_id)
        if member.seat_id != seat_id:
            raise pt.RemoteRefusedError("companion_gone")
        now_s, waits = time.time(), self.company.waits
        await self.company.do(party.call_id, lambda p: pt.answer(p, member, now_s, waits, agreed=agreed))

    async def _end(self, seat_id: str, companion_id: str) -> None:
        """By themselves, or by the official whose call it is."""
        party, member = self.company.find(companion_id)
        mine = member.seat_id == seat_id
        if not mine:
            self._of_official(seat_id, companion_id)
        await self.company.do(party.call_id, lambda p: pt.part(p, member, "self" if mine else "official"))

    def _relay(self, seat_id: str, signal: cp.CompanionSignal) -> None:
        """Between the official's page and this companion's alone."""
        party, member = self.company.find(signal.companion_id)
        call = self.company.call_of(party.call_id)
        if signal.kind not in SIGNALS or not member.is_present or seat_id not in (call.seat_id, member.seat_id):
            raise pt.RemoteRefusedError("companion_gone")
        if seat_id == call.seat_id:
            self.company.send_to(member, signal)
        else:
            self._rooms.seats.reach(call.seat_id, signal)

    def _of_official(self, seat_id: str, companion_id: str) -> tuple[pt.Party, pt.Member]:
        party, member = self.company.find(companion_id)
        if self.company.call_of(party.call_id).seat_id != seat_id:
            raise pt.RemoteRefusedError("not_in_call")
        return party, member

    def _call_of_seat(self, seat_id: str, call_id: str = "") -> CallState:
        calls = self._rooms.state_now().calls.values()
        found = next((one for one in calls if one.seat_id == seat_id and one.phase is Phase.ACTIVE), None)
        if found is None or call_id not in ("", found.call_id):
            raise pt.RemoteRefusedError("not_in_call")
        return found

    def _call_of_kiosk(self, kiosk_id: str, message: Message) -> CallState:
        """Of this booth, by the call or by the companion that the message names."""
        call_id = getattr(message, "call_id", "")
        if not call_id:
            call_id = self.company.find(getattr(message, "companion_id", ""))[0].call_id
        call = self.company.call_of(call_id)
        if call.kiosk_id != kiosk_id:
            raise pt.RemoteRefusedError("not_in_call")
        return call

    # --- the helper ---
    async def helper_here(self, companion_id: str, name: str) -> None:
        """Their page is there, for the first time or again."""
        party, member = self.company.find(companion_id)
        now_s, waits = time.time(), self.company.waits
        if member.state == pt.OPEN:
            await self.company.do(party.call_id, lambda p: pt.come(p, member, name, now_s, waits))
        else:
            await self.company.do(party.call_id, lambda p: pt.come_back(p, member))

    async def from_helper(self, companion_id: str, message: Message) -> str:
        """Nothing but their own connection, and their leaving."""
        try:
            party, member = self.company.find(companion_id)
            if getattr(message, "companion_id", companion_id) != companion_id:
                return "not_yours"
            match message:
                case cp.CompanionSignal(kind=kind) if kind in SIGNALS and member.is_present:
                    self._rooms.seats.reach(self.company.call_of(party.call_id).seat_id, message)
                case cp.CompanionEnded():
                    await self.company.do(party.call_id, lambda p: pt.part(p, member, "self"))
                case _:
                    return "not_yours"
        except pt.RemoteRefusedError as error:
            return error.code
        return ""
