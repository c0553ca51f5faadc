"""Shell: drives one IPP printer: looks first, follows the printer's own job to its end, leaves none behind."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass

from devices.document_printer.client import IppClient
from devices.document_printer.operations import (
    A4,
    JobLook,
    JobState,
    Order,
    PrinterLook,
    Questions,
    Status,
    is_success,
    parse_only_job,
    parse_printer,
)
from devices.document_printer.protocol import Message
from devices.document_printer.settling import Settler, has_printed
from devices.errors import (
    CommandCancelledError,
    DeadlinePassedError,
    RemoteAbsentError,
    RemoteDeviceError,
    RemoteSilentError,
    RemoteWireError,
)
from devices.model import Completion, Finding, Outcome, Severity
from devices.run import Run
from devices.transport.wake import Wake

ANSWER_LIMIT_S = 3.0  # printers that sleep take a second or two to wake up
ACCEPT_FACTOR = 5.0  # how much longer it may take to answer when it has a whole document to swallow
CANCEL_LIMIT_S = 3.0  # below the time a worker is given to end
CHECK_PERIOD_S = 0.25  # between looks at a running job
MISS_LIMIT = 3  # one more than an idle printer is granted: it is at work
COPIES_LIMIT = 99

_MEDIA_CODES = frozenset({"paper_out", "paper_jam"})
_STRAY_JOB = Finding("stray_job", Severity.BLOCKING)
_REFUSALS = {
    Status.BUSY: Outcome(Completion.NOT_READY, detail="busy"),
    Status.NOT_ACCEPTING_JOBS: Outcome(Completion.NOT_READY, detail="not_accepting_jobs"),
    Status.FORMAT_NOT_SUPPORTED: Outcome(Completion.UNSUPPORTED, detail="document_format"),
    Status.ATTRIBUTES_NOT_SUPPORTED: Outcome(Completion.UNSUPPORTED, detail="job_attributes"),
    Status.JOB_CANCELED: Outcome(Completion.CANCELLED, detail="cancelled_at_printer"),
}


@dataclass(frozen=True, slots=True, repr=False)
class PrintDocument:
    """Print this document. Give the lease a `key` so that it is never printed twice. Success holds a `PagesPrinted`.

    MEDIA, NOT_READY, TIMEOUT and CANCELLED: nothing was sent, or the printer itself said that the job is cancelled
    (the value tells how many pages were out by then). SUCCESS: the printer itself said that the job is completed.
    OUTCOME_UNKNOWN: the document was sent, and the printer did not say how it ended.
    """

    data: bytes
    media_type: str = "application/pdf"
    copies: int = 1
    duplex: bool = False

    def __repr__(self) -> str:
        return f"PrintDocument({len(self.data)} bytes)"


@dataclass(frozen=True, slots=True)
class PagesPrinted:
    """Progress, and the value of an outcome: pages out so far; `waits_for`: what hinders the printer now."""

    pages: int
    waits_for: str = ""


class IppDriver:
    """Options: `answer_s` (longest silence in an exchange), `cancel_s` (how long a printer may take to say that a job
    is cancelled), `uuid` (of the one printer that may serve), `user` (who we say we are and how our jobs' names begin:
    it must differ between booths that share a printer)."""

    def __init__(self, address: str, wake: Wake, options: Mapping[str, str]) -> None:
        self._client = IppClient(address)
        self._wake = wake
        self._answer_limit_s = float(options.get("answer_s", ANSWER_LIMIT_S))
        self._uuid = options.get("uuid", "").lower()
        user = options.get("user", "xiaowu")
        self._prefix = f"{user}-"
        cancel_limit_s = float(options.get("cancel_s", CANCEL_LIMIT_S))
        self._questions = Questions(address, user)
        self._settler = Settler(self._client, self._questions, self._prefix, cancel_limit_s)
        self._may_have_stray = True  # a crash of this program may have left a job, too

    def open(self, run: Run) -> tuple[Finding, ...]:
        return self._findings(run)

    def probe(self, run: Run) -> tuple[Finding, ...]:
        return self._findings(run)

    def perform(self, command: object, run: Run) -> Outcome:
        if not isinstance(command, PrintDocument):
            return Outcome(Completion.UNSUPPORTED)
        if not command.data or not 1 <= command.copies <= COPIES_LIMIT:
            return Outcome(Completion.USER_ERROR, detail="nothing_to_print")
        try:
            look = self._look(run)
            refusal = self._refuse(command, look, run)
        except RemoteDeviceError as error:
            run.missed(error)
            return Outcome(Completion.NOT_READY, detail=error.code)
        return refusal if refusal is not None else _Printing(self, command, look, run).outcome()

    def forget(self) -> None:
        return None  # nothing is kept between commands

    def close(self) -> None:
        return None  # no connection outlives a question

    def _findings(self, run: Run) -> tuple[Finding, ...]:
        look = self._look(run)
        return (_STRAY_JOB, *look.findings) if self._has_stray() else look.findings

    def _has_stray(self) -> bool:
        """Before anything else may print, what an earlier resident left is cancelled."""
        if self._may_have_stray:
            self._may_have_stray = not self._settler.sweep()
        return self._may_have_stray

    def _look(self, run: Run) -> PrinterLook:
        look = parse_printer(
            self.ask(self._questions.get_printer(), run, until_s=run.step_until_s(self._answer_limit_s))
        )
        if self._uuid and look.uuid != self._uuid:
            raise RemoteAbsentError("other_printer")
        return look

    def _refuse(self, command: PrintDocument, look: PrinterLook, run: Run) -> Outcome | None:
        """Why nothing can be printed now, if so."""
        findings = (_STRAY_JOB, *look.findings) if self._has_stray() else look.findings
        run.heard(findings)
        trouble = _worst_of(findings)
        if trouble is not None:
            return Outcome(
                Completion.MEDIA if trouble.code in _MEDIA_CODES else Completion.NOT_READY, detail=trouble.code
            )
        lacking = look.lacks(command.media_type, command.copies, is_duplex=command.duplex)
        return Outcome(Completion.UNSUPPORTED, detail=lacking) if lacking else None

    # --- for the one printing that runs -----------------------------------------------------------------------

    @property
    def questions(self) -> Questions:
        return self._questions

    def new_job_name(self) -> str:
        return self._prefix + secrets.token_hex(8)

    def ask(self, question: Message, run: Run, *, until_s: float, document: bytes = b"") -> Message:
        answer_s = self._answer_limit_s * (ACCEPT_FACTOR if document else 1.0)
        return self._client.ask(question, self._wake, until_s=until_s, answer_s=answer_s, document=document)

    def look_and_tell(self, run: Run) -> Finding | None:
        """What hinders the printer now, published as its health."""
        findings = self._look(run).findings
        run.heard(findings)
        return _worst_of(findings)

    def get_job(self, job_id: int, run: Run) -> Message:
        return self.ask(self._questions.get_job(job_id), run, until_s=run.step_until_s(self._answer_limit_s))

    def settle(self, name: str, job_id: int | None) -> JobLook | None:
        job = self._settler.settle(name, job_id)
        self._may_have_stray = self._may_have_stray or job is None
        return job


class _Printing:
    """One document on its way."""

    def __init__(self, driver: IppDriver, command: PrintDocument, look: PrinterLook, run: Run) -> None:
        self._driver = driver
        self._command = command
        self._run = run
        self._name = driver.new_job_name()
        has_a4 = A4 in look.media
        self._order = Order(self._name, command.media_type, command.copies, command.duplex, has_a4)
        self._job_id: int | None = None
        self._shown = PagesPrinted(0)

    def outcome(self) -> Outcome:
        try:
            return self._send() or self._watch()
        except CommandCancelledError:
            return self._break_off(Outcome(Completion.CANCELLED, detail="cancelled"))
        except DeadlinePassedError:
            return self._break_off(self._late())
        except RemoteDeviceError as error:
            if self._is_late():
                return self._break_off(self._late())
            self._run.missed(error)
            return self._break_off(Outcome(_completion_of(error), detail=error.code))

    def _send(self) -> Outcome | None:
        """An Outcome when the printer refused the document."""
        self._run.check()
        question = self._driver.questions.print_job(self._order)
        answer = self._driver.ask(question, self._run, until_s=self._run.until_s, document=self._command.data)
        if not is_success(answer):
            refusal = _REFUSALS.get(Status(answer.code)) if answer.code in tuple(Status) else None
            return refusal or Outcome(Completion.HARDWARE, detail=f"ipp_status_{answer.code:04x}")
        self._job_id = parse_only_job(answer).job_id
        return None

    def _watch(self) -> Outcome:
        misses = 0
        while True:
            try:
                ended = self._check_job()
                misses = 0
            except RemoteDeviceError as error:
                misses += 1
                if misses >= MISS_LIMIT:
                    raise
                self._run.missed(error)
                ended = None
            if ended is not None:
                return ended
            self._run.pause(CHECK_PERIOD_S)

    def _check_job(self) -> Outcome | None:
        assert self._job_id is not None
        answer = self._driver.get_job(self._job_id, self._run)
        if answer.code == Status.NOT_FOUND:
            return Outcome(Completion.OUTCOME_UNKNOWN, self._shown, "job_lost")
        job = parse_only_job(answer)
        trouble = self._driver.look_and_tell(self._run)
        if job.name and job.name != self._name:
            return Outcome(Completion.OUTCOME_UNKNOWN, self._shown, "job_lost")
        self._show(PagesPrinted(job.pages, trouble.code if trouble and not job.state.has_ended else ""))
        return self._ended(job) if job.state.has_ended else None

    def _show(self, progress: PagesPrinted) -> None:
        if progress != self._shown:
            self._shown = progress
            self._run.report(progress)

    @staticmethod
    def _ended(job: JobLook) -> Outcome:
        value = PagesPrinted(job.pages)
        if job.state is JobState.COMPLETED:
            return Outcome(Completion.SUCCESS, value)
        if job.state is JobState.CANCELED:
            return Outcome(Completion.CANCELLED, value, "cancelled_at_printer")
        return Outcome(Completion.HARDWARE, value, "aborted")

    def _is_late(self) -> bool:
        try:
            self._run.check()
        except DeadlinePassedError:
            return True
        except CommandCancelledError:
            return False
        return False

    def _late(self) -> Outcome:
        waits_for = self._shown.waits_for
        if waits_for in _MEDIA_CODES:
            return Outcome(Completion.MEDIA, detail=waits_for)
        return Outcome(Completion.TIMEOUT, detail=waits_for or "deadline")

    def _break_off(self, cause: Outcome) -> Outcome:
        """Nothing more may come out for the next resident: cancelled by the printer's own word, or remembered."""
        job = self._driver.settle(self._name, self._job_id)
        if job is None:
            return Outcome(Completion.OUTCOME_UNKNOWN, self._shown, cause.detail)
        if has_printed(job):
            return self._ended(job)
        return Outcome(cause.completion, PagesPrinted(job.pages), cause.detail)


def _completion_of(error: RemoteDeviceError) -> Completion:
    if isinstance(error, RemoteSilentError):
        return Completion.TIMEOUT
    return Completion.PROTOCOL if isinstance(error, RemoteWireError) else Completion.HARDWARE


def _worst_of(findings: tuple[Finding, ...]) -> Finding | None:
    return next((finding for finding in findings if finding.severity is not Severity.WARNING), None)
