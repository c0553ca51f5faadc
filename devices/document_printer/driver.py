"""Shell: drives one IPP printer: looks first, follows the printer's own job to its end, leaves none behind."""

import contextlib
import secrets
import time
from collections.abc import Iterator, Mapping
from dataclasses import replace

from devices.document_printer.answers import COPIES_LIMIT, DocumentLook, PrinterLook, parse_printer, sort_findings
from devices.document_printer.client import IppClient, Patience
from devices.document_printer.document import Colour, PagesPrinted, PrintDocument, Sides
from devices.document_printer.jobs import of_user
from devices.document_printer.operations import Order
from devices.document_printer.printing import MEDIA_CODES, Means, Printing
from devices.document_printer.route import DirectRoute, QueuedRoute, Route
from devices.errors import DeadlinePassedError, RemoteAbsentError, RemoteDeviceError
from devices.model import Completion, Finding, Outcome, Severity
from devices.run import Run
from devices.transport.wake import Wake

__all__ = ["Colour", "IppDriver", "PagesPrinted", "PrintDocument", "Sides"]

ANSWER_LIMIT_S = 0.8  # two missed answers show within two seconds; a printer that sleeps wakes at the first
CANCEL_LIMIT_S = 3.0  # below the time a worker is given to end

_STRAY_JOB = Finding("stray_job", Severity.BLOCKING)
_QUEUE_OFFLINE = Finding("queue_offline", Severity.BLOCKING)


class IppDriver:
    """Options: `answer_s` (longest silence in an exchange), `cancel_s` (how long a printer may take to say that a job
    is cancelled), `uuid` (of the one printer that may serve), `user` (who we say we are and how our jobs' names begin:
    it must differ between booths that share a printer), `queue` (of CUPS, for a printer that understands no PDF)."""

    def __init__(self, address: str, wake: Wake, options: Mapping[str, str]) -> None:
        self._wake = wake
        self._answer_limit_s = float(options.get("answer_s", ANSWER_LIMIT_S))
        self._cancel_limit_s = float(options.get("cancel_s", CANCEL_LIMIT_S))
        self._uuid = options.get("uuid", "").lower()
        self._user = options.get("user", "xiaowu")
        self._is_ours = of_user(self._user)
        self._printer = IppClient(address, self._user)
        self._route = self._route_through(options.get("queue"))
        self._may_have_stray = True  # a crash of this program may have left a job, too

    def _route_through(self, queue: str | None) -> Route:
        if queue is None:
            return DirectRoute(self._printer)
        return QueuedRoute(self._printer, IppClient(queue, self._user))

    def open(self, run: Run) -> tuple[Finding, ...]:
        return self._look(run).hindrances

    def probe(self, run: Run) -> tuple[Finding, ...]:
        return self._look(run).hindrances

    def perform(self, command: object, run: Run) -> Outcome:
        if not isinstance(command, PrintDocument):
            return Outcome(Completion.UNSUPPORTED)
        if not command.data or not 1 <= command.copies <= COPIES_LIMIT:
            return Outcome(Completion.USER_ERROR, detail="nothing_to_print")
        try:
            look = self._look(run)
        except RemoteDeviceError as error:
            run.missed(error)
            return Outcome(Completion.NOT_READY, detail=error.code)
        run.heard(look.hindrances)
        refusal = _refusal(command, look)
        if refusal is not None:
            return refusal
        run.check()
        order = look.order(command, f"{self._user}-{secrets.token_hex(8)}")
        means = Means(self._route, self._be_patient, self._look_and_tell, self._settle)
        return Printing(means, order, run).outcome()

    def forget(self) -> None:
        return None  # nothing is kept between commands

    def close(self) -> None:
        return None  # no connection outlives a question

    def _be_patient(self, run: Run) -> Patience:
        return Patience(self._wake, run.step_until_s(self._answer_limit_s), self._answer_limit_s)

    def _look(self, run: Run) -> PrinterLook:
        """The printer's own word about itself, and what else stands in the way. Before anything may be printed, what an
        earlier resident left is cancelled."""
        look = parse_printer(self._printer.ask(self._printer.questions.get_printer(), self._be_patient(run)))
        if self._uuid and look.uuid != self._uuid:
            raise RemoteAbsentError("other_printer")
        try:
            look = self._route.look(look, self._be_patient(run))
        except RemoteDeviceError:
            look = replace(look, formats=(), findings=(_QUEUE_OFFLINE, *look.findings))
        return replace(look, findings=sort_findings((_STRAY_JOB, *look.findings))) if self._has_stray() else look

    def _look_and_tell(self, run: Run) -> Finding | None:
        """What hinders the printer now, published as its health."""
        findings = self._look(run).hindrances
        run.heard(findings)
        return _worst_of(findings)

    def _has_stray(self) -> bool:
        if self._may_have_stray:
            with self._calmly() as patience:
                self._route.sweep(self._is_ours, patience)
                self._may_have_stray = False
        return self._may_have_stray

    def _settle(self, order: Order, job_id: int | None) -> DocumentLook | None:
        """None: a job of ours may still be there, which is kept in mind."""
        look = None
        with self._calmly() as patience:
            look = self._route.settle(order, job_id, patience)
        self._may_have_stray = self._may_have_stray or look is None
        return look

    @contextlib.contextmanager
    def _calmly(self) -> Iterator[Patience]:
        """Time to end jobs, with an alarm that nobody sets: this runs because somebody cancelled. What does not answer
        or end in time leaves the block."""
        wake = Wake(self._wake.tap)
        try:
            with contextlib.suppress(RemoteDeviceError, DeadlinePassedError):
                yield Patience(wake, time.monotonic() + self._cancel_limit_s, self._cancel_limit_s)
        finally:
            wake.close()


def _refusal(command: PrintDocument, look: PrinterLook) -> Outcome | None:
    """Why this cannot be printed now, if so."""
    trouble = _worst_of(look.findings)
    if trouble is not None:
        return Outcome(Completion.MEDIA if trouble.code in MEDIA_CODES else Completion.NOT_READY, detail=trouble.code)
    lacking = look.lacks(command)
    return Outcome(Completion.UNSUPPORTED, detail=lacking) if lacking else None


def _worst_of(findings: tuple[Finding, ...]) -> Finding | None:
    return next((finding for finding in findings if finding.severity is not Severity.WARNING), None)
