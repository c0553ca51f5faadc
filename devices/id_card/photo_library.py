"""Shell: decodes the card's photo with a vendor's library, in a child process that is ended with each card.

The library is closed code: its crash, its endless loop, its missing licence must cost one photo and nothing else.
"""

import contextlib
import logging
import math
import os
import socket
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

from devices.errors import LocalConfigError
from devices.id_card.photo import jpeg_of
from devices.id_card.photo_program import PICTURE_LIMIT_BYTES
from devices.transport.wake import Wake

LOG = logging.getLogger("devices.id_card")

DECODE_LIMIT_S = 2.0  # start of the program included, when the card lay there before it was asked for
_END_LIMIT_S = 1.0
_ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True, slots=True)
class PhotoLibrary:
    """`int FUNCTION(const unsigned char *wlt, unsigned char *picture, int ARGUMENT)` in the shared object at `path`."""

    path: Path
    function: str
    argument: int

    def check(self) -> None:
        """LocalConfigError when there is no such file."""
        if not self.path.is_file():
            raise LocalConfigError(f"no photo library at {self.path}")


class LibraryPhotoDecoder:
    """One process for one card: started while the card is awaited, ended when the reading is forgotten."""

    def __init__(self, library: PhotoLibrary, wake: Wake) -> None:
        library.check()
        self._library = library
        self._wake = wake
        self._child: _Child | None = None
        self._told: set[str] = set()

    def prepare(self) -> None:
        if self._child is None:
            self._child = _Child(self._library)

    def decode(self, wlt: bytes, until_s: float = math.inf) -> bytes | None:
        self.prepare()
        assert self._child is not None
        self._child.give(wlt)
        is_done = self._child.wait(self._wake, min(until_s, time.monotonic() + DECODE_LIMIT_S))
        decoded = self._child.take() if is_done else b""
        jpeg = jpeg_of(decoded)
        if jpeg is None:
            self._tell_once(is_done=is_done, is_empty=not decoded)
        return jpeg

    def forget(self) -> None:
        child, self._child = self._child, None
        if child is not None:
            child.end()

    def _tell_once(self, *, is_done: bool, is_empty: bool) -> None:
        trouble = "is too slow" if not is_done else "has failed" if is_empty else "gives no picture (its licence?)"
        if trouble not in self._told:
            self._told.add(trouble)
            LOG.warning("the photo library %s; cards are read without a photo", trouble)


class _Child:
    def __init__(self, library: PhotoLibrary) -> None:
        self._line, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        try:
            self._process = _start_program(theirs.fileno(), library)
        except BaseException:
            self._line.close()
            raise
        finally:
            theirs.close()

    def give(self, wlt: bytes) -> None:
        with contextlib.suppress(BrokenPipeError):  # it has ended already: `take` finds out
            self._line.send(wlt)

    def wait(self, wake: Wake, until_s: float) -> bool:
        return wake.wait_io(self._line.fileno(), for_write=False, until_s=until_s)

    def take(self) -> bytes:
        """b"" when it has ended without a word."""
        with contextlib.suppress(ConnectionError):
            return self._line.recv(PICTURE_LIMIT_BYTES)
        return b""

    def end(self) -> None:
        self._process.kill()
        self._line.close()
        try:
            self._process.wait(_END_LIMIT_S)
        except subprocess.TimeoutExpired:  # stuck in the kernel
            LOG.error("the photo library hangs: its process %d cannot be ended", self._process.pid)


def _start_program(line_fd: int, library: PhotoLibrary) -> "subprocess.Popen[bytes]":
    where = (str(library.path.absolute()), library.function, str(library.argument))
    return subprocess.Popen(
        [sys.executable, "-P", "-m", "devices.id_card.photo_program", str(line_fd), *where],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        pass_fds=(line_fd,),
        cwd=library.path.absolute().parent,  # where its licence lies
        env=os.environ | {"PYTHONPATH": str(_ROOT)},
    )
