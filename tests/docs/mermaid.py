"""Core: arrows between states as a Mermaid state diagram, in an order that never changes."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

START = "[*]"


@dataclass(frozen=True, slots=True)
class Arrow:
    """One way from state to state and what it is called."""

    source: str
    target: str
    label: str


def diagram(states: Sequence[str], arrows: Iterable[Arrow], *, first: str, names: Mapping[str, str] = {}) -> str:
    """The text between the fences. `states` gives the order; arrows between the same two share one line."""
    order = {state: at for at, state in enumerate(states)}
    shared: dict[tuple[str, str], set[str]] = {}
    for arrow in arrows:
        shared.setdefault((arrow.source, arrow.target), set()).add(arrow.label)
    lines = ["stateDiagram-v2", f"    {START} --> {first}"]
    lines += [f"    {state} : {name}" for state, name in names.items()]
    for source, target in sorted(shared, key=lambda pair: (order[pair[0]], order[pair[1]])):
        lines.append(f"    {source} --> {target} : {', '.join(sorted(shared[source, target]))}")
    return "\n".join(lines)
