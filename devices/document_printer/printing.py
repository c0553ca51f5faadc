"""Shell: one document on its way: sent, followed to its true end, or cancelled by the printer's own word."""

import contextlib
from collections.abc import Callable
from dataclasses import dataclass, replace

from devices.document_printer.answers import DocumentLook, is_success, parse_only_job
from devices.document_printer.client import Patience
from devices.document_printer.document import PagesPrinted, sheets_of
from devices.document_printer.operations import JobState, Order, Status
from devices.document_printer.route import Route
from devices.errors import (
    CommandCancelledError,
    DeadlinePassedError,
    RemoteDeviceError,
    RemoteSilentError,
    RemoteWireError,
)
from devices.model import Completion, Finding, Outcome
from devices.run import Run

ACCEPT_SILENCES = 3  # a printer that has a whole document to swallow may be silent longer; in between it is asked
CHECK_PERIOD_S = 0.25  # between looks at a running job
MISS_LIMIT = 3  # one more than an idle printer is granted: it is at work
MEDIA_CODES = frozenset({"paper_out", "paper_jam"})

_REFUSALS = {
    Status.BUSY: Outcome(Completion.NOT_READY, detail="busy"),
    Status.NOT_ACCEPTING_JOBS: Outcome(Completion.NOT_READY, detail="not_accepting_jobs"),
    Status.FORMAT_NOT_SUPPORTED: Outcome(Completion.UNSUPPORTED, detail="document_format"),
    Status.FORMAT_ERROR: Outcome(Completion.USER_ERROR, detail="broken_document"),
    Status.ATTRIBUTES_NOT_SUPPORTED: Outcome(Completion.UNSUPPORTED, detail="job_attributes"),
    Status.JOB_CANCELED: Outcome(Completion.CANCELLED, detail="cancelled_at_printer"),
}


@dataclass(frozen=True, slots=True)
class Means:
    """What a printing needs of its driver. `be_patient` says how long one exchange may take; `look_and_tell` publishes
    the printer's health and returns what hinders it; `settle` ends all jobs of an order."""

    route: Route
    be_patient: Callable[[Run], Patience]
    look_and_tell: Callable[[Run], Finding | None]
    settle: Callable[[Order, int | None], DocumentLook | None]


class Printing:
    """One document on its way."""

    def __init__(self, means: Means, order: Order, run: Run) -> None:
        self._means = means
        self._order = order
        self._run = run
        self._job_id: int | None = None
        self._shown = PagesPrinted(0, sides=order.sides)

    def outcome(self) -> Outcome:
        """Raises nothing once the document was sent."""
        try:
            return self._send() or self._follow()
        except CommandCancelledError:
            return self._break_off(Outcome(Completion.CANCELLED, detail="cancelled"))
        except DeadlinePassedError:
            return self._break_off(self._late())
        except RemoteDeviceError as error:
            if self._is_late():
                return self._break_off(self._late())
            with contextlib.suppress(CommandCancelledError, DeadlinePassedError):  # it ends already
                self._ask_whether_it_lives(error)
            return self._break_off(Outcome(_completion_of(error), detail=error.code))

    def _send(self) -> Outcome | None:
        """An Outcome when the document was refused."""
        usual = self._means.be_patient(self._run)
        patience = replace(
            usual, until_s=self._run.until_s, silences=ACCEPT_SILENCES, at_silence=self._ask_whether_it_lives
        )
        answer = self._means.route.send(self._order, patience)
        if not is_success(answer):
            refusal = _REFUSALS.get(Status(answer.code)) if answer.code in tuple(Status) else None
            return refusal or Outcome(Completion.HARDWARE, detail=f"ipp_status_{answer.code:04x}")
        self._job_id = parse_only_job(answer).job_id
        return None

    def _ask_whether_it_lives(self, trouble: RemoteDeviceError) -> None:
        """Busy with the document, or gone? People see which, while the document is still waited for."""
        self._run.missed(trouble)
        try:
            self._means.look_and_tell(self._run)
        except RemoteDeviceError as error:
            self._run.missed(error)

    def _follow(self) -> Outcome:
        misses = 0
        while True:
            try:
                ended = self._check()
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

    def _check(self) -> Outcome | None:
        assert self._job_id is not None
        look = self._means.route.follow(self._order, self._job_id, self._means.be_patient(self._run))
        trouble = self._means.look_and_tell(self._run)
        if look is None:
            return Outcome(Completion.OUTCOME_UNKNOWN, self._shown, "job_lost")
        has_ended = look.state.has_ended
        self._show(self._printed(look, waits_for=trouble.code if trouble and not has_ended else ""))
        return self._ended(look) if has_ended else None

    def _show(self, progress: PagesPrinted) -> None:
        if progress != self._shown:
            self._shown = progress
            self._run.report(progress)

    def _printed(self, look: DocumentLook, *, waits_for: str = "") -> PagesPrinted:
        sides = self._order.sides
        sheets = look.sheets
        if sheets is None:
            sheets = sheets_of(look.pages, max(1, look.pages // self._order.document.copies), sides)
        return PagesPrinted(look.pages, sheets, sides, self._job_id, waits_for)

    def _ended(self, look: DocumentLook) -> Outcome:
        value = self._printed(look)
        if look.state is JobState.COMPLETED:
            is_as_wished = self._order.sides is self._order.document.sides
            return Outcome(Completion.SUCCESS, value, "" if is_as_wished else "one_sided")
        if look.state is JobState.CANCELED:
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
        if waits_for in MEDIA_CODES:
            return Outcome(Completion.MEDIA, detail=waits_for)
        return Outcome(Completion.TIMEOUT, detail=waits_for or "deadline")

    def _break_off(self, cause: Outcome) -> Outcome:
        """Nothing more may come out for the next resident: cancelled by the printer's own word, or remembered."""
        look = self._means.settle(self._order, self._job_id)
        if look is None:
            return Outcome(Completion.OUTCOME_UNKNOWN, self._shown, cause.detail)
        if look.state is JobState.COMPLETED:  # it came out before it could be cancelled
            return self._ended(look)
        return Outcome(cause.completion, self._printed(look), cause.detail)


def _completion_of(error: RemoteDeviceError) -> Completion:
    if isinstance(error, RemoteSilentError):
        return Completion.TIMEOUT
    return Completion.PROTOCOL if isinstance(error, RemoteWireError) else Completion.HARDWARE
