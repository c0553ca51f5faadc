"""Core: what matching knows (seats, calls) and what it says (commands). Frozen values; times in ms since 1970 UTC."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

ALL_ITEMS = "*"
STATUSES = ("ready", "busy", "away")


@dataclass(frozen=True, slots=True)
class Policy:
    """Time limits of matching. Origins: the hotline norm GB/T 33358 (answer in 15 s) and the issue's own bars."""

    ring_s: float = 15
    rest_after_decline_s: float = 30
    rest_after_miss_s: float = 5
    misses_until_away: int = 2
    same_seat_hold_s: float = 20
    resume_s: float = 20
    reconnect_s: float = 60
    place_kept_s: float = 1800
    status_kept_s: float = 60
    max_wait_s: float = 600


class Phase(StrEnum):
    """Where one call stands."""

    WAITING = "waiting"
    RINGING = "ringing"
    ACTIVE = "active"


@dataclass(frozen=True, slots=True)
class SeatState:
    """One official. `status` is what they say; `call_id` is set while a call rings or runs here."""

    seat_id: str
    rights: frozenset[str] = frozenset()
    online: bool = False
    status: str = "online"
    idle_since_ms: int = 0
    left_at_ms: int = 0
    misses: int = 0
    call_id: str = ""

    @property
    def free(self) -> bool:
        """A call may be offered here now."""
        return self.online and self.status == "ready" and not self.call_id

    @property
    def at_work(self) -> bool:
        """Somebody is there, now or after the present task."""
        return self.online and (self.status in ("ready", "busy") or bool(self.call_id))

    def may(self, item_id: str) -> bool:
        """Whether this official may handle the item; a call without an item is for anyone."""
        return not item_id or ALL_ITEMS in self.rights or item_id in self.rights


@dataclass(frozen=True, slots=True)
class CallState:
    """One resident's call. `asked_at_ms` is its place in the queue and never changes."""

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
    seat_id: str = ""
    seat_due_ms: int = 0
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
    whose call was cut, and when they first asked.
    """

    now_ms: int = 0
    seats: Mapping[str, SeatState] = field(default_factory=dict[str, SeatState])
    calls: Mapping[str, CallState] = field(default_factory=dict[str, CallState])
    case_seats: Mapping[str, str] = field(default_factory=dict[str, str])
    ended: Mapping[str, str] = field(default_factory=dict[str, str])
    handled: tuple[tuple[str, int], ...] = ()
    places: Mapping[str, int] = field(default_factory=dict[str, int])

    def call_of_kiosk(self, kiosk_id: str) -> CallState | None:
        """The one live call of a kiosk."""
        return next((call for call in self.calls.values() if call.kiosk_id == kiosk_id), None)

    def known(self) -> tuple[Any, ...]:
        """Everything but the clock: two states that know the same are interchangeable."""
        return (self.seats, self.calls, self.case_seats, self.ended, self.handled, self.places)


# --- commands: imperative, each naming (call, attempt) ---
@dataclass(frozen=True, slots=True)
class OfferCall:
    """Ring at this seat."""

    call: CallState
    waiting_s: int


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
class CloseCall:
    """Forget what was kept for this call."""

    call: CallState
    reason: str


Command = OfferCall | WithdrawOffer | ConnectCall | TellSeatLost | TellQueue | TellEnded | CloseCall
