"""Core: one update of this booth: from the hub's word to the moment at which nobody is served and nothing is under way.

        Instructed                Staged                 MomentCame
resting ----------> fetching ---------------> ready -------------------> switching (the program ends, another starts)
   ^                   |                        |
   '---- Failed, Instructed otherwise ----------'
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import Enum, auto
from typing import TypeAlias, assert_never


class Phase(Enum):
    """Where it stands."""

    RESTING = auto()
    FETCHING = auto()
    READY = auto()
    SWITCHING = auto()


@dataclass(frozen=True, slots=True)
class Update:
    """`version`: the one on its way, empty while resting. Hours: when it may switch, local; both equal: at any hour."""

    phase: Phase = Phase.RESTING
    version: str = ""
    from_hour: int = 0
    until_hour: int = 0


@dataclass(frozen=True, slots=True)
class Instructed:
    """The hub's word, or a keeper's with a stick. `runs`: what runs now."""

    version: str
    runs: str
    from_hour: int = 0
    until_hour: int = 0


@dataclass(frozen=True, slots=True)
class Staged:
    """It is whole on the disk."""


@dataclass(frozen=True, slots=True)
class Failed:
    """It could not be had, or may not be taken; tried again with the next word."""


@dataclass(frozen=True, slots=True)
class Moment:
    """The booth as it is. `is_idle`: nobody is there, nothing is open; `is_settled`: no case is being written or sent;
    `hour`: of the day, local."""

    is_idle: bool
    is_settled: bool
    hour: int


@dataclass(frozen=True, slots=True)
class MomentCame:
    """How the booth is now."""

    moment: Moment


Event: TypeAlias = Instructed | Staged | Failed | MomentCame


@dataclass(frozen=True, slots=True)
class Fetch:
    """Bring it to the disk, verified."""

    version: str


@dataclass(frozen=True, slots=True)
class Switch:
    """From the next start on; end the program now."""

    version: str


Command: TypeAlias = Fetch | Switch


class LocalUpdateError(Exception):
    """The event does not fit the phase: a bug. Nothing changed."""


def step(update: Update, event: Event) -> tuple[Update, Sequence[Command]]:
    """Raises LocalUpdateError."""
    match event:
        case Instructed():
            return _instructed(update, event)
        case Staged():
            _need(update, Phase.FETCHING)
            return replace(update, phase=Phase.READY), ()
        case Failed():
            return Update(), ()
        case MomentCame(moment):
            if update.phase is not Phase.READY or not may_switch(update, moment):
                return update, ()
            return replace(update, phase=Phase.SWITCHING), (Switch(update.version),)
        case _:
            assert_never(event)


def _instructed(update: Update, event: Instructed) -> tuple[Update, Sequence[Command]]:
    """The same word again changes only the hours; another one starts anew; none at all gives up what is not done."""
    if update.phase is Phase.SWITCHING:
        return update, ()
    if not event.version or event.version == event.runs:
        return Update(), ()
    wanted = Update(Phase.FETCHING, event.version, event.from_hour, event.until_hour)
    if event.version == update.version:
        return replace(wanted, phase=update.phase), ()
    return wanted, (Fetch(event.version),)


def may_switch(update: Update, moment: Moment) -> bool:
    """Nobody is interrupted, nothing of a case is on its way, and it is the hour."""
    return moment.is_idle and moment.is_settled and in_window(moment.hour, update.from_hour, update.until_hour)


def in_window(hour: int, from_hour: int, until_hour: int) -> bool:
    """Also over midnight; both equal: always."""
    if from_hour <= until_hour:
        return from_hour == until_hour or from_hour <= hour < until_hour
    return hour >= from_hour or hour < until_hour


def _need(update: Update, phase: Phase) -> None:
    if update.phase is not phase:
        raise LocalUpdateError(f"{phase.name} expected, {update.phase.name} is")
