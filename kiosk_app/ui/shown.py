"""Core: the values that cross to the glass."""

from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass, field

Shown = Mapping[str, object]
"""One view: key → plain value (str, bool, int, float, list of dicts, `Rows`, `LongRows`)."""

Presentation = Mapping[str, Shown]
"""All views by name."""


@dataclass(frozen=True, slots=True)
class Rows:
    """A list whose rows keep their identity: `key` names the role that identifies a row."""

    roles: tuple[str, ...]
    key: str
    rows: tuple[Mapping[str, object], ...] = ()


@dataclass(frozen=True, slots=True)
class LongRows:
    """A list of thousands, whose rows are only made when they come into sight.

    `keys` identify the rows; `row(at)` is pure and may be asked on the GUI lane; whenever any row would say something
    else, so does `stamp`.
    """

    roles: tuple[str, ...]
    keys: tuple[str, ...]
    stamp: Hashable
    row: Callable[[int], Mapping[str, object]] = field(compare=False, repr=False)
