"""Core: one call. Both ends run it: a kiosk asks and makes WebRTC offers, a seat takes a call and answers offers.

    idle ─ asked ─▶ asking ─▶ queued ─▶ connecting ─ media ─▶ connected ◀─▶ lost        any ─▶ ended
                                 ▲            │                    │          │
                                 └────────────┴──── seat lost ─────┴──────────┘

Media is judged by what arrives, never by what a library says of its connection. A peer connection that brings nothing
is replaced by a fresh one behind the same call id: the first at once, then one each `RETRY_S`, `TRIES` in all. Each
peer has a serial number, which its answer repeats, so a late word of an old one changes nothing. Each try begins at the
next relay of the list: the last one may be what died. A seat that receives nothing asks for a fresh offer. Messages of
another call or of an earlier attempt are ignored by rule. What the hub may not say now raises RemoteCallError, what we
may not do LocalCallError.
"""

from dataclasses import dataclass, replace
from enum import Enum
from typing import Any, assert_never

from cloud_seat.call import events
from cloud_seat.call.commands import ApplyAnswer, ClosePeer, Command, OpenPeer, Publish, Send, StartTimer, StopTimer
from cloud_seat.contract import signalling as wire

ASK_S = 5.0
RENEW_S = 30.0
"""Asking again changes nothing at a hub that knows the call, and puts it back at one that lost it."""
RETRY_S = 6.0
TRIES = 10
"""Ten tries, at most 7 s apart, one minute in all; then the case goes on without the call (issue: the cloud window)."""


class Side(Enum):
    """Which end of the call."""

    KIOSK = "kiosk"
    SEAT = "seat"


class Phase(Enum):
    """Where the call stands. `lost`: it had media and has none now."""

    IDLE = "idle"
    ASKING = "asking"
    QUEUED = "queued"
    CONNECTING = "connecting"
    CONNECTED = "connected"
    LOST = "lost"
    ENDED = "ended"


_WAITING = (Phase.ASKING, Phase.QUEUED)
MATCHED = (Phase.CONNECTING, Phase.CONNECTED, Phase.LOST)
_SEEKING = (Phase.CONNECTING, Phase.LOST)
_OUTCOMES = {Phase.ASKING: "timeout", Phase.CONNECTING: "error", Phase.LOST: "cut"}
"""What is said when every try was in vain."""


class LocalCallError(Exception):
    """Our own side asked for something that this phase does not allow: a fault in the caller."""


class RemoteCallError(Exception):
    """The hub or the other end said something that cannot be said now. Count it and go on."""


@dataclass(frozen=True, slots=True)
class Call:
    """State of one call. `ask`: what is said until an answer comes. `peer`, `timer`: serial numbers of the newest.

    `passed`: peers made since the match, each at the next relay.
    `offered`, at a seat: the booth's number of the connection that it offered.
    `resuming`: we said CallResumed; a hub before `CallConnected.resumed` answers it once without saying so.
    """

    side: Side = Side.KIOSK
    phase: Phase = Phase.IDLE
    link_up: bool = False
    call_id: str = ""
    attempt: int = 0
    ask: wire.CallRequested | wire.OfferAccepted | None = None
    ice_servers: tuple[dict[str, Any], ...] = ()
    peer: int = 0
    offered: int = 0
    answered: bool = False
    resuming: bool = False
    timer: int = 0
    tries: int = 0
    passed: int = 0


@dataclass(frozen=True, slots=True)
class Asked:
    """The resident wants a call, or the official takes one."""

    ask: wire.CallRequested | wire.OfferAccepted


@dataclass(frozen=True, slots=True)
class HungUp:
    """Our side ends the call."""

    reason: str


@dataclass(frozen=True, slots=True)
class LinkChanged:
    """The link to the hub came or went."""

    up: bool


@dataclass(frozen=True, slots=True)
class PeerDescribed:
    """Our peer connection has its session description, candidates included."""

    peer: int
    sdp: str


@dataclass(frozen=True, slots=True)
class MediaFlowed:
    """This peer connection brings media."""

    peer: int


@dataclass(frozen=True, slots=True)
class MediaFroze:
    """This peer connection brought media and brings none any more."""

    peer: int


@dataclass(frozen=True, slots=True)
class TimedOut:
    """The timer with this number ran out."""

    timer: int


Heard = (
    wire.QueueChanged
    | wire.CallConnected
    | wire.RelaysRenewed
    | wire.Signal
    | wire.SeatLost
    | wire.CallEnded
    | wire.OfferWithdrawn
    | wire.Refused
    | wire.Captioned
)
"""The messages of the contract that concern a call."""

Event = Asked | HungUp | LinkChanged | PeerDescribed | MediaFlowed | MediaFroze | TimedOut | Heard


Step = tuple[Call, tuple[Command, ...]]


def step(call: Call, event: Event) -> Step:
    """One step. Raises LocalCallError or RemoteCallError and changes nothing when the pair is illegal."""
    match event:
        case Asked():
            return _ask(call, event.ask)
        case HungUp():
            return _hang_up(call, event.reason)
        case LinkChanged():
            return _change_link(replace(call, link_up=event.up))
        case PeerDescribed() | MediaFlowed() | MediaFroze():
            return _follow_peer(call, event) if event.peer == call.peer else (call, ())
        case TimedOut():
            return _run_out(call) if event.timer == call.timer else (call, ())
        case _:
            return _hear(call, event) if _concerns(call, event) else (call, ())


def _concerns(call: Call, message: Heard) -> bool:
    """Messages of other calls, of ended ones and of earlier attempts are ignored by rule."""
    if call.phase in (Phase.IDLE, Phase.ENDED):
        return False
    match message:
        case wire.Refused():
            return message.about == type(call.ask).__name__
        case wire.QueueChanged():
            return message.call_id == call.call_id
        case wire.CallEnded(attempt=0):
            return message.call_id == call.call_id
        case _:
            return message.call_id == call.call_id and message.attempt >= call.attempt


def _hear(call: Call, message: Heard) -> Step:
    match message:
        case wire.QueueChanged():
            return _queue(call, message)
        case wire.CallConnected():
            return _match(call, message)
        case wire.RelaysRenewed():
            return replace(call, ice_servers=message.ice_servers), ()
        case wire.Signal():
            return _signal(call, message)
        case wire.SeatLost():
            return _lose_seat(call)
        case wire.CallEnded():
            return _end(call, message.reason)
        case wire.OfferWithdrawn():
            _only(call, Side.SEAT, "withdraws an offer")
            return _end(call, message.reason or "closed") if call.phase in _WAITING else (call, ())
        case wire.Refused():
            return _end(call, message.code) if call.phase in _WAITING else (call, ())
        case wire.Captioned():
            return call, (Publish(events.Captioned(message.text)),)
        case _:
            assert_never(message)


# --- asking ---
def _ask(call: Call, ask: wire.CallRequested | wire.OfferAccepted) -> Step:
    if call.phase is not Phase.IDLE:
        raise LocalCallError(f"asked while {call.phase.value}")
    side = Side.KIOSK if isinstance(ask, wire.CallRequested) else Side.SEAT
    attempt = ask.attempt if isinstance(ask, wire.OfferAccepted) else 0
    call = replace(call, side=side, phase=Phase.ASKING, call_id=ask.call_id, attempt=attempt, ask=ask, tries=1)
    return _with_timer(call, ASK_S, *_said_again(call))


def _said_again(call: Call) -> tuple[Command, ...]:
    return (Send(call.ask),) if call.ask and call.link_up else ()


def _queue(call: Call, message: wire.QueueChanged) -> Step:
    _only(call, Side.KIOSK, "queues")
    if call.phase not in _WAITING:
        return call, ()
    told = (message.position, message.estimate_s, message.seats_ready, message.reason, message.late)
    place = events.Queued(*told)
    return _with_timer(replace(call, phase=Phase.QUEUED), RENEW_S, Publish(place))


# --- matched: the peer connection ---
def _match(call: Call, message: wire.CallConnected) -> Step:
    again = call.phase in MATCHED and message.attempt == call.attempt
    if again and (message.resumed or call.resuming or call.side is Side.SEAT):
        return replace(call, resuming=False, ice_servers=message.ice_servers), ()
    call = replace(call, phase=Phase.CONNECTING, attempt=message.attempt, ice_servers=message.ice_servers)
    call = replace(call, tries=0, passed=0, resuming=False)
    found = Publish(events.Connected(message.seat, message.attempt))
    if call.side is Side.SEAT:
        return _with_timer(replace(call, tries=1), RETRY_S, found)
    call, commands = _seek(call)
    return call, (found, *commands)


def _seek(call: Call) -> Step:
    """One more try to bring media: a fresh peer where that can be told to the other end, else only the clock."""
    call = replace(call, tries=call.tries + 1)
    if not call.link_up:
        return _with_timer(call, RETRY_S)
    call = replace(call, peer=call.peer + 1, answered=False, passed=call.passed + 1)
    return _with_timer(call, RETRY_S, OpenPeer(call.peer, _turned(call)))


def _turned(call: Call) -> tuple[dict[str, Any], ...]:
    """The relays, another one first at each try: a booth asks only the first."""
    servers = call.ice_servers
    at = (call.passed - 1) % len(servers) if servers else 0
    return servers[at:] + servers[:at]


def _renew(call: Call) -> tuple[Command, ...]:
    """The seat asks for a fresh offer."""
    silent = wire.Signal(call_id=call.call_id, attempt=call.attempt, kind="renew", peer=call.offered)
    return (Send(silent),) if call.link_up else ()


def _signal(call: Call, message: wire.Signal) -> Step:
    if message.attempt != call.attempt or call.phase not in MATCHED:
        raise RemoteCallError(f"a signal of attempt {message.attempt} while {call.phase.value} {call.attempt}")
    match call.side, message.kind:
        case Side.KIOSK, "answer":
            if call.answered or call.peer == 0 or message.peer not in (0, call.peer):
                return call, ()
            return replace(call, answered=True), (ApplyAnswer(call.peer, message.sdp),)
        case Side.KIOSK, "renew" if message.peer not in (0, call.peer):
            return call, ()  # about a connection that a fresh one replaces already
        case Side.KIOSK, "renew" if call.phase is Phase.CONNECTED:
            return _stall(call)
        case Side.KIOSK, "renew":
            return _seek(call) if call.tries < TRIES else (call, ())
        case Side.SEAT, "offer":
            phase = Phase.LOST if call.phase is Phase.CONNECTED else call.phase
            call = replace(call, phase=phase, peer=call.peer + 1, offered=message.peer)
            return _with_timer(call, RETRY_S, OpenPeer(call.peer, call.ice_servers, message.sdp))
        case _:
            raise RemoteCallError(f"a signal that the {call.side.value} does not take")


def _follow_peer(call: Call, event: PeerDescribed | MediaFlowed | MediaFroze) -> Step:
    match event:
        case PeerDescribed() if call.phase in MATCHED:
            offers = call.side is Side.KIOSK
            kind, number = ("offer", call.peer) if offers else ("answer", call.offered)
            described = wire.Signal(call_id=call.call_id, attempt=call.attempt, kind=kind, sdp=event.sdp, peer=number)
            return call, (Send(described),)
        case MediaFlowed() if call.phase in _SEEKING:
            call = replace(call, phase=Phase.CONNECTED, tries=0)
            return call, (StopTimer(), Publish(events.MediaFlowing()))
        case MediaFroze() if call.phase is Phase.CONNECTED:
            return _stall(call)
        case _:
            return call, ()


def _stall(call: Call) -> Step:
    """Media was there and is gone."""
    call, commands = _try_again(replace(call, phase=Phase.LOST))
    return call, (Publish(events.MediaStalled()), *commands)


def _try_again(call: Call) -> Step:
    """A kiosk makes a fresh offer, a seat asks for one."""
    if call.side is Side.KIOSK:
        return _seek(call)
    return _with_timer(replace(call, tries=call.tries + 1), RETRY_S, *_renew(call))


def _lose_seat(call: Call) -> Step:
    _only(call, Side.KIOSK, "loses its seat")
    if call.phase not in MATCHED:
        return call, ()
    call = replace(call, phase=Phase.QUEUED, resuming=False)
    return _with_timer(call, RENEW_S, ClosePeer(), Publish(events.SeatWasLost()))


# --- time and the link ---
def _run_out(call: Call) -> Step:
    if call.phase is Phase.QUEUED:
        return _with_timer(call, RENEW_S, *_said_again(call))
    if call.phase is Phase.ASKING and call.side is Side.SEAT:
        return _end(call, "timeout")  # the offer went on to another official: nothing of ours is to be ended there
    if call.phase not in (Phase.ASKING, *_SEEKING):
        return call, ()
    if call.tries >= TRIES:
        reason = _OUTCOMES.get(call.phase, "error")
        return _end(call, reason, Send(_farewell(call, reason)))
    if call.phase is Phase.ASKING:
        return _with_timer(replace(call, tries=call.tries + 1), ASK_S, *_said_again(call))
    call, commands = _try_again(call)
    return call, (Publish(events.Retrying(call.tries)), *commands)


def _change_link(call: Call) -> Step:
    if not call.link_up or call.phase in (Phase.IDLE, Phase.ENDED):
        return call, ()
    if call.phase in _WAITING:
        return call, _said_again(call)
    call = replace(call, resuming=True)
    resumed = Send(wire.CallResumed(call_id=call.call_id, attempt=call.attempt))
    if call.phase is Phase.CONNECTED:
        return call, (resumed,)
    call, commands = _try_again(call) if call.tries < TRIES else (call, ())
    return call, (resumed, *commands)


# --- the end ---
def _hang_up(call: Call, reason: str) -> Step:
    if call.phase is Phase.IDLE:
        raise LocalCallError("hung up without a call")
    if call.phase is Phase.ENDED:
        return call, ()  # both ends may hang up at the same moment
    return _end(call, reason, Send(_farewell(call, reason)))


def _farewell(call: Call, reason: str) -> wire.CallEnded:
    return wire.CallEnded(call_id=call.call_id, attempt=call.attempt, reason=reason)


def _end(call: Call, reason: str, *first: Command) -> Step:
    ended = replace(call, phase=Phase.ENDED)
    return ended, (*first, ClosePeer(), StopTimer(), Publish(events.Ended(reason)))


def _with_timer(call: Call, after_s: float, *commands: Command) -> Step:
    call = replace(call, timer=call.timer + 1)
    return call, (*commands, StartTimer(call.timer, after_s))


def _only(call: Call, side: Side, doing: str) -> None:
    if call.side is not side:
        raise RemoteCallError(f"only a {side.value} {doing}")
