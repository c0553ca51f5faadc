"""Core: in which order people read what stands on the glass: row by row, and within a row from left to right.

Groups that hang together (a column, a card, a list) are read to their end before the next begins: who walks a tree
sorts each node's children by the boxes of what they hold.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cmp_to_key
from typing import Generic, TypeVar

Thing = TypeVar("Thing")

ROW_SHARE = 0.5
"""Two boxes stand in one row when they overlap by more than this share of the lower one."""


@dataclass(frozen=True, slots=True)
class Box:
    """Where something lies in the window, in px."""

    left: float
    top: float
    right: float
    bottom: float

    def around(self, other: "Box") -> "Box":
        """Both."""
        return Box(
            min(self.left, other.left),
            min(self.top, other.top),
            max(self.right, other.right),
            max(self.bottom, other.bottom),
        )


@dataclass(frozen=True, slots=True)
class Group(Generic[Thing]):
    """What is read in one go, in order, and where it lies."""

    box: Box
    things: tuple[Thing, ...]


def joined(groups: Sequence[Group[Thing]]) -> Group[Thing] | None:
    """One group of many, in reading order; None of none."""
    if len(groups) < 2:
        return groups[0] if groups else None
    ordered = sorted(groups, key=cmp_to_key(_order))
    box = ordered[0].box
    for group in ordered[1:]:
        box = box.around(group.box)
    return Group(box, tuple(thing for group in ordered for thing in group.things))


def _order(one: Group[Thing], other: Group[Thing]) -> int:
    a, b = one.box, other.box
    shared = min(a.bottom, b.bottom) - max(a.top, b.top)
    lower = min(a.bottom - a.top, b.bottom - b.top)
    ahead = a.left - b.left if shared > ROW_SHARE * lower else a.top - b.top
    return (ahead > 0) - (ahead < 0)
