"""Shell: a USB printer as the kernel's usblp class shows it: a character device such as /dev/usb/lp0."""

import contextlib
import errno
import os
import select
import time

from devices.errors import RemoteLostError, RemoteSilentError
from devices.trace import Way
from devices.transport.found_path import find_path
from devices.transport.wake import Wake

_EMPTY_PAUSE_S = 0.01
_GONE = select.POLLHUP | select.POLLERR | select.POLLNVAL


class UsbStream:
    """`path` may hold wildcards (see `find_path`) and is looked for anew at every open. usblp itself lets one program
    in at a time."""

    def __init__(self, path: str, wake: Wake) -> None:
        self._path = path
        self._wake = wake
        self._fd = -1

    def open(self, until_s: float) -> None:
        self.close()
        try:
            self._fd = os.open(find_path(self._path), os.O_RDWR | os.O_NONBLOCK | os.O_NOCTTY | os.O_CLOEXEC)
        except OSError as error:
            raise RemoteLostError("port_taken" if error.errno == errno.EBUSY else "port_refused") from error
        self._wake.tap(Way.OPENED, b"")

    def close(self) -> None:
        fd, self._fd = self._fd, -1
        if fd >= 0:
            with contextlib.suppress(OSError):  # the printer is gone already: nothing is left to close
                os.close(fd)
            self._wake.tap(Way.CLOSED, b"")

    def read(self, size_bytes: int, until_s: float) -> bytes:
        while not (data := self._read_packet(size_bytes, until_s)):
            if time.monotonic() >= until_s:
                raise RemoteSilentError("no_answer")
            self._wake.pause(_EMPTY_PAUSE_S)
        self._wake.tap(Way.IN, data)
        return data

    def _read_packet(self, size_bytes: int, until_s: float) -> bytes:
        """May be empty: some printers send empty packets all day."""
        if not self._wake.wait_io(self._opened(), for_write=False, until_s=until_s):
            raise RemoteSilentError("no_answer")
        try:
            data = os.read(self._fd, size_bytes)
        except BlockingIOError:
            return b""
        except OSError as error:  # ENODEV, EIO: pulled
            raise RemoteLostError("unplugged") from error
        if not data and self._is_gone():
            raise RemoteLostError("unplugged")
        return data

    def write(self, data: bytes, until_s: float) -> None:
        rest = memoryview(data)
        while rest:
            if not self._wake.wait_io(self._opened(), for_write=True, until_s=until_s):
                raise RemoteSilentError("not_taking_bytes")
            try:
                count = os.write(self._fd, rest)
                self._wake.tap(Way.OUT, bytes(rest[:count]))
                rest = rest[count:]
            except BlockingIOError:  # the packet before is still on its way
                self._wake.pause(_EMPTY_PAUSE_S)
            except OSError as error:
                raise RemoteLostError("unplugged") from error

    def cancel(self) -> None:
        self._wake.set()

    def _opened(self) -> int:
        if self._fd < 0:
            raise RemoteLostError("closed")
        return self._fd

    def _is_gone(self) -> bool:
        poll = select.poll()
        poll.register(self._fd, 0)
        return any(flags & _GONE for _, flags in poll.poll(0))
