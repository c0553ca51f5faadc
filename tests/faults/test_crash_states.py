"""Shell: the power goes at any moment: whatever was promised stands, in every state that the disk may be left in.

The real program's file operations are recorded, every prefix of them is rebuilt under two models of a disk, with torn
sectors, and opened again. A harness that catches no mutant proves nothing: each mutant here must be caught.
"""

import os
import subprocess
import sys
from pathlib import Path
from random import Random

import pytest

from tests.faults.crash.disk import Disk, Luck, Model, Op, parse
from tests.faults.crash.program import MUTANTS
from tests.faults.crash.verdict import Promises, Tally

ROOT = Path(__file__).parents[2]
EVERY_DAY = 2_000
DEEP = 100_000


def record(recorder: Path, folder: Path, cases: int, mutant: str = "") -> list[Op]:
    """One life of the program, as it touched the disk."""
    root, said, to = folder / "cache", folder / "said", folder / "record"
    paths = {"RECORD_ROOT": str(root), "RECORD_SAID": str(said), "RECORD_TO": str(to)}
    command = [sys.executable, "-m", "tests.faults.crash.program", str(root), str(said), str(cases), mutant]
    done = subprocess.run(
        command, cwd=ROOT, env={**os.environ, **paths, "LD_PRELOAD": str(recorder)}, capture_output=True, text=True
    )
    assert mutant or not done.returncode, done.stderr
    return parse(to.read_bytes())


def explore(ops: list[Op], tally: Tally, *, share: float, some: int, stop_at_first: bool = False) -> Tally:
    """Every prefix under both models: nothing unsynced, all of it, and `some` times a part; `share` of those are
    looked at. Prefixes that end with a promise tell nothing new and are left out."""
    chance = Random(20260302)
    for model in Model:
        disk, promises = Disk(model), Promises()
        for at, op in enumerate(ops):
            if op.letter == "K":
                promises.hear(op)
                continue
            disk.live(op)
            for luck in (Luck.NONE, Luck.ALL, *(Luck.SOME,) * some):
                if chance.random() < share:
                    tally.look(disk.crash(luck, chance), promises, f"{model} {luck} after {at} {op.letter}")
                if stop_at_first and tally.wrong:
                    return tally
    return tally


def test_whatever_was_promised_stands(recorder: Path, tmp_path: Path, scratch: Path) -> None:
    ops = record(recorder, tmp_path, 8)
    per_op = len(Model) * 4
    tally = explore(ops, Tally(scratch), share=min(1.0, 1.1 * EVERY_DAY / (len(ops) * per_op)), some=2)
    assert tally.wrong == []
    assert tally.states >= EVERY_DAY


@pytest.mark.parametrize("mutant", MUTANTS)
def test_a_missing_line_is_caught(recorder: Path, tmp_path: Path, scratch: Path, mutant: str) -> None:
    ops = record(recorder, tmp_path, 4, mutant)
    tally = explore(ops, Tally(scratch), share=0.2, some=1, stop_at_first=True)
    assert tally.wrong


@pytest.mark.deep
@pytest.mark.timeout(3600)
def test_whatever_was_promised_stands_in_many_more_states(recorder: Path, tmp_path: Path, scratch: Path) -> None:
    ops = record(recorder, tmp_path, 24)
    some = DEEP // (len(ops) * len(Model)) + 1
    tally = explore(ops, Tally(scratch), share=1.0, some=some)
    print(f"{tally.states} states, {tally.opened} different ones opened, {len(tally.wrong)} wrong")
    assert tally.wrong == []
    assert tally.states >= DEEP
