"""Core: what a printer's answers mean (RFC 8011): its health, its abilities, the life of a job and of a document."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from devices.document_printer.document import Colour, PrintDocument, Sides
from devices.document_printer.operations import A4, JobState, Order, PrinterState
from devices.document_printer.protocol import Attribute, Delimiter, Group, Message
from devices.errors import RemoteWireError
from devices.model import Finding, Severity

COPIES_LIMIT = 99
PDF = "application/pdf"
NO_PDF = Finding("no_pdf", Severity.BLOCKING)
QUEUE_STOPPED = Finding("queue_stopped", Severity.BLOCKING)
QUEUE_RAW = Finding("queue_raw", Severity.BLOCKING)
_RAW = "Raw Printer"  # what CUPS calls a queue that translates nothing, as any is until its PPD has been read
_STOPPING = "processing-to-stop-point"  # RFC 8011 §5.3.8: called ended, and still at work


@dataclass(frozen=True, slots=True)
class PrinterLook:
    """How the printer is and what it can do. Empty abilities: it does not say. Findings: worst first."""

    findings: tuple[Finding, ...]
    uuid: str
    formats: tuple[str, ...]
    sides: tuple[str, ...]
    media: tuple[str, ...]
    colours: tuple[str, ...]
    has_colour: bool
    copies_most: int
    model: str
    is_stopped: bool

    def order(self, document: PrintDocument, job_name: str) -> Order:
        """What can be asked of this printer: one side where it has no other."""
        sides = document.sides if document.sides in self.sides else Sides.ONE
        colour = document.colour.value if document.colour in self.colours else ""
        return Order(job_name, document, sides, colour, A4 if A4 in self.media else "")

    @property
    def hindrances(self) -> tuple[Finding, ...]:
        """The findings, and that what people bring cannot be printed here at all."""
        lacks_pdf = bool(self.formats) and PDF not in self.formats
        return sort_findings((*self.findings, NO_PDF)) if lacks_pdf else self.findings

    def lacks(self, document: PrintDocument) -> str:
        """What of this wish the printer cannot do, as a stable word; empty when it can do all."""
        if self.formats and document.media_type not in self.formats:
            return NO_PDF.code if document.media_type == PDF else "document_format"
        if self.media and A4 not in self.media:
            return "no_a4"
        if document.copies > self.copies_most:
            return "copies"
        is_bound = document.colour is Colour.MONO and self.has_colour and document.colour not in self.colours
        return "colour" if is_bound else ""


@dataclass(frozen=True, slots=True)
class JobLook:
    """How one job is. `name` is empty and `sheets` None when the printer does not tell."""

    job_id: int
    name: str
    state: JobState
    pages: int
    sheets: int | None
    is_stopping: bool

    @property
    def has_ended(self) -> bool:
        """True when nothing more can come out of it."""
        return self.state.has_ended and not self.is_stopping

    @property
    def truth(self) -> JobState:
        """How it ended, or PROCESSING for every way of not having ended."""
        return self.state if self.has_ended else JobState.PROCESSING


@dataclass(frozen=True, slots=True)
class DocumentLook:
    """How one document is: all its jobs together."""

    state: JobState
    pages: int
    sheets: int | None


def look_at_document(
    jobs: Sequence[JobLook], *, queued: Sequence[JobState] = (), jobs_due: int = 1
) -> DocumentLook | None:
    """None when the printer does not know all jobs of this document and nobody can tell what became of them.

    `jobs`: the printer's own, `jobs_due` of them in the end. `queued`: how the jobs are that a queue makes them from;
    COMPLETED there proves nothing.
    """
    states = [job.truth for job in jobs] + [state for state in queued if state is not JobState.COMPLETED]
    if not states:
        return None
    state = min(states, key=_PRECEDENCE.index)
    if state is JobState.COMPLETED and len(jobs) < jobs_due:
        return None
    sheets = [job.sheets for job in jobs if job.sheets is not None]
    pages = sum(job.pages for job in jobs)
    return DocumentLook(state, pages, sum(sheets) if len(sheets) == len(jobs) else None)


_PRECEDENCE = (JobState.PROCESSING, JobState.CANCELED, JobState.ABORTED, JobState.COMPLETED)


def is_success(answer: Message) -> bool:
    """RFC 8011 §4.1.6.1 and appendix B: 0x0000 to 0x00ff."""
    return answer.code < 0x0100


def parse_printer(answer: Message) -> PrinterLook:
    """RemoteWireError when the printer does not tell its state."""
    if not is_success(answer):
        raise RemoteWireError(f"ipp_status_{answer.code:04x}")
    group = answer.group(Delimiter.PRINTER)
    return PrinterLook(
        findings=_findings(group),
        uuid=(group.text("printer-uuid") or "").removeprefix("urn:uuid:").lower(),
        formats=group.texts("document-format-supported"),
        sides=group.texts("sides-supported"),
        media=group.texts("media-supported"),
        colours=group.texts("print-color-mode-supported"),
        has_colour=group.number("color-supported") is True,
        copies_most=_upper_end(group.get("copies-supported")),
        model=group.text("printer-make-and-model") or "",
        is_stopped=_is_stopped(group),
    )


def with_queue(printer: PrinterLook, queue: PrinterLook) -> PrinterLook:
    """The queue translates documents, and each copy is a job of its own there: that makes any number. Of its health
    only "stopped" is taken: its reasons stay as they were when the last job ended."""
    hindrances = ((queue.is_stopped, QUEUE_STOPPED), (queue.model.endswith(_RAW), QUEUE_RAW))
    findings = (*(finding for holds, finding in hindrances if holds), *printer.findings)
    return replace(printer, findings=sort_findings(findings), formats=queue.formats, copies_most=COPIES_LIMIT)


def parse_job(group: Group) -> JobLook:
    """RemoteWireError when id or state is missing or absurd."""
    job_id, state = group.number("job-id"), group.number("job-state")
    if job_id is None or job_id < 1 or state not in tuple(JobState):
        raise RemoteWireError("ipp_job")
    return JobLook(
        job_id,
        group.text("job-name") or "",
        JobState(state),
        max(0, group.number("job-impressions-completed") or 0),
        group.number("job-media-sheets-completed"),
        _STOPPING in group.texts("job-state-reasons"),
    )


def parse_only_job(answer: Message) -> JobLook:
    """The answer to print_job or get_job."""
    return parse_job(answer.group(Delimiter.JOB))


def parse_jobs(answer: Message) -> tuple[JobLook, ...]:
    """The answer to get_jobs. RemoteWireError when it was refused."""
    if not is_success(answer):
        raise RemoteWireError(f"ipp_status_{answer.code:04x}")
    return tuple(parse_job(group) for group in answer.all_of(Delimiter.JOB) if group.attributes)


def _upper_end(attribute: Attribute | None) -> int:
    """RFC 8011 §5.2: who does not list `copies` ignores it."""
    data = attribute.values[0].data if attribute and attribute.values else None
    if isinstance(data, tuple) and len(data) == 2 and isinstance(data[1], int):
        return data[1]
    return data if isinstance(data, int) else 1


# RFC 8011 §5.4.12 and PWG 5100.9. Their suffix is no guide to whether a page can come: ippeveprinter says
# media-empty-warning when there is no paper at all. Only -report is dropped.
REASONS = {
    "media-empty": Finding("paper_out", Severity.BLOCKING),
    "media-needed": Finding("paper_out", Severity.BLOCKING),
    "input-tray-missing": Finding("paper_out", Severity.BLOCKING),
    "media-jam": Finding("paper_jam", Severity.BLOCKING),
    "cover-open": Finding("cover_open", Severity.BLOCKING),
    "door-open": Finding("cover_open", Severity.BLOCKING),
    "interlock-open": Finding("cover_open", Severity.BLOCKING),
    "output-area-full": Finding("output_full", Severity.BLOCKING),
    "output-tray-missing": Finding("output_full", Severity.BLOCKING),
    "toner-empty": Finding("toner_empty", Severity.BLOCKING),
    "marker-supply-empty": Finding("toner_empty", Severity.BLOCKING),
    "marker-waste-full": Finding("waste_full", Severity.BLOCKING),
    "offline": Finding("printer_offline", Severity.BLOCKING),
    "shutdown": Finding("printer_offline", Severity.BLOCKING),
    "timed-out": Finding("printer_offline", Severity.BLOCKING),
    "connecting-to-device": Finding("printer_offline", Severity.BLOCKING),
    "paused": Finding("printer_stopped", Severity.BLOCKING),
    "fuser-over-temp": Finding("too_hot", Severity.BLOCKING),
    "media-low": Finding("paper_near_end", Severity.WARNING),
    "toner-low": Finding("toner_low", Severity.WARNING),
    "marker-supply-low": Finding("toner_low", Severity.WARNING),
    "marker-waste-almost-full": Finding("waste_nearly_full", Severity.WARNING),
    "output-area-almost-full": Finding("output_nearly_full", Severity.WARNING),
}
_STOPPED = Finding("printer_stopped", Severity.BLOCKING)
_ORDER = (Severity.FAULT, Severity.BLOCKING, Severity.WARNING)


def sort_findings(findings: Sequence[Finding]) -> tuple[Finding, ...]:
    """Worst first, each once."""
    return tuple(sorted(dict.fromkeys(findings), key=lambda finding: _ORDER.index(finding.severity)))


def _findings(group: Group) -> tuple[Finding, ...]:
    found = [finding for word in group.texts("printer-state-reasons") for finding in _finding_of(word)]
    is_hindered = any(finding.severity is not Severity.WARNING for finding in found)
    if _is_stopped(group) and not is_hindered:
        found.append(_STOPPED)
    return sort_findings(found)


def _is_stopped(group: Group) -> bool:
    state = group.number("printer-state")
    if state not in tuple(PrinterState):
        raise RemoteWireError("ipp_printer_state")
    return state == PrinterState.STOPPED or group.number("printer-is-accepting-jobs") is False


def _finding_of(word: str) -> tuple[Finding, ...]:
    if word.endswith("-report"):
        return ()
    bare = word.removesuffix("-error").removesuffix("-warning")
    if bare in REASONS:
        return (REASONS[bare],)
    return (Finding("printer_error", Severity.BLOCKING),) if word.endswith("-error") else ()
