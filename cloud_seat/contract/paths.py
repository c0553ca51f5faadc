"""Core: where an answer stands: "phone", "members.0.birth" (in a row of a group), "home.detail" (in an address)."""

from collections.abc import Mapping
from typing import Any

Values = Mapping[str, Any]


def join(*parts: str | int) -> str:
    """A path from its steps; empty ones fall out."""
    return ".".join(str(part) for part in parts if part != "")


def question(path: str) -> str:
    """The path without its rows: members.0.birth → members.birth."""
    return ".".join(step for step in path.split(".") if not step.isdigit())


def parent(path: str) -> str:
    """The path one step up; of a single step: ""."""
    return path.rpartition(".")[0]


def row_of(path: str) -> str:
    """The row that a path lies in (members.0.birth → members.0), or "" outside rows."""
    steps = path.split(".")
    last = max((at for at, step in enumerate(steps) if step.isdigit()), default=-1)
    return ".".join(steps[: last + 1])


def value_at(values: Values, path: str) -> Any:
    """The value there; None when there is none."""
    found: Any = values
    for step in path.split("."):
        if isinstance(found, Mapping):
            found = found.get(step)
        elif isinstance(found, list | tuple) and step.isdigit() and int(step) < len(found):
            found = found[int(step)]
        else:
            return None
    return found


def with_value(values: Values, path: str, value: Any) -> dict[str, Any]:
    """The same values with another one at that place. A row that is not there stays away."""
    changed = dict(_put(values, path.split("."), value))
    return changed if value_at(changed, path) is value else dict(values)


def with_row(values: Values, group: str) -> dict[str, Any]:
    """The same values with one more, empty row at the end of a group."""
    rows = value_at(values, group)
    return with_value(values, group, [*(rows if isinstance(rows, list | tuple) else ()), {}])


def without_row(values: Values, row: str) -> dict[str, Any]:
    """The same values without that row."""
    group, at = parent(row), int(row.rpartition(".")[2])
    rows = list(value_at(values, group) or ())
    return with_value(values, group, [*rows[:at], *rows[at + 1 :]])


def shifted(path: str, gone: str) -> str:
    """What a path is called once row `gone` is taken out; "" when it lay in that row."""
    group, at = parent(gone), int(gone.rpartition(".")[2])
    head, _, rest = path.removeprefix(f"{group}.").partition(".")
    if not path.startswith(f"{group}.") or not head.isdigit() or int(head) < at:
        return path
    if int(head) == at:
        return ""
    return join(group, int(head) - 1, *([rest] if rest else []))


def _put(here: Any, steps: list[str], value: Any) -> Any:
    first, rest = steps[0], steps[1:]
    if isinstance(here, list | tuple):
        if not first.isdigit() or int(first) >= len(here):
            return here
        changed = list(here)
        changed[int(first)] = _put(here[int(first)], rest, value) if rest else value
        return changed
    inside = here if isinstance(here, Mapping) else {}
    if not rest:
        return {**inside, first: value}
    if rest[0].isdigit() and not isinstance(inside.get(first), list | tuple):
        return inside
    return {**inside, first: _put(inside.get(first), rest, value)}
