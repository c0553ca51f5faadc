"""Shell: how long residents wait for an official, today and with a hundred times the calls: our matching beside the
longest idle and a random official of the office that is asked. Simulated: the real core, a virtual clock, one seed.

A district of 711 officials: 16 towns with windows that do the everyday half of 310 matters, 31 departments that do
their own; the everyday half is asked most. One in twenty says "ready" and is not there; who is there answers after
4 s (median); a call takes 15 min (mean). Calls come as in the day's busiest hour; a quarter of the residents need
more time.
"""

import heapq
import itertools
import math
import random
from collections.abc import Callable
from dataclasses import dataclass, field

from bench.table import Row, Table
from cloud_seat.hub.matching import events as ev
from cloud_seat.hub.matching.draft import whole
from cloud_seat.hub.matching.kept import Shelf
from cloud_seat.hub.matching.machine import step
from cloud_seat.hub.matching.queue import next_due_ms
from cloud_seat.hub.matching.seat import SeatState
from cloud_seat.hub.matching.standing import Standing
from cloud_seat.hub.matching.state import ConnectCall, OfferCall, Policy, State

SEATS, TOWNS, DEPARTMENTS, MATTERS = 711, 16, 31, 310
PEAK_PER_H = 19.2  # 12 an hour on average, 4.8 Erlang at the peak hour
POLICY = Policy()
RING_MS = round(POLICY.ring_s * 1000)
REACTION, TALK = (1.386, 0.5), (6.48, 0.8)
"""Of the logarithm of seconds: mean and spread."""
COLUMNS = ("calls", "≤ 15 s, %", "≤ 60 s, %", "p50 s", "p90 s", "p99 s", "p99 s, need time")


@dataclass
class World:
    """Who asks and when, who answers and how fast: the same for every policy."""

    load: int
    hours: float
    waits_s: list[tuple[float, bool]] = field(default_factory=list)

    def __post_init__(self) -> None:
        rng = random.Random(self.load)
        self.standings = [_standing(number) for number in range(SEATS)]
        self.state_of = [rng.choices(("there", "ghost"), (95, 5))[0] for _ in range(SEATS)]
        weights = [1 / (rank + 10) for rank in range(MATTERS)]
        everyday, rare = range(0, MATTERS, 2), range(1, MATTERS, 2)
        matters = [*rng.sample(everyday, len(everyday)), *rng.sample(rare, len(rare))]
        self.calls = list[tuple[int, str, str, bool]]()
        at_ms = 0.0
        while (at_ms := at_ms + rng.expovariate(PEAK_PER_H * self.load / 3_600_000)) < self.hours * 3_600_000:
            matter = rng.choices(matters, weights)[0]
            self.calls.append((round(at_ms), f"m{matter}", _town(rng.randrange(TOWNS)), rng.random() < 0.25))
        self._rng = random.Random(self.load + 1)

    def reaction_ms(self, seat: int) -> int | None:
        """None: nobody is there."""
        return round(self._rng.lognormvariate(*REACTION) * 1000) if self.state_of[seat] == "there" else None

    def talk_ms(self) -> int:
        return round(self._rng.lognormvariate(*TALK) * 1000)


def _town(number: int) -> str:
    return f"440113{number:03d}"


def _standing(number: int) -> Standing:
    """Every second seat is a town's; departments stand in for their neighbours."""
    if number % 2:
        everyday = frozenset(f"m{matter}" for matter in range(0, MATTERS, 2))
        return Standing(rights=everyday, places=frozenset([_town(number // 2 % TOWNS)]))
    own, neighbours = (
        frozenset(f"m{matter}" for matter in range(MATTERS) if matter % DEPARTMENTS == department % DEPARTMENTS)
        for department in (number // 2, number // 2 + 1)
    )
    return Standing(rights=own, deputy_rights=neighbours, places=frozenset(["440113"]))


class Ours:
    """The core, driven as the hub drives it."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._due: list[tuple[int, int, ev.Event]] = []
        self._order = itertools.count()
        seats = (
            SeatState(f"{n:03d}", standing, online=True, status="ready") for n, standing in enumerate(world.standings)
        )
        self._state = whole(State(seats=Shelf({seat.seat_id: seat for seat in seats})), POLICY)

    def run(self) -> None:
        for number, (at_ms, item_id, place, needs_time) in enumerate(self._world.calls):
            named = {"call_id": f"c{number}", "kiosk_id": f"k{number}", "case_id": f"c{number}"}
            mode = "elder" if needs_time else "standard"
            self._later(ev.CallRequested(at_ms=at_ms, **named, item_id=item_id, place=place, mode=mode))
        while self._due:
            due_ms = next_due_ms(self._state, POLICY)
            if due_ms is not None and due_ms < self._due[0][0]:
                self._hear(ev.TimePassed(at_ms=due_ms))
            else:
                self._hear(heapq.heappop(self._due)[2])

    def _later(self, event: ev.Event) -> None:
        heapq.heappush(self._due, (event.at_ms, next(self._order), event))

    def _hear(self, event: ev.Event) -> None:
        self._state, commands = step(self._state, event, POLICY)
        for command in commands:
            if isinstance(command, OfferCall) and (took_ms := self._world.reaction_ms(int(command.call.seat_id))):
                self._say(ev.OfferAccepted, command, event.at_ms + took_ms)
            if isinstance(command, ConnectCall):
                needs_time = command.call.mode == "elder"
                self._world.waits_s.append(((event.at_ms - command.call.asked_at_ms) / 1000, needs_time))
                self._say(ev.CallEndedBySeat, command, event.at_ms + self._world.talk_ms())

    def _say(self, kind: type[ev.Event], command: OfferCall | ConnectCall, at_ms: int) -> None:
        call = command.call
        self._later(kind(at_ms=at_ms, seat_id=call.seat_id, call_id=call.call_id, attempt=call.attempt))  # type: ignore[call-arg]  # both have these


Choose = Callable[[list[tuple[int, int]]], tuple[int, int]]
"""From (idle since, seat) the one to ring."""


class Peer:
    """What a plain call centre does: an office each (the town's windows, or the department), one ring after another."""

    def __init__(self, world: World, choose: Choose) -> None:
        self._world, self._choose = world, choose
        self._due: list[tuple[int, int, Callable[[int], None]]] = []
        self._order = itertools.count()
        self._idle = dict.fromkeys(range(SEATS), 0)
        self._queue: list[int] = []

    def run(self) -> None:
        for number, call in enumerate(self._world.calls):
            self._later(call[0], lambda _now, number=number: self._queue.append(number))  # type: ignore[misc]  # bound now
        while self._due:
            now_ms, _, act = heapq.heappop(self._due)
            act(now_ms)
            for number in list(self._queue):
                self._ring(number, now_ms)

    def _later(self, at_ms: int, act: Callable[[int], None]) -> None:
        heapq.heappush(self._due, (at_ms, next(self._order), act))

    def _ring(self, number: int, now_ms: int) -> None:
        asked_ms, item_id, place, needs_time = self._world.calls[number]
        in_town = int(item_id[1:]) % 2 == 0
        able = [
            (since, seat)
            for seat, since in self._idle.items()
            if item_id in (standing := self._world.standings[seat]).rights and (place in standing.places) == in_town
        ]
        if not able:
            return
        self._queue.remove(number)
        seat = self._choose(able)[1]
        del self._idle[seat]
        took_ms = self._world.reaction_ms(seat)
        if took_ms is None or took_ms > RING_MS:
            self._later(now_ms + RING_MS, lambda at_ms: self._missed(number, seat, at_ms))
            return
        self._world.waits_s.append(((now_ms + took_ms - asked_ms) / 1000, needs_time))
        free_ms = now_ms + took_ms + self._world.talk_ms() + round(POLICY.after_call_s * 1000)
        self._later(free_ms, lambda at_ms: self._idle.update({seat: at_ms}))

    def _missed(self, number: int, seat: int, at_ms: int) -> None:
        self._idle[seat] = at_ms
        self._queue.insert(0, number)


def measure(quick: bool) -> Table:
    """Today's load for a hundred hours of peak; a hundredfold for one."""
    loads = ((1, 5 if quick else 100), (100, 0.02 if quick else 1))
    rows = [row for load, hours in loads for row in (*_rows(load, hours), _one_pool(load, hours))]
    beside = (
        "longest idle, random: the resident's town or the department alone, one ring after another, no overflow; one "
        "pool: as if everybody who is there might do everything and no ring went astray (Erlang C)"
    )
    return Table(f"waits for an official, {SEATS} seats, peak hours, simulated", COLUMNS, tuple(rows), beside)


def _rows(load: int, hours: float) -> list[Row]:
    rng = random.Random(9)
    kinds: tuple[tuple[str, Callable[[World], Ours | Peer]], ...] = (
        ("ours", Ours),
        ("longest idle", lambda world: Peer(world, min)),
        ("random", lambda world: Peer(world, rng.choice)),
    )
    rows = list[Row]()
    for what, kind in kinds:
        world = World(load, hours)
        kind(world).run()
        rows.append((f"{what}, {load}×", _numbers(world)))
    return rows


def _one_pool(load: int, hours: float) -> Row:
    """What no policy can beat with these officials."""
    world = World(load, hours)
    there = world.state_of.count("there")
    busy_s = sum(math.exp(mean + spread**2 / 2) for mean, spread in (REACTION, TALK)) + POLICY.after_call_s
    offered = PEAK_PER_H * load * busy_s / 3600
    blocked = 1.0
    for lines in range(1, there + 1):  # Erlang B, then C (ITU-T E.501)
        blocked = offered * blocked / (lines + offered * blocked)
    waits = blocked / (1 - offered / there * (1 - blocked))
    in_time = (_reacts(limit_s) * (1 - waits * math.exp(-(there - offered) * limit_s / busy_s)) for limit_s in (15, 60))
    what = f"one pool, {load}×: {offered:,.0f} of {there} busy"
    return what, (len(world.calls), *(100 * part for part in in_time), None, None, None, None)


def _reacts(limit_s: float) -> float:
    """The part of the officials who take a call so soon."""
    mean, spread = REACTION
    return 0.5 * (1 + math.erf((math.log(limit_s) - mean) / spread / math.sqrt(2)))


def _numbers(world: World) -> tuple[float, ...]:
    """Who was never answered waited for ever: told as the length of the run."""
    missed = len(world.calls) - len(world.waits_s)
    waits = sorted(wait_s for wait_s, _ in world.waits_s) + [world.hours * 3600] * missed
    needing = sorted(wait_s for wait_s, needs_time in world.waits_s if needs_time)
    within = (100 * sum(wait_s <= limit for wait_s in waits) / len(waits) for limit in (15, 60))
    return (len(waits), *within, *(_at(waits, part) for part in (0.5, 0.9, 0.99)), _at(needing, 0.99))


def _at(ordered: list[float], part: float) -> float:
    return ordered[min(len(ordered) - 1, int(len(ordered) * part))] if ordered else 0.0
