"""Shell: calls of booths that try themselves by night: between a booth and a seat bot, on sockets of their own.

Apart from matching on purpose: no official can be rung by such a call, and no list, count or record can hold one.
Only an account without any right may answer here: nobody who serves residents is taken for a bot, nor a bot for them.
With several hubs the one where the bot is decides; `rehearsal_ends` carries what a booth at another hub says and hears.
"""

from dataclasses import dataclass
from typing import Any

from starlette.routing import WebSocketRoute
from starlette.websockets import WebSocket

from cloud_seat.contract import signalling as sg
from cloud_seat.contract.text import Text
from cloud_seat.hub.answers import RemoteRequestError
from cloud_seat.hub.auth import Doorkeeper, admit
from cloud_seat.hub.clock import now_utc
from cloud_seat.hub.config import Limits
from cloud_seat.hub.conversation import Conversation
from cloud_seat.hub.links import Link
from cloud_seat.hub.log import say
from cloud_seat.hub.rehearsal_ends import Booth, End, Exchange
from cloud_seat.hub.rooms import Rooms
from cloud_seat.hub.store.people import SeatProfile

ATTEMPT = 1
ID_LONGEST = 64


@dataclass(slots=True)
class _Call:
    """One call. `seat`: who answers it; None while all are busy."""

    call_id: str
    kiosk: Booth
    seat: Link[SeatProfile] | None = None

    def other(self, end: End) -> End | None:
        """Who is at the other end."""
        return self.seat if end is self.kiosk else self.kiosk


class RehearsalCalls:
    """`/ws/rehearsal` for booths, `/ws/rehearsal-seat` for seat bots. First come, first served."""

    def __init__(self, rooms: Rooms, doorkeeper: Doorkeeper, limits: Limits) -> None:
        self._rooms, self._doorkeeper, self._limits = rooms, doorkeeper, limits
        self._seats: list[Link[SeatProfile]] = []
        self._calls: dict[str, _Call] = {}
        self.others = Exchange(rooms, hear=self._hear_booth, leave=self._leave)

    def routes(self) -> list[WebSocketRoute]:
        """Both sockets."""
        return [WebSocketRoute("/ws/rehearsal", self.kiosk), WebSocketRoute("/ws/rehearsal-seat", self.seat)]

    async def kiosk(self, socket: WebSocket) -> None:
        """One booth, for one rehearsal."""
        link = await admit(socket, self._doorkeeper.kiosk(socket), queue=self._limits.send_queue)
        if link is None:
            return
        booth = Booth(self._rooms.peers.new_socket(), link.profile.kiosk_id, link.profile.name, link.send)

        async def arrive() -> None:
            link.send(sg.Welcome(at_utc=now_utc()))

        async def hear(message: sg.Message) -> str:
            is_theirs = self.others.takes(booth, message, here=len(self._seats), free=len(self._free()))
            return "" if is_theirs else self._hear_booth(booth, message)

        await Conversation(socket, link, self._limits).run(arrive, hear)
        if not self.others.left(booth):
            self._leave(booth)

    async def seat(self, socket: WebSocket) -> None:
        """One seat bot."""
        link = await admit(socket, self._bot(socket), queue=self._limits.send_queue)
        if link is None:
            return

        async def arrive() -> None:
            link.send(sg.Welcome(at_utc=now_utc(), seat=link.profile.seat))
            self._seats.append(link)
            self._match()

        async def hear(message: sg.Message) -> str:
            return (
                self._accept(link, message) if isinstance(message, sg.OfferAccepted) else self._pass_on(link, message)
            )

        await Conversation(socket, link, self._limits).run(arrive, hear)
        if link in self._seats:
            self._seats.remove(link)
        self._leave(link)

    async def _bot(self, socket: WebSocket) -> SeatProfile:
        profile = await self._doorkeeper.seat(socket)
        if profile.rights:
            raise RemoteRequestError(403, "not_yours")
        return profile

    # --- what is said ---
    def _hear_booth(self, booth: Booth, message: sg.Message) -> str:
        return self._ask(booth, message) if isinstance(message, sg.CallRequested) else self._pass_on(booth, message)

    def _ask(self, kiosk: Booth, asked: sg.CallRequested) -> str:
        known = self._calls.get(asked.call_id)
        if not 0 < len(asked.call_id) <= ID_LONGEST or (known and known.kiosk is not kiosk):
            return "bad_request"
        if not self._seats:
            kiosk.send(sg.CallEnded(call_id=asked.call_id, reason="no_seat"))
            return ""
        if known is None:
            self._over(self._call_of(kiosk), "resident", told=None)
            self._calls[asked.call_id] = _Call(asked.call_id, kiosk)
            self._match()
        call = self._calls[asked.call_id]
        if call.seat is None:
            kiosk.send(sg.QueueChanged(call_id=call.call_id, position=1, reason="busy"))
        return ""

    def _accept(self, seat: Link[SeatProfile], accepted: sg.OfferAccepted) -> str:
        call = self._calls.get(accepted.call_id)
        if call is None or call.seat is not seat:
            seat.send(sg.OfferWithdrawn(call_id=accepted.call_id, attempt=accepted.attempt, reason="closed"))
            return ""
        relays, kiosk_id = self._rooms.relays, call.kiosk.kiosk_id
        about: dict[str, Any] = {"call_id": call.call_id, "attempt": ATTEMPT, "seat": seat.profile.seat}
        for end in (seat, call.kiosk):  # each has words of its own for the relay
            end.send(sg.CallConnected(**about, kiosk_id=kiosk_id, ice_servers=relays()))
        say("hub.rehearsals", "rehearsal call", call_id=call.call_id, kiosk_id=kiosk_id)
        return ""

    def _pass_on(self, end: End, message: sg.Message) -> str:
        """Signals and goodbyes; whatever else belongs to a call with a person is nobody's here."""
        call = self._call_of(end)
        if call is None or getattr(message, "call_id", "") != call.call_id:
            return ""
        other = call.other(end)
        if isinstance(message, sg.CallEnded):
            self._over(call, message.reason[:32], told=other)
        elif isinstance(message, sg.Signal) and other:
            other.send(message)
        return ""

    # --- what follows ---
    def _free(self) -> list[Link[SeatProfile]]:
        busy = [call.seat for call in self._calls.values()]
        return [seat for seat in self._seats if seat not in busy]

    def _match(self) -> None:
        """The oldest calls that wait, to whoever is free."""
        for call in [one for one in self._calls.values() if one.seat is None]:
            call.seat = next(iter(self._free()), None)
            if call.seat is None:
                break
            call.seat.send(
                sg.Offered(
                    call_id=call.call_id,
                    attempt=ATTEMPT,
                    case_id="",
                    item_id="",
                    item_name=Text(zh="自检", en="rehearsal"),
                    kiosk_id=call.kiosk.kiosk_id,
                    kiosk_name=call.kiosk.name,
                )
            )
        self._tell_bots()

    def _tell_bots(self) -> None:
        self.others.tell_bots(len(self._seats), len(self._free()))

    def _call_of(self, end: End) -> _Call | None:
        return next((call for call in self._calls.values() if end in (call.kiosk, call.seat)), None)

    def _over(self, call: _Call | None, reason: str, *, told: End | None) -> None:
        if call is None:
            return
        del self._calls[call.call_id]
        if told:
            told.send(sg.CallEnded(call_id=call.call_id, attempt=ATTEMPT, reason=reason))
        self._match()

    def _leave(self, end: End) -> None:
        call = self._call_of(end)
        self._over(call, "error", told=call.other(end) if call else None)
        self._tell_bots()
