"""Core: events of the booth and its devices."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from cloud_seat.contract.board import BoothClosed
from cloud_seat.contract.text import Text
from kiosk_app.session.events.event import Event, Late
from kiosk_app.session.state import Person


@dataclass(frozen=True, slots=True)
class StoreChanged(Event):
    """The hub is there, but its database does not answer, or answers again."""

    is_away: bool


@dataclass(frozen=True, slots=True)
class LinkChanged(Event):
    """The hub is in reach or not, and how many officials are there. `texts`: whether residents hear by text; None: not
    said this time."""

    up: bool
    seats_online: int = 0
    seats_ready: int = 0
    texts: bool | None = None


@dataclass(frozen=True, slots=True)
class OfficialsChanged(Event):
    """Officials for the watched items: item → (online, free); `opens`: where nobody is there, when somebody will be;
    `closed`: and why, if a supervisor closed their seats."""

    officials: Mapping[str, tuple[int, int]]
    opens: Mapping[str, str] = field(default_factory=dict)
    closed: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class DeviceChanged(Event):
    """A device role has another state, and why."""

    role: str
    state: str
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class BoardChanged(Event):
    """What the booth feels now: presence, door, handset → on. Only what it can feel; empty while silent."""

    inputs: Mapping[str, bool]


@dataclass(frozen=True, slots=True)
class WordsPut(Event):
    """The hub's operators put words on the glass for everybody; empty: took them away."""

    words: Text


@dataclass(frozen=True, slots=True)
class ClosingTold(Event):
    """A supervisor closed the booth; None: it is open, because one said so or by its hour."""

    closing: BoothClosed | None


@dataclass(frozen=True, slots=True)
class ErrandDue(Event):
    """The hub's operators want a self_test or a restart, as soon as nobody is here."""

    what: str


@dataclass(frozen=True, slots=True)
class CardSeen(Late):
    """What the reader sees. `progress`: waiting, reading, moved (put it back), lift_again (it was read before),
    turn_over (no contact with the chip), unreadable (a code that says nothing). `way` as in ReadCard."""

    progress: str
    way: str = "card"


@dataclass(frozen=True, slots=True)
class CardRead(Late):
    person: Person
    way: str = "card"


@dataclass(frozen=True, slots=True)
class CardFailed(Late):
    """`code`: timeout, unreadable, wrong (another kind of card or code), two (cards), unverified, old (a code that ran
    out), reader (no answer), broken (reader)."""

    code: str
    way: str = "card"


@dataclass(frozen=True, slots=True)
class CardRemoved(Event):
    """No card lies on the reader any more."""


@dataclass(frozen=True, slots=True)
class Wiped(Event):
    """What session `wiped` left was destroyed at `at` (local HH:MM). `left`: places that still hold something: none."""

    wiped: int
    at: str = ""
    left: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Crashed(Event):
    """The catch-all of a lane fired. Apologise, keep the case, wipe the screen."""
