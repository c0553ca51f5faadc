"""Shell: who is matched with whom, at the size of a district: the pure core beside SQLite as the state."""

import itertools
import random
import sqlite3
from collections import deque
from collections.abc import Callable

from bench.stopwatch import timed
from bench.table import Table
from cloud_seat.hub.matching import events as ev
from cloud_seat.hub.matching.machine import step
from cloud_seat.hub.matching.state import ALL_ITEMS, CallState, OfferCall, Policy, State

SEATS = 711  # Panyu's, by public reports
RUNNING = 200  # calls at the same time; the oldest ends when another begins
ITEMS = [f"item-{number}" for number in range(155)]
RIGHTS = [(ALL_ITEMS,) if n % 2 else tuple(random.Random(n).sample(ITEMS, 12)) for n in range(SEATS)]
"""Town windows do everything, departments their own matters."""
LONGEST_IDLE = (
    "UPDATE seats SET call = ?1 WHERE id = (SELECT id FROM seats WHERE call IS NULL AND EXISTS (SELECT 1 FROM rights"
    " WHERE seat = id AND item IN (?2, '*')) ORDER BY idle LIMIT 1) RETURNING id"
)


def measure(quick: bool) -> Table:
    """An assignment: asked, rung, accepted, and the end of an older call."""
    count = 300 if quick else 2000
    kinds = (("core, nobody waits", _core(0)), ("core, 50 residents wait", _core(50)), ("SQLite in memory", _sqlite()))
    rows = tuple((what, _numbers(assign, count)) for what, assign in kinds)
    beside = "SQLite: one UPDATE … RETURNING of the longest idle seat that may; no queue, ring, time-out or journal"
    title = f"{SEATS} seats, {RUNNING} calls running, one thread"
    return Table(title, ("assignments/s", "wall µs each", "CPU µs each"), rows, beside)


def _numbers(assign: Callable[[int], object], count: int) -> tuple[float, ...]:
    for number in range(RUNNING + 1):
        assign(number)
    wall_s, cpu_s = timed(lambda: [assign(number + RUNNING + 1) for number in range(count)])
    return count / wall_s, wall_s / count * 1e6, cpu_s / count * 1e6


def _core(waiting: int) -> Callable[[int], None]:
    """The core, driven as the hub drives it; `waiting` residents ask for what nobody here may do."""
    state, clock, running, policy = State(), itertools.count(1), deque[CallState](), Policy()

    def hear(kind: type[ev.Event], **fields: object) -> CallState | None:
        nonlocal state
        state, commands = step(state, kind(at_ms=next(clock), **fields), policy)  # type: ignore[arg-type]  # any event
        return next((command.call for command in commands if isinstance(command, OfferCall)), None)

    def say(kind: type[ev.Event], call: CallState) -> None:
        hear(kind, seat_id=call.seat_id, call_id=call.call_id, attempt=call.attempt)

    def ask(name: str, item_id: str) -> CallState | None:
        return hear(ev.CallRequested, call_id=name, kiosk_id=name, case_id=name, item_id=item_id)

    def assign(number: int) -> None:
        call = ask(f"c{number}", ITEMS[number % len(ITEMS)])
        assert call
        say(ev.OfferAccepted, call)
        running.append(call)
        if len(running) > RUNNING:
            say(ev.CallEndedBySeat, running.popleft())

    for number, rights in enumerate(RIGHTS):
        hear(ev.SeatAttached, seat_id=f"s{number}", rights=rights)
        hear(ev.SeatPresenceSet, seat_id=f"s{number}", status="ready")
    for number in range(waiting):
        ask(f"waiting-{number}", "nobody-may")
    return assign


def _sqlite() -> Callable[[int], None]:
    """The peer: rows instead of values."""
    db, running = sqlite3.connect(":memory:", isolation_level=None), deque[int]()
    db.execute("CREATE TABLE seats (id INTEGER PRIMARY KEY, call INTEGER, idle INTEGER)")
    db.execute("CREATE TABLE rights (seat INTEGER, item TEXT, PRIMARY KEY (seat, item)) WITHOUT ROWID")
    db.execute("CREATE INDEX idle_seats ON seats (idle) WHERE call IS NULL")
    db.executemany("INSERT INTO seats VALUES (?, NULL, ?)", [(number, number) for number in range(SEATS)])
    db.executemany("INSERT INTO rights VALUES (?, ?)", [(n, item) for n, items in enumerate(RIGHTS) for item in items])

    def assign(number: int) -> None:
        [(seat,)] = db.execute(LONGEST_IDLE, (number, ITEMS[number % len(ITEMS)])).fetchall()
        running.append(seat)
        if len(running) > RUNNING:
            db.execute("UPDATE seats SET call = NULL, idle = ? WHERE id = ?", (SEATS + number, running.popleft()))

    return assign
