"""Core: events about further people in the call."""

from dataclasses import dataclass, field

from cloud_seat.contract.companions import Companion
from cloud_seat.contract.signalling import Seat
from kiosk_app.session.events.event import Event


@dataclass(frozen=True, slots=True)
class RosterTold(Event):
    """Who else is in the call, or may come; all of them."""

    call_id: str
    number: int
    people: tuple[Companion, ...]


@dataclass(frozen=True, slots=True)
class HelperProposed(Event):
    """Shall a relative or friend come in? Asked by the official, or (no seat) by the resident."""

    call_id: str
    companion_id: str
    seat: Seat | None


@dataclass(frozen=True, slots=True)
class LinkOpened(Event):
    """The helper's link can be used; its code can be shown. `page`, `number`: to open and type elsewhere, or ""."""

    call_id: str
    companion_id: str
    page: str = ""
    number: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class HelperWanted(Event):
    """The resident would like somebody at their side, or wants to see the code again."""


@dataclass(frozen=True, slots=True)
class CompanionSent(Event):
    """The resident wants this person out."""

    companion_id: str


@dataclass(frozen=True, slots=True)
class OverlayOther(Event):
    """The third button of a question."""
