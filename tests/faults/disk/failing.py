"""Wiring: lives of a booth whose disk fails once each, at another operation each, and what is found afterwards.

Run under the recorder as `python -m tests.faults.disk.failing FOLDER EVERY ERROR`: the fault strikes at every EVERY-th
operation. Whoever meets it tries again, as a resident presses again and the lane comes round again. With `careless` at
the end it is a program that does not listen. Prints the number of lives, then what was wrong in the first bad one.
"""

import contextlib
import ctypes
import logging
import shutil
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from offline_cache import CacheError, blobs
from offline_cache.case_states import CaseState
from tests.faults.crash.disk import Op
from tests.faults.crash.verdict import Promises, judge
from tests.offline_cache.intake_peer import IntakePeer, serve
from tests.offline_cache.kiosk_end import MARKER, Kiosk

Answer = TypeVar("Answer")
recorder = ctypes.CDLL("")
WRITE_DURABLY = blobs.write_durably
TRIES = 3
"""One fault, and what it leaves behind."""


def again(work: Callable[[], Answer]) -> Answer:
    """Until it is done; every refusal must be one of ours."""
    for _ in range(TRIES - 1):
        try:
            return work()
        except CacheError:
            continue
    return work()


def live(kiosk: Kiosk, promises: Promises) -> None:
    """Two cases submitted and sent, with a restart in between, and one that is left."""

    def said(*words: object) -> None:
        promises.hear(Op("K", tuple(map(str, words))))

    again(kiosk.hub_keys)
    for number in range(3):
        case_id = again(lambda: kiosk.cache.open_draft(item_id="i", form_id="f", form_version=1, form_hash=""))
        said("opened", case_id)
        again(lambda: kiosk.cache.save_form(case_id, f"0 {MARKER}".encode()))  # noqa: B023 - called at once
        said("form", case_id, 0)
        for name in ("scan/1", "scan/1"):
            again(lambda: kiosk.cache.add_scan(case_id, name, "image/jpeg", MARKER.encode() * 99))  # noqa: B023
            said("part", case_id, name)
        if number == 2:
            again(lambda: kiosk.leave(case_id))  # noqa: B023
            said("left", case_id)
            continue
        said("submitted", case_id, again(lambda: kiosk.submit(case_id)).number)  # noqa: B023
        again(kiosk.reopen)
        kiosk.clock.advance(400)
        again(kiosk.drain)
        for committed in kiosk.committed():
            said("committed", committed)


def judged(folder: Path, peer: IntakePeer, at: int, error: int) -> tuple[int, list[str]]:
    """One life with the fault at operation `at`; how many operations it had, and what was wrong."""
    promises, before, root = Promises(), recorder.operations(), folder / "cache"
    shutil.rmtree(folder, ignore_errors=True)
    kiosk = Kiosk(root, peer)
    recorder.fail_at(at, error)
    live(kiosk, promises)
    recorder.fail_at(-1, 0)
    kiosk.clock.advance(400)
    kiosk.drain()
    undestroyed = kiosk.cache.outbox.submitted((CaseState.COMMITTED,))
    kiosk.reopen()
    waiting = [*kiosk.cache.pending(), *kiosk.cache.dead(), *undestroyed]
    kiosk.cache.close()
    for case_id in set(peer.arrivals) & promises.cases.keys():
        promises.hear(Op("K", ("taken", case_id)))
    files = {str(path.relative_to(root)): path.read_bytes() for path in root.rglob("*") if path.is_file()}
    wrong = [f"waits: {case.last_error}" for case in waiting] + judge(files, promises, folder / "judged")
    return recorder.operations() - before, [f"operation {at}: {what}" for what in wrong]


def careless(path: Path, data: bytes) -> None:
    """The mutant: what the disk says is not listened to."""
    with contextlib.suppress(OSError):
        path.touch()
        WRITE_DURABLY(path.with_suffix(".careless"), data)
        path.with_suffix(".careless").rename(path)


def main(folder: Path, every: int, error: int) -> None:
    logging.disable()
    with serve(IntakePeer()) as peer:
        length, wrong = judged(folder, peer, 10**9, error)
        lives = range(0, length, every)
        for at in lives:
            wrong += judged(folder, peer, at, error)[1]
            if wrong:
                break
    assert len(peer.arrivals) == len(set(peer.arrivals))
    print(len(lives), *wrong, *peer.problems, sep="\n")


if __name__ == "__main__":
    if sys.argv[4:] == ["careless"]:
        blobs.write_durably = careless
    main(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]))
