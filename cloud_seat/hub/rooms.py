"""Shell: carries out what matching decided, and passes words between the two ends of a live (call, attempt).

What the kiosk shared last (form, papers, the case's number) is kept in memory while its call lives, so that a seat that
reloads its page, or the next one, sees the matter as it stands.
"""

import time
from collections import deque
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any, TypeAlias, assert_never

import msgspec

from cloud_seat.contract.items import Item
from cloud_seat.contract.once import Once
from cloud_seat.contract.signalling import (
    AskAnswered,
    Asked,
    AskWithdrawn,
    CallConnected,
    CallEnded,
    CallReported,
    CallRequested,
    Captioned,
    CaseDecided,
    CaseSubmitted,
    FieldMarked,
    FormShared,
    HandoverChanged,
    HealthReported,
    Message,
    Offered,
    OfferWithdrawn,
    OfficialsChanged,
    PresenceChanged,
    QueueChanged,
    RelaysRenewed,
    ScanShared,
    Seat,
    SeatLost,
    ViewBroken,
    WordsShared,
    Wrote,
)
from cloud_seat.contract.text import Text
from cloud_seat.hub.clock import now_ms
from cloud_seat.hub.links import Link, Roll
from cloud_seat.hub.log import say
from cloud_seat.hub.matching import state as mt
from cloud_seat.hub.matching.officials import Officials
from cloud_seat.hub.matching.queue import seats_counts, status_shown
from cloud_seat.hub.store.people import KioskProfile, SeatProfile
from cloud_seat.hub.turn import IceServers

PAPERS_KEPT = 24
BROKEN_KEPT_S = 10.0
"""A dead line swallows words for as long as nobody notices: 5 s, and a reconnect."""
ITEMS_WATCHED = 100
WORDS_KEPT = 40
TOLD_KEPT = 100
Told: TypeAlias = Captioned | FieldMarked | Asked | AskWithdrawn


@dataclass(slots=True)
class Memory:
    """What was shared in one live call. `asks`: what the official asked for, by the id of the ask; `answers`: the
    newest answer to each; `wrote`: the resident's words. `note`: what the official in call says to the one who is asked
    to take over; `consulted`: officials who were asked about it; `told`: what officials wrote, marked
    and asked, for a booth whose line was broken; `once`: what was passed on is not said twice."""

    form: FormShared | None = None
    gaps: int = 0
    broken: tuple[float, ViewBroken] | None = None
    scans: dict[str, ScanShared] = field(default_factory=dict[str, ScanShared])
    submitted: CaseSubmitted | None = None
    asks: dict[str, str] = field(default_factory=dict[str, str])
    answers: dict[str, AskAnswered] = field(default_factory=dict[str, AskAnswered])
    wrote: deque[Wrote] = field(default_factory=lambda: deque[Wrote](maxlen=WORDS_KEPT))
    note: str = ""
    once: Once = field(default_factory=Once)
    told: deque[Told] = field(default_factory=lambda: deque[Told](maxlen=TOLD_KEPT))
    consulted: set[str] = field(default_factory=set[str])


@dataclass(slots=True)
class Directory:
    """Names of everybody and everything that a message may mention."""

    seats: dict[str, Seat] = field(default_factory=dict[str, Seat])
    kiosks: dict[str, Text] = field(default_factory=dict[str, Text])
    items: dict[str, Item] = field(default_factory=dict[str, Item])

    def with_packages(self, rights: tuple[str, ...]) -> tuple[str, ...]:
        """Who may handle one part of a package is asked about the package, too."""
        packages = (item.id for item in self.items.values() if not set(item.parts).isdisjoint(rights))
        return (*rights, *packages)

    def parts_of(self, item_id: str) -> list[dict[str, object]]:
        """The items of a package by id and name; nothing for a plain item."""
        item = self.items.get(item_id)
        return [{"id": part, "name": self.item_name(part)} for part in item.parts] if item else []

    def item_name(self, item_id: str) -> Text:
        """The item by name; a call without one is a question."""
        item = self.items.get(item_id)
        return item.name if item else Text(zh="咨询", en="Question")


class Rooms:
    """Everything that is going on between kiosks and seats."""

    def __init__(self, directory: Directory, *, policy: mt.Policy, relays: Callable[[], IceServers]) -> None:
        self.kiosks: Roll[KioskProfile] = Roll()
        self.seats: Roll[SeatProfile] = Roll()
        self.directory = directory
        self.state_now: Callable[[], mt.State] = mt.State
        self.on_connect: Callable[[mt.CallState], Awaitable[None]]
        self.on_connected: Callable[[mt.CallState], Awaitable[None]]
        self.on_renew: Callable[[mt.CallState], None]
        self.on_kiosk_record: Callable[[str, ViewBroken | CallReported], Awaitable[str]]
        self.on_seat_record: Callable[[str, ViewBroken | CallReported], Awaitable[str]]
        self.on_close: Callable[[mt.CallState], None]
        self.on_answered: Callable[[str, AskAnswered], Awaitable[None]]
        self.opens: Callable[[str], str]
        self.sends_texts = False
        self._policy = policy
        self.relays = relays
        self._memory: dict[str, Memory] = {}
        self._health: dict[str, HealthReported] = {}
        self._last_case: dict[str, str] = {}
        self._asked: dict[str, CallRequested] = {}

    # --- who may speak ---
    def live(self, call_id: str, *, attempt: int | None = None, kiosk_id: str = "", seat_id: str = "") -> Any:
        """The call if it is running at this attempt and this kiosk or seat is one of its ends; else None."""
        call = self.state_now().calls.get(call_id)
        if call is None or call.phase is not mt.Phase.ACTIVE or attempt not in (None, call.attempt):
            return None
        return call if call.kiosk_id == kiosk_id or call.seat_id == seat_id else None

    # --- what is shared ---
    def ask(self, kiosk_id: str, asked: CallRequested) -> None:
        """Who waits there, for the official's ring; never written down."""
        self._asked[kiosk_id] = asked

    def remember(self, call_id: str) -> Memory:
        """The memory of a call that is waiting or running; anything else is forgotten at once."""
        known = call_id in self.state_now().calls
        return self._memory.setdefault(call_id, Memory()) if known else Memory()

    def _asked_in(self, call: mt.CallState) -> CallRequested | None:
        asked = self._asked.get(call.kiosk_id)
        return asked if asked and asked.call_id == call.call_id else None

    def share_scan(self, scan: ScanShared) -> None:
        """Keep the newest papers of a call."""
        scans = self.remember(scan.call_id).scans
        scans.pop(scan.scan_id, None)
        scans[scan.scan_id] = scan
        while len(scans) > PAPERS_KEPT:
            del scans[next(iter(scans))]

    def health_of(self, kiosk_id: str) -> HealthReported:
        """As the booth told it last; nothing: it has not told yet."""
        return self._health.get(kiosk_id, HealthReported())

    def share_health(self, kiosk_id: str, report: HealthReported) -> None:
        """Keep the newest state of a kiosk's devices and tell the seat in call."""
        self._health[kiosk_id] = report
        call = self.state_now().call_of_kiosk(kiosk_id)
        if call and call.seat_id and call.phase is mt.Phase.ACTIVE:
            self.seats.send(call.seat_id, report)

    def case_arrived(self, case_id: str, kiosk_id: str, *, number: str, papers: tuple[str, ...]) -> None:
        """The case is whole and safe: tell the seat that has its call."""
        call = self.state_now().call_of_kiosk(kiosk_id)
        if call and call.case_id == case_id:
            submitted = CaseSubmitted(call_id=call.call_id, case_id=case_id, acceptance_number=number, papers=papers)
            self.remember(call.call_id).submitted = submitted
            if call.phase is mt.Phase.ACTIVE:
                self.seats.send(call.seat_id, submitted)

    def case_decided(self, decided: CaseDecided) -> None:
        """Tell the kiosk whose latest call was about this case; another resident's kiosk hears nothing."""
        for kiosk_id, case_id in self._last_case.items():
            if case_id == decided.case_id:
                self.kiosks.send(kiosk_id, decided)

    # --- what was decided ---
    async def carry_out(self, commands: list[mt.Command]) -> None:
        """Tell everybody the new counts if they changed, then do it, in order."""
        self.tell_presence()
        for command in commands:
            if isinstance(command, mt.ConnectCall):
                await self._connect(command)
            else:
                self._tell(command)

    def _tell(
        self,
        command: mt.OfferCall
        | mt.WithdrawOffer
        | mt.TellSeatLost
        | mt.TellQueue
        | mt.TellEnded
        | mt.TellHandover
        | mt.CloseCall,
    ) -> None:
        match command:
            case mt.OfferCall(call=call):
                self.seats.send(call.seat_id, self._offer(command))
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
            case mt.CloseCall(call, reason):
                if self._asked_in(call):
                    del self._asked[call.kiosk_id]
                self._memory.pop(call.call_id, None)
                self.on_close(call)
                say("hub.rooms", "call over", call_id=call.call_id, attempt=call.attempt, reason=reason)
            case _:
                assert_never(command)

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
            self.kiosks.send(call.kiosk_id, self._connected(call))
            self._tell_broken(call)
            self._tell_missed(call)
        if command.to_seat:
            for message in (self._connected(call), *self._shared_so_far(call)):
                self.seats.send(call.seat_id, message)
        if not command.fresh:  # whoever was away may have missed how handing over ended
            self._tell_handover(call, "asked" if call.next_seat_id else "", call.next_seat_id)
        await self.on_connected(call)

    def tell_kiosk_broken(self, call: mt.CallState, broken: ViewBroken) -> None:
        """What the desk did not see. A booth whose own line broke hears it again when it is back."""
        self.remember(call.call_id).broken = (time.monotonic(), broken)
        self.kiosks.send(call.kiosk_id, broken)

    def _tell_broken(self, call: mt.CallState) -> None:
        at_s, broken = self._memory.get(call.call_id, Memory()).broken or (0.0, None)
        if broken and time.monotonic() - at_s < BROKEN_KEPT_S:
            self.kiosks.send(call.kiosk_id, broken)

    def _tell_missed(self, call: mt.CallState) -> None:
        """What officials said, for a booth whose line was broken; it knows by the ids what it has."""
        memory = self._memory.get(call.call_id, Memory())
        for message in memory.told:
            if _still_counts(message, call, memory):
                self.kiosks.send(call.kiosk_id, msgspec.structs.replace(message, attempt=call.attempt))

    def _connected(self, call: mt.CallState) -> CallConnected:
        """For one end: each has words of its own for the relay."""
        return CallConnected(
            call_id=call.call_id,
            attempt=call.attempt,
            case_id=call.case_id,
            item_id=call.item_id,
            seat=self.directory.seats.get(call.seat_id),
            kiosk_id=call.kiosk_id,
            kiosk_name=self.directory.kiosks.get(call.kiosk_id),
            ice_servers=self.relays(),
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

    def _shared_so_far(self, call: mt.CallState) -> list[Message]:
        memory = self._memory.get(call.call_id, Memory())
        lines = tuple(line.text for line in memory.told if isinstance(line, Captioned))
        words = WordsShared(call_id=call.call_id, words=lines) if lines else None
        parts = (self._health.get(call.kiosk_id), memory.form, *memory.scans.values(), memory.submitted)
        said = (words, *memory.wrote, *memory.answers.values())
        return [part for part in (*parts, *said) if part is not None]

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
        """Send the counts, and each seat its own status, to whoever was last told something else."""
        state = self.state_now()
        online, ready = seats_counts(state)
        officials = Officials(state)
        for _, kiosk_link in self.kiosks:
            self._tell_counts(kiosk_link, (online, ready, "", 0))
            self._tell_officials(kiosk_link, officials)
        for seat_id, seat_link in self.seats:
            seat = state.seats.get(seat_id)
            mine = (status_shown(seat), seat.after_until_ms) if seat else ("offline", 0)
            self._tell_counts(seat_link, (online, ready, *mine))

    def watch(self, link: Link[KioskProfile], item_ids: tuple[str, ...]) -> None:
        """From now on this booth hears how many officials there are for these items; for none, nothing more."""
        link.watched, link.told_officials = item_ids[:ITEMS_WATCHED], None
        self._tell_officials(link, Officials(self.state_now()))

    def _tell_officials(self, link: Link[KioskProfile], officials: Officials) -> None:
        told = officials.of(item_id[:100] for item_id in link.watched)
        if link.watched and told != link.told_officials:
            link.told_officials = told
            absent = {item_id: self.opens(item_id) for item_id, (online, _) in told.items() if not online}
            opens = {item_id: at for item_id, at in absent.items() if at}
            link.send(OfficialsChanged(officials=told, opens=opens))

    def _tell_counts(self, link: Any, presence: tuple[int, int, str, int]) -> None:
        if link.told_presence != presence:
            link.told_presence = presence
            online, ready, mine, after_until_ms = presence
            after_s = max(0, -(-(after_until_ms - now_ms()) // 1000)) if after_until_ms else 0
            link.send(PresenceChanged(seats_online=online, seats_ready=ready, mine=mine, after_s=after_s))


def _still_counts(message: Told, call: mt.CallState, memory: Memory) -> bool:
    """Words stand as long as the call does; a mark and a question are their official's own, and end with an answer."""
    match message:
        case Captioned():
            return message.said_id != ""
        case FieldMarked():
            return message.said_id != "" and message.attempt == call.attempt
        case _:
            return message.attempt == call.attempt and message.ask_id not in memory.answers


def _queue_message(told: mt.TellQueue, seats_ready: int) -> QueueChanged:
    return QueueChanged(
        call_id=told.call_id,
        position=told.position,
        estimate_s=told.estimate_s,
        seats_ready=seats_ready,
        reason=told.reason,
        late=told.late,
    )
