"""Shell: the supervisor's own word to systemd, if it runs under it: ready, and alive."""

import contextlib
import os
import socket
import time

BEAT_PERIOD_S = 1.0


class Upstream:
    """Without NOTIFY_SOCKET it says nothing."""

    def __init__(self) -> None:
        self._address = os.environ.get("NOTIFY_SOCKET", "").replace("@", "\0", 1)
        self._next_s = 0.0
        self._word = b"READY=1\nWATCHDOG=1"

    def beat(self) -> None:
        """As often as one likes."""
        if self._address and time.monotonic() >= self._next_s:
            self._next_s = time.monotonic() + BEAT_PERIOD_S
            with (
                contextlib.suppress(OSError),  # systemd is busy or gone: the next beat tries again
                socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM | socket.SOCK_CLOEXEC | socket.SOCK_NONBLOCK) as mouth,
            ):
                mouth.sendto(self._word, self._address)
                self._word = b"WATCHDOG=1"
