"""Core: what every command is."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Command:
    """Something to do."""
