"""Core: seats that a supervisor closed: nothing rings there and nobody counts on them. A running call goes on to its
end; what the official says of themselves is kept for later. It ends by itself."""

from dataclasses import replace

from cloud_seat.hub.matching import events as ev
from cloud_seat.hub.matching import handover
from cloud_seat.hub.matching.draft import Draft
from cloud_seat.hub.matching.seat import SeatState


def close(draft: Draft, event: ev.SeatsClosed) -> None:
    """These seats, also of officials who are not there; until a moment that is over: they are open again."""
    for seat_id in event.seat_ids:
        seat = draft.seats.get(seat_id, SeatState(seat_id))
        if event.until_ms > draft.now_ms:
            draft.keep_seat(replace(seat, closed_until_ms=event.until_ms, closed_why=event.reason))
            handover.stop_ringing(draft, seat_id)
        elif seat.closed_until_ms:
            open_again(draft, seat)


def open_again(draft: Draft, seat: SeatState) -> None:
    """They are idle from now on."""
    draft.put_seat(seat.seat_id, closed_until_ms=0, closed_why="", idle_since_ms=draft.now_ms)
