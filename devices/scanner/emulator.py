"""Shell: a scanner on a pseudo-terminal, or typing into a pipe as a keyboard does; scans what it is told."""

import contextlib
import os
import tempfile
import threading
import tty
from pathlib import Path

from devices.one_fault import OneFault
from devices.scanner.protocol import encode_keys

FAULTS = ("mute", "noise", "cut")
_NOISE = bytes.fromhex("00FF8013077F")


class ScannerEmulator:
    """`link`: a path that points to the terminal, or is the pipe (`keys`), while plugged in (made when not given)."""

    def __init__(self, link: Path | None = None, *, keys: bool = False) -> None:
        self._folder = None if link else tempfile.TemporaryDirectory(prefix="scanner-")
        self._link = link or Path(self._folder.name if self._folder else "") / "scanner"
        self._keys = keys
        self._fault = OneFault(FAULTS)
        self._lock = threading.Lock()  # guards the descriptors
        self._fds: tuple[int, ...] = ()  # the first one is written to

    @property
    def address(self) -> str:
        return f"{'evdev' if self._keys else 'serial'}:{self._link}"

    @property
    def options(self) -> dict[str, str]:
        return {}

    def start(self) -> None:
        self.replug()

    def stop(self) -> None:
        self.unplug()
        if self._folder is not None:
            self._folder.cleanup()

    def scan(self, text: str, *, end: str = "\r") -> None:
        """Scan a code with this text. A keyboard scanner types ASCII only: ValueError otherwise."""
        if self._keys:
            self._send(encode_keys(text + end))
        else:
            self.scan_bytes((text + end).encode())

    def scan_bytes(self, data: bytes) -> None:
        """Put exactly these bytes on the wire, with the line end, if any, in them."""
        self._send(data)

    def fault(self, name: str | None, count: int | None = None) -> None:
        """Misbehave: one of FAULTS for the next `count` scans (None: until told otherwise; name None: behave)."""
        self._fault.set(name, count)

    def unplug(self) -> None:
        with self._lock:
            fds, self._fds = self._fds, ()
            if fds:
                self._link.unlink(missing_ok=True)
            for fd in fds:
                os.close(fd)

    def replug(self) -> None:
        with self._lock:
            if not self._fds:
                self._link.unlink(missing_ok=True)
                self._fds = self._open_pipe() if self._keys else self._open_terminal()

    def act(self, action: str, arguments: dict[str, object]) -> dict[str, object]:
        """One word from the control socket; KeyError for an unknown one."""
        match action:
            case "scan":
                self._scan_from(arguments)
            case "fault":
                self._fault.set_from(arguments)
            case "unplug":
                self.unplug()
            case "replug":
                self.replug()
            case _:
                raise KeyError(action)
        return {}

    def _scan_from(self, arguments: dict[str, object]) -> None:
        end = str(arguments.get("end", "\r"))
        if "hex" in arguments:
            self.scan_bytes(bytes.fromhex(str(arguments["hex"])) + end.encode())
        else:
            self.scan(str(arguments["text"]), end=end)

    def _open_pipe(self) -> tuple[int, ...]:
        os.mkfifo(self._link)
        return (os.open(self._link, os.O_RDWR | os.O_NONBLOCK),)

    def _open_terminal(self) -> tuple[int, ...]:
        near, far = os.openpty()
        for fd in (near, far):
            tty.setraw(fd)
        os.set_blocking(near, False)
        self._link.symlink_to(os.ttyname(far))
        return near, far

    def _send(self, data: bytes) -> None:
        fault = self._fault.take()
        with self._lock, contextlib.suppress(BlockingIOError):  # nobody reads: a wire does not wait either
            if self._fds:
                os.write(self._fds[0], _spoil(data, fault))


def _spoil(data: bytes, fault: str | None) -> bytes:
    match fault:
        case "mute":
            return b""
        case "noise":
            return _NOISE + data
        case "cut":
            return data[: len(data) // 2]
        case _:
            return data
