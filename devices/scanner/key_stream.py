"""Shell: a scanner that is a keyboard to Linux: its event file, taken away from everybody else."""

import errno
import fcntl
import os

from devices.errors import RemoteLostError, RemoteSilentError
from devices.scanner.protocol import KeyReader
from devices.trace import Way
from devices.transport.found_path import find_path
from devices.transport.wake import Wake

_EVIOCGRAB = 0x40044590  # _IOW('E', 0x90, int)


class KeyStream:
    """Reads typed characters from `path`, such as /dev/input/by-id/…-event-kbd; wildcards as in `find_path`.

    Grabbed exclusively: else the digits of a code would also land in whatever field has the focus.
    """

    def __init__(self, path: str, wake: Wake) -> None:
        self._path = path
        self._wake = wake
        self._keys = KeyReader()
        self._fd = -1

    def open(self, _until_s: float) -> None:
        self.close()
        path = find_path(self._path)
        try:
            self._fd = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
            self._grab()
        except OSError as error:
            self.close()
            raise RemoteLostError("port_taken" if error.errno == errno.EBUSY else "port_refused") from error
        self._wake.tap(Way.OPENED, b"")

    def close(self) -> None:
        fd, self._fd = self._fd, -1
        self._keys.reset()
        if fd >= 0:
            os.close(fd)  # also ends the grab
            self._wake.tap(Way.CLOSED, b"")

    def read(self, size_bytes: int, until_s: float) -> bytes:
        """May be empty: releasing a key types nothing."""
        if self._fd < 0:
            raise RemoteLostError("closed")
        if not self._wake.wait_io(self._fd, for_write=False, until_s=until_s):
            raise RemoteSilentError("no_answer")
        try:
            data = os.read(self._fd, size_bytes)
        except OSError as error:  # ENODEV: pulled
            raise RemoteLostError("unplugged") from error
        if not data:
            raise RemoteLostError("unplugged")
        self._wake.tap(Way.IN, data)
        return self._keys.feed(data)

    def _grab(self) -> None:
        try:
            fcntl.ioctl(self._fd, _EVIOCGRAB, 1)
        except OSError as error:
            if error.errno != errno.ENOTTY:  # a pipe that carries key events has nobody to be taken from
                raise
