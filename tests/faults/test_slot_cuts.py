"""Shell: the power goes, the process is killed, the disk refuses, at any moment of any update: a whole version starts.

As with the booth's cache (`test_crash_states.py`): recorded operations, every prefix of them, two models of a disk.
A cut counts as seen when the disk that it leaves was opened: a version starts whole, old or new; what was promised
holds; the next version is taken. Each line of the store that syncs or renames is taken away once, and must be missed.
"""

import errno
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from random import Random

import pytest

from tests.faults.crash.disk import Disk, Luck, Model, Op, parse
from tests.faults.slots.mutants import mutants
from tests.faults.slots.verdict import AnyState, Promises, Tally, judge, lay_out

ROOT = Path(__file__).parents[2]
LIFE = [sys.executable, "-S", "-m", "tests.faults.slots.life"]
EVERY_DAY = 200
DEEP = 10_000
CAUGHT = 0.95


def record(recorder: Path, folder: Path, *how: str) -> list[Op]:
    """One life, as it touched the disk. `how`: a mutant, or that a disk is used again."""
    root, said, to = folder / "slots", folder / "said", folder / "record"
    root.mkdir(parents=True, exist_ok=True)
    to.write_bytes(b"")
    paths = {"RECORD_ROOT": str(root), "RECORD_SAID": str(said), "RECORD_TO": str(to)}
    words = ["again"] if how == ("again",) else [str(said), *how]
    subprocess.run([*LIFE, str(root), *words], cwd=ROOT, env=preloaded(recorder, paths), check=True)
    return parse(to.read_bytes())


def preloaded(recorder: Path, more: dict[str, str]) -> dict[str, str]:
    """An environment with the recorder in it."""
    return {**os.environ, **more, "LD_PRELOAD": str(recorder), "PYTHONPATH": str(ROOT)}


def explore(ops: list[Op], tally: Tally, *, share: float, some: int, stop_at_first: bool = False) -> Tally:
    """A `share` of all cuts under both models, with nothing, all, and `some` times a part of what was not synced."""
    chance = Random(20260302)
    for model in Model:
        for files, promises, where in cuts(ops, model, chance, share=share, some=some):
            tally.look(files, promises, where)
            if stop_at_first and tally.wrong:
                return tally
    return tally


def cuts(
    ops: list[Op], model: Model, chance: Random, *, share: float, some: int
) -> Iterator[tuple[dict[str, bytes], Promises, str]]:
    """The disks that a cut after each operation leaves."""
    disk, promises = Disk(model), Promises()
    for at, op in enumerate(ops):
        if op.letter == "K":
            promises.hear(op)
            continue
        disk.live(op)
        for luck in (Luck.NONE, Luck.ALL, *(Luck.SOME,) * some):
            if chance.random() < share:
                yield disk.crash(luck, chance), promises, f"{model} {luck} after {at} {op.letter} {op.words}"


def test_a_whole_version_starts_after_any_cut(recorder: Path, tmp_path: Path, scratch: Path) -> None:
    ops = record(recorder, tmp_path)
    tally = explore(ops, Tally(scratch), share=1.2 * EVERY_DAY / (len(ops) * len(Model) * 3), some=1)
    assert tally.wrong == []
    assert tally.cuts >= EVERY_DAY


@pytest.mark.parametrize("line", ["_sync_tree(self.stage(version))", "beside.replace(self._file)"])
def test_a_removed_line_is_missed(recorder: Path, tmp_path: Path, scratch: Path, line: str) -> None:
    mutant = next(mutant for mutant in mutants() if mutant.endswith(line))
    assert is_caught(recorder, tmp_path, scratch, mutant)


@pytest.mark.deep
def test_each_removed_line_is_missed(recorder: Path, tmp_path: Path, scratch: Path) -> None:
    listed = mutants()
    missed = [m for n, m in enumerate(listed) if not is_caught(recorder, tmp_path / str(n), scratch, m)]
    print(f"{len(listed) - len(missed)} of {len(listed)} removed lines are noticed; not: {missed}")
    assert len(listed) >= 10 and len(missed) <= (1 - CAUGHT) * len(listed)


def is_caught(recorder: Path, folder: Path, scratch: Path, mutant: str) -> bool:
    """Its life fails by itself, or some cut leaves what must not be."""
    try:
        ops = record(recorder, folder, mutant)
    except subprocess.CalledProcessError:
        return True
    return bool(explore(ops, Tally(scratch), share=0.3, some=1, stop_at_first=True).wrong)


@pytest.mark.deep
@pytest.mark.parametrize("error", [0, errno.ENOSPC, errno.EIO], ids=["killed", "full", "broken"])
def test_a_failing_operation_is_survived(recorder: Path, scratch: Path, error: int) -> None:
    lives, wrong = with_faults(recorder, scratch, error, every=1)
    print(f"{lives} lives")
    assert not wrong and lives > 150


def with_faults(recorder: Path, folder: Path, error: int, *, every: int) -> tuple[int, str]:
    """How many lives there were, and what was wrong in the first bad one."""
    command = [*LIFE, str(folder), "fault", str(error), str(every)]
    env = preloaded(recorder, {"RECORD_ROOT": str(folder), "RECORD_TO": "/dev/null"})
    done = subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stderr
    lives, _, wrong = done.stdout.strip().partition(" ")
    return int(lives), wrong


@pytest.mark.deep
@pytest.mark.timeout(3600)
def test_a_whole_version_starts_after_ten_thousand_cuts(recorder: Path, tmp_path: Path, scratch: Path) -> None:
    ops = record(recorder, tmp_path)
    tally = explore(ops, Tally(scratch), share=1.0, some=DEEP // (len(ops) * len(Model)) + 1)
    first = tally.cuts
    chance = Random(7)
    found = [cut for model in Model for cut in cuts(ops, model, chance, share=0.1, some=1)]
    for number, (files, _, where) in enumerate(found):
        again_cut(recorder, tmp_path / f"again-{number}", files, where, tally)
    print(
        f"{first} cuts, {tally.cuts - first} more in the start after {len(found)} of them; {tally.opened} disks opened"
    )
    assert tally.wrong == []
    assert first >= DEEP


def again_cut(recorder: Path, folder: Path, files: dict[str, bytes], where: str, tally: Tally) -> None:
    """The power goes a second time, while the booth starts after the first."""
    lay_out(files, folder / "slots")
    ops = record(recorder, folder, "again")
    chance = Random(len(ops))
    for model in Model:
        disk = Disk(model, files)
        for at, op in enumerate(ops):
            disk.live(op)
            if chance.random() < 0.2:
                tally.look(disk.crash(Luck.SOME, chance), AnyState(), f"{where}, again {at} {op.letter}")
    shutil.rmtree(folder)


needs_root = pytest.mark.skipif(os.geteuid() != 0, reason="mounting a disk image takes root")


@pytest.mark.deep
@pytest.mark.timeout(600)
@needs_root
@pytest.mark.parametrize("is_noisy", [False, True], ids=["quiet", "another program syncs"])
def test_on_a_real_ext4(recorder: Path, scratch: Path, is_noisy: bool) -> None:
    seen, wrong = on_ext4(recorder, scratch, is_noisy=is_noisy)
    print(f"{seen} cuts on ext4")
    assert wrong == [] and seen > 150


@pytest.mark.deep
@pytest.mark.timeout(600)
@needs_root
def test_a_real_ext4_misses_a_removed_line(recorder: Path, scratch: Path) -> None:
    mutant = next(mutant for mutant in mutants() if mutant.endswith("_sync_tree(self.stage(version))"))
    assert on_ext4(recorder, scratch, mutant, is_noisy=True)[1]


def on_ext4(recorder: Path, scratch: Path, *mutant: str, is_noisy: bool) -> tuple[int, list[str]]:
    """The image of a mounted disk is copied before each operation: what had reached it. Each copy is mounted anew."""
    image, copy, said = scratch / "disk", scratch / "copy", scratch / "said"
    with image.open("wb") as file:
        file.truncate(16 << 20)
    subprocess.run(["mkfs.ext4", "-q", "-O", "^metadata_csum", image], check=True)
    seen, wrong = 0, list[str]()
    with mounted(image, scratch / "live") as live, stopping(recorder, live / "slots", said, *mutant) as child:
        while os.WIFSTOPPED(os.waitpid(child, os.WUNTRACED)[1]):
            if is_noisy:
                sync_something(live / "noise")
            shutil.copyfile(image, copy)
            with mounted(copy, scratch / "found") as found:
                wrong += [f"stop {seen}: {what}" for what in judge(found / "slots", heard(said))]
            seen += 1
            os.kill(child, signal.SIGCONT)
    return seen, wrong


@contextmanager
def mounted(image: Path, at: Path) -> Iterator[Path]:
    """Nothing reaches the disk by luck: no delayed allocation's own syncs, no commit every five seconds."""
    at.mkdir(exist_ok=True)
    subprocess.run(["mount", "-o", "loop,noauto_da_alloc,commit=300", image, at], check=True)
    try:
        yield at
    finally:
        subprocess.run(["umount", at], check=True)


@contextmanager
def stopping(recorder: Path, folder: Path, said: Path, *mutant: str) -> Iterator[int]:
    """The life, which stops before each operation; its process id."""
    env = preloaded(recorder, {"RECORD_ROOT": str(folder), "RECORD_TO": "/dev/null"})
    process = subprocess.Popen([*LIFE, str(folder), "stopping", str(said), *mutant], cwd=ROOT, env=env)
    try:
        yield process.pid
    finally:
        process.kill()
        process.wait()


def sync_something(path: Path) -> None:
    """Another program's sync takes our names along, not our bytes."""
    with path.open("ab") as file:
        file.write(b"x")
        file.flush()
        os.fsync(file.fileno())


def heard(said: Path) -> Promises:
    """So far."""
    promises = Promises()
    if said.exists() and (lines := said.read_bytes()):
        promises.hear(Op("K", (), lines))
    return promises
