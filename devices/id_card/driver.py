"""Shell: drives one SAM reader: shakes hands, asks how it is, reads cards, and waits until they are lifted."""

import logging
from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from devices.errors import RemoteAbsentError, RemoteSilentError, RemoteWireError
from devices.id_card import protocol
from devices.id_card.photo import BMP_SIZE, MarkedPhotoDecoder, PhotoDecoder
from devices.id_card.photo_library import LibraryPhotoDecoder, PhotoLibrary
from devices.id_card.protocol import Answer, Request, Status
from devices.id_card.reading import (
    CALM_PERIOD_S,
    LIFTED_TIMES,
    Ask,
    CardProgress,
    Glass,
    ReadCard,
    Reading,
    lies_still,
)
from devices.id_card.sam_line import ANSWER_LIMIT_S, SamLine
from devices.id_card.verdict import Blame, verdict_on
from devices.model import Completion, Finding, Outcome, Severity
from devices.run import Run
from devices.transport.address import stream_at
from devices.transport.stream import Stream
from devices.transport.wake import Wake

__all__ = ["AwaitRemoval", "CardProgress", "ReadCard", "SamDriver", "sam_driver"]

LOG = logging.getLogger("devices.id_card")

STATUS_LIMIT_S = 0.4  # no radio is asked: two missed ones show within two seconds, also while nobody reads


@dataclass(frozen=True, slots=True)
class AwaitRemoval:
    """SUCCESS as soon as no card lies on the reader."""


class SamDriver:
    """Options: `answer_s`, how long a reader may take for a short answer, in seconds; `sam_id`, the one reader that may
    serve here; `rf_bytes`, how many bytes the radio may carry at once (the reader's own number when not given)."""

    def __init__(self, stream: Stream, options: Mapping[str, str], photos: PhotoDecoder | None = None) -> None:
        answer_limit_s = float(options.get("answer_s", ANSWER_LIMIT_S))
        self._line = SamLine(stream, answer_limit_s)
        self._status_limit_s = min(answer_limit_s, STATUS_LIMIT_S)
        self._sam_id = options.get("sam_id", "")
        self._rf_bytes = int(options.get("rf_bytes", "0"))
        self._photos = photos or MarkedPhotoDecoder()
        self._findings: tuple[Finding, ...] = ()
        self._is_recognised = False
        self._glass = Glass()

    def open(self, run: Run) -> tuple[Finding, ...]:
        self._line.open(run)
        self._is_recognised = False
        self._glass = Glass()
        return self.probe(run)

    def probe(self, run: Run) -> tuple[Finding, ...]:
        status = self._line.ask(protocol.ASK_STATUS, run, self._status_limit_s).status
        verdict = verdict_on(status)  # about a card: the late answer to an earlier question, and the reader is well
        is_well = status == Status.OK or verdict.blame is Blame.CARD
        self._findings = () if is_well else _faults(verdict.code)
        if not self._findings and not self._is_recognised:
            self._recognise(run)
        return self._findings

    def perform(self, command: object, run: Run) -> Outcome:
        ask = partial(self._tell, run)
        if not self._is_recognised:  # it was broken when it was opened
            self.probe(run)
        if isinstance(command, ReadCard):
            return self._read_card(command, ask, run)
        if isinstance(command, AwaitRemoval):
            return self._await_removal(ask, run)
        return Outcome(Completion.UNSUPPORTED)

    def forget(self) -> None:
        self._line.forget()
        self._photos.forget()

    def close(self) -> None:
        self._line.close()
        self._photos.forget()

    def _recognise(self, run: Run) -> None:
        """Only once for each opening. RemoteAbsentError for a reader that is not ours."""
        answer = self._line.ask(protocol.ASK_SAM_ID, run)
        sam_id = protocol.format_sam_id(answer.data) if answer.status == Status.OK else "unknown"
        if self._sam_id and sam_id != self._sam_id:
            LOG.info("another reader answers, SAM %s", sam_id)
            raise RemoteAbsentError("other_reader")
        LOG.info("reader ready, SAM %s", sam_id)
        if self._rf_bytes:
            self._line.ask(protocol.set_rf_bytes(self._rf_bytes), run)
        self._is_recognised = True

    def _read_card(self, command: ReadCard, ask: Ask, run: Run) -> Outcome:
        outcome = Reading(command, ask, run, glass=self._glass, photos=self._photos).finish()
        if outcome.completion is Completion.HARDWARE:
            self._findings = _faults(outcome.detail)
            run.heard(self._findings)
        return outcome

    def _await_removal(self, ask: Ask, run: Run) -> Outcome:
        gone = 0
        while gone < LIFTED_TIMES:
            try:
                gone = 0 if _is_card_there(ask) else gone + 1
            except RemoteSilentError as error:
                run.check()
                run.missed(error)
            except RemoteWireError:
                gone = 0
            if gone < LIFTED_TIMES:
                run.pause(CALM_PERIOD_S)
        self._glass.clear()
        return Outcome(Completion.SUCCESS)

    def _tell(self, run: Run, request: Request, limit_s: float | None = None) -> Answer:
        """Ask during a command: an answer also proves that the device lives."""
        answer = self._line.ask(request, run, limit_s)
        run.heard(self._findings)
        return answer


def sam_driver(address: str, wake: Wake, options: Mapping[str, str]) -> SamDriver:
    """Besides the driver's own options: `baud`; `photo_library`, a vendor's shared object that decodes photos, with
    `photo_function` and its third `photo_argument`. LocalConfigError for an address or library that cannot be."""
    stream = stream_at(address, wake, baud=int(options.get("baud", "115200")))
    path = options.get("photo_library")
    if path is None:
        return SamDriver(stream, options)
    function = options.get("photo_function", "wlt2bmpBuffer")
    library = PhotoLibrary(Path(path), function, int(options.get("photo_argument", BMP_SIZE)))
    return SamDriver(stream, options, LibraryPhotoDecoder(library, wake))


def _is_card_there(ask: Ask) -> bool:
    return lies_still(ask) or ask(protocol.FIND_CARD, None).status == Status.CARD_FOUND


def _faults(code: str) -> tuple[Finding, ...]:
    return (Finding(code, Severity.FAULT),)
