"""Shell: how long a hub takes for one decision when three share a PostgreSQL: each a process, as in a province."""

import os
import time
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context

from bench.stopwatch import percentile
from bench.table import Row, Table
from cloud_seat.hub.matching import events as ev
from cloud_seat.hub.matching.state import CallState, OfferCall, Policy
from cloud_seat.hub.replica import Replica
from cloud_seat.hub.store.pg_journal import PgJournal
from tests.cloud_seat.hub.postgres import RunningPostgres

HUBS, COMMANDS_PER_S, AIM_MS = 3, 200, 25.0
SEATS, BOOTHS = 20, 10  # of each hub
POLICY = Policy(after_call_s=0)
SETTLE_S = 0.5


def measure(quick: bool) -> Table:
    """Asked, answered, over, in turn; what is due together in one batch, as the hub does. Counted from the moment at
    which each is due, so that a queue counts, too."""
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
    every_s, calls, done, count = (
        HUBS / COMMANDS_PER_S,
        dict[str, CallState](),
        0,
        round(seconds * COMMANDS_PER_S / HUBS),
    )
    while done < count:
        due_s = [begins_s + (at + hub / HUBS) * every_s for at in range(done, min(done + BOOTHS, count))]
        time.sleep(max(0.0, due_s[0] - time.time()))
        due_s = [at_s for at_s in due_s if at_s <= time.time()]
        said = replica.decide([_word(done + at, hub, calls) for at in range(len(due_s))])
        took += [(time.time() - at_s) * 1000 for at_s in due_s]
        calls |= {one.call.kiosk_id: one.call for one in said if isinstance(one, OfferCall)}
        done += len(due_s)
    replica.close()
    return took


def _word(at: int, hub: int, calls: dict[str, CallState]) -> ev.Event:
    """Of one booth after the other: a new call, its answer, its end."""
    kiosk_id, turn = f"h{hub}-k{at % BOOTHS}", at // BOOTHS % 3
    if turn == 0:
        asked = {"call_id": f"h{hub}-c{at}", "case_id": f"h{hub}-c{at}", "kiosk_id": kiosk_id, "item_id": f"item-{hub}"}
        return ev.CallRequested(at_ms=_now_ms(), **asked)
    kind, call = (ev.OfferAccepted, ev.CallEndedBySeat)[turn - 1], calls[kiosk_id]
    return kind(at_ms=_now_ms(), seat_id=call.seat_id, call_id=call.call_id, attempt=call.attempt)


def _now_ms() -> int:
    return round(time.time() * 1000)
