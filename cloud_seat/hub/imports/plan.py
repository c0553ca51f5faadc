"""Core: what a file would change, told so that a person can judge it, under a hash that stands for exactly this."""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import msgspec

from cloud_seat.contract.intake import canonical
from cloud_seat.contract.text import Text
from cloud_seat.hub.imports.sheet import Wrong

NEW, CHANGED, GONE = "new", "changed", "gone"
SHOWN = 1000
"""Changes told one by one: nobody reads more, and the page stays quick."""
_LONGEST = 1500


class Choices(msgspec.Struct, frozen=True, kw_only=True):
    """What the operator chose. `whole`: the file is all there is, what it lacks goes. `leave_out`: wrong lines stay
    out, the others are taken; then nothing goes, for who knows what a wrong line meant."""

    whole: bool = False
    leave_out: bool = False


class Field(msgspec.Struct, frozen=True, kw_only=True):
    """One column of one line; of a cell with several things only those that go and those that come."""

    column: Text
    before: str = ""
    after: str = ""


class Change(msgspec.Struct, frozen=True, kw_only=True):
    """`what`: new, changed, gone. `key`: item id or official's number."""

    key: str
    name: str
    what: str
    fields: tuple[Field, ...] = ()


class Preview(msgspec.Struct, frozen=True, kw_only=True):
    """What the file would do. `hash`: confirms exactly this; empty: it cannot be confirmed as it is. `unused`: columns
    that say nothing here. `left_out`: lines. `more`: changes beyond those told one by one."""

    table: str
    new: int = 0
    changed: int = 0
    unchanged: int = 0
    gone: int = 0
    left_out: int = 0
    wrong: tuple[Wrong, ...] = ()
    unused: tuple[str, ...] = ()
    changes: tuple[Change, ...] = ()
    more: int = 0
    hash: str = ""


@dataclass(slots=True)
class Read:
    """A file understood. `wanted`: what each thing that it names is to be, None: gone. `bad`: what its wrong lines
    name; nothing is concluded about that."""

    wanted: dict[str, Any] = field(default_factory=dict[str, Any])
    bad: set[str] = field(default_factory=set[str])
    wrong: list[Wrong] = field(default_factory=list[Wrong])
    unused: list[str] = field(default_factory=list[str])


@dataclass(frozen=True, slots=True)
class Plan:
    """`put`: what is to be written, None: taken away. `base`: stands for all that was known."""

    preview: Preview
    put: dict[str, Any]
    base: str = ""


@dataclass(frozen=True, slots=True)
class Told:
    """How one table is told: `name` of a thing, `cells` of it by column, `labels` of the columns; whether a column's
    cell holds several things, by lines or by words; `titles`: what people call a word."""

    table: str
    labels: Mapping[str, Text]
    several: Mapping[str, str]
    name: Any
    cells: Any
    titles: Mapping[str, str] = field(default_factory=dict[str, str])


def plan(known: Mapping[str, Any], read: Read, *, base: str, choices: Choices, told: Told) -> Plan:
    """`base`: stands for all that is known: when it is another, so is the hash. Wrong lines make it none."""
    put = {key: value for key, value in read.wanted.items() if key not in read.bad and known.get(key) != value}
    stopping = {(one.sheet, one.line) for one in read.wrong if one.stops}
    kinds = {key: GONE if value is None else CHANGED if key in known else NEW for key, value in put.items()}
    counts = {kind: sum(found == kind for found in kinds.values()) for kind in (NEW, CHANGED, GONE)}
    may = all(line for _, line in stopping) and (choices.leave_out or not stopping)
    changes = [_change(key, kinds[key], known.get(key), value, told) for key, value in list(put.items())[:SHOWN]]
    preview = Preview(
        table=told.table,
        **counts,
        unchanged=len(read.wanted.keys() - read.bad - put.keys()),
        left_out=len(stopping),
        wrong=tuple(sorted(read.wrong, key=lambda one: (one.sheet, one.line, one.column))),
        unused=tuple(read.unused),
        changes=tuple(changes),
        more=len(put) - len(changes),
        hash=_hash(told.table, base, choices, put) if may else "",
    )
    return Plan(preview, put, base)


def _hash(table: str, base: str, choices: Choices, put: Mapping[str, Any]) -> str:
    bound = {"table": table, "base": base, "choices": msgspec.to_builtins(choices), "put": dict(put)}
    return hashlib.sha256(canonical(bound)).hexdigest()


def _change(key: str, what: str, before: Any, after: Any, told: Told) -> Change:
    old = told.cells(before) if before is not None else {}
    new = told.cells(after) if after is not None else {}
    named = told.name(key, after if after is not None else before)
    names = [name for name in told.labels if old.get(name, "") != new.get(name, "")]
    fields = (_field(name, old.get(name, ""), new.get(name, ""), told) for name in names)
    return Change(key=key, name=named, what=what, fields=tuple(fields))


def _field(name: str, before: str, after: str, told: Told) -> Field:
    by = told.several.get(name)
    if by is not None:
        old, new = before.split(by), after.split(by)
        before, after = _lacking(old, new, by, told.titles), _lacking(new, old, by, told.titles)
    return Field(column=told.labels[name], before=_short(before), after=_short(after))


def _lacking(these: Sequence[str], those: Iterable[str], by: str, titles: Mapping[str, str]) -> str:
    there = set(those)
    return ("、" if by == " " else by).join(titles.get(one, one) for one in these if one and one not in there)


def _short(cell: str) -> str:
    return cell if len(cell) <= _LONGEST else f"{cell[:_LONGEST]}…"
