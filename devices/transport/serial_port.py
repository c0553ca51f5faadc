"""Shell: a serial line through pyserial, held exclusively and cancellable at any moment."""

import contextlib
import errno

import serial

from devices.errors import RemoteLostError, RemoteSilentError
from devices.trace import Way
from devices.transport.found_path import find_path
from devices.transport.wake import Wake


class SerialStream:
    """`path` may be a symbolic link such as /dev/serial/by-id/… and may hold wildcards (see `find_path`): it is looked
    for anew at every open. On a virtual line (USB-CDC) `baud` means nothing."""

    def __init__(self, path: str, wake: Wake, *, baud: int = 115200) -> None:
        self._path = path
        self._baud = baud
        self._wake = wake
        self._port: serial.Serial | None = None

    def open(self, until_s: float) -> None:
        path = find_path(self._path)
        try:
            self._port = serial.Serial(
                path, self._baud, timeout=0, write_timeout=0, exclusive=True, rtscts=False, xonxoff=False
            )
        except (OSError, ValueError) as error:  # SerialException is an OSError
            taken = getattr(error, "errno", None) in (errno.EAGAIN, errno.EBUSY)
            raise RemoteLostError("port_taken" if taken else "port_refused") from error
        self._wake.tap(Way.OPENED, b"")

    def close(self) -> None:
        port, self._port = self._port, None
        if port is not None:
            with contextlib.suppress(OSError):  # the line is gone already: nothing is left to close
                port.close()
            self._wake.tap(Way.CLOSED, b"")

    def read(self, size_bytes: int, until_s: float) -> bytes:
        port = self._opened()
        if not self._wake.wait_io(self._fd(port), for_write=False, until_s=until_s):
            raise RemoteSilentError("no_answer")
        try:
            data = bytes(port.read(size_bytes))
        except (OSError, TypeError) as error:  # pyserial raises TypeError when closed underneath
            raise RemoteLostError("unplugged") from error
        if not data:
            raise RemoteLostError("unplugged")
        self._wake.tap(Way.IN, data)
        return data

    def write(self, data: bytes, until_s: float) -> None:
        rest = memoryview(data)
        while rest:
            port = self._opened()
            if not self._wake.wait_io(self._fd(port), for_write=True, until_s=until_s):
                raise RemoteSilentError("not_taking_bytes")
            try:
                count = port.write(rest) or 0
            except (OSError, TypeError) as error:
                raise RemoteLostError("unplugged") from error
            self._wake.tap(Way.OUT, bytes(rest[:count]))
            rest = rest[count:]

    def cancel(self) -> None:
        self._wake.set()

    def _opened(self) -> serial.Serial:
        if self._port is None:
            raise RemoteLostError("closed")
        return self._port

    @staticmethod
    def _fd(port: serial.Serial) -> int:
        try:
            return int(port.fileno())
        except OSError as error:
            raise RemoteLostError("unplugged") from error
