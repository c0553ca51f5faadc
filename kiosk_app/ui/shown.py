"""Core: the values that cross to the glass."""

from collections.abc import Mapping
from dataclasses import dataclass

Shown = Mapping[str, object]
"""One view: key → plain value (str, bool, int, float, list of dicts, `Rows`)."""

Presentation = Mapping[str, Shown]
"""All views by name."""


@dataclass(frozen=True, slots=True)
class Rows:
    """A list whose rows keep their identity: `key` names the role that identifies a row."""

    roles: tuple[str, ...]
    key: str
    rows: tuple[Mapping[str, object], ...] = ()
