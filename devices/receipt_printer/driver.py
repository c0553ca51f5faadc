"""Shell: drives one ESC/POS printer: looks before it prints, and asks afterwards whether the paper came out."""

from collections.abc import Mapping
from dataclasses import dataclass

from devices.errors import (
    CommandCancelledError,
    DeadlinePassedError,
    RemoteDeviceError,
    RemoteLostError,
    RemoteSilentError,
)
from devices.model import Completion, Finding, Outcome, Severity
from devices.receipt_printer.status import (
    ASK_IN_ORDER,
    CLEAR_BUFFER,
    Ask,
    ask_status,
    is_ordered_answer,
    parse_status,
)
from devices.run import Run
from devices.transport.stream import Stream

ANSWER_LIMIT_S = 1.0
OPEN_LIMIT_S = 2.0
CHECK_PERIOD_S = 0.3  # between looks at a printer that has not confirmed yet
CHUNK_BYTES = 512

_MEDIA_CODES = frozenset({"paper_out", "cutter_jam"})


@dataclass(frozen=True, slots=True, repr=False)
class PrintReceipt:
    """Print these ESC/POS bytes (see ReceiptBuilder). Give the lease a `key` so that it is never printed twice.

    MEDIA (paper_out, cutter_jam) and NOT_READY (cover_open, printer_offline, no_answer, …): nothing was
    printed, try again later.
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
        try:
            self._write(command.data, run)
            return self._confirm(run)
        except CommandCancelledError:
            return self._broken_off("cancelled")
        except DeadlinePassedError:
            return self._broken_off("deadline")
        except RemoteDeviceError as error:
            run.missed(error)
            return self._broken_off(error.code)

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
        is_media = trouble.code in _MEDIA_CODES
        return Outcome(Completion.MEDIA if is_media else Completion.NOT_READY, detail=trouble.code)

    def _trouble(self, run: Run) -> Finding | None:
        """What keeps the printer from printing, if anything does."""
        findings = self.probe(run)
        run.heard(findings)
        return _worst_of(findings)

    def _write(self, data: bytes, run: Run) -> None:
        run.check()
        for start in range(0, len(data), CHUNK_BYTES):
            self._stream.write(data[start : start + CHUNK_BYTES], run.until_s)

    def _confirm(self, run: Run) -> Outcome:
        """Wait for the answer that comes only after the paper, and look at the printer while it does not come."""
        if not self._confirms_in_order:
            trouble = self._trouble(run)
            return self._broken_off(trouble.code) if trouble else Outcome(Completion.SUCCESS)
        self._stream.write(ASK_IN_ORDER, run.until_s)
        while True:
            run.check()
            answers = self._answers_so_far(run)
            if any(is_ordered_answer(byte) for byte in answers):
                run.heard(self._look(run))
                return Outcome(Completion.SUCCESS)
            trouble = self._judge(answers, run)
            if trouble is not None:
                return self._broken_off(trouble.code)
            self._stream.write(b"".join(ask_status(which) for which in Ask), run.until_s)

    def _answers_so_far(self, run: Run) -> bytes:
        """All bytes that come until there is a whole round of real-time answers, or the ordered one, or silence."""
        answers = bytearray()
        until_s = run.step_until_s(CHECK_PERIOD_S)
        try:
            while len(answers) < len(Ask) and not any(is_ordered_answer(byte) for byte in answers):
                answers += self._stream.read(len(Ask), until_s)
        except RemoteSilentError:
            return bytes(answers)
        return bytes(answers)

    def _judge(self, answers: bytes, run: Run) -> Finding | None:
        if len(answers) != len(Ask):
            return None
        findings = parse_status(answers).findings()
        run.heard(findings)
        return _worst_of(findings)

    def _read_realtime(self, until_s: float) -> bytes:
        while True:
            byte = self._stream.read(1, until_s)
            if not is_ordered_answer(byte[0]):
                return byte

    def _drop_late_answers(self) -> None:
        try:
            while True:
                self._stream.read(64, 0.0)
        except RemoteSilentError:
            return

    def _broken_off(self, code: str) -> Outcome:
        """Half a receipt may hang in the printer: before anything else it is told to forget the rest."""
        self._is_broken_off = True
        return Outcome(Completion.OUTCOME_UNKNOWN, detail=code)


def _worst_of(findings: tuple[Finding, ...]) -> Finding | None:
    return next((finding for finding in findings if finding.severity is not Severity.WARNING), None)
