"""Core: events of help and of a complaint (办不成事), which lie over the page."""

from dataclasses import dataclass

from kiosk_app.session.events.event import Event, Late


@dataclass(frozen=True, slots=True)
class AsideOpened(Event):
    """`aside`: help or complaint."""

    aside: str


@dataclass(frozen=True, slots=True)
class ComplaintKept(Late):
    """Sealed on disk: it reaches the hub, now or when the network is back."""

    case_id: str
    number: str


@dataclass(frozen=True, slots=True)
class ComplaintFailed(Late):
    """The disk refused; `code` as in StoreFailed."""

    code: str


@dataclass(frozen=True, slots=True)
class ComplaintPrinted(Late):
    """`code` empty when the paper came out."""

    code: str = ""
