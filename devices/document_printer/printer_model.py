"""Core: what an emulated IPP printer does, without any wire: keeps jobs, prints page by page, stands still, answers."""

from collections.abc import Callable
from dataclasses import dataclass

from devices.document_printer.document import Colour, Sides, sheets_of
from devices.document_printer.operations import (
    PREAMBLE,
    JobState,
    Operation,
    PrinterState,
    Status,
    keywords,
    one,
)
from devices.document_printer.page_count import pages_in
from devices.document_printer.printer_attributes import (
    USUAL,
    Abilities,
    able_attributes,
    choose,
    job_attributes,
    printer_attributes,
)
from devices.document_printer.protocol import Attribute, Delimiter, Group, Message, Tag
from devices.errors import RemoteWireError

JOBS_LIMIT = 200
_JOB_DEFAULTS = frozenset({"job-id", "job-uri"})  # RFC 8011 §4.2.6.1


@dataclass(slots=True, repr=False)
class PrinterJob:
    """One job. Times are seconds since the printer was switched on."""

    job_id: int
    name: str
    user: str
    created_s: float
    copies: int = 1
    sides: Sides = Sides.ONE
    colour: str = Colour.AUTO.value
    document: bytes | None = None  # None: Create-Job, the document is still to come
    pages_a_copy: int = 0
    state: JobState = JobState.PENDING
    reason: str = "none"
    pages_done: int = 0
    started_s: float | None = None
    ended_s: float | None = None

    @property
    def pages(self) -> int:
        return self.pages_a_copy * self.copies

    @property
    def sheets_done(self) -> int:
        return sheets_of(self.pages_done, self.pages_a_copy, self.sides)


class PrinterModel:
    """One printer. Not safe for several threads: its emulator holds a lock. `now_s`: seconds of any steady clock."""

    def __init__(self, uri: str, now_s: float, able: Abilities = USUAL) -> None:
        self.uri = uri
        self._able = able
        self.page_s = 0.05
        self.paper = "ok"
        self.toner = "ok"
        self.waste = "ok"
        self.is_jammed = False
        self.is_cover_open = False
        self.refuses_cancel = False
        self.pages_left: int | None = None  # the paper runs out after so many pages
        self.jobs: dict[int, PrinterJob] = {}
        self._start_s = now_s
        self._now_s = 0.0
        self._next_page_s = 0.0
        self._last_id = 0

    # --- the machine ------------------------------------------------------------------------------------------

    def reasons(self) -> tuple[str, ...]:
        table = (
            (self.paper == "out", "media-empty-error"),
            (self.is_jammed, "media-jam-error"),
            (self.is_cover_open, "cover-open-error"),
            (self.toner == "out", "toner-empty-error"),
            (self.waste == "full", "marker-waste-full-error"),
            (self.paper == "low", "media-low-warning"),
            (self.toner == "low", "toner-low-warning"),
            (self.waste == "nearly_full", "marker-waste-almost-full-warning"),
        )
        return tuple(word for holds, word in table if holds)

    def state(self) -> PrinterState:
        if self._is_standing():
            return PrinterState.STOPPED
        return PrinterState.PROCESSING if self._current() else PrinterState.IDLE

    def advance(self, now_s: float, *, is_on: bool = True) -> None:
        """Print what is due by now. Switched off, time passes and nothing happens."""
        self._now_s = now_s - self._start_s
        job = self._current()
        if job is None or not is_on or self._is_standing():
            self._next_page_s = self._now_s + self.page_s
            if job is not None and is_on and job.started_s is not None:
                job.state, job.reason = JobState.STOPPED, "printer-stopped"
            return
        if job.started_s is None:
            job.started_s = self._now_s
            self._next_page_s = self._now_s + self.page_s
        job.state, job.reason = JobState.PROCESSING, "job-printing"
        while self._now_s >= self._next_page_s and job.state is JobState.PROCESSING and not self._is_standing():
            self._next_page_s += self.page_s
            self._print_page(job)

    def set_speed(self, page_s: float) -> None:
        """Holds for the page that is under way, too."""
        self.page_s = page_s
        self._next_page_s = min(self._next_page_s, self._now_s + page_s)

    def lose_jobs(self) -> None:
        """Switched off without a disk: what was waiting is gone, and ids begin anew."""
        self.jobs.clear()
        self._last_id = 0

    def _print_page(self, job: PrinterJob) -> None:
        job.pages_done += 1
        if self.pages_left is not None:
            self.pages_left -= 1
            if self.pages_left <= 0:
                self.pages_left, self.paper = None, "out"
        if job.pages_done >= job.pages:
            self._end(job, JobState.COMPLETED, "job-completed-successfully")

    def _end(self, job: PrinterJob, state: JobState, reason: str) -> None:
        job.state, job.reason, job.ended_s = state, reason, self._now_s

    def _is_standing(self) -> bool:
        is_used_up = self.paper == "out" or self.toner == "out" or self.waste == "full"
        return is_used_up or self.is_jammed or self.is_cover_open

    def _current(self) -> PrinterJob | None:
        ready = (job for job in self.jobs.values() if job.document is not None and not job.state.has_ended)
        return next(ready, None)

    # --- the wire ---------------------------------------------------------------------------------------------

    def answer(self, request: Message, document: bytes) -> Message:
        """Whatever was asked; trouble becomes a status."""
        refusal = _refusal(request)
        act = self._operations().get(request.code)
        if refusal is None and act is None:
            refusal = Status.OPERATION_NOT_SUPPORTED
        if refusal is not None or act is None:
            return _reply(request, refusal or Status.OPERATION_NOT_SUPPORTED)
        status, groups = act(request.group(Delimiter.OPERATION), request.group(Delimiter.JOB), document)
        return _reply(request, status, *groups)

    def _operations(self) -> dict[int, "_Act"]:
        return {
            Operation.PRINT_JOB: self._print_job,
            Operation.VALIDATE_JOB: lambda asked, _, __: (self._format_status(asked), ()),
            Operation.CREATE_JOB: self._create_job,
            Operation.SEND_DOCUMENT: self._send_document,
            Operation.CANCEL_JOB: self._cancel_job,
            Operation.GET_JOB_ATTRIBUTES: self._get_job,
            Operation.GET_JOBS: self._get_jobs,
            Operation.GET_PRINTER_ATTRIBUTES: self._get_printer,
        }

    def _get_printer(self, asked: Group, _: Group, __: bytes) -> "_Answer":
        queued = sum(not job.state.has_ended for job in self.jobs.values())
        live = printer_attributes(self.uri, self.state(), self.reasons(), up_s=int(self._now_s) + 1, queued=queued)
        known = (*live, *able_attributes(self._able))
        wanted = frozenset(asked.texts("requested-attributes")) or frozenset({"all"})
        return Status.OK, (Group(Delimiter.PRINTER, choose(known, wanted)),)

    def _print_job(self, asked: Group, job_wishes: Group, document: bytes) -> "_Answer":
        status, pages = self._take(asked, document)
        if status is not Status.OK:
            return status, ()
        job = self._add(asked, job_wishes)
        job.document, job.pages_a_copy = document, pages
        return Status.OK, (self._brief(job),)

    def _create_job(self, asked: Group, job_wishes: Group, _: bytes) -> "_Answer":
        return Status.OK, (self._brief(self._add(asked, job_wishes)),)

    def _send_document(self, asked: Group, _: Group, document: bytes) -> "_Answer":
        job = self._job_of(asked)
        if asked.get("last-document") is None:
            return Status.BAD_REQUEST, ()
        if job is None:
            return Status.NOT_FOUND, ()
        if job.document is not None or job.state.has_ended:
            return Status.NOT_POSSIBLE, ()
        status, pages = self._take(asked, document)
        if status is not Status.OK:
            return status, ()
        job.document, job.pages_a_copy = document, pages
        return Status.OK, (self._brief(job),)

    def _cancel_job(self, asked: Group, _: Group, __: bytes) -> "_Answer":
        job = self._job_of(asked)
        if job is None:
            return Status.NOT_FOUND, ()
        if job.state.has_ended:
            return Status.NOT_POSSIBLE, ()
        if not self.refuses_cancel:
            self._end(job, JobState.CANCELED, "job-canceled-by-user")
        return Status.OK, ()

    def _get_job(self, asked: Group, _: Group, __: bytes) -> "_Answer":
        job = self._job_of(asked)
        if job is None:
            return Status.NOT_FOUND, ()
        wanted = frozenset(asked.texts("requested-attributes")) or frozenset({"all"})
        return Status.OK, (Group(Delimiter.JOB, choose(self._all(job), wanted)),)

    def _get_jobs(self, asked: Group, _: Group, __: bytes) -> "_Answer":
        ended = asked.text("which-jobs") == "completed"
        mine = asked.number("my-jobs") is True
        user = asked.text("requesting-user-name")
        jobs = [j for j in self.jobs.values() if j.state.has_ended == ended and (not mine or j.user == user)]
        limit = asked.number("limit")
        wanted = frozenset(asked.texts("requested-attributes")) or _JOB_DEFAULTS
        jobs = jobs[::-1] if ended else jobs  # RFC 8011 §4.2.6.2: the last one to end comes first
        found = jobs[:limit] if limit is not None and limit > 0 else jobs
        return Status.OK, tuple(Group(Delimiter.JOB, choose(self._all(job), wanted)) for job in found)

    def _add(self, asked: Group, wishes: Group) -> PrinterJob:
        self._last_id += 1
        job = PrinterJob(
            self._last_id,
            asked.text("job-name") or "untitled",
            asked.text("requesting-user-name") or "anonymous",
            self._now_s,
            copies=min(self._able.copies_most, max(1, wishes.number("copies") or 1)),
            sides=self._sides(wishes.text("sides")),
            colour=wishes.text("print-color-mode") or Colour.AUTO.value,
        )
        self.jobs[job.job_id] = job
        while len(self.jobs) > JOBS_LIMIT:
            del self.jobs[min(self.jobs)]
        return job

    def _job_of(self, asked: Group) -> PrinterJob | None:
        job_id = asked.number("job-id")
        if job_id is None:
            last = (asked.text("job-uri") or "").rpartition("/")[2]
            job_id = int(last) if last.isascii() and last.isdigit() and len(last) < 10 else 0
        return self.jobs.get(job_id)

    def _all(self, job: PrinterJob) -> tuple[tuple[str, Attribute], ...]:
        return job_attributes(
            job.job_id,
            self.uri,
            times_s=(job.created_s, job.started_s, job.ended_s, self._now_s),
            words={
                "name": job.name,
                "user": job.user,
                "sides": job.sides,
                "colour": job.colour,
                "reason": job.reason,
            },
            numbers={
                "state": job.state,
                "pages": job.pages,
                "pages_done": job.pages_done,
                "sheets_done": job.sheets_done,
                "copies": job.copies,
                "bytes": len(job.document or b""),
            },
        )

    def _sides(self, wanted: str | None) -> Sides:
        return Sides(wanted) if self._able.is_duplex and wanted in tuple(Sides) else Sides.ONE

    def _format_status(self, asked: Group) -> Status:
        wanted = asked.text("document-format")
        is_known = wanted is None or wanted in self._able.formats
        return Status.OK if is_known else Status.FORMAT_NOT_SUPPORTED

    def _take(self, asked: Group, document: bytes) -> tuple[Status, int]:
        """The pages of a document that can be printed."""
        status = self._format_status(asked)
        if status is not Status.OK:
            return status, 0
        try:
            return Status.OK, pages_in(document, asked.text("document-format") or self._able.formats[0])
        except RemoteWireError:
            return Status.FORMAT_ERROR, 0

    def _brief(self, job: PrinterJob) -> Group:
        uri = one("job-uri", Tag.URI, f"{self.uri}/{job.job_id}")
        state = one("job-state", Tag.ENUM, job.state)
        return Group(
            Delimiter.JOB,
            (one("job-id", Tag.INTEGER, job.job_id), uri, state, keywords("job-state-reasons", job.reason)),
        )


_Answer = tuple[Status, tuple[Group, ...]]
_Act = Callable[[Group, Group, bytes], _Answer]


def _refusal(request: Message) -> Status | None:
    """RFC 8011 §4.1: version, request-id, charset and language first, then the target."""
    if request.version[0] not in (1, 2):
        return Status.VERSION_NOT_SUPPORTED
    first = request.groups[0] if request.groups else Group(Delimiter.END, ())
    names = [attribute.name for attribute in first.attributes[:2]]
    if request.request_id < 1 or first.tag != Delimiter.OPERATION or names != [a.name for a in PREAMBLE]:
        return Status.BAD_REQUEST
    if first.text("attributes-charset") not in ("utf-8", "us-ascii"):
        return Status.CHARSET_NOT_SUPPORTED
    has_target = first.text("printer-uri") is not None or first.text("job-uri") is not None
    return None if has_target else Status.BAD_REQUEST


def _reply(request: Message, status: Status, *groups: Group) -> Message:
    return Message(request.version, status, request.request_id, (Group(Delimiter.OPERATION, PREAMBLE), *groups))
