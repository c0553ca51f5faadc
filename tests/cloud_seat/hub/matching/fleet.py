"""Core: some hubs on one journal, booths and desks on bad lines, a virtual clock: the same seed gives the same journal.

Hubs are killed between writing down and telling, words arrive late, twice or never, ends come back at another hub. A
watch follows the journal alone, entry by entry, whoever wrote it; it must find every promise kept. See `histories`.
"""

import heapq
import itertools
import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import msgspec

from cloud_seat.hub.matching import events as ev
from cloud_seat.hub.matching import machine
from cloud_seat.hub.matching import state as mt
from cloud_seat.hub.matching.queue import next_due_ms
from cloud_seat.hub.matching.sockets import hub_of, hubs_in
from cloud_seat.hub.replica import Replica
from cloud_seat.hub.store.journal import GENESIS, Entry, LocalSeatTakenError, chained
from tests.cloud_seat.hub.matching.histories import POLICY, STANDINGS, Watch

_facts = msgspec.json.Decoder(list[ev.Event])
SNAPSHOT_EVERY = 25
LATE_MS = (0, 20, 80, 400, 3_000)
LATE_OFTEN = (40, 30, 15, 10, 5)


@dataclass
class MemoryJournal:
    """As the one on SQLite, in a list. `taken`: what the hubs were told is written down."""

    rows: list[tuple[bytes, bytes]] = field(default_factory=list)
    nonces: list[bytes] = field(default_factory=list)
    taken: set[tuple[str, str]] = field(default_factory=set)
    snapshot: tuple[int, bytes] | None = None

    def append(self, expected_seq: int, entry: Entry) -> bool:
        if expected_seq != len(self.rows):
            return False
        for pair in entry.freed:
            self.taken.discard(pair)
        if {seat_id for seat_id, _ in self.taken} & {seat_id for seat_id, _ in entry.taken}:
            raise LocalSeatTakenError
        self.taken.update(entry.taken)
        previous = self.rows[-1][1] if self.rows else GENESIS
        self.rows.append((entry.body, chained(previous, expected_seq + 1, entry.body)))
        self.nonces.append(entry.nonce)
        return True

    def wrote(self, seq: int, nonce: bytes) -> bool:
        return seq <= len(self.nonces) and self.nonces[seq - 1] == nonce

    def read(self, after_seq: int) -> Iterator[tuple[int, bytes]]:
        for at in range(after_seq, len(self.rows)):
            yield at + 1, self.rows[at][0]

    def keep(self, seq: int, body: bytes) -> None:
        self.snapshot = (seq, body)

    def kept(self) -> tuple[int, bytes] | None:
        return self.snapshot

    def close(self) -> None:
        """There is nothing to close."""

    def is_whole(self) -> bool:
        before = [GENESIS, *(own for _, own in self.rows)]
        return all(chained(before[at], at + 1, body) == own for at, (body, own) in enumerate(self.rows))


@dataclass
class End:
    """A booth or a desk as it sees itself. `hub`: where it is connected, -1 nowhere, by which `socket`; `call`: (id,
    attempt) it has; `asks`: a booth's request that was not answered for good. `hears_at_ms`: the newest word to it."""

    name: str
    hub: int = -1
    socket: str = ""
    call: tuple[str, int] = ("", 0)
    asks: str = ""
    item_id: str = ""
    hears_at_ms: int = 0


class Fleet:
    """One simulated office. `steps` counts what was decided."""

    def __init__(self, seed: int, *, hubs: int = 2, journal: Any = None, kiosks: int = 5, seats: int = 4) -> None:
        self.rng, self.now_ms, self.steps, self.kills = random.Random(seed), 1_000_000, 0, 0
        self.journal = journal or MemoryJournal()
        self.hubs: list[Replica | None] = [self._replica() for _ in range(hubs)]
        self.kiosks = [End(f"k{n}") for n in range(kiosks)]
        self.seats = [End(f"s{n}") for n in range(seats)]
        self.due: list[tuple[int, int, Any]] = []
        self.acked: list[tuple[int, bytes]] = []
        self.watch, self.seen, self.watched = Watch(), mt.State(), 0
        self.calls, self.order, self.sockets = itertools.count(), itertools.count(), itertools.count()
        self.lives = [0] * hubs
        self.quiet = False

    # --- time ---
    def run(self, steps: int) -> None:
        """That many decisions of a bad day, then a quiet quarter of an hour in which everybody comes back."""
        while self.steps < steps:
            self._pass()
            self._happen()
        self.quiet = True
        until_ms = self.now_ms + 900_000
        while self.now_ms < until_ms:
            self._pass()
            self._mend()
        self._judge()

    def later(self, delay_ms: int, word: Any) -> None:
        heapq.heappush(self.due, (self.now_ms + delay_ms, next(self.order), word))

    def _pass(self) -> None:
        self.now_ms += self.rng.choice((5, 50, 300, 2_000)) if not self.quiet else 2_000
        while self.due and self.due[0][0] <= self.now_ms:
            heapq.heappop(self.due)[2]()
        due_ms = next_due_ms(self.seen, POLICY)
        if due_ms is not None and due_ms <= self.now_ms:
            self._decide(self._some_hub(), ev.TimePassed(at_ms=0))

    # --- hubs ---
    def _some_hub(self) -> int:
        alive = [at for at, hub in enumerate(self.hubs) if hub]
        return self.rng.choice(alive) if alive else self._start(0)

    def _start(self, at: int) -> int:
        alone = not any(self.hubs)
        self.hubs[at] = self._replica()
        self.lives[at] += 1
        if alone:
            self._miss(at, *hubs_in(self.seen))
        return at

    def _miss(self, at: int, *hub_ids: str) -> None:
        """One hub finds others gone, and with them the sockets that it thought they had."""
        if lost := tuple(sorted(set(hub_ids) & hubs_in(self.seen))):
            self._decide(at, ev.HubLost(at_ms=0, hub_ids=lost))

    def _id_of(self, at: int) -> str:
        return f"h{at}-{self.lives[at]}"

    def _replica(self) -> Replica:
        """A hub that starts: from the newest snapshot, which is never old."""
        return Replica(self.journal, POLICY, snapshot_every=SNAPSHOT_EVERY)

    def _kill(self, at: int) -> None:
        """Its state and its sockets are gone; what was on its way to it is lost, what it wrote down is not. The others
        notice, sooner or later than its ends come to them."""
        if self.hubs[at] is None:
            return
        self.hubs[at], lost = None, self._id_of(at)
        self.kills += 1
        for end in (*self.kiosks, *self.seats):
            if end.hub == at:
                end.hub = -1
        self.later(self._delay_ms(), lambda: self._miss(self._some_hub(), lost))

    def _decide(self, at: int, event: ev.Event) -> None:
        """At this hub, which may not know yet what the others wrote. It may die before it tells anybody."""
        hub = self.hubs[at]
        if hub is None:
            return
        if self.rng.random() < 0.7:
            hub.catch_up()
        before = hub.seq
        commands = hub.decide([msgspec.structs.replace(event, at_ms=self.now_ms)])
        if hub.seq > before:
            self.acked.append((hub.seq, self.journal.rows[hub.seq - 1][0]))
        self.steps += 1
        self._follow()
        if not self.quiet and self.rng.random() < 0.004:
            self._kill(at)
            return
        for command in commands:
            self._carry_out(command)

    def _follow(self) -> None:
        """The watch reads what is new in the journal and checks every step."""
        for _, body in self.journal.read(self.watched):
            for fact in _facts.decode(body):
                after, commands = machine.step(self.seen, fact, POLICY)
                self.watch.look(self.seen, fact, after, commands)
                self.seen = after
            self.watched += 1

    # --- words between hubs and ends ---
    def _carry_out(self, command: mt.Command) -> None:
        match command:
            case mt.OfferCall(call=call):
                self._tell(self._seat(call.seat_id), lambda end: self._ring(end, call))
            case mt.ConnectCall(call=call):
                key = (call.call_id, call.attempt)
                if command.to_kiosk:
                    self._tell(self._kiosk(call.kiosk_id), lambda end: setattr(end, "call", key))
                if command.to_seat:
                    self._tell(self._seat(call.seat_id), lambda end: setattr(end, "call", key))
            case mt.TellEnded(call_id, attempt, _, kiosk_id, seat_id):
                end = self._kiosk(kiosk_id) if kiosk_id else self._seat(seat_id)
                self._tell(end, lambda end: self._over(end, call_id, attempt if seat_id else None))
            case mt.TellSeatLost(kiosk_id, call_id, _):
                self._tell(self._kiosk(kiosk_id), lambda end: setattr(end, "call", ("", 0)))
            case _:
                pass

    def _tell(self, end: End, hear: Any) -> None:
        """On the socket that an end has now, in order; with that it is lost, also for the next one at the same hub."""
        line = (end.hub, end.socket)
        if end.hub >= 0:
            end.hears_at_ms = max(end.hears_at_ms, self.now_ms + self._delay_ms())
            late_ms = end.hears_at_ms - self.now_ms
            self.later(late_ms, lambda: hear(end) if (end.hub, end.socket) == line else None)

    def _say(self, end: End, event: ev.Event) -> None:
        """To the hub where the end is connected; sometimes twice, and sometimes later than the next word."""
        hub = end.hub
        if hub < 0:
            return
        for _ in range(2 if self.rng.random() < 0.1 else 1):
            self.later(self._delay_ms(), lambda: self._decide(hub, event))

    def _delay_ms(self) -> int:
        return 20 if self.quiet else self.rng.choices(LATE_MS, LATE_OFTEN)[0]

    def _ring(self, end: End, call: mt.CallState) -> None:
        said: dict[str, Any] = {"at_ms": 0, "seat_id": end.name, "call_id": call.call_id, "attempt": call.attempt}
        chance = 0.0 if self.quiet else self.rng.random()
        if chance < 0.75:
            self._say(end, ev.OfferAccepted(**said))
        elif chance < 0.85:
            to = self.rng.choice(["", *(seat.name for seat in self.seats)])
            self._say(end, ev.OfferDeclined(**said, to_seat_id=to))

    def _over(self, end: End, call_id: str, attempt: int | None) -> None:
        if end.call[0] == call_id and attempt in (None, end.call[1]):
            end.call = ("", 0)
        if end.asks == call_id:
            end.asks = ""

    def _kiosk(self, name: str) -> End:
        return self.kiosks[int(name[1:])]

    def _seat(self, name: str) -> End:
        return self.seats[int(name[1:])]

    # --- ends ---
    def _happen(self) -> None:
        """One thing that people or lines do."""
        rng = self.rng
        kiosk, seat = rng.choice(self.kiosks), rng.choice(self.seats)
        acts: tuple[tuple[int, Any], ...] = (
            (30, lambda: self._ask(kiosk)),
            (14, lambda: self._hang_up(seat if rng.random() < 0.7 else kiosk)),
            (10, lambda: self._say(seat, self._presence(seat))),
            (3, lambda: self._hand_over(seat)),
            (6, lambda: self._lose(rng.choice((kiosk, seat)))),
            (30, lambda: self._connect(rng.choice((kiosk, seat)))),
            (1, lambda: self._kill(rng.randrange(len(self.hubs)))),
            (2, lambda: self._start_one()),
        )
        rng.choices([act for _, act in acts], [often for often, _ in acts])[0]()

    def _start_one(self) -> None:
        if dead := [at for at, hub in enumerate(self.hubs) if not hub]:
            self._start(self.rng.choice(dead))

    def _presence(self, seat: End) -> ev.Event:
        status = self.rng.choice(("ready", "ready", "ready", "busy", "away"))
        return ev.SeatPresenceSet(at_ms=0, seat_id=seat.name, status=status)

    def _ask(self, kiosk: End) -> None:
        """A new matter, or the same request again: its answer may have been lost."""
        if kiosk.call[0]:
            return
        if not kiosk.asks:
            kiosk.asks, kiosk.item_id = f"c{next(self.calls)}", self.rng.choice(("a", "b", ""))
        self._say(kiosk, self._request(kiosk))

    def _request(self, kiosk: End) -> ev.Event:
        where = ("440113001", "440113002", "")[int(kiosk.name[1:]) % 3]
        named = {"call_id": kiosk.asks, "case_id": f"case-{kiosk.asks}", "item_id": kiosk.item_id}
        mode = "elder" if int(kiosk.name[1:]) % 2 else "standard"
        said: dict[str, Any] = {"at_ms": 0, "kiosk_id": kiosk.name, "socket": kiosk.socket, **named}
        return ev.CallRequested(**said, place=where, mode=mode)

    def _hang_up(self, end: End) -> None:
        call_id, attempt = end.call
        if not call_id:
            return
        if end in self.seats:
            self._say(end, ev.CallEndedBySeat(at_ms=0, seat_id=end.name, call_id=call_id, attempt=attempt))
        elif end.hub >= 0:
            end.asks = ""
            self._say(end, ev.CallEndedByKiosk(at_ms=0, kiosk_id=end.name, call_id=call_id, attempt=attempt))
        if end.hub >= 0:
            end.call = ("", 0)

    def _hand_over(self, seat: End) -> None:
        call_id, attempt = seat.call
        if call_id:
            self._say(seat, ev.HandoverAsked(at_ms=0, seat_id=seat.name, call_id=call_id, attempt=attempt))

    def _lose(self, end: End) -> None:
        """The line breaks; after a while its hub notices, though the end may be at another by then."""
        hub, end.hub = end.hub, -1
        if hub >= 0:
            gone, hub_id = self._gone(end, end.socket), self._id_of(hub)
            self.later(5_000, lambda: self._decide(hub, gone) if self._id_of(hub) == hub_id else None)

    def _gone(self, end: End, socket: str) -> ev.Event:
        if end in self.kiosks:
            return ev.KioskLeft(at_ms=0, kiosk_id=end.name, socket=socket)
        return ev.SeatLeft(at_ms=0, seat_id=end.name, socket=socket)

    def _connect(self, end: End) -> None:
        """As `KioskTalk` and `SeatTalk` do on a new socket, then what the end itself says."""
        if end.hub >= 0:
            return
        hub = end.hub = self._some_hub()
        end.socket = f"{self._id_of(hub)}/{next(self.sockets)}"
        call_id, attempt = end.call
        if end in self.seats:
            standing = STANDINGS[int(end.name[1:]) % 6]
            self._replace_page(hub, end)
            self._decide(hub, ev.SeatAttached(at_ms=0, seat_id=end.name, socket=end.socket, **standing))
            self._say(end, ev.SeatPresenceSet(at_ms=0, seat_id=end.name, status="ready"))
            if call_id:
                self._say(end, ev.CallResumedBySeat(at_ms=0, seat_id=end.name, call_id=call_id, attempt=attempt))
            return
        self._decide(hub, self._gone(end, ""))
        said: dict[str, Any] = {"at_ms": 0, "kiosk_id": end.name, "call_id": call_id, "attempt": attempt}
        if call_id:
            self._say(end, ev.CallResumedByKiosk(**said, socket=end.socket))
        elif end.asks:
            self._say(end, self._request(end))

    def _replace_page(self, hub: int, end: End) -> None:
        """As `SeatTalk`: an older page at a hub that is there is out; one that is not there takes its sockets along."""
        seat = self.seen.seats.get(end.name)
        if seat is None or not seat.online:
            return
        if (hub_id := hub_of(seat.socket)) in {self._id_of(at) for at, one in enumerate(self.hubs) if one}:
            self._decide(hub, self._gone(end, ""))
        else:
            self._miss(hub, hub_id)

    # --- the end of the day ---
    def _mend(self) -> None:
        for end in (*self.kiosks, *self.seats):
            self._connect(end)
        for kiosk in self.kiosks:
            if kiosk.asks and not kiosk.call[0]:
                self._say(kiosk, self._request(kiosk))
        for seat in self.seats:
            self._hang_up(seat)
            if self.seen.seats[seat.name].status != "ready":
                self._say(seat, ev.SeatPresenceSet(at_ms=0, seat_id=seat.name, status="ready"))

    def _judge(self) -> None:
        """Nobody is left behind, nothing that was said to be written is missing, all hubs know the same."""
        for kiosk in self.kiosks:
            assert not kiosk.asks, f"{kiosk.name} asked and nobody came: {kiosk.asks}"
        for seq, body in self.acked:
            assert self.journal.rows[seq - 1][0] == body
        assert self.journal.is_whole()
        assert self.journal.snapshot, "hubs started from snapshots"
        self.journal.snapshot = None
        anew = Replica(self.journal, POLICY)
        for hub in self.hubs:
            if hub:
                hub.catch_up()
                assert hub.state.known() == anew.state.known() == self.seen.known()
                assert hub.state.views == anew.state.views
