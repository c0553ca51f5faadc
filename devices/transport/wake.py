"""Shell: one alarm per worker that interrupts whatever wait its thread is in."""

import os
import select
import time

from devices.errors import CommandCancelledError
from devices.trace import Tap, no_tap


class Wake:
    """An eventfd that every blocking wait of a worker watches besides its own descriptor.

    Set from any thread; cleared by the worker between commands. While set, every wait raises CommandCancelledError.
    `tap` is told of every byte that this worker's wires move, see `devices.trace`.
    """

    def __init__(self, tap: Tap = no_tap) -> None:
        self.tap = tap
        self._fd = os.eventfd(0, os.EFD_NONBLOCK | os.EFD_CLOEXEC)

    def set(self) -> None:
        os.eventfd_write(self._fd, 1)

    def clear(self) -> None:
        while self.is_set():
            os.eventfd_read(self._fd)

    def is_set(self) -> bool:
        return bool(self._poll(-1, 0, 0.0))

    def wait_io(self, fd: int, *, for_write: bool, until_s: float) -> bool:
        """Wait until `fd` is ready (True) or the monotonic time `until_s` has come (False)."""
        flag = select.POLLOUT if for_write else select.POLLIN
        ready = self._poll(fd, flag, max(0.0, until_s - time.monotonic()))
        if self._fd in ready:
            raise CommandCancelledError
        return fd in ready

    def pause(self, seconds: float) -> None:
        """Sleep, unless cancelled."""
        if self._poll(-1, 0, max(0.0, seconds)):
            raise CommandCancelledError

    def close(self) -> None:
        os.close(self._fd)

    def _poll(self, fd: int, flag: int, seconds: float) -> list[int]:
        poll = select.poll()
        poll.register(self._fd, select.POLLIN)
        if fd >= 0:
            poll.register(fd, flag)
        return [ready for ready, _ in poll.poll(seconds * 1000)]
