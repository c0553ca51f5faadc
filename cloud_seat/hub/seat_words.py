"""Shell: what an official says in a call, heard by the hub where its booth is; the page may be at another."""

from collections.abc import Awaitable, Callable
from typing import TypeAlias

import msgspec

from cloud_seat.contract import signalling as sg
from cloud_seat.contract.companions import CompanionMessage
from cloud_seat.hub.lanes import Lanes

OnRecord: TypeAlias = (
    sg.CaseDecided
    | sg.FieldRevealed
    | sg.IdentityConfirmed
    | sg.Asked
    | sg.OfferDeclined
    | sg.HandoverAsked
    | sg.Consulted
    | sg.PaperAccepted
)
"""What an official says that must stand on record."""
WriteDown = Callable[[str, OnRecord], Awaitable[str]]
"""(seat id, message) → refusal code or ""."""
WORDS_LONGEST = 500


class SeatWords:
    """Of one official."""

    def __init__(self, seat: sg.Seat, lanes: Lanes, write_down: WriteDown) -> None:
        self._seat_id, self._seat, self.write_down = seat.seat_id, seat, write_down
        self._rooms, self._dispatch, self._companions = lanes.rooms, lanes.dispatch, lanes.companions

    def keep_note(self, message: sg.HandoverAsked) -> None:
        """What the next official is told."""
        if self._live(message):
            self._rooms.remember(message.call_id).note = message.note[:WORDS_LONGEST]

    async def hear(self, message: sg.Message) -> str:
        """Act on one message that is no matter of matching; the page may be at another hub."""
        match message:
            case sg.Consulted():
                return await self._consult(message)
            case sg.PresenceSet():
                return "bad_status"
            case sg.CaseDecided() | sg.FieldRevealed() | sg.IdentityConfirmed() | sg.Asked() | sg.PaperAccepted():
                return await self.write_down(self._seat_id, message)
            case sg.ViewBroken() | sg.CallReported():
                return await self._rooms.on_seat_record(self._seat_id, message)
            case sg.Signal() | sg.FieldMarked() | sg.Captioned() | sg.AskWithdrawn() | sg.Held():
                return self._pass_on(message)
            case _ if isinstance(message, CompanionMessage):
                return await self._companions.from_seat(self._seat_id, message)
            case _:
                return "not_yours"

    def _live(self, message: sg.HandoverAsked) -> bool:
        return self._rooms.live(message.call_id, attempt=message.attempt, seat_id=self._seat_id) is not None

    async def _consult(self, message: sg.Consulted) -> str:
        """Between the official in call and whom they asked; nobody else can begin it."""
        call = self._rooms.live(message.call_id, seat_id=self._seat_id)
        memory = self._rooms.remember(message.call_id)
        if call is None and self._seat_id not in memory.consulted:
            return "not_in_call"
        running = self._dispatch.state.calls[message.call_id]
        other = message.seat_id[:64] if call else running.seat_id
        seats, names = self._rooms.seats, self._rooms.directory
        if not message.text.strip() or other == self._seat_id or not self._rooms.is_there(other):
            return "colleague_gone"
        if call and other not in memory.consulted:
            await self.write_down(self._seat_id, message)
            memory.consulted.add(other)
        seats.reach(
            other,
            sg.Consulted(
                call_id=message.call_id,
                text=message.text[:WORDS_LONGEST],
                seat_id=other,
                seat=self._seat,
                item_name=names.item_name(running.item_id),
            ),
        )
        return ""

    def _pass_on(self, message: sg.Signal | sg.FieldMarked | sg.Captioned | sg.AskWithdrawn | sg.Held) -> str:
        call = self._rooms.live(message.call_id, attempt=message.attempt, seat_id=self._seat_id)
        if call is None:
            return "not_in_call"
        memory = self._rooms.remember(call.call_id)
        if not memory.once.is_new(message):
            return ""  # a desk that heard nothing of it says it again
        match message:
            case sg.Captioned(text=text):
                memory.told.append(msgspec.structs.replace(message, text=text[:WORDS_LONGEST]))
            case sg.FieldMarked() | sg.AskWithdrawn():
                memory.told.append(message)
            case _:
                pass
        self._rooms.kiosks.reach(call.kiosk_id, message)
        return ""
