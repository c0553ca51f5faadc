"""Shell: drives one SAM reader over a byte stream: finds, selects, reads, and waits until the card is lifted."""

import logging
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from devices.errors import RemoteSilentError, RemoteWireError
from devices.id_card import protocol
from devices.id_card.layouts import decode_card
from devices.id_card.photo import MarkedPhotoDecoder, PhotoDecoder
from devices.id_card.protocol import Answer, BrokenFrame, Framer, Payload, Request, Status
from devices.model import Completion, Finding, Outcome, Severity
from devices.run import Run
from devices.transport.stream import Stream

LOG = logging.getLogger("devices.id_card")

ANSWER_LIMIT_S = 0.8  # status, find, select: a reader answers within 0.1 s
READ_LIMIT_S = 3.0  # a record: about 0.35 s radio and 0.11 s wire at 115200
FIND_PERIOD_S = 0.2
BROKEN_LIMIT = 3  # broken frames or unknown cards before giving up
LIFTED_TIMES = 2  # one failed look may be a bad contact
READ_CHUNK_BYTES = 4096

_STATUS_FINDINGS: dict[int, Finding] = {
    Status.SELF_TEST_FAILED: Finding("self_test_failed", Severity.FAULT),
    Status.NOT_AUTHORISED: Finding("not_authorised", Severity.FAULT),
}


@dataclass(frozen=True, slots=True)
class ReadCard:
    """Wait (until the deadline) for a card and read it: SUCCESS with an IdCard. Progress: CardProgress."""


@dataclass(frozen=True, slots=True)
class AwaitRemoval:
    """SUCCESS as soon as no card lies on the reader."""


class CardProgress(StrEnum):
    WAITING = "waiting"  # no card yet
    READING = "reading"  # a card is there: hold it still
    MOVED = "moved"  # it went away too early: put it back
    LIFT_AGAIN = "lift_again"  # a card that was read before still lies there: lift it and put it back


class SamDriver:
    """Option `answer_s`: how long a reader may take for a short answer, in seconds."""

    def __init__(self, stream: Stream, options: Mapping[str, str], photo_decoder: PhotoDecoder | None = None) -> None:
        self._stream = stream
        self._framer = Framer()
        self._findings: tuple[Finding, ...] = ()
        self._answer_limit_s = float(options.get("answer_s", ANSWER_LIMIT_S))
        self._photo_decoder = photo_decoder or MarkedPhotoDecoder()

    def open(self, run: Run) -> tuple[Finding, ...]:
        self._stream.open(run.step_until_s(self._answer_limit_s))
        findings = self.probe(run)
        answer = self._ask(protocol.ASK_SAM_ID, run)
        if answer.status == Status.OK:
            LOG.info("reader ready, SAM %s", protocol.format_sam_id(answer.data))
        return findings

    def probe(self, run: Run) -> tuple[Finding, ...]:
        self._findings = self._ask_findings(run)
        return self._findings

    def _ask_findings(self, run: Run) -> tuple[Finding, ...]:
        status = self._ask(protocol.ASK_STATUS, run).status
        if status == Status.OK:
            return ()
        known = _STATUS_FINDINGS.get(status)
        return (known or Finding(f"status_{status:02x}", Severity.FAULT),)

    def perform(self, command: object, run: Run) -> Outcome:
        if isinstance(command, ReadCard):
            return self._read_card(run)
        if isinstance(command, AwaitRemoval):
            return self._await_removal(run)
        return Outcome(Completion.UNSUPPORTED)

    def forget(self) -> None:
        self._framer.reset()

    def close(self) -> None:
        self._stream.close()
        self._framer.reset()

    def _read_card(self, run: Run) -> Outcome:
        """A card that is moved too early is waited for; one that stays unreadable ends the command."""
        last = Outcome(Completion.MEDIA)
        for _ in range(BROKEN_LIMIT):
            last = self._read_once(run)
            if last.ok:
                break
            run.pause(FIND_PERIOD_S)
        return last

    def _read_once(self, run: Run) -> Outcome:
        """Look for a card until one was read, well or badly."""
        progress = _ProgressOnce(run)
        progress.report(CardProgress.WAITING)
        while True:
            try:
                outcome = self._try_to_read(run, progress)
            except RemoteSilentError as error:
                run.check()  # the command's own deadline comes first
                run.missed(error)
                continue
            except RemoteWireError as error:
                return Outcome(Completion.PROTOCOL, detail=error.code)
            if outcome is not None:
                return outcome
            run.pause(FIND_PERIOD_S)

    def _try_to_read(self, run: Run, progress: "_ProgressOnce") -> Outcome | None:
        """One round of find, select, read; None while there is no card that lies still."""
        if self._tell(protocol.FIND_CARD, run).status != Status.CARD_FOUND:
            if self._lies_still(run):
                progress.report(CardProgress.LIFT_AGAIN)
            return None
        progress.report(CardProgress.READING)
        answer = self._tell(protocol.SELECT_CARD, run)
        if answer.status == Status.OK:
            answer = self._tell(protocol.READ_TEXT_PHOTO, run, READ_LIMIT_S)
        if answer.status == Status.UNKNOWN_CARD:
            return Outcome(Completion.MEDIA, detail="unknown_card")
        if answer.status != Status.OK:
            progress.report(CardProgress.MOVED)
            return None
        text, photo = protocol.split_record(answer)
        return Outcome(Completion.SUCCESS, decode_card(text, self._photo_decoder.decode(photo)))

    def _await_removal(self, run: Run) -> Outcome:
        gone = 0
        while gone < LIFTED_TIMES:
            try:
                gone = 0 if self._is_card_there(run) else gone + 1
            except RemoteSilentError as error:
                run.check()
                run.missed(error)
            except RemoteWireError:
                gone = 0
            if gone < LIFTED_TIMES:
                run.pause(FIND_PERIOD_S)
        return Outcome(Completion.SUCCESS)

    def _is_card_there(self, run: Run) -> bool:
        return self._lies_still(run) or self._tell(protocol.FIND_CARD, run).status == Status.CARD_FOUND

    def _lies_still(self, run: Run) -> bool:
        """True when the selected card is still on the reader. After a good read most readers no longer "find" it,
        but they still answer the question for its later address (90 has one, 91 has none)."""
        return self._tell(protocol.READ_NEW_ADDRESS, run).status in (Status.OK, Status.ITEM_EMPTY)

    def _tell(self, request: Request, run: Run, limit_s: float | None = None) -> Answer:
        """Ask during a command: an answer also proves that the device lives."""
        answer = self._ask(request, run, limit_s)
        run.heard(self._findings)
        return answer

    def _ask(self, request: Request, run: Run, limit_s: float | None = None) -> Answer:
        run.check()
        until_s = run.step_until_s(limit_s or self._answer_limit_s)
        self._drop_late_answers()
        self._stream.write(protocol.encode_request(request), until_s)
        while True:
            for found in self._framer.feed(self._stream.read(READ_CHUNK_BYTES, until_s)):
                if isinstance(found, Payload):
                    return protocol.parse_answer(found.content)
                LOG.debug("broken frame: %s", found.code)
                if _ends_the_answer(found):
                    raise RemoteWireError(f"bad_{found.code}")

    def _drop_late_answers(self) -> None:
        """What came after an earlier question was given up must not be taken for the answer to the next."""
        self._framer.reset()
        try:
            while True:
                self._stream.read(READ_CHUNK_BYTES, 0.0)
        except RemoteSilentError:
            return


class _ProgressOnce:
    """Reports a progress only when it differs from the last one."""

    def __init__(self, run: Run) -> None:
        self._run = run
        self._last: CardProgress | None = None

    def report(self, progress: CardProgress) -> None:
        if progress is not self._last:
            self._last = progress
            self._run.report(progress)


def _ends_the_answer(found: BrokenFrame) -> bool:
    """A wrong checksum ends a real answer; a wrong length is mostly noise that looks like a preamble."""
    return found.code == "checksum"
