"""Core: who is there now, as the board shows it: booths, officials, residents who wait."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from cloud_seat.contract.board import WallKiosk, WallMoved, WallSeat, WallWait
from cloud_seat.contract.here_now import WORKING
from cloud_seat.contract.signalling import HealthReported
from cloud_seat.contract.text import Text
from cloud_seat.hub.directory import Directory
from cloud_seat.hub.matching.queue import status_shown
from cloud_seat.hub.matching.seat import SeatState
from cloud_seat.hub.matching.state import CallState, Phase, State

OUT, LOW = frozenset({"paper_out"}), frozenset({"paper_near_end", "paper_low"})
PRINTERS = ("receipt_printer", "document_printer")
NO_DEVICE = ("closed", "opening", "absent")
"""States in which a role is not there, rather than broken."""


@dataclass(frozen=True, slots=True)
class Seen:
    """A booth that is connected."""

    version: str
    health: HealthReported


@dataclass(frozen=True, slots=True)
class Fleet:
    """`names`: every booth. `seen`: those that are connected. `words`: what stands on their glass. `closed`: why and
    until when, of those that a supervisor closed."""

    names: Mapping[str, Text]
    seen: Mapping[str, Seen]
    words: Mapping[str, Text]
    seats_known: int = 0
    closed: Mapping[str, tuple[str, str]] = field(default_factory=dict[str, tuple[str, str]])


def wall(state: State, directory: Directory, fleet: Fleet, *, now_ms: int) -> WallMoved:
    """All of it, by booth and official."""
    seats = (seat for seat in state.seats.values() if seat.online)
    return WallMoved(
        now_ms=now_ms,
        kiosks=tuple(_kiosk(kiosk_id, fleet, state.call_of_kiosk(kiosk_id)) for kiosk_id in sorted(fleet.names)),
        seats=tuple(seat_shown(seat, directory) for seat in sorted(seats, key=lambda seat: seat.seat_id)),
        seats_known=fleet.seats_known,
        waits=tuple(_wait(state.calls[call_id], state, directory) for _, call_id in state.queue),
    )


def _kiosk(kiosk_id: str, fleet: Fleet, call: CallState | None) -> WallKiosk:
    seen, words = fleet.seen.get(kiosk_id), fleet.words.get(kiosk_id)
    health = seen.health if seen else HealthReported()
    why, until = fleet.closed.get(kiosk_id, ("", ""))
    return WallKiosk(
        kiosk_id=kiosk_id,
        name=fleet.names[kiosk_id],
        state=_state(seen, call),
        paper=_paper(health),
        broken=tuple(sorted(role for role, state in health.devices.items() if state not in (*WORKING, *NO_DEVICE))),
        version=seen.version if seen else "",
        words=words.zh if words else "",
        closed_why=why,
        closed_until=until,
    )


def _state(seen: Seen | None, call: CallState | None) -> str:
    if seen is None:
        return "offline"
    if call is not None:
        return "in_call" if call.phase is Phase.ACTIVE else "waiting"
    return "in_use" if seen.health.in_use else "idle"


def _paper(health: HealthReported) -> str:
    told = {code for role in PRINTERS for code in health.reasons.get(role, ())}
    return "out" if told & OUT else "low" if told & LOW else ""


def seat_shown(seat: SeatState, directory: Directory) -> WallSeat:
    """One official, as the board shows them."""
    known = directory.seats.get(seat.seat_id)
    return WallSeat(
        seat_id=seat.seat_id,
        name=known.name if known else "",
        number=known.number if known else seat.seat_id,
        department=known.department if known else Text(zh=""),
        state="in_call" if seat.call_id else "hidden" if seat.unseen else status_shown(seat),
    )


def _wait(call: CallState, state: State, directory: Directory) -> WallWait:
    item, view = directory.items.get(call.item_id), state.views.get(call.call_id)
    return WallWait(
        call_id=call.call_id,
        kiosk_id=call.kiosk_id,
        item=directory.item_name(call.item_id),
        department=item.department if item else Text(zh="咨询", en="Questions"),
        since_ms=call.waiting_since_ms,
        reason=view.reason if view else "",
        seat_id=call.seat_id,
    )
