"""Core: what the machine of a call wants done."""

from dataclasses import dataclass
from typing import Any

from cloud_seat.call.events import CallEvent
from cloud_seat.contract.signalling import Message


@dataclass(frozen=True, slots=True)
class Send:
    """Say it to the hub."""

    message: Message


@dataclass(frozen=True, slots=True)
class OpenPeer:
    """Build a fresh peer connection in place of the last. Without `offer_sdp` make an offer, with it answer."""

    peer: int
    ice_servers: tuple[dict[str, Any], ...]
    offer_sdp: str = ""


@dataclass(frozen=True, slots=True)
class ApplyAnswer:
    """Give the other end's answer to the peer connection."""

    peer: int
    sdp: str


@dataclass(frozen=True, slots=True)
class ClosePeer:
    """Let the peer connection go, if there is one."""


@dataclass(frozen=True, slots=True)
class StartTimer:
    """One timer at a time: this replaces the last."""

    timer: int
    after_s: float


@dataclass(frozen=True, slots=True)
class StopTimer:
    """No timer now."""


@dataclass(frozen=True, slots=True)
class Publish:
    """Tell the owner."""

    event: CallEvent


Command = Send | OpenPeer | ApplyAnswer | ClosePeer | StartTimer | StopTimer | Publish
