"""Shell: opens what a power cut left, with the real program, and holds it against what had been promised.

lost      something acknowledged is not there, or cannot be read by whom it must
doubled   a case has another number, or other bytes, than were promised before: the hub would take it twice
half      a case that counts as whole misses a piece
readable  plain text on the disk, or this kiosk still holds the key of a case that it has given away
broken    the program does not start
"""

import json
import shutil
from collections import defaultdict
from dataclasses import dataclass, field
from pathlib import Path

from offline_cache import Cache, CacheError, open_cache
from offline_cache.case_states import WAITING, CaseState
from offline_cache.intake_papers import sha256_hex
from tests.faults.crash.disk import Op
from tests.offline_cache.intake_peer import KIOSK
from tests.offline_cache.kiosk_end import DEVICE_KEY, MARKER

_GIVEN_AWAY = (*WAITING, CaseState.COMMITTED, CaseState.WIPED)


@dataclass
class Promise:
    """What was promised about one case so far."""

    form: int = -1
    parts: set[str] = field(default_factory=set)
    number: str = ""
    is_left: bool = False
    is_taken: bool = False
    is_committed: bool = False


class Promises:
    """All promises, by case id."""

    def __init__(self) -> None:
        self.cases: dict[str, Promise] = defaultdict(Promise)

    def hear(self, op: Op) -> None:
        """One line that the program said."""
        word, case_id, *rest = op.words
        case = self.cases[case_id]
        match word, rest:
            case "form", [version]:
                case.form = int(version)
            case "part", [name]:
                case.parts.add(name)
            case "submitted", [number]:
                case.number = number
            case "left", _:
                case.is_left = True
            case "taken", _:
                case.is_taken = True
            case "committed", _:
                case.is_committed = True


class Tally:
    """`states` rebuilt, `opened` of them (equal ones are opened once), and what was wrong with which."""

    def __init__(self, scratch: Path) -> None:
        self.states = self.opened = 0
        self.wrong: list[str] = []
        self._scratch = scratch / "state"
        self._seen: set[int] = set()

    def look(self, files: dict[str, bytes], promises: Promises, where: str) -> None:
        """One state."""
        self.states += 1
        mark = hash((tuple(sorted(files.items())), repr(promises.cases)))
        if mark in self._seen:
            return
        self._seen.add(mark)
        self.opened += 1
        self.wrong += [f"{where}: {what}" for what in judge(files, promises, self._scratch)]


def judge(files: dict[str, bytes], promises: Promises, folder: Path) -> list[str]:
    """What is wrong with these files; empty when all is well. `folder` is emptied and used."""
    shutil.rmtree(folder, ignore_errors=True)
    for place in ("sealed", "waybills"):
        (folder / place).mkdir(parents=True)
    for path, content in files.items():
        if not path.endswith("-shm"):  # the index of SQLite's log: memory, rebuilt at every opening
            (folder / path).write_bytes(content)
    wrong = [f"readable: {path}" for path, content in files.items() if MARKER.encode() in content]
    try:
        cache = open_cache(folder, device_key=DEVICE_KEY, kiosk_id=KIOSK)
    except CacheError as error:
        return [*wrong, f"broken: {type(error).__name__} {error}"]
    try:
        for case_id, promise in promises.cases.items():
            found = _judge_case(cache, case_id, promise) + _judge_waybill(cache, case_id, files)
            wrong += [f"{what} ({case_id[-6:]})" for what in found]
    finally:
        cache.close()
    return wrong


def _judge_case(cache: Cache, case_id: str, promise: Promise) -> list[str]:
    try:
        state = cache.outbox.state(case_id)
        has_key = cache.outbox.draft_key(case_id) is not None
    except CacheError as error:
        return [f"lost: {error}"]
    wrong = ["readable: key kept"] if state is not CaseState.DRAFT and has_key else []
    if promise.is_left:
        return [*wrong, *([] if state is CaseState.EXPIRED else [f"readable: left, but {state}"])]
    if promise.number:
        wrong += _judge_submitted(cache, case_id, promise, state)
    elif state is CaseState.DRAFT:
        wrong += _judge_draft(cache, case_id, promise)
    elif state in WAITING:
        wrong += _pieces(cache, case_id)
    elif state is not CaseState.EXPIRED:
        wrong.append(f"lost: {state} before it was submitted")
    return wrong


def _judge_submitted(cache: Cache, case_id: str, promise: Promise, state: CaseState) -> list[str]:
    if state not in _GIVEN_AWAY:
        return [f"lost: submitted, but {state}"]
    wrong = [] if cache.outbox.provisional(case_id).number == promise.number else ["doubled: another number"]
    if state in WAITING:
        if promise.is_committed:
            wrong.append("doubled: committed, but it waits again")
        return wrong + _pieces(cache, case_id)
    if not promise.is_taken:
        wrong.append(f"lost: {state}, but the hub has it not")
    if cache.receipt(case_id) is None:
        wrong.append("lost: no receipt")
    return wrong


def _judge_draft(cache: Cache, case_id: str, promise: Promise) -> list[str]:
    wrong = []
    names = cache.part_names(case_id)
    if missing := promise.parts - set(names):
        wrong.append(f"lost: {sorted(missing)}")
    for name in names:
        try:
            plain = cache.read_part(case_id, name).decode()
        except CacheError as error:
            wrong.append(f"half: {name} {error}")
            continue
        if name == "form.json" and int(plain.split()[0]) < promise.form:
            wrong.append("lost: an older form")
    if promise.form >= 0 and "form.json" not in names:
        wrong.append("lost: the form")
    return wrong


def _judge_waybill(cache: Cache, case_id: str, files: dict[str, bytes]) -> list[str]:
    """With the store or its key gone as well, a waiting case can still be carried whole."""
    try:
        if cache.outbox.state(case_id) not in WAITING:
            return []
        waybill = json.loads(files[f"waybills/{case_id}.json"])
    except (CacheError, KeyError, ValueError) as error:
        return [f"lost: no waybill, {type(error).__name__}"]
    named = {file["sha256"] for file in waybill["files"]}
    if named != {part.sha256 for part in cache.outbox.parts(case_id)}:
        return ["half: a waybill of other files"]
    return [
        f"half: {name[:6]} in its waybill" for name in named if sha256_hex(files.get(f"sealed/{name}", b"")) != name
    ]


def _pieces(cache: Cache, case_id: str) -> list[str]:
    """A waiting case must be whole: its manifest, and every part that it names."""
    wrong = []
    try:
        cache.outbox.manifest(case_id)
        parts = cache.outbox.parts(case_id)
    except CacheError as error:
        return [f"half: {error}"]
    if {part.name for part in parts} != {"form.json", "scan/1", "scan/2"}:
        wrong.append(f"half: {len(parts)} parts")
    for part in parts:
        try:
            cache.sealed_part(part.sha256)
        except CacheError as error:
            wrong.append(f"half: {part.name} {error}")
    return wrong
