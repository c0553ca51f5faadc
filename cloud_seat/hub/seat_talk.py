"""Shell: what an official's page says on its socket, and what the hub does about it."""

from collections.abc import Awaitable, Callable
from typing import Any, TypeAlias

import msgspec

from cloud_seat.contract import signalling as sg
from cloud_seat.contract.companions import CompanionMessage
from cloud_seat.hub.lanes import Lanes
from cloud_seat.hub.links import Link
from cloud_seat.hub.log import say
from cloud_seat.hub.matching import events as ev
from cloud_seat.hub.matching.seat import STATUSES
from cloud_seat.hub.matching.standing import Standing
from cloud_seat.hub.store.people import SeatProfile
from cloud_seat.hub.welcome import NO_TIME_YET, REASON_LONGEST, welcome

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


class SeatTalk:
    """What an official's page says and what it does."""

    def __init__(self, profile: SeatProfile, link: Link[SeatProfile], lanes: Lanes, *, write_down: WriteDown) -> None:
        self._seat_id, self._profile, self._link = profile.seat.seat_id, profile, link
        self._rooms, self._dispatch, self._companions = lanes.rooms, lanes.dispatch, lanes.companions
        self._duties = lanes.duties
        self._write_down = write_down
        self._heard = False

    async def arrive(self) -> None:
        """Put it on the roll; an older page of the same official is replaced, and its call is cut off first."""
        self._rooms.directory.seats[self._seat_id] = self._profile.seat
        listens = await self._companions.is_supervisor(self._seat_id)
        self._link.send(welcome(self._dispatch, self._profile.seat, supervisor=listens))
        if self._rooms.seats.enter(self._seat_id, self._link):
            await self._dispatch.submit(ev.SeatLeft(at_ms=NO_TIME_YET, seat_id=self._seat_id))
        await self._dispatch.submit(self._attached(await self._duties.of(self._seat_id)))
        await self._companions.company.page_back(self._seat_id)

    def _attached(self, standing: Standing) -> ev.SeatAttached:
        named = {name: tuple(sorted(getattr(standing, name))) for name in Standing.__struct_fields__}
        return ev.SeatAttached(at_ms=NO_TIME_YET, seat_id=self._seat_id, **named)

    async def leave(self) -> None:
        """Tell matching, unless a newer page has taken over."""
        if self._rooms.seats.leave(self._seat_id, self._link):
            say("hub.sockets", "seat left", seat_id=self._seat_id)
            await self._companions.company.page_gone(self._seat_id)
            await self._dispatch.submit(ev.SeatLeft(at_ms=NO_TIME_YET, seat_id=self._seat_id))

    def was_at_work(self) -> bool:
        """Whether the official said anything since this was last asked, or has a call."""
        heard, self._heard = self._heard, False
        seat = self._dispatch.state.seats.get(self._seat_id)
        return heard or (seat is not None and bool(seat.call_id))

    async def hear(self, message: sg.Message) -> str:
        """Act on one message."""
        self._heard = True
        if isinstance(message, sg.OfferDeclined | sg.HandoverAsked):
            await self._write_down(self._seat_id, message)
        if isinstance(message, sg.HandoverAsked) and self._live(message):
            self._rooms.remember(message.call_id).note = message.note[:WORDS_LONGEST]
        event = self._event(message)
        if event is not None:
            await self._dispatch.submit(event)
            return ""
        match message:
            case sg.Consulted():
                return await self._consult(message)
            case sg.PresenceSet():
                return "bad_status"
            case sg.CaseDecided() | sg.FieldRevealed() | sg.IdentityConfirmed() | sg.Asked() | sg.PaperAccepted():
                return await self._write_down(self._seat_id, message)
            case sg.ViewBroken() | sg.CallReported():
                return await self._rooms.on_seat_record(self._seat_id, message)
            case sg.Signal() | sg.FieldMarked() | sg.Captioned() | sg.AskWithdrawn() | sg.Held():
                return self._pass_on(message)
            case _ if isinstance(message, CompanionMessage):
                return await self._companions.from_seat(self._seat_id, message)
            case _:
                return "not_yours"

    def _event(self, message: sg.Message) -> ev.Event | None:
        at_ms, seat_id = NO_TIME_YET, self._seat_id
        match message:
            case sg.PresenceSet(status=status) if status in STATUSES:
                return ev.SeatPresenceSet(at_ms=at_ms, seat_id=seat_id, status=status)
            case sg.OfferAccepted(call_id=call_id, attempt=attempt):
                return ev.OfferAccepted(at_ms=at_ms, seat_id=seat_id, call_id=call_id[:64], attempt=attempt)
            case sg.OfferDeclined() | sg.HandoverAsked() | sg.HandoverDropped():
                return self._passing_on(message)
            case sg.PageChanged(unseen=unseen):
                return ev.SeatPageChanged(at_ms=at_ms, seat_id=seat_id, unseen=unseen)
            case sg.AfterCallExtended():
                return ev.AfterCallExtended(at_ms=at_ms, seat_id=seat_id)
            case sg.CallResumed(call_id=call_id, attempt=attempt):
                return ev.CallResumedBySeat(at_ms=at_ms, seat_id=seat_id, call_id=call_id[:64], attempt=attempt)
            case sg.CallEnded(call_id=call_id, attempt=attempt, reason=reason):
                return ev.CallEndedBySeat(
                    at_ms=at_ms,
                    seat_id=seat_id,
                    call_id=call_id[:64],
                    attempt=attempt,
                    reason=reason[:REASON_LONGEST] or "seat",
                )
            case _:
                return None

    def _passing_on(self, message: sg.OfferDeclined | sg.HandoverAsked | sg.HandoverDropped) -> ev.Event:
        said: Any = {"at_ms": NO_TIME_YET, "seat_id": self._seat_id, "attempt": message.attempt}
        said["call_id"] = message.call_id[:64]
        match message:
            case sg.OfferDeclined(reason=reason, to_seat_id=to):
                return ev.OfferDeclined(**said, reason=reason[:REASON_LONGEST], to_seat_id=to[:64])
            case sg.HandoverAsked(to_seat_id=to):
                return ev.HandoverAsked(**said, to_seat_id=to[:64])
            case sg.HandoverDropped():
                return ev.HandoverDropped(**said)

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
        if not message.text.strip() or other == self._seat_id or not seats.get(other):
            return "colleague_gone"
        if call and other not in memory.consulted:
            await self._write_down(self._seat_id, message)
            memory.consulted.add(other)
        seats.send(
            other,
            sg.Consulted(
                call_id=message.call_id,
                text=message.text[:WORDS_LONGEST],
                seat_id=other,
                seat=self._profile.seat,
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
        self._rooms.kiosks.send(call.kiosk_id, message)
        return ""
