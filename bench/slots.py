"""Shell: how long a booth is away when a new version is ill: from its first start until the old one is ready again."""

import tempfile
from pathlib import Path

from bench.table import Row, Table
from installer.slots.state import TRIES
from tests.installer.supervisor.booths import Booth, fall_back

SHIPPED = ("--trial-silence", "3", "--trial-start", "15", "--health", "10")
ILLS = {"crashes": 5.0, "migration": 5.0, "crashes later": 5.0, "hangs": 15.0, "devices": None, "never ready": None}
"""How it is ill, and what is aimed at, s."""


def measure(quick: bool) -> Table:
    """Real processes and trees; the program itself is a small one, so its own start counts for next to nothing."""
    rows: list[Row] = []
    for ill in list(ILLS)[: 2 if quick else None]:
        with tempfile.TemporaryDirectory() as folder:
            rows.append((ill, (fall_back(Booth(Path(folder)), ill, *SHIPPED), ILLS[ill])))
    beside = (
        f"what is aimed at; {TRIES} tries each. On trial a program may be silent for 3 s, ready within 15 s; "
        "devices have 10 s here, 120 s in a booth. The real kiosk adds its own start three times (bench start)"
    )
    return Table("a version that is ill, until the old one is back", ("s", "aim s"), tuple(rows), beside)
