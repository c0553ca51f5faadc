"""Shell: drives one board: asks its inputs all the time, lights what the holder of the lease wants, else nothing."""

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from devices.booth_board import protocol
from devices.booth_board.framing import Frame, Framing, MbapFraming, RtuFraming, answer_length
from devices.booth_board.protocol import Bits, Function, ReadBits, Refusal, RemoteRefusedError, Request, WriteCoil
from devices.booth_board.wiring import Feeling, Input, Lamp, feel, wiring_from
from devices.errors import LocalConfigError, RemoteSilentError, RemoteWireError
from devices.model import Completion, Finding, Outcome, Severity
from devices.run import Run
from devices.transport.address import stream_at
from devices.transport.stream import Stream
from devices.transport.wake import Wake

PROBE_S = 0.1  # a hand on the handset and a person at the door must not wait
ANSWER_LIMIT_S = 0.3  # boards answer within 0.05 s
BLINK_S = 0.5
WALK_S = 0.5
READ_CHUNK_BYTES = 512
_CHARACTER_BITS = 11  # as the serial line specification counts them
_QUIET_CHARACTERS = 3.5  # silence that ends a frame …
_QUIET_LEAST_S = 0.00175  # … but never less than this
_PASSING = (Refusal.ACKNOWLEDGED, Refusal.BOARD_BUSY)


@dataclass(frozen=True, slots=True)
class ShowLights:
    """Light these until cancelled or until the deadline (TIMEOUT); with none at all: dark, SUCCESS at once.

    Whatever ends it, the next question to the board darkens every lamp that nobody wants any more.
    """

    steady: frozenset[Lamp] = frozenset()
    blinking: frozenset[Lamp] = frozenset()


@dataclass(frozen=True, slots=True)
class WalkLamps:
    """Each lamp for half a second, then SUCCESS with a BoardReading; UNSUPPORTED when the board lacks a number."""


@dataclass(frozen=True, slots=True)
class BoardReading:
    """What the board shows now, and the lamps it has."""

    inputs: Mapping[Input, bool]
    lamps: tuple[Lamp, ...]


class BoardDriver:
    """Options: `unit`, `answer_s`, and the numbers of inputs and lamps (`wiring.py`).

    What is lit is asked, not remembered: a board that lost its power or whose own watchdog fired is set right again.
    """

    def __init__(self, stream: Stream, framing: Framing, options: Mapping[str, str], quiet_s: float = 0.0) -> None:
        self._stream = stream
        self._framing = framing
        self._wiring = wiring_from(options)
        self._unit = _unit_of(options)
        self._answer_limit_s = float(options.get("answer_s", ANSWER_LIMIT_S))
        self._quiet_s = quiet_s
        self._feeling = Feeling()
        self._transaction = 0

    def open(self, run: Run) -> tuple[Finding, ...]:
        self._stream.open(run.until_s)
        self._feeling = Feeling()
        return self.probe(run)

    def probe(self, run: Run) -> tuple[Finding, ...]:
        return self._go_round(frozenset(), run)

    def perform(self, command: object, run: Run) -> Outcome:
        if isinstance(command, ShowLights):
            return self._show(command, run)
        if isinstance(command, WalkLamps):
            try:
                return self._walk(run)
            except RemoteRefusedError as error:
                return Outcome(Completion.UNSUPPORTED, detail=error.code)
        return Outcome(Completion.UNSUPPORTED)

    def forget(self) -> None:
        self._framing.reset()  # nothing here is personal

    def close(self) -> None:
        self._stream.close()
        self._framing.reset()

    def _show(self, command: ShowLights, run: Run) -> Outcome:
        began_s = time.monotonic()
        while True:
            is_bright = int((time.monotonic() - began_s) / BLINK_S) % 2 == 0
            self._go_round_in_command(command.steady | (command.blinking if is_bright else frozenset()), run)
            if not command.steady | command.blinking:
                return Outcome(Completion.SUCCESS)
            run.pause(PROBE_S)

    def _go_round_in_command(self, lamps: frozenset[Lamp], run: Run) -> None:
        """A lost answer does not end the light; a cut line does."""
        try:
            run.heard(self._go_round(lamps, run))
        except (RemoteSilentError, RemoteWireError) as error:
            run.check()
            run.missed(error)

    def _walk(self, run: Run) -> Outcome:
        lamps = tuple(self._wiring.lamps)
        for lamp in lamps:
            until_s = time.monotonic() + WALK_S
            while time.monotonic() < until_s:
                self._feel(run)
                self._light(frozenset({lamp}), run)
                run.pause(PROBE_S)
        run.heard(self._go_round(frozenset(), run))
        return Outcome(Completion.SUCCESS, BoardReading(self._feeling.steady, lamps))

    def _go_round(self, lamps: frozenset[Lamp], run: Run) -> tuple[Finding, ...]:
        """Inputs first: lamps that the board refuses must not blind us."""
        findings = self._refused(lambda: self._feel(run)) + self._refused(lambda: self._light(lamps, run))
        if self._feeling.steady.get(Input.DOOR):
            findings += (Finding("door_open", Severity.WARNING),)
        return tuple(dict.fromkeys(findings))

    @staticmethod
    def _refused(ask: Callable[[], None]) -> tuple[Finding, ...]:
        try:
            ask()
        except RemoteRefusedError as error:
            return (Finding(error.code, Severity.WARNING if error.number in _PASSING else Severity.FAULT),)
        return ()

    def _feel(self, run: Run) -> None:
        numbers = self._wiring.input_numbers
        if numbers:
            bits = self._ask(ReadBits(Function.READ_INPUTS, numbers.start, len(numbers)), run)
            self._feeling = feel(self._feeling, self._wiring.shown(bits), time.monotonic())
            run.sensed({one.value: on for one, on in self._feeling.steady.items()})

    def _light(self, lamps: frozenset[Lamp], run: Run) -> None:
        numbers = self._wiring.lamp_numbers
        if numbers:
            lit = self._ask(ReadBits(Function.READ_COILS, numbers.start, len(numbers)), run)
            for lamp, number in self._wiring.lamps.items():
                if lit[number - numbers.start] is not (lamp in lamps):
                    self._ask(WriteCoil(number, lamp in lamps), run)

    def _ask(self, request: Request, run: Run) -> Bits:
        run.pause(self._quiet_s)
        until_s = run.step_until_s(self._answer_limit_s)
        self._drop_late_answers()
        self._transaction = self._transaction % 0xFFFF + 1
        question = Frame(self._unit, protocol.encode_request(request), self._transaction)
        self._stream.write(self._framing.encode(question), until_s)
        try:
            return protocol.decode_answer(self._answer_to(question, until_s).data, request)
        except RemoteSilentError as error:
            if self._framing.holds_bytes:
                raise RemoteWireError("garbled") from error
            raise

    def _answer_to(self, question: Frame, until_s: float) -> Frame:
        while True:
            for frame in self._framing.feed(self._stream.read(READ_CHUNK_BYTES, until_s)):
                if frame.unit == question.unit and frame.transaction in (None, question.transaction):
                    return frame

    def _drop_late_answers(self) -> None:
        """What came after an earlier question was given up must not be taken for the answer to the next."""
        self._framing.reset()
        try:
            while True:
                self._stream.read(READ_CHUNK_BYTES, 0.0)
        except RemoteSilentError:
            return


def board_driver(address: str, wake: Wake, options: Mapping[str, str]) -> BoardDriver:
    """`serial:PATH` speaks RTU, `tcp:HOST:PORT` MBAP. Option `baud`: speed of a serial line (8N1)."""
    baud = int(options.get("baud", "9600"))
    stream = stream_at(address, wake, baud=baud)
    if address.startswith("tcp:"):
        return BoardDriver(stream, MbapFraming(), options)
    quiet_s = max(_QUIET_LEAST_S, _QUIET_CHARACTERS * _CHARACTER_BITS / baud)
    return BoardDriver(stream, RtuFraming(answer_length), options, quiet_s)


def _unit_of(options: Mapping[str, str]) -> int:
    text = options.get("unit", "1")
    if not (text.isascii() and text.isdecimal()) or not 0 <= int(text) <= 255:
        raise LocalConfigError(f"not the unit number of a board (0 to 255): {text!r}")
    return int(text)
