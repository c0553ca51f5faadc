"""Core: events of help and of letters (办不成事, 留言), which lie over the page. `aside`: which letter."""

from dataclasses import dataclass

from kiosk_app.session.events.event import Event, Late


@dataclass(frozen=True, slots=True)
class AsideOpened(Event):
    """`aside`: help, complaint or message."""

    aside: str


@dataclass(frozen=True, slots=True)
class LetterKept(Late):
    """Sealed on disk: it reaches the hub, now or when the network is back."""

    case_id: str
    number: str
    aside: str = "complaint"


@dataclass(frozen=True, slots=True)
class LetterFailed(Late):
    """The disk refused; `code` as in StoreFailed."""

    code: str
    aside: str = "complaint"


@dataclass(frozen=True, slots=True)
class LetterPrinted(Late):
    """`code` empty when the paper came out."""

    code: str = ""
    aside: str = "complaint"
