"""Shell: drives one ESC/POS printer: looks before it prints, and asks afterwards whether the paper came out."""

import contextlib
from collections.abc import Mapping
from dataclasses import dataclass

from devices.errors import (
    CommandCancelledError,
    DeadlinePassedError,
    RemoteDeviceError,
    RemoteLostError,
    RemoteSilentError,
    RemoteWireError,
)
from devices.model import Completion, Finding, Outcome, Severity
from devices.receipt_printer.status import (
    ASK_IN_ORDER,
    ASK_NO_NEWS,
    CLEAR_BUFFER,
    Ask,
    ask_status,
    is_ordered_answer,
    parse_status,
)
from devices.run import Run
from devices.transport.stream import Stream

ANSWER_LIMIT_S = 0.8  # two missed answers show within two seconds; a status byte comes at once
OPEN_LIMIT_S = 2.0
CHECK_PERIOD_S = 0.3  # between looks at a printer that has not confirmed yet
STALL_LIMIT_S = 5.0  # longest time that a working printer takes no bytes: a warm head pauses between lines
CHUNK_BYTES = 512
_READS_LIMIT = 64  # a printer that never stops talking must not hold the thread

_REFUSALS = {
    "paper_out": Completion.MEDIA,
    "cutter_jam": Completion.HARDWARE,
    "printer_error": Completion.HARDWARE,
}


@dataclass(frozen=True, slots=True, repr=False)
class PrintReceipt:
    """Print these ESC/POS bytes (see ReceiptBuilder). Give the lease a `key` so that it is never printed twice.

    MEDIA (paper_out), HARDWARE (cutter_jam, printer_error) and NOT_READY (cover_open, too_hot, printer_offline,
    no_answer, …): nothing was printed, try again later.
    OUTCOME_UNKNOWN (cut, no_answer, paper_out, cancelled, deadline …): it broke off after the first byte had left.
    """

    data: bytes

    def __repr__(self) -> str:
        return f"PrintReceipt({len(self.data)} bytes)"


class EscPosDriver:
    """Options: `answer_s` (seconds a printer may take for a status byte); `confirm`: `ordered` (GS r, the default) or
    `realtime` for printers that do not know GS r."""

    def __init__(self, stream: Stream, options: Mapping[str, str]) -> None:
        self._stream = stream
        self._is_broken_off = False
        self._has_confirmed = False  # an answer to ASK_IN_ORDER has come
        self._answer_limit_s = float(options.get("answer_s", ANSWER_LIMIT_S))
        self._confirms_in_order = options.get("confirm", "ordered") == "ordered"

    def open(self, run: Run) -> tuple[Finding, ...]:
        self._open_stream(run)
        return self._look(run)

    def probe(self, run: Run) -> tuple[Finding, ...]:
        self._leave_broken_receipt(run)
        return self._look(run)

    def perform(self, command: object, run: Run) -> Outcome:
        if not isinstance(command, PrintReceipt):
            return Outcome(Completion.UNSUPPORTED)
        refusal = self._refuse(run)
        if refusal is not None:
            return refusal
        run.check()
        try:
            self._write(ASK_NO_NEWS + command.data, run)
            return self._confirm(run)
        except CommandCancelledError:
            return self._broken_off("cancelled", run)
        except DeadlinePassedError:
            return self._broken_off("deadline", run)
        except RemoteDeviceError as error:
            run.missed(error)
            return self._broken_off(error.code, run)

    def forget(self) -> None:
        return None  # nothing is kept between commands

    def close(self) -> None:
        self._stream.close()

    def _open_stream(self, run: Run) -> None:
        self._stream.open(run.step_until_s(OPEN_LIMIT_S))
        if self._is_broken_off:
            self._stream.write(CLEAR_BUFFER, run.step_until_s(self._answer_limit_s))
            self._is_broken_off = False

    def _leave_broken_receipt(self, run: Run) -> None:
        if self._is_broken_off:
            self._stream.close()
            self._open_stream(run)

    def _look(self, run: Run) -> tuple[Finding, ...]:
        self._drop_late_answers()
        answers = bytearray()
        for which in Ask:
            until_s = run.step_until_s(self._answer_limit_s)
            self._stream.write(ask_status(which), until_s)
            answers += self._read_realtime(until_s)
        return parse_status(bytes(answers)).findings()

    def _refuse(self, run: Run) -> Outcome | None:
        """Why nothing can be printed now, if so. A line that died while idle is opened again first."""
        try:
            try:
                trouble = self._trouble(run)
            except RemoteLostError:
                self._is_broken_off = True
                trouble = self._trouble(run)
        except RemoteDeviceError as error:
            self._is_broken_off = True
            run.missed(error)
            return Outcome(Completion.NOT_READY, detail=error.code)
        if trouble is None:
            return None
        return Outcome(_REFUSALS.get(trouble.code, Completion.NOT_READY), detail=trouble.code)

    def _trouble(self, run: Run) -> Finding | None:
        """What keeps the printer from printing, if anything does."""
        findings = self.probe(run)
        run.heard(findings)
        return _worst_of(findings)

    def _write(self, data: bytes, run: Run) -> None:
        for start in range(0, len(data), CHUNK_BYTES):
            run.check()
            self._stream.write(data[start : start + CHUNK_BYTES], run.step_until_s(STALL_LIMIT_S))

    def _confirm(self, run: Run) -> Outcome:
        if self._confirms_in_order:
            return self._confirm_in_order(run)
        trouble = self._trouble(run)
        return self._broken_off(trouble.code, run) if trouble else Outcome(Completion.SUCCESS)

    def _confirm_in_order(self, run: Run) -> Outcome:
        """Wait for the answer that comes only after the paper, and look at the printer while it does not come."""
        self._has_confirmed = False
        self._write(ASK_IN_ORDER, run)
        while True:
            run.check()
            self._await_confirmation(run)
            findings = self._look_twice(run)
            run.heard(findings)
            if self._has_confirmed:
                return Outcome(Completion.SUCCESS)
            trouble = _worst_of(findings)
            if trouble is not None:
                return self._broken_off(trouble.code, run)

    def _await_confirmation(self, run: Run) -> None:
        until_s = run.step_until_s(CHECK_PERIOD_S)
        with contextlib.suppress(RemoteSilentError):  # it is still printing
            for _ in range(_READS_LIMIT):
                if self._has_confirmed:
                    return
                self._read(1, until_s)

    def _look_twice(self, run: Run) -> tuple[Finding, ...]:
        """A printer answers while it prints; one lost answer is noise."""
        try:
            return self._look(run)
        except RemoteSilentError as error:
            run.missed(error)
            return self._look(run)

    def _read_realtime(self, until_s: float) -> bytes:
        for _ in range(_READS_LIMIT):
            byte = self._read(1, until_s)
            if not is_ordered_answer(byte[0]):
                return byte
        raise RemoteWireError("status_bits")

    def _drop_late_answers(self) -> None:
        with contextlib.suppress(RemoteSilentError):
            for _ in range(_READS_LIMIT):
                self._read(64, 0.0)

    def _read(self, size_bytes: int, until_s: float) -> bytes:
        """The answer that confirms may come at any moment, also between others."""
        data = self._stream.read(size_bytes, until_s)
        self._has_confirmed |= any(map(is_ordered_answer, data))
        return data

    def _broken_off(self, code: str, run: Run) -> Outcome:
        """Half a receipt may hang in the printer: now, or else before anything else, it is told to forget the rest."""
        self._is_broken_off = True
        with contextlib.suppress(RemoteDeviceError, CommandCancelledError):
            self._leave_broken_receipt(run)
        return Outcome(Completion.OUTCOME_UNKNOWN, detail=code)


def _worst_of(findings: tuple[Finding, ...]) -> Finding | None:
    return next((finding for finding in findings if finding.severity is not Severity.WARNING), None)
