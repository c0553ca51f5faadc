"""Core: what a call tells its owner. Times are seconds; an event never holds personal data other than spoken text."""

from dataclasses import dataclass

from cloud_seat.contract.signalling import Seat


@dataclass(frozen=True, slots=True)
class Queued:
    """Waiting: place in the queue (1 = next), an honest estimate or none, how many seats are ready, why we wait, and
    whether it takes longer than was promised."""

    position: int
    estimate_s: int | None
    seats_ready: int
    reason: str
    late: bool = False


@dataclass(frozen=True, slots=True)
class Connected:
    """An official was found; picture and sound come next. It is said again when the official's page was reloaded."""

    seat: Seat | None
    attempt: int


@dataclass(frozen=True, slots=True)
class MediaFlowing:
    """Picture or sound of the other end has arrived (again)."""


@dataclass(frozen=True, slots=True)
class MediaStalled:
    """Nothing of the other end arrived for two seconds; reconnecting goes on by itself."""


@dataclass(frozen=True, slots=True)
class Retrying:
    """One more try to bring picture and sound back; the first is `MediaStalled` itself."""

    tries: int


@dataclass(frozen=True, slots=True)
class ViewBroken:
    """Nothing came over the line for so long, and now again: long enough for persons to change."""

    gap_s: float


@dataclass(frozen=True, slots=True)
class PictureScaled:
    """The line carries more or less than before: our picture is sent with so many lines now; 0: voice only."""

    lines: int


@dataclass(frozen=True, slots=True)
class SeatWasLost:
    """The official's page is gone; the call keeps its place and is offered again, to the same official first."""


@dataclass(frozen=True, slots=True)
class Captioned:
    """Words of the official to be read under the picture."""

    text: str


@dataclass(frozen=True, slots=True)
class Ended:
    """Over. reason: resident, seat, no_seat, timeout, closed, error, cut, or the hub's code of refusal."""

    reason: str


CallEvent = (
    Queued
    | Connected
    | MediaFlowing
    | MediaStalled
    | Retrying
    | ViewBroken
    | PictureScaled
    | SeatWasLost
    | Captioned
    | Ended
)
