"""Shell: the guide lights, under a lease of the booth's own: a forgotten card blinks on after its session."""

import asyncio
from concurrent.futures import Future, wait
from functools import partial

from devices.booth_board.driver import ShowLights
from devices.errors import DeviceError
from devices.lease import Lease
from devices.model import Completion, Outcome
from devices.registry import Registry
from kiosk_app.session import commands as do
from kiosk_app.session.lights import Lights
from kiosk_app.session.state import Session

ROLE = "booth_board"
LIGHT_S = 3600.0
"""One command's light; it is asked for again as long as it is wanted."""
RETRY_S = 1.0
"""Pause after a fault of the board, so that an unplugged one is not asked in a loop."""
DARK_LIMIT_S = 1.0


class BoardHand:
    """ShowLights. A booth without a board has no lights, and nobody notices."""

    def __init__(self, registry: Registry) -> None:
        self._registry = registry
        self._loop = asyncio.get_running_loop()
        self._lights = Lights()
        self._lease: Lease | None = None

    def show(self, command: do.ShowLights, session: Session) -> None:
        """These lights, and no others, from now on."""
        self._lights = command.lights
        self._show_again(command.lights)

    def close(self) -> None:
        """The program ends: nothing is left burning."""
        if self._lease is not None:
            self._lights = Lights()
            self._lease.cancel()
            wait([self._lease.run(ShowLights(), deadline_s=DARK_LIMIT_S)], DARK_LIMIT_S)
            self._lease.release()

    def _show_again(self, lights: Lights) -> None:
        if lights != self._lights:
            return
        lease = self._claim()
        if lease is not None:
            lease.cancel()
            future = lease.run(ShowLights(lights.steady, lights.blinking), deadline_s=LIGHT_S)
            future.add_done_callback(partial(self._ended, lights))

    def _claim(self) -> Lease | None:
        if self._lease is None:
            try:
                self._lease = self._registry.claim(ROLE, owner="guide-lights")
            except DeviceError:
                return None
        return self._lease

    def _ended(self, lights: Lights, done: "Future[Outcome]") -> None:
        """On the board's thread. A light that went out by itself is lit again."""
        if done.result().completion not in (Completion.CANCELLED, Completion.SUCCESS) and not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self._loop.call_later, RETRY_S, self._show_again, lights)
