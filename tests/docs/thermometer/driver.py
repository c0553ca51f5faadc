"""Shell: drives one thermometer."""

from dataclasses import dataclass

from devices.errors import RemoteSilentError
from devices.model import Completion, Finding, Outcome, Severity
from devices.run import Run
from devices.transport.stream import Stream
from tests.docs.thermometer.protocol import ASK, LINE_LIMIT_BYTES, AnswerReader

ANSWER_LIMIT_S = 0.5
WARM_C = 45.0  # above it the booth's printer jams
_TOO_WARM = Finding("too_warm", Severity.WARNING)


@dataclass(frozen=True, slots=True)
class ReadTemperature:
    """SUCCESS with degrees Celsius."""


class ThermometerDriver:
    def __init__(self, stream: Stream) -> None:
        self._stream = stream

    def open(self, run: Run) -> tuple[Finding, ...]:
        self._stream.open(run.until_s)
        return self.probe(run)

    def probe(self, run: Run) -> tuple[Finding, ...]:
        return (_TOO_WARM,) if self._ask(run) > WARM_C else ()

    def perform(self, command: object, run: Run) -> Outcome:
        if not isinstance(command, ReadTemperature):
            return Outcome(Completion.UNSUPPORTED)
        return Outcome(Completion.SUCCESS, self._ask(run))

    def forget(self) -> None:
        return None  # a temperature is nobody's secret

    def close(self) -> None:
        self._stream.close()

    def _ask(self, run: Run) -> float:
        until_s = run.step_until_s(ANSWER_LIMIT_S)
        self._drop_late_answers()
        self._stream.write(ASK, until_s)
        reader = AnswerReader()
        while True:
            celsius = reader.feed(self._stream.read(LINE_LIMIT_BYTES, until_s))
            if celsius is not None:
                return celsius

    def _drop_late_answers(self) -> None:
        """What came too late must not be taken for the answer to the next question."""
        try:
            while True:
                self._stream.read(LINE_LIMIT_BYTES, 0.0)
        except RemoteSilentError:
            return
