"""Wiring: a booth takes version after version, and says what it has promised, as it does.

Run under the recorder as `python -S -m tests.faults.slots.life FOLDER SAID MUTANT`: the whole life is written down. As
`… FOLDER again` a disk that was found after a cut is opened and used on. As `… FOLDER fault ERROR EVERY` one life for
every EVERY-th operation has that operation fail with this error, or (0) the process killed before it; printed are their
number and what was wrong in the first bad one. As `… FOLDER stopping SAID MUTANT` it stops before each operation.
"""

import ctypes
import hashlib
import json
import os
import shutil
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path

from installer.slots import store
from installer.slots.manifest import NAME, BrokenTreeError, File, Manifest, ManifestError, Schema, dump
from installer.slots.state import Committed, Condemned, Confirmed, Event, LocalRefusedError, State, TrySpent, step
from installer.slots.store import Slots
from tests.faults.slots.mutants import without

recorder = ctypes.CDLL("")
Said = Callable[..., object]
SAME = {f"lib/same{n}.py": bytes([65 + n]) * 900 for n in range(3)}


def files_of(version: str) -> dict[str, bytes]:
    """One file changes, one comes and goes."""
    return {**SAME, "app.py": version.encode() * 300, f"only_{version}.py": b"x" * 40}


def download(slots: Slots, version: str, source: str) -> None:
    """As the updater does it: links for what did not change, and nothing synced."""
    stage, old = slots.stage(version), slots.tree(source) if source else None
    shutil.rmtree(stage, ignore_errors=True)
    (stage / "lib").mkdir(parents=True)
    files = files_of(version)
    for path, body in files.items():
        if old and (old / path).exists() and (old / path).read_bytes() == body:
            os.link(old / path, stage / path)
        else:
            (stage / path).write_bytes(body)
            (stage / path).chmod(0o644)
    (stage / "alias.py").symlink_to("app.py")
    entries = {path: File(hashlib.sha256(body).hexdigest(), len(body), 0o644) for path, body in files.items()}
    manifest = Manifest(version, entries, {"alias.py": "app.py"}, "", Schema((1, 1), 1), "0" * 64)
    (stage / NAME).write_bytes(dump(manifest))


def told(said: Said, slots: Slots, event: Event) -> None:
    """What holds next is announced, then it holds."""
    now = slots.state()
    said("next", words_of(step(now, event)))
    said("now", words_of(slots.apply(event) if not isinstance(event, Committed) else slots.commit(event.version)))


def words_of(state: State) -> str:
    """In one word of a promise."""
    return json.dumps(asdict(state), separators=(",", ":"))


def live(slots: Slots, said: Said) -> None:
    """The first version, a good one, one that is never well, one that is well at its second start."""
    said("next", words_of(State(current="1.0.0")))
    take(slots, said, "1.0.0")
    take(slots, said, "1.1.0")
    told(said, slots, TrySpent())
    told(said, slots, Confirmed())
    take(slots, said, "1.2.0")
    for _ in range(4):
        told(said, slots, TrySpent())
    take(slots, said, "1.3.0")
    told(said, slots, TrySpent())
    told(said, slots, TrySpent())
    told(said, slots, Confirmed())
    told(said, slots, Condemned("1.1.0", "withdrawn"))


def take(slots: Slots, said: Said, version: str) -> None:
    """From the download to the commit."""
    download(slots, version, slots.state().current)
    slots.stage_done(version)
    told(said, slots, Committed(version))


def use_on(slots: Slots) -> str:
    """What a booth does after any cut: it starts, and takes the next version. Says what it started first."""
    started = slots.boot()
    now = slots.state()
    for version in ("1.3.0", "1.4.0"):
        with suppress(LocalRefusedError):  # it has that one, or a newer one, or it was started in vain too often
            download(slots, version, now.current)
            slots.stage_done(version)
            slots.commit(version)
    return started


def quiet(*_: object) -> None:
    """Nobody listens."""


def to_file(path: Path) -> Said:
    """A line is written at once, by one call."""
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    return lambda *words: os.write(descriptor, (" ".join(map(str, words)) + "\n").encode())


def faults(folder: Path, error: int, every: int) -> Iterator[str]:
    """What was wrong in each life; empty when it was well. The one that met no fault is the last."""
    at, code = 0, -1
    while code != WELL:
        base = folder / str(at)
        child = os.fork()
        if not child:
            os._exit(_live_with_fault(base, at, error))
        code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
        yield _after_fault(base, at, code)
        shutil.rmtree(base)
        at += every


WELL, TOOK_NO_NOTICE, REFUSED = 0, 10, 11


def _live_with_fault(base: Path, at: int, error: int) -> int:
    before = recorder.operations()
    recorder.fail_at(at, error)
    try:
        live(Slots(base), quiet)
    except (OSError, BrokenTreeError, ManifestError, LocalRefusedError):
        return REFUSED
    return WELL if recorder.operations() - before <= at else TOOK_NO_NOTICE


def _after_fault(base: Path, at: int, code: int) -> str:
    """A whole version is started, and the next one taken."""
    if code not in (WELL, TOOK_NO_NOTICE, REFUSED, -signal.SIGKILL):
        return f"operation {at}: ended with {code}"
    slots = Slots(base)
    found = slots.state()
    started = use_on(slots)
    if found.chosen and not (started and slots.is_whole(started)):
        return f"operation {at}: nothing starts of {found}"
    return "" if slots.state().chosen == "1.4.0" and slots.is_whole("1.4.0") else f"operation {at}: {slots.state()}"


def main(folder: Path, how: str, *rest: str) -> None:
    """See above."""
    if how == "again":
        use_on(Slots(folder))
    elif how == "fault":
        lives = list(faults(folder, *map(int, rest)))
        print(len(lives), next(filter(None, lives), ""))
    elif how == "stopping":
        recorder.stop_at_each()
        live(altered(*rest[1:])(folder), to_file(Path(rest[0])))
    else:
        live(altered(*rest)(folder), to_file(Path(how)))


def altered(mutant: str = "") -> type[Slots]:
    """The store, or a mutant of it."""
    if mutant:
        exec(without(mutant), store.__dict__)
    return store.Slots


if __name__ == "__main__":
    main(Path(sys.argv[1]), *sys.argv[2:])
