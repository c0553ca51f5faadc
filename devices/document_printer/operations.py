"""Core: what we ask a printer (RFC 8011): the words for it, and the requests themselves."""

from dataclasses import dataclass
from enum import IntEnum

from devices.document_printer.document import PrintDocument, Sides
from devices.document_printer.protocol import Attribute, Delimiter, Group, Message, Tag, Value

VERSION = (1, 1)  # every IPP printer speaks it; an answer may come with a higher minor number
A4 = "iso_a4_210x297mm"


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
    FORMAT_ERROR = 0x0411
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
    """A document as this printer can print it. `job_name` tells our job from all others and nothing about the
    resident. `colour`, `media`: empty when the printer has no such choice."""

    job_name: str
    document: PrintDocument
    sides: Sides
    colour: str
    media: str


class Questions:
    """Builds requests with increasing ids for one printer. `user`: who we say we are."""

    def __init__(self, printer_uri: str, user: str) -> None:
        self._uri = printer_uri
        self._user = user
        self._last_id = 0

    def get_printer(self) -> Message:
        return self._ask(Operation.GET_PRINTER_ATTRIBUTES, keywords("requested-attributes", *_PRINTER_ATTRIBUTES))

    def print_job(self, order: Order) -> Message:
        job = (one("copies", Tag.INTEGER, order.document.copies), keywords("sides", order.sides.value))
        choices = {"media": order.media, "print-color-mode": order.colour}
        return self._ask(
            Operation.PRINT_JOB,
            one("job-name", Tag.NAME, order.job_name),
            one("document-format", Tag.MIME_TYPE, order.document.media_type),
            job=(*job, *(keywords(name, word) for name, word in choices.items() if word)),
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
    "printer-make-and-model",
    "document-format-supported",
    "copies-supported",
    "sides-supported",
    "media-supported",
    "color-supported",
    "print-color-mode-supported",
)
_JOB_ATTRIBUTES = (
    "job-id",
    "job-name",
    "job-state",
    "job-state-reasons",
    "job-impressions-completed",
    "job-media-sheets-completed",
)
