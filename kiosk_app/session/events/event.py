"""Core: what all events are. Whatever comes late from a lane names its session number."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Event:
    """Anything that happened."""


@dataclass(frozen=True, slots=True)
class Late(Event):
    """An answer of another lane: it counts only for the session that asked."""

    session: int
