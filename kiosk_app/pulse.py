"""Shell: tells the supervisor that both lanes live, in the words of sd_notify(3): READY=1, then WATCHDOG=1.

A lane that hangs feeds nothing; the other lane's beats alone are not enough. Without a supervisor nothing is sent.
With a beat goes how devices and hub are, whenever that changed: a new version has to be as well as the one before.
"""

import json
import logging
import os
import socket
import threading
from collections.abc import Mapping
from dataclasses import dataclass

log = logging.getLogger(__name__)
BEAT_PERIOD_S = 0.5
LANES = frozenset({"glass", "engine"})


@dataclass(frozen=True, slots=True)
class Condition:
    """State of every device by its role, and whether the hub is connected."""

    devices: Mapping[str, str]
    hub: bool

    @property
    def words(self) -> bytes:
        """A variable of ours, as sd_notify(3) allows: `installer.supervisor.trial` reads it."""
        body = {"devices": dict(self.devices), "hub": self.hub}
        return b"X_XIAOWU_HEALTH=" + json.dumps(body, separators=(",", ":")).encode()


class Pulse:
    """`beat` may be called from any thread."""

    def __init__(self, address: str | None = os.environ.get("NOTIFY_SOCKET")) -> None:
        self._lock = threading.Lock()  # guards the four below
        self._heard: set[str] = set()
        self._is_ready = False
        self._condition: Condition | None = None
        self._told: Condition | None = None
        self._socket: socket.socket | None = None
        if address:
            self._socket = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM | socket.SOCK_CLOEXEC)
            self._socket.setblocking(False)
            self._socket.connect("\0" + address[1:] if address.startswith("@") else address)

    def beat(self, lane: str, condition: Condition | None = None) -> None:
        """This lane lives. Once all have said so, the supervisor hears it."""
        with self._lock:
            self._condition = condition or self._condition
            self._heard.add(lane)
            if self._socket is None or self._heard != LANES:
                return
            self._heard.clear()
            message = b"WATCHDOG=1" if self._is_ready else b"READY=1\nWATCHDOG=1"
            if self._condition and self._condition != self._told:
                message += b"\n" + self._condition.words
            try:
                self._socket.send(message)
                self._is_ready, self._told = True, self._condition
            except OSError as error:  # full, or gone: the next beat tries again
                log.debug("the supervisor did not take a beat: %s", error)
