"""Core: the life of one socket: connecting, up, down. Decides when to beat, when to give up, how long to wait.

A socket that is silent is as dead as a closed one: half-open connections and captive networks accept everything and
answer nothing, so only words heard from the hub keep the link up. The first try after a break starts at once, later
ones after a random wait below a growing ceiling (full jitter), so that a fleet does not come back in step. In a call
the link is watched closely and sought often: two people wait for it, and only few booths are in a call at a time.
"""

from dataclasses import dataclass, replace
from enum import Enum
from typing import assert_never

RETRY_FIRST_S = 0.5
EARLY_TRIES, EARLY_CEILING_S = 8, 2.0
"""A hub that is started anew is there within these; one that stays away is not knocked at by all every second."""
STEADY_S = 5.0
"""A link that lasted this long counts as good; a hub that welcomes and drops at once is not asked in a hot loop."""


@dataclass(frozen=True, slots=True)
class Pace:
    """How closely a link is watched. `silence_s`: nothing heard for so long is a break."""

    heartbeat_s: float
    silence_s: float
    retry_ceiling_s: float
    open_s: float


CALM = Pace(heartbeat_s=2.0, silence_s=5.0, retry_ceiling_s=7.0, open_s=5.0)
"""Two beats and a half: one lost beat is no break, and a dead end is noticed within 5 s. LiveKit's clients never wait
longer than 7 s either."""
HURRIED = Pace(heartbeat_s=0.5, silence_s=2.0, retry_ceiling_s=0.5, open_s=2.0)
"""Dead as soon as media counts as frozen (call/engine `STALL_S`), and back within seconds of the network; a SYN that
the cut swallowed is not waited for."""


class Phase(Enum):
    """Where the socket stands."""

    DOWN = "down"
    CONNECTING = "connecting"
    UP = "up"


class LocalLinkError(Exception):
    """An event came that cannot happen in this phase: a fault in our shell."""


@dataclass(frozen=True, slots=True)
class Socket:
    """State of the link. Times are seconds of one monotonic clock. `tries`: failures since it was last steady."""

    phase: Phase = Phase.DOWN
    tries: int = 0
    up_at_s: float = 0.0
    heard_at_s: float = 0.0
    beat_at_s: float = 0.0
    beats: int = 0
    pace: Pace = CALM


@dataclass(frozen=True, slots=True)
class Started:
    """A try begins."""


@dataclass(frozen=True, slots=True)
class Welcomed:
    """The hub said Welcome."""

    at_s: float


@dataclass(frozen=True, slots=True)
class Heard:
    """The hub said anything at all."""

    at_s: float


@dataclass(frozen=True, slots=True)
class Ticked:
    """Time passed."""

    at_s: float


@dataclass(frozen=True, slots=True)
class Broke:
    """The socket could not be opened or is closed. `jitter` is a random number in [0, 1)."""

    reason: str
    jitter: float


@dataclass(frozen=True, slots=True)
class Hurried:
    """A call begins (or is over)."""

    on: bool


Event = Started | Welcomed | Heard | Ticked | Broke | Hurried


@dataclass(frozen=True, slots=True)
class ReportUp:
    """Tell the owner that messages flow."""


@dataclass(frozen=True, slots=True)
class SendHeartbeat:
    """Say a sign of life."""

    nonce: int


@dataclass(frozen=True, slots=True)
class CloseSocket:
    """Give this socket up."""

    reason: str


@dataclass(frozen=True, slots=True)
class WaitAndRetry:
    """Tell the owner that the link is down and try again after `retry_in_s`."""

    reason: str
    retry_in_s: float


Command = ReportUp | SendHeartbeat | CloseSocket | WaitAndRetry


def step(state: Socket, event: Event) -> tuple[Socket, tuple[Command, ...]]:
    """One step. Raises LocalLinkError when the event cannot happen in this phase; nothing is changed then."""
    match event:
        case Started():
            _expect(state, Phase.DOWN)
            return replace(state, phase=Phase.CONNECTING), ()
        case Welcomed(at_s):
            _expect(state, Phase.CONNECTING)
            up = replace(state, phase=Phase.UP, up_at_s=at_s, heard_at_s=at_s, beat_at_s=at_s)
            return up, (ReportUp(),)
        case Heard(at_s):
            _expect(state, Phase.UP)
            return replace(state, heard_at_s=at_s), ()
        case Ticked(at_s):
            _expect(state, Phase.UP)
            return _tick(state, at_s)
        case Broke(reason, jitter):
            _expect(state, Phase.CONNECTING, Phase.UP)
            wait = WaitAndRetry(reason, retry_wait_s(state.tries, jitter, state.pace))
            return Socket(tries=state.tries + 1, pace=state.pace), (wait,)
        case Hurried(on):
            return replace(state, pace=HURRIED if on else CALM), ()
        case _:
            assert_never(event)


def retry_wait_s(tries: int, jitter: float, pace: Pace = CALM) -> float:
    """0 for the first try after a break, then a random part of a ceiling that rises to the pace's own."""
    if tries == 0:
        return 0.0
    ceiling_s = min(EARLY_CEILING_S, RETRY_FIRST_S * 2.0**tries) if tries <= EARLY_TRIES else pace.retry_ceiling_s
    return jitter * min(pace.retry_ceiling_s, ceiling_s)


def _tick(state: Socket, at_s: float) -> tuple[Socket, tuple[Command, ...]]:
    if at_s - state.up_at_s >= STEADY_S:
        state = replace(state, tries=0)
    if at_s - state.heard_at_s >= state.pace.silence_s:
        return state, (CloseSocket("silent"),)
    if at_s - state.beat_at_s >= state.pace.heartbeat_s:
        beats = state.beats + 1
        return replace(state, beat_at_s=at_s, beats=beats), (SendHeartbeat(beats),)
    return state, ()


def _expect(state: Socket, *phases: Phase) -> None:
    if state.phase not in phases:
        raise LocalLinkError(f"not in phase {state.phase.value}")
