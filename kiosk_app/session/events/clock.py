"""Core: events of the clock."""

from dataclasses import dataclass

from kiosk_app.session.events.event import Event, Late


@dataclass(frozen=True, slots=True)
class IdleWarned(Event):
    """Nobody touched the glass for long; `left_s` seconds until everything is cleared."""

    left_s: int


@dataclass(frozen=True, slots=True)
class IdleEnded(Event):
    """Somebody is there after all."""


@dataclass(frozen=True, slots=True)
class IdleExpired(Event):
    """Nobody came back."""


@dataclass(frozen=True, slots=True)
class RehearsalDue(Event):
    """It is the hour of the night at which the booth tries itself."""


@dataclass(frozen=True, slots=True)
class RehearsalEnded(Event):
    """It has come to its end."""


@dataclass(frozen=True, slots=True)
class ReceiptOverdue(Late):
    """The hub has not acknowledged in time: the case is safe here and goes later."""
