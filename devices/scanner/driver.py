"""Shell: drives one scanner: waits for the next code, and lets nothing that was scanned before count."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from devices.errors import RemoteSilentError, RemoteWireError
from devices.model import Completion, Finding, Outcome
from devices.run import Run
from devices.scanner.key_stream import KeyStream
from devices.scanner.protocol import Code, Line, LineFramer, Overlong, Torn, decode_code
from devices.transport.address import stream_at
from devices.transport.wake import Wake

IDLE_S = 0.05  # a silence this long ends a code that has no end of its own
GAP_LIMIT_S = 1.0  # a silence this long tears a code of a scanner that does end them
WAIT_STEP_S = 1.0
BROKEN_LIMIT = 3  # unreadable codes in a row before giving up
READ_CHUNK_BYTES = 4080  # whole key events
_DRAINS_LIMIT = 64  # reads of old bytes at once: a scanner gone mad must not hold the thread


@dataclass(frozen=True, slots=True)
class ReadCode:
    """Wait (until the deadline) for the next code: SUCCESS with a Code. Progress: ScanProgress.

    PROTOCOL (unreadable_code, code_too_long): several codes in a row said nothing.
    """


class ScanProgress(StrEnum):
    WAITING = "waiting"
    UNREADABLE = "unreadable"  # something was scanned that is no text, or not whole: show it again, or another one


class Wire(Protocol):
    """What a driver needs of a line that is only listened to."""

    def open(self, until_s: float) -> None: ...

    def close(self) -> None: ...

    def read(self, size_bytes: int, until_s: float) -> bytes: ...


class ScannerDriver:
    """A scanner answers no question: it counts as ready while its line is up, and its line is looked at each probe."""

    def __init__(self, wire: Wire) -> None:
        self._wire = wire
        self._framer = LineFramer()

    def open(self, run: Run) -> tuple[Finding, ...]:
        self._framer = LineFramer()
        self._wire.open(run.until_s)
        return self.probe(run)

    def probe(self, run: Run) -> tuple[Finding, ...]:
        run.check()
        self._drop_old_scans()
        return ()

    def perform(self, command: object, run: Run) -> Outcome:
        if not isinstance(command, ReadCode):
            return Outcome(Completion.UNSUPPORTED)
        self._drop_old_scans()
        run.report(ScanProgress.WAITING)
        last = Outcome(Completion.PROTOCOL)
        for _ in range(BROKEN_LIMIT):
            last = _judge(self._next_line(run))
            run.heard(())
            if last.ok:
                break
            run.report(ScanProgress.UNREADABLE)
        return last

    def forget(self) -> None:
        self._framer.reset()

    def close(self) -> None:
        self._wire.close()
        self._framer.reset()

    def _next_line(self, run: Run) -> Line:
        """One code at a time: what comes in the same breath after it is dropped."""
        while True:
            run.check()
            lines = self._listen(run)
            if lines:
                return lines[0]

    def _listen(self, run: Run) -> list[Line]:
        is_inside = self._framer.is_inside
        try:
            until_s = run.step_until_s(self._gap_s() if is_inside else WAIT_STEP_S)
            return self._framer.feed(self._wire.read(READ_CHUNK_BYTES, until_s))
        except RemoteSilentError:  # for a scanner silence only means that nobody scans
            run.check()
            return self._framer.silence() if is_inside else []

    def _gap_s(self) -> float:
        return GAP_LIMIT_S if self._framer.has_ends else IDLE_S

    def _drop_old_scans(self) -> None:
        """A code scanned while nobody asked, perhaps by the resident before, must not be taken for the answer."""
        self._framer.reset()
        try:
            for _ in range(_DRAINS_LIMIT):
                self._wire.read(READ_CHUNK_BYTES, 0.0)
        except RemoteSilentError:
            return


def _judge(line: Line) -> Outcome:
    if isinstance(line, Overlong):
        return Outcome(Completion.PROTOCOL, detail="code_too_long")
    if isinstance(line, Torn):
        return Outcome(Completion.PROTOCOL, detail="unreadable_code")
    try:
        code: Code = decode_code(line)
    except RemoteWireError as error:
        return Outcome(Completion.PROTOCOL, detail=error.code)
    return Outcome(Completion.SUCCESS, code)


def scanner_driver(address: str, wake: Wake, options: Mapping[str, str]) -> ScannerDriver:
    """`evdev:PATH`, or a stream address. Option `baud`: speed of a serial line."""
    scheme, _, path = address.partition(":")
    if scheme == "evdev" and path:
        return ScannerDriver(KeyStream(path, wake))
    return ScannerDriver(stream_at(address, wake, baud=int(options.get("baud", "9600"))))
