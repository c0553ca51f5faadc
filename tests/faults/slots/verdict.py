"""Shell: what a booth finds after the power went: does a whole version start, does it stay, does the next one come?"""

import json
import logging
import os
import shutil
from pathlib import Path

from installer.slots.state import State
from installer.slots.store import Slots
from tests.faults.crash.disk import LINK, Op
from tests.faults.slots.life import use_on


class Promises:
    """Which states may be found: the one that holds, and the one that is being made."""

    def __init__(self) -> None:
        self.now = State()
        self.next = State()
        self.is_clean = True

    def hear(self, op: Op) -> None:
        """A line of the life."""
        for line in op.data.decode().splitlines() or [" ".join(op.words)]:
            word, _, body = line.partition(" ")
            state = State(**json.loads(body))
            if word == "now":
                self.now, self.is_clean = state, False
            self.next = state

    def allow(self, found: State) -> bool:
        """Before the first promise there may be nothing yet."""
        return found in (self.now, self.next) or (self.is_clean and found == State())


class AnyState(Promises):
    """The booth was started since, and may have the next version: only that a whole one starts counts."""

    def allow(self, found: State) -> bool:
        return True


class Tally:
    """`cuts`: points at which the power went; `opened` of them, for equal disks are opened once; what was wrong."""

    def __init__(self, scratch: Path) -> None:
        self.cuts = self.opened = 0
        self.wrong: list[str] = []
        self._scratch = scratch / "disk"
        self._seen: set[int] = set()

    def look(self, files: dict[str, bytes], promises: Promises, where: str) -> None:
        """One disk."""
        self.cuts += 1
        mark = hash((tuple(sorted(files.items())), repr((promises.now, promises.next))))
        if mark not in self._seen:
            self._seen.add(mark)
            self.opened += 1
            lay_out(files, self._scratch)
            self.wrong += [f"{where}: {what}" for what in judge(self._scratch, promises)]


def lay_out(files: dict[str, bytes], folder: Path) -> None:
    """The disk as a folder; equal files that were links are files of their own here."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    for path, content in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        if content.startswith(LINK):
            (folder / path).symlink_to(content.removeprefix(LINK).decode())
        else:
            (folder / path).write_bytes(content)


def judge(base: Path, promises: Promises) -> list[str]:
    """What is wrong; empty when all is well."""
    logging.getLogger("installer.slots").setLevel(logging.ERROR)  # a torn state is expected, and said
    slots = Slots(base)
    found = slots.state()
    wrong = [] if promises.allow(found) else [f"found {found}, promised {promises.now} or {promises.next}"]
    if found.chosen and not slots.is_whole(found.chosen):
        wrong.append(f"{found.chosen} is torn")
    started = use_on(slots)
    if found.chosen and not started:
        wrong.append("nothing starts")
    end = slots.state()
    if end.chosen != "1.4.0" or not slots.is_whole("1.4.0"):
        wrong.append(f"the next version was not taken: {end}")
    if os.path.lexists(slots.stage("1.4.0")):
        wrong.append("a stage is left")
    return wrong
