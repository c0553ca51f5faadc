"""Core: what we ask a printer and what its answers mean (RFC 8011): its health, its abilities, the life of a job."""

from dataclasses import dataclass
from enum import IntEnum

from devices.document_printer.protocol import Attribute, Delimiter, Group, Message, Tag, Value
from devices.errors import RemoteWireError
from devices.model import Finding, Severity

VERSION = (1, 1)  # every IPP printer speaks it; an answer may come with a higher minor number
A4 = "iso_a4_210x297mm"
_TWO_SIDED = "two-sided-long-edge"


class Operation(IntEnum):
    PRINT_JOB = 0x0002
    VALIDATE_JOB = 0x0004
    CREATE_JOB = 0x0005
    SEND_DOCUMENT = 0x0006
    CANCEL_JOB = 0x0008
    GET_JOB_ATTRIBUTES = 0x0009
    GET_JOBS = 0x000A
    GET_PRINTER_ATTRIBUTES = 0x000B


class Status(IntEnum):
    """Those that are handled differently; any other below 0x0100 is a success, above it a refusal."""

    OK = 0x0000
    BAD_REQUEST = 0x0400
    NOT_POSSIBLE = 0x0404
    NOT_FOUND = 0x0406
    FORMAT_NOT_SUPPORTED = 0x040A
    ATTRIBUTES_NOT_SUPPORTED = 0x040B
    CHARSET_NOT_SUPPORTED = 0x040D
    OPERATION_NOT_SUPPORTED = 0x0501
    VERSION_NOT_SUPPORTED = 0x0503
    NOT_ACCEPTING_JOBS = 0x0506
    BUSY = 0x0507
    JOB_CANCELED = 0x0508


class JobState(IntEnum):
    """RFC 8011 §5.3.7. From CANCELED on nothing more comes out of the printer."""

    PENDING = 3
    HELD = 4
    PROCESSING = 5
    STOPPED = 6
    CANCELED = 7
    ABORTED = 8
    COMPLETED = 9

    @property
    def has_ended(self) -> bool:
        return self >= JobState.CANCELED


class PrinterState(IntEnum):
    """RFC 8011 §5.4.11."""

    IDLE = 3
    PROCESSING = 4
    STOPPED = 5


# --- questions ------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, repr=False)
class Order:
    """What a resident wants on paper. `job_name` tells our job from all others and nothing about the resident."""

    job_name: str
    media_type: str
    copies: int
    is_duplex: bool
    has_a4: bool


class Questions:
    """Builds requests with increasing ids for one printer. `user`: who we say we are."""

    def __init__(self, printer_uri: str, user: str) -> None:
        self._uri = printer_uri
        self._user = user
        self._last_id = 0

    def get_printer(self) -> Message:
        return self._ask(Operation.GET_PRINTER_ATTRIBUTES, keywords("requested-attributes", *_PRINTER_ATTRIBUTES))

    def print_job(self, order: Order) -> Message:
        sides = _TWO_SIDED if order.is_duplex else "one-sided"
        job = [one("copies", Tag.INTEGER, order.copies), keywords("sides", sides)]
        if order.has_a4:
            job.append(keywords("media", A4))
        return self._ask(
            Operation.PRINT_JOB,
            one("job-name", Tag.NAME, order.job_name),
            one("document-format", Tag.MIME_TYPE, order.media_type),
            job=tuple(job),
        )

    def get_job(self, job_id: int) -> Message:
        wanted = keywords("requested-attributes", *_JOB_ATTRIBUTES)
        return self._ask(Operation.GET_JOB_ATTRIBUTES, one("job-id", Tag.INTEGER, job_id), wanted)

    def get_jobs(self, *, which: str = "not-completed") -> Message:
        wanted = keywords("requested-attributes", *_JOB_ATTRIBUTES)
        return self._ask(Operation.GET_JOBS, keywords("which-jobs", which), wanted)

    def cancel_job(self, job_id: int) -> Message:
        return self._ask(Operation.CANCEL_JOB, one("job-id", Tag.INTEGER, job_id))

    def _ask(self, operation: Operation, *more: Attribute, job: tuple[Attribute, ...] = ()) -> Message:
        self._last_id = self._last_id % 0x7FFFFFFF + 1
        first = (*PREAMBLE, one("printer-uri", Tag.URI, self._uri))
        # RFC 8011 §4.1.5: the target's own attributes (job-id) come next, then who asks
        ids = tuple(a for a in more if a.name == "job-id")
        rest = tuple(a for a in more if a.name != "job-id")
        user = one("requesting-user-name", Tag.NAME, self._user)
        groups = [Group(Delimiter.OPERATION, (*first, *ids, user, *rest))]
        if job:
            groups.append(Group(Delimiter.JOB, job))
        return Message(VERSION, operation, self._last_id, tuple(groups))


def one(name: str, tag: Tag, data: int | str) -> Attribute:
    """An attribute with one value."""
    return Attribute(name, (Value(tag, data),))


def keywords(name: str, *words: str) -> Attribute:
    return Attribute(name, tuple(Value(Tag.KEYWORD, word) for word in words))


PREAMBLE = (one("attributes-charset", Tag.CHARSET, "utf-8"), one("attributes-natural-language", Tag.LANGUAGE, "en"))
_PRINTER_ATTRIBUTES = (
    "printer-state",
    "printer-state-reasons",
    "printer-is-accepting-jobs",
    "printer-uuid",
    "document-format-supported",
    "copies-supported",
    "sides-supported",
    "media-supported",
)
_JOB_ATTRIBUTES = ("job-id", "job-name", "job-state", "job-state-reasons", "job-impressions-completed")


# --- answers --------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class PrinterLook:
    """How the printer is and what it can do. Empty abilities: it does not say."""

    findings: tuple[Finding, ...]
    uuid: str
    formats: tuple[str, ...]
    sides: tuple[str, ...]
    media: tuple[str, ...]
    copies_most: int | None

    def lacks(self, media_type: str, copies: int, *, is_duplex: bool) -> str:
        """What of this wish the printer cannot do, as a stable word; empty when it can do all."""
        if self.formats and media_type not in self.formats:
            return "document_format"
        if is_duplex and _TWO_SIDED not in self.sides:
            return "duplex"
        return "copies" if self.copies_most is not None and copies > self.copies_most else ""


@dataclass(frozen=True, slots=True)
class JobLook:
    """How one job is. `name` is empty when the printer does not tell it."""

    job_id: int
    name: str
    state: JobState
    pages: int
    reasons: tuple[str, ...]


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
        copies_most=_upper_end(group.get("copies-supported")),
    )


def parse_job(group: Group) -> JobLook:
    """RemoteWireError when id or state is missing or absurd."""
    job_id, state = group.number("job-id"), group.number("job-state")
    if job_id is None or job_id < 1 or state not in tuple(JobState):
        raise RemoteWireError("ipp_job")
    pages = group.number("job-impressions-completed") or 0
    name = group.text("job-name") or ""
    return JobLook(job_id, name, JobState(state), max(0, pages), group.texts("job-state-reasons"))


def parse_only_job(answer: Message) -> JobLook:
    """The answer to print_job or get_job."""
    return parse_job(answer.group(Delimiter.JOB))


def parse_jobs(answer: Message) -> tuple[JobLook, ...]:
    """The answer to get_jobs. RemoteWireError when it was refused."""
    if not is_success(answer):
        raise RemoteWireError(f"ipp_status_{answer.code:04x}")
    return tuple(parse_job(group) for group in answer.all_of(Delimiter.JOB) if group.attributes)


def _upper_end(attribute: Attribute | None) -> int | None:
    data = attribute.values[0].data if attribute and attribute.values else None
    if isinstance(data, tuple) and len(data) == 2 and isinstance(data[1], int):
        return data[1]
    return data if isinstance(data, int) else None


# RFC 8011 §5.4.12 and PWG 5100.9. Their suffix is no guide to whether a page can come: ippeveprinter says
# media-empty-warning when there is no paper at all. Only -report is dropped.
_REASONS = {
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
    "marker-waste-full": Finding("toner_empty", Severity.BLOCKING),
    "offline": Finding("printer_offline", Severity.BLOCKING),
    "shutdown": Finding("printer_offline", Severity.BLOCKING),
    "timed-out": Finding("printer_offline", Severity.BLOCKING),
    "connecting-to-device": Finding("printer_offline", Severity.BLOCKING),
    "paused": Finding("printer_stopped", Severity.BLOCKING),
    "fuser-over-temp": Finding("too_hot", Severity.BLOCKING),
    "media-low": Finding("paper_near_end", Severity.WARNING),
    "toner-low": Finding("toner_low", Severity.WARNING),
    "marker-supply-low": Finding("toner_low", Severity.WARNING),
    "marker-waste-almost-full": Finding("toner_low", Severity.WARNING),
    "output-area-almost-full": Finding("output_nearly_full", Severity.WARNING),
}
_STOPPED = Finding("printer_stopped", Severity.BLOCKING)
_ORDER = (Severity.FAULT, Severity.BLOCKING, Severity.WARNING)


def _findings(group: Group) -> tuple[Finding, ...]:
    """Worst first, each once."""
    state = group.number("printer-state")
    if state not in tuple(PrinterState):
        raise RemoteWireError("ipp_printer_state")
    found = {finding: None for word in group.texts("printer-state-reasons") for finding in _finding_of(word)}
    is_hindered = any(finding.severity is not Severity.WARNING for finding in found)
    accepts = group.number("printer-is-accepting-jobs")
    if not is_hindered and (state == PrinterState.STOPPED or accepts is False):
        found[_STOPPED] = None
    return tuple(sorted(found, key=lambda finding: _ORDER.index(finding.severity)))


def _finding_of(word: str) -> tuple[Finding, ...]:
    if word.endswith("-report"):
        return ()
    bare = word.removesuffix("-error").removesuffix("-warning")
    if bare in _REASONS:
        return (_REASONS[bare],)
    return (Finding("printer_error", Severity.BLOCKING),) if word.endswith("-error") else ()
