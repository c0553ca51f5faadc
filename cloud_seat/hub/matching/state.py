"""Core: what matching knows (calls, and seats: see `seat`) and what it says (commands). Frozen values; times in ms
since 1970 UTC."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from cloud_seat.hub.matching.kept import Line, Shelf
from cloud_seat.hub.matching.roster import Roster
from cloud_seat.hub.matching.seat import SeatState
from cloud_seat.hub.matching.standing import Reach


@dataclass(frozen=True, slots=True)
class Policy:
    """Time limits of matching. Origins: the hotline norm GB/T 33358 (answer in 15 s) and the issue's own bars.

    `head_start_s`: residents who need more time stand where they would had they asked so much earlier; so they come
    first, and nobody is overtaken for longer. `department_after_s` … `anyone_after_s`: when a call reaches further.
    """

    ring_s: float = 15
    rest_after_decline_s: float = 30
    rest_after_miss_s: float = 5
    misses_until_away: int = 3
    same_seat_hold_s: float = 20
    resume_s: float = 20
    reconnect_s: float = 60
    place_kept_s: float = 1800
    status_kept_s: float = 60
    max_wait_s: float = 600
    head_start_s: float = 60
    department_after_s: float = 5  # these two bring 95 % within 15 s at a hundredfold load: `bench service`
    deputy_after_s: float = 8
    anyone_after_s: float = 60
    after_call_s: float = 60
    after_call_longest_s: float = 900


class Phase(StrEnum):
    """Where one call stands."""

    WAITING = "waiting"
    RINGING = "ringing"
    ACTIVE = "active"


@dataclass(frozen=True, slots=True)
class CallState:
    """One resident's call. `asked_at_ms`, less the head start, is its place in the queue and never changes.

    `last_attempt`: the number of the newest ring. `next_seat_id` rings under it until `next_due_ms`: while a running
    call is handed over, `seat_id` keeps the resident under `attempt`; while the call rings, both are asked at once.
    `reach`: how far it went by now to find somebody; `place`: where the booth stands; `kiosk_socket`: see `sockets`.
    """

    call_id: str
    kiosk_id: str
    case_id: str
    item_id: str
    mode: str
    language: str
    asked_at_ms: int
    waiting_since_ms: int
    phase: Phase = Phase.WAITING
    attempt: int = 0
    last_attempt: int = 0
    seat_id: str = ""
    seat_due_ms: int = 0
    next_seat_id: str = ""
    next_due_ms: int = 0
    kiosk_due_ms: int = 0
    prefer_seat_id: str = ""
    connected_at_ms: int = 0
    hold_until_ms: int = 0
    resting: Mapping[str, int] = field(default_factory=dict[str, int])
    place: str = ""
    head_start_ms: int = 0
    reach: Reach = Reach.TOWN
    kiosk_socket: str = ""

    @property
    def order(self) -> tuple[int, str]:
        """Place in the one global queue."""
        return (self.asked_at_ms - self.head_start_ms, self.call_id)


Seats = Shelf[str, SeatState]
Calls = Shelf[str, CallState]


@dataclass(frozen=True, slots=True)
class TellQueue:
    """Tell the kiosk where its resident stands. `late`: nobody could be found in the time that was promised."""

    kiosk_id: str
    call_id: str
    position: int
    reason: str
    estimate_s: int | None = None
    late: bool = False


@dataclass(frozen=True, slots=True)
class State:
    """Everything that matching knows. `case_seats`: who had a case last; `ended`: calls that are over, and why.

    `handled`: how long the newest calls took, (item, seconds), oldest first: estimates come from these. `places`: cases
    whose call was cut, and when they first asked. `cuts`: how often a case's call was cut off.

    What follows from these and is kept beside them: `roster`; `queue`: the order of those who have no official yet;
    `dues`: (moment, kind, id) of what happens next by itself to each call and seat; `kiosks`: the call of each booth;
    `views`: what those in the queue were told last.
    """

    now_ms: int = 0
    seats: Seats = field(default_factory=Shelf)
    calls: Calls = field(default_factory=Shelf)
    case_seats: Mapping[str, str] = field(default_factory=dict[str, str])
    ended: Mapping[str, str] = field(default_factory=dict[str, str])
    handled: tuple[tuple[str, int], ...] = ()
    places: Mapping[str, int] = field(default_factory=dict[str, int])
    cuts: Mapping[str, int] = field(default_factory=dict[str, int])
    roster: Roster = field(default_factory=Roster)
    queue: Line = field(default_factory=Line)
    dues: Line = field(default_factory=Line)
    kiosks: Shelf[str, str] = field(default_factory=Shelf)
    views: Mapping[str, TellQueue] = field(default_factory=dict[str, TellQueue])

    def call_of_kiosk(self, kiosk_id: str) -> CallState | None:
        """The one live call of a kiosk."""
        return self.calls.get(self.kiosks.get(kiosk_id, ""))

    def known(self) -> tuple[Any, ...]:
        """Everything but the clock: two states that know the same are interchangeable."""
        return (self.seats, self.calls, self.case_seats, self.ended, self.handled, self.places, self.cuts)


# --- commands: imperative, each naming (call, attempt) ---
@dataclass(frozen=True, slots=True)
class OfferCall:
    """Ring at `call.seat_id`. `from_seat_id`: the official in call who hands the resident over."""

    call: CallState
    waiting_s: int
    from_seat_id: str = ""


@dataclass(frozen=True, slots=True)
class WithdrawOffer:
    """Stop ringing at this seat."""

    seat_id: str
    call_id: str
    attempt: int
    reason: str


@dataclass(frozen=True, slots=True)
class ConnectCall:
    """Tell these ends that they are matched. `fresh`: a new attempt, not a resumed one."""

    call: CallState
    to_kiosk: bool = True
    to_seat: bool = True
    fresh: bool = True


@dataclass(frozen=True, slots=True)
class TellSeatLost:
    """Tell the kiosk that the official's page is gone."""

    kiosk_id: str
    call_id: str
    attempt: int


@dataclass(frozen=True, slots=True)
class TellEnded:
    """Tell one end that this call is over for it (exactly one of kiosk_id, seat_id is set)."""

    call_id: str
    attempt: int
    reason: str
    kiosk_id: str = ""
    seat_id: str = ""


@dataclass(frozen=True, slots=True)
class TellHandover:
    """Tell kiosk and official how handing over stands: asked, or why it came to nothing."""

    call: CallState
    state: str
    to_seat_id: str = ""


@dataclass(frozen=True, slots=True)
class DropSockets:
    """Of these hubs, which were given up: one that lives after all must let its ends come anew."""

    hub_ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CloseCall:
    """Forget what was kept for this call."""

    call: CallState
    reason: str


Command = (
    OfferCall
    | WithdrawOffer
    | ConnectCall
    | TellSeatLost
    | TellQueue
    | TellEnded
    | TellHandover
    | DropSockets
    | CloseCall
)
