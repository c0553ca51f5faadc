"""Shell: how much room the disk has, told like the health of a device: to the keeper, the guide page and the hub."""

import asyncio
import time
from collections.abc import Callable, Mapping

from devices.model import DeviceState, Health, HealthChanged, Reason, Severity
from offline_cache import Room
from offline_cache.reserve import Reserve

ROLE = "storage"
LOOK_EVERY_S = 20.0
"""A visit with scans takes minutes."""

_STATES: Mapping[Room, tuple[DeviceState, Severity]] = {
    Room.LOW: (DeviceState.DEGRADED, Severity.WARNING),
    Room.SHORT: (DeviceState.DEGRADED, Severity.WARNING),
    Room.FULL: (DeviceState.BLOCKED, Severity.BLOCKING),
}


class StorageWatch:
    """Looks now and then; tells only what changed. Plenty of room is not news at the start."""

    def __init__(self, reserve: Reserve, tell: Callable[[HealthChanged], None]) -> None:
        self._reserve, self._tell = reserve, tell
        self._room = Room.AMPLE

    async def run(self) -> None:
        """Until cancelled."""
        while True:
            await self.look()
            await asyncio.sleep(LOOK_EVERY_S)

    async def look(self) -> None:
        """Once; the reserve is held again where there is room for it."""
        room = await asyncio.to_thread(self._measured)
        if room is not self._room:
            self._room = room
            self._tell(HealthChanged(ROLE, health_of(room, time.monotonic())))

    def _measured(self) -> Room:
        self._reserve.take_back()
        return self._reserve.room()


def health_of(room: Room, since_s: float) -> Health:
    """In the words of the devices' room."""
    if room is Room.AMPLE:
        return Health(DeviceState.READY)
    state, severity = _STATES[room]
    return Health(state, (Reason(f"storage_{room}", severity, since_s),))
