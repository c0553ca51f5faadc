"""Shell: how long a hub takes for one decision when three share a PostgreSQL: each a process, as in a province."""

import os
import time
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context

from bench.stopwatch import percentile
from bench.table import Row, Table
from cloud_seat.hub.matching import events as ev
from cloud_seat.hub.matching.state import Command, OfferCall, Policy
from cloud_seat.hub.replica import Replica
from cloud_seat.hub.store.pg_journal import PgJournal
from tests.cloud_seat.hub.postgres import RunningPostgres

HUBS, COMMANDS_PER_S, AIM_MS = 3, 200, 25.0
SEATS = 20  # of each hub
POLICY = Policy(after_call_s=0)
SETTLE_S = 0.5


def measure(quick: bool) -> Table:
    """Asked, answered, over, in turn; each counted from the moment at which it is due, so that a queue counts, too."""
    seconds = 2 if quick else 30
    with RunningPostgres.start(durable=True) as server:
        url = server.new_database()
        PgJournal(url).close()  # its tables
        with ProcessPoolExecutor(HUBS, mp_context=get_context("spawn")) as pool:
            hubs = [pool.submit(_decide, url, hub, seconds) for hub in range(HUBS)]
            took = [ms for hub in hubs for ms in hub.result()]
    rows: tuple[Row, ...] = (
        (f"{HUBS} hubs", (percentile(took, 0.5), percentile(took, 0.99), max(took), len(took) / seconds)),
        ("aim", (None, AIM_MS, None, COMMANDS_PER_S)),
    )
    beside = f"what is aimed at; every entry on disk; {os.cpu_count()} cores for three hubs and PostgreSQL together"
    return Table("ms a decision until it is on disk, PostgreSQL", ("p50", "p99", "worst", "decisions/s"), rows, beside)


def _decide(url: str, hub: int, seconds: float) -> list[float]:
    """One hub with officials of its own; every decision of the others stands between its own."""
    replica, took = Replica(PgJournal(url), POLICY), list[float]()
    for number in range(SEATS):
        seat_id = f"h{hub}-s{number}"
        attached = ev.SeatAttached(at_ms=_now_ms(), seat_id=seat_id, rights=(f"item-{hub}",))
        replica.decide([attached, ev.SeatPresenceSet(at_ms=_now_ms(), seat_id=seat_id, status="ready")])
    while replica.state.roster.online < HUBS * SEATS:
        time.sleep(0.05)
        replica.catch_up()
    begins_s = time.time() + SETTLE_S
    every_s, call = HUBS / COMMANDS_PER_S, ("", "", 0)
    for at in range(round(seconds / every_s)):
        due_s = begins_s + (at + hub / HUBS) * every_s
        time.sleep(max(0.0, due_s - time.time()))
        said = replica.decide([_word(f"h{hub}-c{at}", hub, at % 3, call)])
        took.append((time.time() - due_s) * 1000)
        call = _rung(said, hub) or call
    replica.close()
    return took


def _word(call_id: str, hub: int, turn: int, call: tuple[str, str, int]) -> ev.Event:
    """A new call, its answer, its end."""
    if turn == 0:
        asked = {"call_id": call_id, "case_id": call_id, "kiosk_id": f"k{hub}", "item_id": f"item-{hub}"}
        return ev.CallRequested(at_ms=_now_ms(), **asked)
    kind = ev.OfferAccepted if turn == 1 else ev.CallEndedBySeat
    return kind(at_ms=_now_ms(), seat_id=call[0], call_id=call[1], attempt=call[2])


def _rung(said: list[Command], hub: int) -> tuple[str, str, int] | None:
    """Seat, call and attempt of this hub's own ring; what others decided is told, too."""
    mine = (one.call for one in said if isinstance(one, OfferCall) and one.call.kiosk_id == f"k{hub}")
    return next(((call.seat_id, call.call_id, call.attempt) for call in mine), None)


def _now_ms() -> int:
    return round(time.time() * 1000)
