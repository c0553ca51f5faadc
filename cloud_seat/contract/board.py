"""Core: what the hub tells the page `/board`, and what operators ask of a booth. Of residents: nothing but how many."""

from typing import Literal

import msgspec

from cloud_seat.contract.text import Text

TARGET_PERCENT, WITHIN_S = 95.0, 15
"""GB/T 33358: of those who ask, so many are answered within so many seconds."""
MESSAGE, SELF_TEST, RESTART, LOGS = "message", "self_test", "restart", "logs"
ERRANDS = (MESSAGE, SELF_TEST, RESTART, LOGS)
LOG_LINES, LOG_LINE_LONGEST = 100, 160
"""Of a booth's own log, masked there: the newest, some screens of them; 16,000 letters at most."""
DEVICES_LIMIT, CODE_LONGEST = 32, 64
WORDS_LONGEST = 22
"""Of what is put on a booth's glass, English twice as long: one line of the welcome page with who says it."""


class _Message(msgspec.Struct, frozen=True, kw_only=True, tag_field="type", tag=True):
    """As all messages of `signalling`."""


# --- what the wall shows ---
class WallKiosk(msgspec.Struct, frozen=True, kw_only=True):
    """`state`: offline, idle, in_use, waiting, in_call. `paper`: "", low, out. `broken`: device roles that do not work.
    `words`: what operators put on its glass; empty: nothing. `closed_why`: of `BoothClosedFor`; empty: it is open;
    `closed_until`: HH:MM, empty: the end of the day."""

    kiosk_id: str
    name: Text
    state: str
    paper: str = ""
    broken: tuple[str, ...] = ()
    version: str = ""
    words: str = ""
    closed_why: str = ""
    closed_until: str = ""


class WallSeat(msgspec.Struct, frozen=True, kw_only=True):
    """An official who is connected. `state`: ready, busy, away, after, online (nothing said yet), hidden, in_call,
    closed."""

    seat_id: str
    name: str
    number: str
    department: Text
    state: str


BoothClosedFor = Literal["repair", "power", "weather", "premises", "other"]
"""Why a booth is closed: something is mended, power or network, weather, the room is shut."""

ClosedFor = Literal["weather", "power", "training", "short", "other"]
"""Why a seat is closed, as a word of a list: no sentence about a person."""


class ClosedSeat(msgspec.Struct, frozen=True, kw_only=True):
    """An official whose seat a supervisor closed, there or not. `until`: HH:MM, empty: the end of
    the day; `reason`: of `ClosedFor`."""

    seat_id: str
    name: str
    number: str
    department: Text
    until: str = ""
    reason: str = ""


class Office(msgspec.Struct, frozen=True, kw_only=True):
    """The seats of one department: how many, how many are connected, bookings of today that name one of them and have
    not come."""

    department: Text
    seats: int = 0
    online: int = 0
    bookings: int = 0


class Closings(msgspec.Struct, frozen=True, kw_only=True):
    """`bookings`: of each seat, where there are any."""

    closed: tuple[ClosedSeat, ...] = ()
    offices: tuple[Office, ...] = ()
    bookings: dict[str, int] = {}


class WallWait(msgspec.Struct, frozen=True, kw_only=True):
    """A resident who has no official yet. `reason` as in QueueChanged; `since_ms`: UTC, when they asked."""

    call_id: str
    kiosk_id: str
    item: Text
    department: Text
    since_ms: int
    reason: str = ""
    seat_id: str = ""


class WallMoved(_Message, frozen=True, kw_only=True):
    """Hub → board: who is there now; again within a second of each change. `now_ms`: the hub's clock, UTC."""

    now_ms: int
    kiosks: tuple[WallKiosk, ...] = ()
    seats: tuple[WallSeat, ...] = ()
    seats_known: int = 0
    waits: tuple[WallWait, ...] = ()


class Thin(msgspec.Struct, frozen=True, kw_only=True):
    """An item with fewer than two officials within reach this hour."""

    item_id: str
    name: Text
    department: Text
    reachable: int
    able: int


class Morning(msgspec.Struct, frozen=True, kw_only=True):
    """Of a booth: its newest rehearsal (`age_h` None: none) and what waits in its outbox."""

    kiosk_id: str
    is_ready: bool
    text: Text
    age_h: float | None = None
    outbox: int = 0
    oldest_s: float = 0.0
    needs_person: bool = False


class Served(msgspec.Struct, frozen=True, kw_only=True):
    """Of today. `asked`: calls that were answered, or given up after `WITHIN_S`; `within`: answered in that time.
    `good` of `rated` ratings; `orders`: work orders that are open."""

    asked: int = 0
    answered: int = 0
    within: int = 0
    cases: int = 0
    rated: int = 0
    good: int = 0
    orders: int = 0


class WallTold(_Message, frozen=True, kw_only=True):
    """Hub → board, every ten seconds: what is counted. `items`: how many were looked at for `thin`."""

    served: Served = Served()
    mornings: tuple[Morning, ...] = ()
    items: int = 0
    thin: tuple[Thin, ...] = ()


# --- what a booth is asked for ---
class CatalogueChanged(_Message, frozen=True, kw_only=True):
    """Hub → kiosk: items or forms were published anew: ask what changed."""


class BoothClosed(_Message, frozen=True, kw_only=True):
    """Hub → kiosk: closed for whoever comes next, for `left_s` more, without the hub too; 0: open. `until`: HH:MM on
    the office's wall, empty: the end of the day; `reason`: of BoothClosedFor; `instead`: the nearest open booth."""

    left_s: float = 0.0
    until: str = ""
    reason: str = ""
    instead: Text = Text(zh="")


class ErrandAsked(_Message, frozen=True, kw_only=True):
    """Hub → kiosk, for its operators. `what`: message (show `words` until others come; none: take them away), logs (at
    once), self_test or restart: both as soon as nobody is there. The same `errand_id` again is the same errand."""

    errand_id: str
    what: str
    words: Text = Text(zh="")


class ErrandTold(_Message, frozen=True, kw_only=True):
    """Kiosk → hub. `state`: waits (somebody is there), begun, done, stopped (somebody came), unknown (this version
    cannot do that). Of logs: `lines`, masked, the newest last. Of a self-test: `devices` and `reasons` as in
    HealthReported, `text`: what its rehearsal found."""

    errand_id: str
    state: str
    lines: tuple[str, ...] = ()
    devices: dict[str, str] = {}
    reasons: dict[str, tuple[str, ...]] = {}
    text: Text = Text(zh="")


BOARD_MESSAGES: tuple[type[msgspec.Struct], ...] = (
    *(WallMoved, WallTold),
    *(CatalogueChanged, BoothClosed, ErrandAsked, ErrandTold),
)
BoardMessage = WallMoved | WallTold | CatalogueChanged | BoothClosed | ErrandAsked | ErrandTold
