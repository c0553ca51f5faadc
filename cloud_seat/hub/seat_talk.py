"""Shell: what an official's page says on its socket, and what the hub does about it."""

import asyncio
from typing import Any

from cloud_seat.contract import signalling as sg
from cloud_seat.contract.codec import encode
from cloud_seat.contract.companions import CompanionMessage
from cloud_seat.hub import words
from cloud_seat.hub.lanes import Lanes
from cloud_seat.hub.links import Link
from cloud_seat.hub.log import say
from cloud_seat.hub.matching import events as ev
from cloud_seat.hub.matching.seat import STATUSES
from cloud_seat.hub.matching.sockets import home_of, hub_of
from cloud_seat.hub.matching.standing import Standing
from cloud_seat.hub.seat_words import SeatWords
from cloud_seat.hub.store.people import SeatProfile
from cloud_seat.hub.welcome import NO_TIME_YET, REASON_LONGEST, welcome

_LOOKS, _LOOK_S = 40, 0.05
"""Two seconds: a hub that lives answers at once."""


class SeatTalk:
    """What an official's page says and what it does."""

    def __init__(self, profile: SeatProfile, link: Link[SeatProfile], lanes: Lanes, *, said: SeatWords) -> None:
        self._seat_id, self._profile, self._link = profile.seat.seat_id, profile, link
        self._socket = lanes.rooms.peers.new_socket()
        self._rooms, self._dispatch, self._companions = lanes.rooms, lanes.dispatch, lanes.companions
        self._duties = lanes.duties
        self._said = said
        self._heard = False

    async def arrive(self) -> None:
        """Put it on the roll; an older page of the same official is replaced, and its call is cut off first."""
        self._rooms.directory.seats[self._seat_id] = self._profile.seat
        listens = await self._companions.is_supervisor(self._seat_id)
        self._link.send(welcome(self._dispatch, self._profile.seat, supervisor=listens))
        await self._take_over(self._rooms.seats.enter(self._seat_id, self._link))
        await self._dispatch.submit(self._attached(await self._duties.of(self._seat_id)))
        self._tell_companions(True)
        await self._companions.company.page_back(self._seat_id)

    async def _take_over(self, had_one_here: bool) -> None:
        """From an older page: here, or at another hub, which lets it go. What a hub that is gone had, waits to be taken
        up again; which of the two it is shows as soon as the database has noticed."""
        peers = self._rooms.peers
        peers.tell(words.Replaced(peers.hub_id, words.SEAT, self._seat_id))
        looked = 0 if had_one_here else _LOOKS
        while looked and (hub_id := self._is_at()) != peers.hub_id and not await self._dispatch.miss({hub_id}):
            looked -= 1
            await asyncio.sleep(_LOOK_S)
        if not looked:
            await self._dispatch.submit(ev.SeatLeft(at_ms=NO_TIME_YET, seat_id=self._seat_id))

    def _is_at(self) -> str:
        """The hub that has this official's page, by the journal."""
        seat = self._dispatch.state.seats.get(self._seat_id)
        return hub_of(seat.socket) if seat and seat.online else self._rooms.peers.hub_id

    def _tell_companions(self, is_there: bool) -> None:
        self._rooms.peers.tell(words.CompanionPage(self._seat_id, is_there))

    def _attached(self, standing: Standing) -> ev.SeatAttached:
        named = {name: tuple(sorted(getattr(standing, name))) for name in Standing.__struct_fields__}
        return ev.SeatAttached(at_ms=NO_TIME_YET, seat_id=self._seat_id, socket=self._socket, **named)

    async def leave(self) -> None:
        """Tell matching, unless a newer page has taken over."""
        if self._rooms.seats.leave(self._seat_id, self._link):
            say("hub.sockets", "seat left", seat_id=self._seat_id)
            self._tell_companions(False)
            await self._companions.company.page_gone(self._seat_id)
            left = ev.SeatLeft(at_ms=NO_TIME_YET, seat_id=self._seat_id, socket=self._socket)
            await self._dispatch.submit(left)

    def was_at_work(self) -> bool:
        """Whether the official said anything since this was last asked, or has a call."""
        heard, self._heard = self._heard, False
        seat = self._dispatch.state.seats.get(self._seat_id)
        return heard or (seat is not None and bool(seat.call_id))

    async def hear(self, message: sg.Message) -> str:
        """Act on one message."""
        self._heard = True
        if isinstance(message, sg.OfferDeclined | sg.HandoverAsked):
            await self._said.write_down(self._seat_id, message)
        event = self._event(message)
        is_passed = (event is None or isinstance(message, sg.HandoverAsked)) and self._pass_home(message)
        if isinstance(message, sg.HandoverAsked) and not is_passed:
            self._said.keep_note(message)
        if event is not None:
            await self._dispatch.submit(event)
            return ""
        return "" if is_passed else await self._said.hear(message)

    def _pass_home(self, message: sg.Message) -> bool:
        """What concerns a call is heard at the hub where its booth is. False: that is this one."""
        home = self._home_of(message)
        if home == self._rooms.peers.hub_id:
            return False
        self._rooms.peers.tell(words.FromSeat(home, self._seat_id, encode(message)))
        return True

    def _home_of(self, message: sg.Message) -> str:
        peers, state = self._rooms.peers, self._dispatch.state
        if peers.is_alone:
            return peers.hub_id
        if isinstance(message, CompanionMessage) and (companion_id := getattr(message, "companion_id", "")):
            return peers.hub_id if self._companions.company.knows(companion_id) else ""
        call_id = getattr(message, "call_id", "")
        if not call_id and isinstance(message, CompanionMessage):  # a supervisor names the official
            seat = state.seats.get(getattr(message, "seat_id", ""))
            call_id = seat.call_id if seat else ""
        call = state.calls.get(call_id)
        return (home_of(call) if call else "") or peers.hub_id

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
