"""Core: what matching knows (seats, calls) and what it says (commands). Frozen values; times in ms since 1970 UTC."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

ALL_ITEMS = "*"
STATUSES = ("ready", "busy", "away")
"""What an official may say: ready; busy, which is at the counter; away. After a call matching itself says `AFTER`."""
AFTER = "after"


@dataclass(frozen=True, slots=True)
class Policy:
    """Time limits of matching. Origins: the hotline norm GB/T 33358 (answer in 15 s) and the issue's own bars."""

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
    after_call_s: float = 60
    after_call_longest_s: float = 900


class Phase(StrEnum):
    """Where one call stands."""

    WAITING = "waiting"
    RINGING = "ringing"
    ACTIVE = "active"


@dataclass(frozen=True, slots=True)
class SeatState:
    """One official. `status` is what they say; `call_id` is set while a call rings or runs here.

    `unseen`: the page is hidden and may not show a notification, so a ring would reach nobody. `after_until_ms`: when
    the time for notes after a call ends by itself, `after_since_ms` when it began.
    """

    seat_id: str
    rights: frozenset[str] = frozenset()
    online: bool = False
    status: str = "online"
    idle_since_ms: int = 0
    left_at_ms: int = 0
    misses: int = 0
    call_id: str = ""
    unseen: bool = False
    after_since_ms: int = 0
    after_until_ms: int = 0

    @property
    def free(self) -> bool:
        """A call may be offered here now."""
        return self.status == "ready" and self._can_ring

    @property
    def takes_own(self) -> bool:
        """A call about a case that was here before may be offered: also while its notes are being written."""
        return self.status in ("ready", AFTER) and self._can_ring

    @property
    def _can_ring(self) -> bool:
        return self.online and not self.unseen and not self.call_id

    @property
    def at_work(self) -> bool:
        """Somebody is there, now or after the present task."""
        here = self.status in ("ready", "busy", AFTER) and not self.unseen
        return self.online and (here or bool(self.call_id))

    def may(self, item_id: str) -> bool:
        """Whether this official may handle the item; a call without an item is for anyone."""
        return not item_id or ALL_ITEMS in self.rights or item_id in self.rights


@dataclass(frozen=True, slots=True)
class CallState:
    """One resident's call. `asked_at_ms` is its place in the queue and never changes.

    `last_attempt`: the number of the newest ring. While a running call is handed over, `next_seat_id` rings under it
    until `next_due_ms`, and `seat_id` keeps the resident under `attempt`.
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

    @property
    def order(self) -> tuple[int, str]:
        """Place in the one global queue."""
        return (self.asked_at_ms, self.call_id)


@dataclass(frozen=True, slots=True)
class State:
    """Everything that matching knows. `case_seats`: who had a case last; `ended`: calls that are over, and why.

    `handled`: how long the newest calls took, (item, seconds), oldest first: estimates come from these. `places`: cases
    whose call was cut, and when they first asked. `cuts`: how often a case's call was cut off.
    """

    now_ms: int = 0
    seats: Mapping[str, SeatState] = field(default_factory=dict[str, SeatState])
    calls: Mapping[str, CallState] = field(default_factory=dict[str, CallState])
    case_seats: Mapping[str, str] = field(default_factory=dict[str, str])
    ended: Mapping[str, str] = field(default_factory=dict[str, str])
    handled: tuple[tuple[str, int], ...] = ()
    places: Mapping[str, int] = field(default_factory=dict[str, int])
    cuts: Mapping[str, int] = field(default_factory=dict[str, int])

    def call_of_kiosk(self, kiosk_id: str) -> CallState | None:
        """The one live call of a kiosk."""
        return next((call for call in self.calls.values() if call.kiosk_id == kiosk_id), None)

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
class TellQueue:
    """Tell the kiosk where its resident stands."""

    kiosk_id: str
    call_id: str
    position: int
    reason: str
    seats_ready: int
    estimate_s: int | None = None


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
class CloseCall:
    """Forget what was kept for this call."""

    call: CallState
    reason: str


Command = OfferCall | WithdrawOffer | ConnectCall | TellSeatLost | TellQueue | TellEnded | TellHandover | CloseCall
