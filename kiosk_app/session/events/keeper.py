"""Core: events of the keeper's page."""

from dataclasses import dataclass, field

from kiosk_app.session.events.event import Event, Late


@dataclass(frozen=True, slots=True)
class KeeperAsked(Event):
    """The logo was pressed for long."""


@dataclass(frozen=True, slots=True)
class PinTyped(Event):
    pin: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class PinJudged(Late):
    """Of a PIN or a card: `code` empty when it was right, else wrong, locked, unset or card (one that is not known)."""

    code: str


@dataclass(frozen=True, slots=True)
class TaskChosen(Event):
    """`task`: one of `TASKS` of `session.moves.keeper`."""

    task: str


@dataclass(frozen=True, slots=True)
class TaskDone(Late):
    """What was found: (code, is fine, number) each."""

    told: tuple[tuple[str, bool, int], ...]
