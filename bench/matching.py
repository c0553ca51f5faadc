"""Shell: the cost of matching one resident in a district, a city, a province: the pure core beside SQLite as state."""

import itertools
import random
import sqlite3
from collections import deque
from collections.abc import Callable

from bench.stopwatch import timed
from bench.table import Table
from cloud_seat.hub.matching import events as ev
from cloud_seat.hub.matching.draft import whole
from cloud_seat.hub.matching.kept import Shelf
from cloud_seat.hub.matching.machine import step
from cloud_seat.hub.matching.seat import SeatState
from cloud_seat.hub.matching.standing import Standing
from cloud_seat.hub.matching.state import CallState, OfferCall, Policy, State

DISTRICT = 711  # Panyu's seats, by public reports
SIZES = (1, 10, 100)  # districts
RUNNING = 200  # calls at the same time in each; the oldest ends when another begins
WAITING = 50
ITEMS = [f"item-{number}" for number in range(155)]
RIGHTS = [frozenset(ITEMS if n % 2 else random.Random(n).sample(ITEMS, 12)) for n in range(DISTRICT)]
"""Town windows do everything, departments their own matters; each district has its own of both."""
CROWDED = "crowded"
POLICY = Policy(after_call_s=0)
LONGEST_IDLE = (
    "UPDATE seats SET call = ?1 WHERE id = (SELECT id FROM seats WHERE call IS NULL AND district = ?2 AND EXISTS"
    " (SELECT 1 FROM rights WHERE seat = id % 711 AND item = ?3) ORDER BY idle LIMIT 1) RETURNING id"
)


def measure(quick: bool) -> Table:
    """An assignment: asked, rung, accepted, and the end of an older call."""
    sizes, count = (SIZES[:2], 100) if quick else (SIZES, 2000)
    kinds = (("core, nobody waits", _core(0)), (f"core, {WAITING} residents wait", _core(WAITING)), ("SQLite", _sqlite))
    rows = tuple((what, tuple(_cpu_us(world(size), size, count) for size in sizes)) for what, world in kinds)
    beside = "SQLite: one UPDATE … RETURNING of the longest idle seat that may, in memory; no queue, ring or journal"
    columns = tuple(f"{size * DISTRICT:,} seats" for size in sizes)
    return Table(f"CPU µs an assignment, {RUNNING} calls running a district, one thread", columns, rows, beside)


def _cpu_us(assign: Callable[[int], object], size: int, count: int) -> float:
    running = RUNNING * size
    for number in range(running):
        assign(number)
    _, cpu_s = timed(lambda: [assign(number + running) for number in range(count)])
    return cpu_s / count * 1e6


def seats_of(size: int) -> Shelf[str, SeatState]:
    """Of so many districts, all ready."""
    standings = [
        Standing(rights=rights, places=frozenset([place_of(district)])) for district in range(size) for rights in RIGHTS
    ]
    seats = (SeatState(f"s{n}", standing, online=True, status="ready") for n, standing in enumerate(standings))
    return Shelf({seat.seat_id: seat for seat in seats})


def place_of(district: int) -> str:
    """Its code."""
    return f"44{district:04d}"


def _core(waiting: int) -> Callable[[int], Callable[[int], None]]:
    """Driven as the hub drives it; `waiting` residents ask for what only one may do, who is in a call."""

    def world(size: int) -> Callable[[int], None]:
        clock, running = itertools.count(1), deque[CallState]()
        state = whole(State(seats=seats_of(size)), POLICY)

        def hear(kind: type[ev.Event], **fields: object) -> CallState | None:
            nonlocal state
            state, commands = step(state, kind(at_ms=next(clock), **fields), POLICY)  # type: ignore[arg-type]  # any event
            return next((command.call for command in commands if isinstance(command, OfferCall)), None)

        def say(kind: type[ev.Event], call: CallState) -> None:
            hear(kind, seat_id=call.seat_id, call_id=call.call_id, attempt=call.attempt)

        def ask(name: str, item_id: str, district: int) -> CallState | None:
            place = place_of(district)
            return hear(ev.CallRequested, call_id=name, kiosk_id=name, case_id=name, item_id=item_id, place=place)

        def assign(number: int) -> None:
            call = ask(f"c{number}", ITEMS[number % len(ITEMS)], number % size)
            assert call
            say(ev.OfferAccepted, call)
            running.append(call)
            if len(running) > RUNNING * size:
                say(ev.CallEndedBySeat, running.popleft())

        hear(ev.SeatAttached, seat_id="only", rights=(CROWDED,))
        hear(ev.SeatPresenceSet, seat_id="only", status="busy")
        for number in range(waiting):
            ask(f"waiting-{number}", CROWDED, 0)
        return assign

    return world


def _sqlite(size: int) -> Callable[[int], None]:
    """The peer: rows instead of values."""
    db, running = sqlite3.connect(":memory:", isolation_level=None), deque[int]()
    db.execute("CREATE TABLE seats (id INTEGER PRIMARY KEY, district INTEGER, call INTEGER, idle INTEGER)")
    db.execute("CREATE TABLE rights (seat INTEGER, item TEXT, PRIMARY KEY (seat, item)) WITHOUT ROWID")
    db.execute("CREATE INDEX idle_seats ON seats (district, idle) WHERE call IS NULL")
    seats = [(number, number // DISTRICT, number) for number in range(size * DISTRICT)]
    db.executemany("INSERT INTO seats VALUES (?, ?, NULL, ?)", seats)
    db.executemany("INSERT INTO rights VALUES (?, ?)", [(n, item) for n, items in enumerate(RIGHTS) for item in items])

    def assign(number: int) -> None:
        [(seat,)] = db.execute(LONGEST_IDLE, (number, number % size, ITEMS[number % len(ITEMS)])).fetchall()
        running.append(seat)
        if len(running) > RUNNING * size:
            freed = (len(seats) + number, running.popleft())
            db.execute("UPDATE seats SET call = NULL, idle = ? WHERE id = ?", freed)

    return assign
