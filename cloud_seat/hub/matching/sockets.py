"""Core: names of sockets, so that it is known at which hub an official or a booth is, and which of two is gone.

`<hub>/<number>`; empty in journals from before there were several hubs.
"""

from collections.abc import Iterator

from cloud_seat.hub.matching.state import CallState, State


def hub_of(socket: str) -> str:
    """The hub that has it."""
    return socket.partition("/")[0]


def home_of(call: CallState) -> str:
    """The hub where the booth of a call is: there it is known what was shared in it."""
    return hub_of(call.kiosk_socket)


def hubs_in(state: State) -> set[str]:
    """All that should be there, going by the sockets that are thought to be open."""
    return set(_hubs_in(state))


def _hubs_in(state: State) -> Iterator[str]:
    yield from (hub_of(seat.socket) for seat in state.seats.values() if seat.online)
    yield from (home_of(call) for call in state.calls.values() if not call.kiosk_due_ms)
