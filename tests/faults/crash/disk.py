"""Core: what may be on a disk after the power went: from recorded file operations to every state they could leave.

Two models of what a file system owes (Pillai et al., OSDI 2014):

* `ordered`: names reach the disk in the order of their changes, and any fsync brings all earlier ones (ext4).
* `strict`: a name is on the disk only after its folder was synced; until then each change may be there or not.

In both, bytes written and not yet synced may be there, in any part: whole sectors of 512 bytes, in any order; a file's
size may have grown without its bytes (zeros).
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from random import Random

SECTOR = 512
LINK = b"\0symbolic link to "
"""What is found in the place of a symbolic link begins with it."""


class Model(StrEnum):
    """What the file system promises about names."""

    ORDERED = "ordered"
    STRICT = "strict"


class Luck(StrEnum):
    """Which of the unsynced changes made it."""

    NONE = "none"
    ALL = "all"
    SOME = "some"


@dataclass(frozen=True, slots=True)
class Op:
    """One recorded operation. `letter` as in recorder.c; `words` what follows it; `data` the bytes of a write."""

    letter: str
    words: tuple[str, ...]
    data: bytes = b""


def parse(record: bytes) -> list[Op]:
    """The operations of a whole record, in order; each file gets a number of its own, however inodes are used again."""
    ops: list[Op] = []
    files: dict[str, str] = {}
    at = 0
    while at < len(record):
        end = record.index(b"\n", at)
        letter, _, rest = record[at:end].decode().partition(" ")
        at = end + 1
        words = tuple(rest.split("\t" if letter in "RLY" else " "))
        data = b""
        if letter == "O":
            if words[1] == "1" or words[0] not in files:
                files[words[0]] = str(len(ops))
            words = (files[words[0]], *words[1:])
        elif letter in "WTS":
            words = (files[words[0]], *words[1:])
        if letter == "W":
            data = record[at : at + int(words[2])]
            at += int(words[2])
        ops.append(Op(letter, words, data))
    return ops


@dataclass(slots=True)
class _File:
    """`synced`: on the disk for sure. `pending`: (offset, bytes) or a new size, since then."""

    synced: bytearray = field(default_factory=bytearray)
    pending: list[tuple[int, bytes] | int] = field(default_factory=list)


class Disk:
    """Lives through operations; `crash` tells what would be left now. `files`: what an earlier crash left."""

    def __init__(self, model: Model, files: Mapping[str, bytes] | None = None) -> None:
        self._model = model
        self._files: dict[str, _File] = {path: _File(bytearray(body)) for path, body in (files or {}).items()}
        self._names: dict[str, str] = {path: path for path in self._files}
        self._synced_names = dict(self._names)
        self._pending_names: list[tuple[str, tuple[str, ...]]] = []
        """Changes of names: ("link", path, file), ("unlink", path) or ("rename", old, new), with their folder."""

    def live(self, op: Op) -> None:
        """One operation happens."""
        match op.letter, op.words:
            case "O", (number, created, path):
                self._open(number, created == "1", path)
            case "W", (number, offset, _):
                self._files[number].pending.append((int(offset), op.data))
            case "T", (number, size):
                self._files[number].pending.append(int(size))
            case "S", (number,):
                self._sync_file(number)
            case "D", (path,):
                self._sync_names("" if path == "." else path)
            case "R", (old, new):
                self._change("rename", old, new)
            case "U", (path,):
                self._change("unlink", path)
            case "L", (old, new):
                self._change("link", new, self._names[old])
            case "Y", (target, path):
                self._files[target] = _File(bytearray(LINK + target.encode()))
                self._change("link", path, target)

    def crash(self, luck: Luck, chance: Random) -> dict[str, bytes]:
        """The files that are found after it, by path."""
        names = dict(self._synced_names)
        for change in _lucky_changes(self._model, luck, self._pending_names, chance):
            _rename(names, change)
        return {path: _found(self._files[number], luck, chance) for path, number in names.items()}

    def _open(self, number: str, is_new: bool, path: str) -> None:
        if number in self._files:
            return
        if not is_new and path in self._names:
            self._files[number] = self._files[self._names[path]]
            return
        self._files[number] = _File()
        if is_new:
            self._change("link", path, number)

    def _change(self, *change: str) -> None:
        _rename(self._names, change)
        self._pending_names.append((change[1].rpartition("/")[0], change))

    def _sync_file(self, number: str) -> None:
        file = self._files[number]
        for change in file.pending:
            _apply(file.synced, change)
        file.pending.clear()
        if self._model is Model.ORDERED:
            self._sync_names(None)

    def _sync_names(self, folder: str | None) -> None:
        """None: all folders."""
        is_all = folder is None or self._model is Model.ORDERED
        for _, change in (kept := [p for p in self._pending_names if is_all or p[0] == folder]):
            _rename(self._synced_names, change)
        self._pending_names = [p for p in self._pending_names if p not in kept]


def _rename(names: dict[str, str], change: tuple[str, ...]) -> None:
    match change:
        case ("link", path, number):
            names[path] = number
        case ("unlink", path):
            names.pop(path, None)
        case ("rename", old, new) if old in names:
            names[new] = names.pop(old)
        case ("rename", old, new):  # a folder
            for path in [path for path in names if path.startswith(f"{old}/")]:
                names[new + path.removeprefix(old)] = names.pop(path)


def _lucky_changes(
    model: Model, luck: Luck, pending: list[tuple[str, tuple[str, ...]]], chance: Random
) -> Iterator[tuple[str, ...]]:
    if luck is Luck.NONE:
        return
    changes = [change for _, change in pending]
    if luck is Luck.SOME and model is Model.ORDERED:
        changes = changes[: chance.randint(0, len(changes))]
    for change in changes:
        if luck is Luck.ALL or model is Model.ORDERED or chance.random() < 0.5:
            yield change


def _found(file: _File, luck: Luck, chance: Random) -> bytes:
    content = bytearray(file.synced)
    if luck is Luck.NONE:
        return bytes(content)
    for change in file.pending:
        if luck is Luck.ALL:
            _apply(content, change)
        elif isinstance(change, int):
            if chance.random() < 0.5:
                _apply(content, change)
        else:
            _apply_torn(content, change, chance)
    return bytes(content)


def _apply(content: bytearray, change: tuple[int, bytes] | int) -> None:
    if isinstance(change, int):
        del content[change:]
        content.extend(bytes(change - len(content)))
        return
    offset, data = change
    content.extend(bytes(max(0, offset - len(content))))
    content[offset : offset + len(data)] = data


def _apply_torn(content: bytearray, change: tuple[int, bytes], chance: Random) -> None:
    """All of a write, nothing of it, or some of its sectors; its length may be there without its bytes."""
    offset, data = change
    fate = chance.random()
    if fate < 0.25:
        return
    if fate < 0.5:
        _apply(content, change)
        return
    for start in range(0, len(data), SECTOR):
        if chance.random() < 0.5:
            _apply(content, (offset + start, data[start : start + SECTOR]))
