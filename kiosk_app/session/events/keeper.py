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
    """`code` empty when it was right, else wrong, locked or unset."""

    code: str


@dataclass(frozen=True, slots=True)
class TaskChosen(Event):
    """`task`: link_test, self_test, aimed, paper_changed, restarted."""

    task: str


@dataclass(frozen=True, slots=True)
class TaskDone(Late):
    """What was found: (code, is fine, number) each."""

    told: tuple[tuple[str, bool, int], ...]
