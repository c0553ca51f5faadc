"""Shell: calls that are broken on purpose, again and again: how many went on as promised, and how soon."""

import tempfile
from collections.abc import Sequence
from pathlib import Path
from statistics import median

from bench.table import Row, Table
from tests.faults.calls.coturn import TURNSERVER
from tests.faults.calls.lines import Lines
from tests.faults.calls.scenarios import LONG, RELAYED, SCENARIOS, Outcome, Scenario
from tests.faults.calls.stage import CHROMIUM, stage

TIMES, QUICK_TIMES = 20, 1
COLUMNS = ("tries", "went on %", "voice s p50", "voice s worst", "desk s p50", "desk s worst")
BESIDE = (
    "promised: voice within 3 s of the network, a reloaded page within 4 s; the hub's restart unheard; after a minute "
    "the case is handed over. LiveKit seeks in 10 tries, at most 7 s apart; Element Call freezes up to 15 s"
)


PARTS = (*SCENARIOS, *RELAYED)


def measure(quick: bool, faults: Sequence[str] = ()) -> Table:
    """These faults in turn, or all, on real lines, with the real hub and a desk in Chromium."""
    title = "calls broken on purpose; seconds from the end of the fault"
    if not (Lines.possible() and CHROMIUM and TURNSERVER):
        return Table(f"{title}: needs root, Chromium and coturn", COLUMNS, (), BESIDE)
    chosen = faults or [name for name in PARTS if not (quick and name in LONG)]
    times = QUICK_TIMES if quick else TIMES
    direct, relayed = ({name: kind[name] for name in chosen if name in kind} for kind in (SCENARIOS, RELAYED))
    rows = [*_rows(direct, times), *_rows(relayed, times, "udp", "udp")]
    return Table(title, COLUMNS, tuple(rows), BESIDE)


def _rows(scenarios: dict[str, Scenario], times: int, *relays: str) -> list[Row]:
    if not scenarios:
        return []
    with tempfile.TemporaryDirectory() as folder, stage(Path(folder), *relays) as opened:
        return [(name, _row([scenario(opened) for _ in range(times)])) for name, scenario in scenarios.items()]


def _row(outcomes: list[Outcome]) -> tuple[float | None, ...]:
    went_on = 100 * sum(outcome.resumed for outcome in outcomes) / len(outcomes)
    voice = [outcome.voice_s for outcome in outcomes if outcome.voice_s is not None]
    desk = [outcome.desk_s for outcome in outcomes if outcome.desk_s is not None]
    both = (number for times in (voice, desk) for number in ((median(times), max(times)) if times else (None, None)))
    return (len(outcomes), went_on, *both)
