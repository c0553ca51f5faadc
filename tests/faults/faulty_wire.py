"""Shell: a wire between driver and device that fails at a chosen byte of the device's answers, and can be mended.

The driver connects to `address` (TCP); behind it is the real emulator, on TCP or on its terminal. Nothing of either end
is changed: what fails is the cable.
"""

import os
import select
import socket
import threading
import time
from enum import StrEnum

_POLL_S = 0.02
_SLOW_PIECE_BYTES, _SLOW_PIECE_S = 64, 0.05
_JOIN_LIMIT_S = 5.0


class WireFault(StrEnum):
    PULL = "pull"  # cut, and nobody answers the door any more
    MUTE = "mute"  # nothing passes, in either direction
    GARBLE = "garble"  # the device's bytes arrive wrong
    SLOW = "slow"
    RESTART = "restart"  # cut once: the device is there again at once


class FaultyWire:
    """`upstream`: an emulator's address, `tcp:HOST:PORT` or `serial:PATH`."""

    def __init__(self, upstream: str) -> None:
        self._upstream = upstream
        self._lock = threading.Lock()  # guards the four below
        self._fault: WireFault | None = None
        self._at_byte = 0
        self._answered_bytes = 0
        self._steps: list[int] = []
        self.struck_s = 0.0
        """When the armed fault began, seconds of the monotonic clock; 0 while it has not."""
        self._stopping = threading.Event()
        self._listener: socket.socket | None = socket.create_server(("127.0.0.1", 0), backlog=8)
        self._port: int = self._listener.getsockname()[1]
        self._threads = [threading.Thread(target=self._accept, name="wire-door")]
        self._threads[0].start()

    @property
    def authority(self) -> str:
        """`127.0.0.1:PORT`."""
        return f"127.0.0.1:{self._port}"

    def begin(self) -> None:
        """Count from here."""
        with self._lock:
            self._answered_bytes, self._steps = 0, []

    def steps(self) -> tuple[int, list[int]]:
        """Bytes that the device has answered since `begin`, and how many there were at each new question."""
        with self._lock:
            return self._answered_bytes, sorted(set(self._steps))

    def arm(self, fault: WireFault, at_byte: int) -> None:
        """Fail as soon as the device has answered so many bytes from now."""
        with self._lock:
            self._fault, self._at_byte, self._answered_bytes = fault, at_byte, 0
            self.struck_s = 0.0

    def mend(self) -> None:
        with self._lock:
            self._fault = None

    @property
    def has_struck(self) -> bool:
        return self.struck_s > 0

    def close(self) -> None:
        self._stopping.set()
        for thread in list(self._threads):
            thread.join(_JOIN_LIMIT_S)
        if self._listener is not None:
            self._listener.close()

    # --- the wire's own threads -----------------------------------------------------------------------------

    def _accept(self) -> None:
        while not self._stopping.is_set():
            listener = self._door()
            if listener is None or not select.select([listener], [], [], _POLL_S)[0]:
                continue
            client, _ = listener.accept()
            self._threads = [thread for thread in self._threads if thread.is_alive()]
            thread = threading.Thread(target=self._join, args=(client,), name="wire")
            self._threads.append(thread)
            thread.start()

    def _door(self) -> socket.socket | None:
        """None while the cable is pulled: whoever calls is refused at once."""
        if self._now() is WireFault.PULL:
            if self._listener is not None:
                self._listener.close()
                self._listener = None
            self._stopping.wait(_POLL_S)
        elif self._listener is None:
            self._listener = socket.create_server(("127.0.0.1", self._port), backlog=8)
        return self._listener

    def _join(self, client: socket.socket) -> None:
        try:
            device = _open(self._upstream)
        except OSError:  # the device itself is away
            client.close()
            return
        try:
            while not self._stopping.is_set() and self._pass_on(client.fileno(), device):
                pass
        except OSError:  # one end went away: so does the other
            return
        finally:
            client.close()
            os.close(device)

    def _pass_on(self, client: int, device: int) -> bool:
        """Move what has come; False when the wire is cut."""
        ready, _, _ = select.select([client, device], [], [], _POLL_S)
        fault = self._now()
        if fault in (WireFault.PULL, WireFault.RESTART):
            self._restart_once(fault)
            return False
        if client in ready and not self._ask(client, device):
            return False
        return device not in ready or self._answer(client, device)

    def _restart_once(self, fault: WireFault) -> None:
        if fault is WireFault.RESTART:
            with self._lock:
                self._fault = None

    def _ask(self, client: int, device: int) -> bool:
        data = os.read(client, 65_536)
        with self._lock:
            self._steps.append(self._answered_bytes)
        if data and self._now() is not WireFault.MUTE:
            os.write(device, data)
        return bool(data)

    def _answer(self, client: int, device: int) -> bool:
        data = os.read(device, 65_536)
        with self._lock:
            left = self._at_byte - self._answered_bytes if self._fault is not None else len(data)
            self._answered_bytes += len(data)
        good, bad = data[: max(0, left)], data[max(0, left) :]
        _write_all(client, good)
        return bool(data) and (not bad or self._spoil(client, bad))

    def _spoil(self, client: int, data: bytes) -> bool:
        match self._now():
            case WireFault.GARBLE:
                _write_all(client, bytes(byte ^ 0x55 for byte in data))
            case WireFault.SLOW:
                for start in range(0, len(data), _SLOW_PIECE_BYTES):
                    self._stopping.wait(_SLOW_PIECE_S)
                    _write_all(client, data[start : start + _SLOW_PIECE_BYTES])
            case WireFault.PULL | WireFault.RESTART as fault:
                self._restart_once(fault)
                return False
        return True

    def _now(self) -> WireFault | None:
        """The fault that is in force, once its byte has come."""
        with self._lock:
            fault = self._fault if self._answered_bytes >= self._at_byte else None
            if fault is not None and not self.has_struck:
                self.struck_s = time.monotonic()
        return fault


def _open(address: str) -> int:
    scheme, _, rest = address.partition(":")
    if scheme == "tcp":
        host, _, port = rest.rpartition(":")
        return socket.create_connection((host, int(port)), timeout=2.0).detach()
    return os.open(rest, os.O_RDWR | os.O_NOCTTY)  # the emulator has made its terminal raw already


def _write_all(fd: int, data: bytes) -> None:
    while data:
        data = data[os.write(fd, data) :]
