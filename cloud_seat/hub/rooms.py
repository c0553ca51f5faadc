"""Shell: carries out what matching decided, and passes words between the two ends of a live (call, attempt).

What the kiosk shared last (form, papers, the case's number) is kept in memory while its call lives, so that a seat that
reloads its page, or the next one, sees the matter as it stands.
"""

import asyncio
import time
from collections.abc import Awaitable, Callable
from typing import Any, assert_never

from cloud_seat.contract.board import CatalogueChanged
from cloud_seat.contract.codec import encode
from cloud_seat.contract.signalling import (
    AskAnswered,
    CallConnected,
    CallEnded,
    CallReported,
    CallRequested,
    CaseDecided,
    CaseSubmitted,
    HandoverChanged,
    HealthReported,
    Offered,
    OfferWithdrawn,
    OfficialsChanged,
    PresenceChanged,
    QueueChanged,
    RelaysRenewed,
    SeatLost,
    StoreChanged,
    ViewBroken,
)
from cloud_seat.contract.text import Text
from cloud_seat.hub import words
from cloud_seat.hub.booth_roll import BoothRoll
from cloud_seat.hub.clock import now_ms
from cloud_seat.hub.directory import Directory as Directory
from cloud_seat.hub.links import CLOSE_AGAIN, Link, Roll
from cloud_seat.hub.log import say
from cloud_seat.hub.matching import state as mt
from cloud_seat.hub.matching.officials import Officials
from cloud_seat.hub.matching.queue import seats_counts, status_shown
from cloud_seat.hub.matching.sockets import home_of
from cloud_seat.hub.memory import Memory
from cloud_seat.hub.peers import Alone
from cloud_seat.hub.store.away import RemoteStoreAwayError
from cloud_seat.hub.store.people import KioskProfile, SeatProfile
from cloud_seat.hub.turn import IceServers

BROKEN_KEPT_S = 10.0
"""A dead line swallows words for as long as nobody notices: 5 s, and a reconnect."""
ITEMS_WATCHED = 100
AWAY_LOOK_S = 0.25
COUNTS_PER_S = 2000
"""Messages that tell how many officials there are: a tenth of what one hub sends when it does nothing else."""
NOT_A_SEAT = ("", 0, 0, "")


class Rooms:
    """Everything that is going on between kiosks and seats."""

    def __init__(
        self, directory: Directory, *, policy: mt.Policy, relays: Callable[[], IceServers], peers: Alone
    ) -> None:
        self.peers = peers
        self.kiosks: Roll[KioskProfile] = Roll()
        self.seats: Roll[SeatProfile] = Roll()
        self.kiosks.elsewhere = lambda name, said: peers.tell(words.ToEnd(words.KIOSK, name, encode(said)))
        self.seats.elsewhere = lambda name, said: peers.tell(words.ToEnd(words.SEAT, name, encode(said)))
        self.booths = BoothRoll(peers, self.kiosks)
        self.directory = directory
        self.state_now: Callable[[], mt.State] = mt.State
        self.on_connect: Callable[[mt.CallState], Awaitable[None]]
        self.on_connected: Callable[[mt.CallState], Awaitable[None]]
        self.on_renew: Callable[[mt.CallState], None]
        self.on_hubs_lost: Callable[[tuple[str, ...]], None]
        self.on_kiosk_record: Callable[[str, ViewBroken | CallReported], Awaitable[str]]
        self.on_seat_record: Callable[[str, ViewBroken | CallReported], Awaitable[str]]
        self.on_close: Callable[[mt.CallState], Awaitable[None]]
        self.on_answered: Callable[[str, AskAnswered], Awaitable[None]]
        self.opens: Callable[[str], tuple[str, str]]
        self.hour_of: Callable[[int], str]
        self.sends_texts = False
        self.read_on: Callable[[], Awaitable[None]]
        self.on_store_away: Callable[[], None]
        self._policy = policy
        self.relays = relays
        self._memory: dict[str, Memory] = {}
        self._last_case: dict[str, str] = {}
        self._asked: dict[str, CallRequested] = {}
        self._closed = frozenset[tuple[str, int]]()
        self._counting: asyncio.TimerHandle | None = None
        self._counted_at_s = 0.0

    # --- who may speak ---
    def live(self, call_id: str, *, attempt: int | None = None, kiosk_id: str = "", seat_id: str = "") -> Any:
        """The call if it is running at this attempt and this kiosk or seat is one of its ends; else None."""
        call = self.state_now().calls.get(call_id)
        if call is None or call.phase is not mt.Phase.ACTIVE or attempt not in (None, call.attempt):
            return None
        return call if call.kiosk_id == kiosk_id or call.seat_id == seat_id else None

    def is_home(self, call: mt.CallState) -> bool:
        """Whether what is shared in this call is kept here: its booth is connected here."""
        return self.peers.is_alone or home_of(call) == self.peers.hub_id

    def is_there(self, seat_id: str) -> bool:
        """Whether this official's page is connected, here or at another hub."""
        seat = self.state_now().seats.get(seat_id)
        return seat is not None and seat.online

    # --- what is shared ---
    def ask(self, kiosk_id: str, asked: CallRequested) -> None:
        """Who waits there, for the official's ring; never written down."""
        self._asked[kiosk_id] = asked

    def remember(self, call_id: str) -> Memory:
        """The memory of a call that is waiting or running; anything else is forgotten at once."""
        known = call_id in self.state_now().calls
        return self._memory.setdefault(call_id, Memory(call_id)) if known else Memory(call_id)

    def _asked_in(self, call: mt.CallState) -> CallRequested | None:
        asked = self._asked.get(call.kiosk_id)
        return asked if asked and asked.call_id == call.call_id else None

    def share_health(self, kiosk_id: str, report: HealthReported) -> None:
        """Keep the newest state of a kiosk's devices and tell the seat in call."""
        self.booths.report(kiosk_id, report)
        call = self.state_now().call_of_kiosk(kiosk_id)
        if call and call.seat_id and call.phase is mt.Phase.ACTIVE:
            self.seats.reach(call.seat_id, report)

    def case_arrived(self, came: words.CaseCame) -> None:
        """The case is whole and safe: tell the seat that has its call. Any hub may have taken it."""
        call = self.state_now().call_of_kiosk(came.kiosk_id)
        if call and call.case_id == came.case_id and self.is_home(call):
            submitted = CaseSubmitted(
                call_id=call.call_id, case_id=came.case_id, acceptance_number=came.number, papers=came.papers
            )
            self.remember(call.call_id).submitted = submitted
            if call.phase is mt.Phase.ACTIVE:
                self.seats.reach(call.seat_id, submitted)

    def case_decided(self, decided: CaseDecided) -> None:
        """Tell the kiosk whose latest call was about this case; another resident's kiosk hears nothing."""
        for kiosk_id, case_id in self._last_case.items():
            if case_id == decided.case_id:
                self.kiosks.send(kiosk_id, decided)

    def tell_store(self, is_away: bool) -> None:
        """Everybody here: nothing can be written down, or can again."""
        for _, link in (*self.kiosks, *self.seats):
            link.send(StoreChanged(is_away=is_away))

    def tell_published(self) -> None:
        """The booths here: there is something new to ask for."""
        for _, link in self.kiosks:
            link.send(CatalogueChanged())

    # --- what was decided ---
    async def carry_out(self, commands: list[mt.Command]) -> None:
        """Tell everybody the new counts if they changed, then do it, in order."""
        self.tell_presence()
        for command in commands:
            while not await self._is_carried_out(command):
                self.on_store_away()
                await asyncio.sleep(AWAY_LOOK_S)

    async def _is_carried_out(self, command: mt.Command) -> bool:
        """False: what must be written down before could not be; nobody was told yet."""
        try:
            if isinstance(command, mt.OfferCall | mt.ConnectCall):
                await self.directory.learn(command.call.seat_id, command.call.kiosk_id)
            if isinstance(command, mt.ConnectCall):
                await self._connect(command)
            elif isinstance(command, mt.CloseCall):
                await self.on_close(command.call)
        except RemoteStoreAwayError:
            return False
        if not isinstance(command, mt.ConnectCall):
            self._tell(command)
        return True

    def _tell(
        self,
        command: mt.OfferCall
        | mt.WithdrawOffer
        | mt.TellSeatLost
        | mt.TellQueue
        | mt.TellEnded
        | mt.TellHandover
        | mt.DropSockets
        | mt.CloseCall,
    ) -> None:
        match command:
            case mt.OfferCall():
                self._tell_offer(command)
            case mt.WithdrawOffer(seat_id, call_id, attempt, reason):
                self.seats.send(seat_id, OfferWithdrawn(call_id=call_id, attempt=attempt, reason=reason))
            case mt.TellSeatLost(kiosk_id, call_id, attempt):
                self.kiosks.send(kiosk_id, SeatLost(call_id=call_id, attempt=attempt))
            case mt.TellQueue():
                self.kiosks.send(command.kiosk_id, _queue_message(command, self.state_now().roster.free))
            case mt.TellEnded(call_id, attempt, reason, kiosk_id, seat_id):
                roll: Any = self.kiosks if kiosk_id else self.seats
                roll.send(kiosk_id or seat_id, CallEnded(call_id=call_id, attempt=attempt, reason=reason))
            case mt.TellHandover(call, state, to_seat_id):
                self._tell_handover(call, state, to_seat_id)
            case mt.DropSockets(hub_ids):
                self.on_hubs_lost(hub_ids)
                if self.peers.hub_id in hub_ids:  # the others gave us up: our ends come anew, here or there
                    for _, link in (*self.kiosks, *self.seats):
                        link.drop(CLOSE_AGAIN)
            case mt.CloseCall(call, reason):
                if self._asked_in(call):
                    del self._asked[call.kiosk_id]
                self._memory.pop(call.call_id, None)
                say("hub.rooms", "call over", call_id=call.call_id, attempt=call.attempt, reason=reason)
            case _:
                assert_never(command)

    def _tell_offer(self, command: mt.OfferCall) -> None:
        """By whoever has the official's page, at once; another hub that knows who waits and why says it after that."""
        offer, seat_id = self._offer(command), command.call.seat_id
        if not self.seats.send(seat_id, offer) and (offer.resident or offer.acting or offer.note):
            self.seats.elsewhere(seat_id, offer)

    def _tell_handover(self, call: mt.CallState, state: str, to_seat_id: str) -> None:
        seat = self.directory.seats.get(to_seat_id)
        told = HandoverChanged(call_id=call.call_id, attempt=call.attempt, state=state, seat=seat)
        self.kiosks.send(call.kiosk_id, told)
        self.seats.send(call.seat_id, told)

    async def _connect(self, command: mt.ConnectCall) -> None:
        call = command.call
        self._last_case[call.kiosk_id] = call.case_id
        if command.fresh:
            await self.on_connect(call)
            say("hub.rooms", "call connected", call_id=call.call_id, attempt=call.attempt, seat_id=call.seat_id)
        if command.to_kiosk:
            self.kiosks.send(call.kiosk_id, self._connected(command))
            self.tell_kiosk_missed(call)
        if command.to_seat:
            self.seats.send(call.seat_id, self._connected(command))
            self.tell_seat_shared(call)
        if not command.fresh:  # whoever was away may have missed how handing over ended
            self._tell_handover(call, "asked" if call.next_seat_id else "", call.next_seat_id)
            self.peers.tell(words.Wanted(words.KIOSK if command.to_kiosk else words.SEAT, call.call_id))
        await self.on_connected(call)

    def tell_seat_shared(self, call: mt.CallState) -> None:
        """What the booth shared so far, if it is known here."""
        if self.is_home(call):
            memory, health = self._memory.get(call.call_id, Memory()), self.booths.health_of(call.kiosk_id)
            for message in (*([health] if health != HealthReported() else []), *memory.shared()):
                self.seats.reach(call.seat_id, message)

    def tell_kiosk_missed(self, call: mt.CallState) -> None:
        """What officials said, and did not see, while the booth's line was broken."""
        memory = self._memory.get(call.call_id, Memory())
        at_s, broken = memory.broken or (0.0, None)
        if broken and time.monotonic() - at_s < BROKEN_KEPT_S:
            self.kiosks.reach(call.kiosk_id, broken)
        for message in memory.missed(call.attempt):
            self.kiosks.reach(call.kiosk_id, message)

    def share_again(self) -> None:
        """Words between hubs may have been lost: what is kept here is said once more."""
        for call in self.state_now().calls.values():
            if call.phase is mt.Phase.ACTIVE and self.is_home(call):
                self.tell_seat_shared(call)
                self.tell_kiosk_missed(call)

    def tell_kiosk_broken(self, call: mt.CallState, broken: ViewBroken) -> None:
        """What the desk did not see. A booth whose own line broke hears it again when it is back."""
        self.remember(call.call_id).broken = (time.monotonic(), broken)
        self.kiosks.reach(call.kiosk_id, broken)

    def _connected(self, command: mt.ConnectCall) -> CallConnected:
        """For one end: each has words of its own for the relay."""
        call = command.call
        return CallConnected(
            call_id=call.call_id,
            attempt=call.attempt,
            case_id=call.case_id,
            item_id=call.item_id,
            seat=self.directory.seats.get(call.seat_id),
            kiosk_id=call.kiosk_id,
            kiosk_name=self.directory.kiosks.get(call.kiosk_id),
            ice_servers=self.relays(),
            resumed=not command.fresh,
        )

    def renew_words(self) -> None:
        """For whoever is in a call: a connection that breaks after hours is made anew by a relay, too."""
        for call in self.state_now().calls.values():
            if call.phase is mt.Phase.ACTIVE:
                self.kiosks.send(call.kiosk_id, self.renewed(call))
                self.seats.send(call.seat_id, self.renewed(call))
                self.on_renew(call)

    def renewed(self, call: mt.CallState) -> RelaysRenewed:
        """For one end."""
        return RelaysRenewed(call_id=call.call_id, attempt=call.attempt, ice_servers=self.relays())

    def _offer(self, command: mt.OfferCall) -> Offered:
        call, asked = command.call, self._asked_in(command.call)
        item = self.directory.items.get(call.item_id)
        return Offered(
            parts=tuple(self.directory.item_name(part) for part in item.parts) if item else (),
            resident=asked.resident if asked else "",
            acting=asked.acting if asked else False,
            cuts=self.state_now().cuts.get(call.case_id, 0),
            from_seat=self.directory.seats.get(command.from_seat_id),
            note=self.remember(call.call_id).note if command.from_seat_id else "",
            call_id=call.call_id,
            attempt=call.attempt,
            case_id=call.case_id,
            item_id=call.item_id,
            item_name=self.directory.item_name(call.item_id),
            kiosk_id=call.kiosk_id,
            kiosk_name=self.directory.kiosks.get(call.kiosk_id, Text(zh=call.kiosk_id)),
            waiting_s=command.waiting_s,
            mode=call.mode,
            language=call.language,
            ring_s=round(self._policy.ring_s),
        )

    def tell_presence(self) -> None:
        """Each official's own status at once; the counts, which go to everybody, no more often than lines can bear."""
        state = self.state_now()
        counts = seats_counts(state)
        for seat_id, link in self.seats:
            mine = _own_status(state, seat_id)
            if link.told_presence is None or link.told_presence[2:] != mine:
                self._tell_counts(link, (*counts, *mine))
        if self._counting is None:
            wait_s = (len(self.kiosks) + len(self.seats)) / COUNTS_PER_S - (time.monotonic() - self._counted_at_s)
            self._counting = asyncio.get_running_loop().call_later(max(0.0, wait_s), self._tell_everybody)

    def _tell_everybody(self) -> None:
        """The counts, to whoever was last told something else."""
        self._counting, self._counted_at_s = None, time.monotonic()
        state = self.state_now()
        seats = state.seats.values()
        self._closed = frozenset((seat.seat_id, seat.closed_until_ms) for seat in seats if seat.closed_until_ms)
        counts, officials = seats_counts(state), Officials(state)
        for _, kiosk_link in self.kiosks:
            self._tell_counts(kiosk_link, (*counts, *NOT_A_SEAT))
            self._tell_officials(kiosk_link, officials)
        for seat_id, seat_link in self.seats:
            self._tell_counts(seat_link, (*counts, *_own_status(state, seat_id)))

    def watch(self, link: Link[KioskProfile], item_ids: tuple[str, ...]) -> None:
        """From now on this booth hears how many officials there are for these items; for none, nothing more."""
        link.watched, link.told_officials = item_ids[:ITEMS_WATCHED], None
        self._tell_officials(link, Officials(self.state_now()))

    def _tell_officials(self, link: Link[KioskProfile], officials: Officials) -> None:
        """Also when a seat was closed, or opened, of somebody who is not there."""
        told = officials.of(item_id[:100] for item_id in link.watched)
        if link.watched and link.told_officials != (told, self._closed):
            link.told_officials = (told, self._closed)
            absent = {item_id: self.opens(item_id) for item_id, (online, _) in told.items() if not online}
            opens = {item_id: at for item_id, (at, _) in absent.items() if at}
            closed = {item_id: why for item_id, (_, why) in absent.items() if why}
            link.send(OfficialsChanged(officials=told, opens=opens, closed=closed))

    def _tell_counts(self, link: Any, presence: tuple[int, int, str, int, int, str]) -> None:
        if link.told_presence != presence:
            link.told_presence = presence
            online, ready, mine, after_until_ms, closed_until_ms, why = presence
            after_s = max(0, -(-(after_until_ms - now_ms()) // 1000)) if after_until_ms else 0
            counts = {"seats_online": online, "seats_ready": ready, "after_s": after_s}
            until = self.hour_of(closed_until_ms)
            link.send(PresenceChanged(mine=mine, closed_until=until, closed_why=why, **counts))


def _own_status(state: mt.State, seat_id: str) -> tuple[str, int, int, str]:
    seat = state.seats.get(seat_id)
    if seat is None:
        return ("offline", 0, 0, "")
    return status_shown(seat), seat.after_until_ms, seat.closed_until_ms, seat.closed_why


def _queue_message(told: mt.TellQueue, seats_ready: int) -> QueueChanged:
    return QueueChanged(
        call_id=told.call_id,
        position=told.position,
        estimate_s=told.estimate_s,
        seats_ready=seats_ready,
        reason=told.reason,
        late=told.late,
    )
