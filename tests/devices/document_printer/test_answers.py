"""Core: what printers say about themselves, their abilities and their jobs, and what we ask of them."""

import pytest

from devices.document_printer.answers import (
    REASONS,
    JobLook,
    PrinterLook,
    look_at_document,
    parse_only_job,
    parse_printer,
    with_queue,
)
from devices.document_printer.document import Colour, PrintDocument, Sides, sheets_of
from devices.document_printer.jobs import of_document, of_user
from devices.document_printer.operations import A4, JobState, Order, Questions, keywords, one
from devices.document_printer.protocol import Attribute, Delimiter, Group, Message, Tag, Value, decode, encode
from devices.errors import LocalConfigError, RemoteWireError
from devices.tool.trouble import SENTENCES

PDF = PrintDocument(b"%PDF")


def _printer(state: int, *reasons: str, accepts: bool = True, more: tuple[Attribute, ...] = ()) -> Message:
    attributes = (
        Attribute("printer-state", (Value(Tag.ENUM, state),)),
        Attribute("printer-state-reasons", tuple(Value(Tag.KEYWORD, word) for word in reasons)),
        Attribute("printer-is-accepting-jobs", (Value(Tag.BOOLEAN, accepts),)),
        *more,
    )
    return Message((2, 0), 0, 1, (Group(Delimiter.PRINTER, attributes),))


def _able(*more: Attribute) -> PrinterLook:
    return parse_printer(_printer(3, "none", more=more))


def _formats(*words: str) -> Attribute:
    return Attribute("document-format-supported", tuple(Value(Tag.MIME_TYPE, word) for word in words))


def _copies(most: int) -> Attribute:
    return Attribute("copies-supported", (Value(Tag.RANGE, (1, most)),))


_COLOUR = Attribute("color-supported", (Value(Tag.BOOLEAN, True),))


@pytest.mark.parametrize(
    ("answer", "codes"),
    [
        (_printer(3, "none"), []),
        (_printer(3, "toner-low-warning", "media-empty-warning"), ["paper_out", "toner_low"]),
        (_printer(3, "marker-waste-full-error", "marker-waste-almost-full"), ["waste_full", "waste_nearly_full"]),
        (_printer(5, "media-jam-error"), ["paper_jam"]),
        (_printer(3, "cover-open"), ["cover_open"]),
        (_printer(3, "media-empty-report", "wifi-not-configured"), []),
        (_printer(3, "laser-at-end-of-life-error"), ["printer_error"]),
        (_printer(5, "none"), ["printer_stopped"]),
        (_printer(3, "none", accepts=False), ["printer_stopped"]),
        (_printer(3, "toner-low", more=(_formats("image/pwg-raster"),)), ["no_pdf", "toner_low"]),
        (_printer(3, "none", more=(_formats("image/pwg-raster", "application/pdf"),)), []),
    ],
)
def test_what_the_printer_says_about_itself(answer: Message, codes: list[str]) -> None:
    assert [finding.code for finding in parse_printer(answer).hindrances] == codes


def test_everything_a_printer_can_say_has_a_sentence() -> None:
    ours = {
        "no_pdf",
        "stray_job",
        "queue_offline",
        "queue_stopped",
        "queue_raw",
        "printer_stopped",
        "printer_error",
        "other_printer",
    }
    outcomes = {"document_format", "no_a4", "copies", "colour", "nothing_to_print", "broken_document", "job_attributes"}
    ends = {"job_lost", "aborted", "cancelled_at_printer", "busy", "not_accepting_jobs"}
    assert {finding.code for finding in REASONS.values()} | ours | outcomes | ends <= set(SENTENCES)


def test_silence_about_the_state_is_no_good_state() -> None:
    with pytest.raises(RemoteWireError):
        parse_printer(_printer(0))


@pytest.mark.parametrize(
    ("look", "wish", "word"),
    [
        (_able(), PDF, ""),
        (_able(_formats("application/pdf"), keywords("media-supported", A4)), PDF, ""),
        (_able(_formats("image/urf")), PDF, "no_pdf"),
        (_able(_formats("application/pdf")), PrintDocument(b"x", media_type="image/png"), "document_format"),
        (_able(keywords("media-supported", "na_letter_8.5x11in")), PDF, "no_a4"),
        (_able(_copies(5)), PrintDocument(b"x", copies=5), ""),
        (_able(_copies(5)), PrintDocument(b"x", copies=6), "copies"),
        (_able(), PrintDocument(b"x", copies=2), "copies"),  # who does not list copies ignores them
        (_able(), PrintDocument(b"x", colour=Colour.MONO), ""),  # it has black only
        (_able(_COLOUR), PrintDocument(b"x", colour=Colour.MONO), "colour"),
        (
            _able(_COLOUR, keywords("print-color-mode-supported", "auto", "monochrome")),
            PrintDocument(b"x", colour=Colour.MONO),
            "",
        ),
    ],
)
def test_what_a_printer_cannot_do(look: PrinterLook, wish: PrintDocument, word: str) -> None:
    assert look.lacks(wish) == word


def test_one_side_is_printed_where_two_are_impossible() -> None:
    wish = PrintDocument(b"x", sides=Sides.SHORT)
    assert _able().order(wish, "n").sides is Sides.ONE
    assert _able(keywords("sides-supported", *Sides)).order(wish, "n").sides is Sides.SHORT


def test_a_queue_translates_and_makes_copies_but_knows_nothing_of_paper() -> None:
    printer = parse_printer(_printer(3, "toner-low", more=(_formats("image/pwg-raster"),)))
    queue = parse_printer(_printer(3, "media-empty", more=(_formats("application/pdf"), _copies(1))))
    both = with_queue(printer, queue)
    assert [finding.code for finding in both.hindrances] == ["toner_low"]
    assert both.lacks(PrintDocument(b"x", copies=20)) == ""
    stopped = with_queue(printer, parse_printer(_printer(5, "media-jam", more=(_formats("application/pdf"),))))
    assert [finding.code for finding in stopped.hindrances] == ["queue_stopped", "toner_low"]
    untranslated = one("printer-make-and-model", Tag.TEXT, "Local Raw Printer")
    raw = with_queue(printer, parse_printer(_printer(3, "none", more=(_formats("application/pdf"), untranslated))))
    assert [finding.code for finding in raw.hindrances] == ["queue_raw", "toner_low"]
    lacking = with_queue(printer, parse_printer(_printer(3, "none", more=(_formats("image/jpeg"),))))
    assert [finding.code for finding in lacking.hindrances] == ["no_pdf", "toner_low"]


def _job(state: JobState, pages: int = 1, *, sheets: int | None = None, is_stopping: bool = False) -> JobLook:
    return JobLook(1, "n", state, pages, sheets, is_stopping)


@pytest.mark.parametrize(
    ("jobs", "queued", "state"),
    [
        ([], [], None),
        ([], [JobState.COMPLETED], None),  # a queue's word is no proof
        ([], [JobState.PROCESSING], JobState.PROCESSING),
        ([], [JobState.ABORTED], JobState.ABORTED),
        ([_job(JobState.COMPLETED)], [], JobState.COMPLETED),
        ([_job(JobState.COMPLETED)], [JobState.COMPLETED], JobState.COMPLETED),
        ([_job(JobState.COMPLETED)], [JobState.PROCESSING], JobState.PROCESSING),  # a second copy may come
        ([_job(JobState.COMPLETED)], [JobState.CANCELED], JobState.CANCELED),
        ([_job(JobState.COMPLETED), _job(JobState.STOPPED)], [], JobState.PROCESSING),
        ([_job(JobState.COMPLETED), _job(JobState.ABORTED)], [], JobState.ABORTED),
        ([_job(JobState.CANCELED, is_stopping=True)], [], JobState.PROCESSING),
        ([_job(JobState.CANCELED)], [], JobState.CANCELED),
    ],
)
def test_how_a_document_is(jobs: list[JobLook], queued: list[JobState], state: JobState | None) -> None:
    look = look_at_document(jobs, queued=queued)
    assert (look.state if look else None) is state


def test_a_copy_that_nobody_knows_of_is_not_printed() -> None:
    assert look_at_document([_job(JobState.COMPLETED)], jobs_due=2) is None


def test_pages_and_sheets_of_all_jobs() -> None:
    told = look_at_document([_job(JobState.COMPLETED, 2, sheets=1), _job(JobState.COMPLETED, 3, sheets=2)])
    assert told is not None
    assert (told.pages, told.sheets) == (5, 3)
    silent = look_at_document([_job(JobState.COMPLETED, 2, sheets=1), _job(JobState.COMPLETED, 3)])
    assert silent is not None
    assert silent.sheets is None


@pytest.mark.parametrize(
    ("pages", "pages_a_copy", "sides", "sheets"),
    [(0, 3, Sides.LONG, 0), (3, 3, Sides.ONE, 3), (3, 3, Sides.LONG, 2), (9, 3, Sides.SHORT, 6), (4, 3, Sides.LONG, 3)],
)
def test_sheets(pages: int, pages_a_copy: int, sides: Sides, sheets: int) -> None:
    assert sheets_of(pages, pages_a_copy, sides) == sheets


def test_a_job_that_is_called_ended_and_still_at_work() -> None:
    attributes = (
        one("job-id", Tag.INTEGER, 7),
        one("job-state", Tag.ENUM, JobState.CANCELED),
        keywords("job-state-reasons", "canceled-by-user", "processing-to-stop-point"),
    )
    job = parse_only_job(Message((1, 1), 0, 1, (Group(Delimiter.JOB, attributes),)))
    assert job.state.has_ended
    assert not job.has_ended


def test_our_jobs_are_known_by_name() -> None:
    name = "booth-1-0123456789abcdef"
    looks = {
        said: JobLook(4, said, JobState.PROCESSING, 0, None, False) for said in (name, f"12 - {name}", "", "other")
    }
    assert [of_document(name)(look) for look in looks.values()] == [True, True, False, False]
    assert [of_document(name, 4)(look) for look in looks.values()] == [True, False, True, False]
    assert not of_document(name, 5)(looks[name])
    assert [of_user("booth-1")(look) for look in looks.values()] == [True, True, False, False]
    assert not of_user("booth")(looks[name]), "another booth's"
    with pytest.raises(LocalConfigError):
        of_user("booth 1")


def test_questions_begin_as_the_standard_wants() -> None:
    wish = PrintDocument(b"%PDF", copies=2, sides=Sides.LONG)
    order = Order("xiaowu-1", wish, Sides.LONG, "monochrome", A4)
    asked, document = decode(encode(Questions("ipp://x/ipp/print", "xiaowu").print_job(order), b"%PDF"))
    first = asked.groups[0]
    assert [a.name for a in first.attributes[:3]] == [
        "attributes-charset",
        "attributes-natural-language",
        "printer-uri",
    ]
    job = asked.group(Delimiter.JOB)
    assert (job.number("copies"), job.text("sides"), job.text("media")) == (2, "two-sided-long-edge", A4)
    assert job.text("print-color-mode") == "monochrome"
    assert document == b"%PDF"


def test_nothing_is_asked_that_the_printer_does_not_know() -> None:
    order = _able().order(PDF, "n")
    job = Questions("ipp://x/ipp/print", "xiaowu").print_job(order).group(Delimiter.JOB)
    assert [attribute.name for attribute in job.attributes] == ["copies", "sides"]
