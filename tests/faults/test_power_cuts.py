"""Shell: the power of a real Linux kernel goes while the booth's cache works: whatever was promised stands.

The guest runs once, until QEMU is killed; of its recorded writes the disk is rebuilt as a cut after any of them would
have left it. Unlike `test_crash_states` no file system is modelled: ext4 and the block layer are the real ones. Needs
QEMU and a kernel, which no other test does: see CONTRIBUTING.md.
"""

import time
from collections.abc import Iterator
from pathlib import Path
from random import Random

import pytest

from offline_cache import find_leftovers
from tests.faults.crash.disk import Luck, Op
from tests.faults.crash.verdict import Promises, Tally
from tests.faults.power.machine import CONTROL, Recording, files_on, missing, record
from tests.faults.power.write_log import Disk
from tests.offline_cache.kiosk_end import MARKER

PROMISES = 120
CUTS = 400
LUCK = (Luck.NONE, Luck.ALL, Luck.SOME, Luck.SOME)
NOT_READY = missing()

pytestmark = [
    pytest.mark.deep,
    pytest.mark.timeout(3600),
    pytest.mark.skipif(bool(NOT_READY), reason=NOT_READY),
]


def cuts(recording: Recording, chance: Random) -> Iterator[tuple[str, Disk, Promises]]:
    """Some of all moments after a write, in order, from the first promise on."""
    disk, promises, heard = Disk(recording.image), Promises(), list(recording.heard)
    share = CUTS / (len(recording.writes) - heard[0][0] + 1)
    for done, write in enumerate(recording.writes, start=1):
        disk.live(write)
        while heard and heard[0][0] <= done:
            promises.hear(Op("K", tuple(heard.pop(0)[1].split())))
        if promises.cases and chance.random() < share:
            yield f"after {done} writes", disk, promises


def explore(recording: Recording, scratch: Path, chance: Random, *, stop_at_first: bool = False) -> Tally:
    """Each cut with nothing unflushed, all of it, and twice a part; says what it found."""
    tally, began, taken, image = Tally(scratch), time.monotonic(), 0, scratch / "image" / "disk.img"
    image.parent.mkdir()
    for where, disk, promises in cuts(recording, chance):
        taken += 1
        for luck in LUCK if disk.pending else LUCK[:1]:
            image.write_bytes(disk.crash(luck, chance))
            tally.wrong += [f"readable: {where}" for _ in find_leftovers(image.parent, [MARKER])]
            tally.look(files_on(image, scratch / "found"), promises, f"{where}, {luck}")
        if stop_at_first and tally.wrong:
            break
    assert find_leftovers(image.parent, [CONTROL]), "the search finds nothing at all"
    print(f"\n{'promises':>10}{'writes':>10}{'cuts':>10}{'states':>10}{'different':>10}{'wrong':>10}{'seconds':>10}")
    counts = (len(recording.heard), len(recording.writes), taken, tally.states, tally.opened, len(tally.wrong))
    print("".join(f"{count:>10}" for count in (*counts, round(time.monotonic() - began))))
    print(*tally.wrong[:3], sep="\n")
    return tally


def test_whatever_was_promised_stands(tmp_path: Path, scratch: Path) -> None:
    chance = Random(20261127)
    tally = explore(record(tmp_path, PROMISES, chance), scratch, chance)
    assert tally.wrong == []
    assert tally.states >= CUTS


@pytest.mark.parametrize("mutant", ["weak-commits", "no-file-sync", "two-transactions", "key-kept"])
def test_a_missing_line_is_caught(tmp_path: Path, scratch: Path, mutant: str) -> None:
    chance = Random(20261127)
    assert explore(record(tmp_path, 40, chance, mutant), scratch, chance, stop_at_first=True).wrong
