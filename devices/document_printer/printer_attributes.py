"""Core: the attributes of the emulated printer and its jobs, with the groups in which they can be asked for."""

from collections.abc import Mapping
from dataclasses import dataclass

from devices.document_printer.document import Colour, Sides
from devices.document_printer.operations import A4, JobState, Operation, PrinterState, keywords, one
from devices.document_printer.page_count import PWG_RASTER
from devices.document_printer.protocol import Attribute, Tag, Value

UUID = "6d4fd1a2-5a0f-4d53-9a31-000000440113"
_TEMPLATE, _DESCRIPTION = "job-template", "printer-description"

Known = tuple[tuple[str, Attribute], ...]


@dataclass(frozen=True, slots=True)
class Abilities:
    """What this printer can do; the first format is its own."""

    formats: tuple[str, ...] = ("application/pdf", "image/jpeg", "application/octet-stream")
    is_duplex: bool = True
    copies_most: int = 99


USUAL = Abilities()


def choose(known: Known, wanted: frozenset[str]) -> tuple[Attribute, ...]:
    """Those asked for, by name or by group."""
    return tuple(a for group, a in known if "all" in wanted or group in wanted or a.name in wanted)


def printer_attributes(uri: str, state: PrinterState, reasons: tuple[str, ...], *, up_s: int, queued: int) -> Known:
    """All of RFC 8011 §5.4 that is required, and what printers of today add."""
    live = (
        one("printer-state", Tag.ENUM, state),
        keywords("printer-state-reasons", *(reasons or ("none",))),
        one("printer-state-message", Tag.TEXT, ", ".join(reasons)),
        _flag("printer-is-accepting-jobs", is_on=True),
        one("printer-up-time", Tag.INTEGER, up_s),
        one("queued-job-count", Tag.INTEGER, queued),
        one("printer-uri-supported", Tag.URI, uri),
        one("printer-more-info", Tag.URI, "http" + uri.removeprefix("ipp")),
    )
    description = tuple((_DESCRIPTION, a) for a in (*live, *_DESCRIPTIONS))
    return (*description, *((_TEMPLATE, a) for a in _TEMPLATES))


def able_attributes(able: Abilities) -> Known:
    """What this printer can do, and raster printers what kind of raster (PWG 5102.4)."""
    sides = tuple(Sides) if able.is_duplex else (Sides.ONE,)
    formats = Attribute("document-format-supported", tuple(Value(Tag.MIME_TYPE, word) for word in able.formats))
    described = [one("document-format-default", Tag.MIME_TYPE, able.formats[0]), formats]
    described += _RASTER if PWG_RASTER in able.formats else ()
    template = (
        Attribute("copies-supported", (Value(Tag.RANGE, (1, able.copies_most)),)),
        keywords("sides-supported", *sides),
    )
    return (*((_DESCRIPTION, a) for a in described), *((_TEMPLATE, a) for a in template))


def job_attributes(
    job_id: int,
    printer_uri: str,
    *,
    times_s: tuple[float, float | None, float | None, float],
    words: Mapping[str, str],
    numbers: Mapping[str, int],
) -> Known:
    """`times_s`: created, started, ended, now. `words`: name, user, sides, colour, reason. `numbers`: state, pages,
    pages done, sheets done, copies, bytes."""
    described = (
        one("job-id", Tag.INTEGER, job_id),
        one("job-uri", Tag.URI, f"{printer_uri}/{job_id}"),
        one("job-printer-uri", Tag.URI, printer_uri),
        one("job-name", Tag.NAME, words["name"]),
        one("job-originating-user-name", Tag.NAME, words["user"]),
        one("job-state", Tag.ENUM, numbers["state"]),
        keywords("job-state-reasons", words["reason"]),
        one("job-state-message", Tag.TEXT, JobState(numbers["state"]).name.lower()),
        *(_time(f"time-at-{word}", at_s) for word, at_s in zip(_TIMES, times_s, strict=False)),
        one("job-printer-up-time", Tag.INTEGER, int(times_s[3]) + 1),
        one("job-impressions", Tag.INTEGER, numbers["pages"]),
        one("job-impressions-completed", Tag.INTEGER, numbers["pages_done"]),
        one("job-media-sheets-completed", Tag.INTEGER, numbers["sheets_done"]),
        one("job-k-octets", Tag.INTEGER, (numbers["bytes"] + 1023) // 1024),
    )
    template = (
        one("copies", Tag.INTEGER, numbers["copies"]),
        keywords("sides", words["sides"]),
        keywords("print-color-mode", words["colour"]),
    )
    return (*(("job-description", a) for a in described), *((_TEMPLATE, a) for a in template))


_TIMES = ("creation", "processing", "completed")


def _time(name: str, at_s: float | None) -> Attribute:
    return Attribute(name, (Value(Tag.NO_VALUE, None) if at_s is None else Value(Tag.INTEGER, int(at_s) + 1),))


def _flag(name: str, *, is_on: bool) -> Attribute:
    return Attribute(name, (Value(Tag.BOOLEAN, is_on),))


def _enums(name: str, *numbers: int) -> Attribute:
    return Attribute(name, tuple(Value(Tag.ENUM, number) for number in numbers))


def _size() -> Attribute:
    axes = (one("x-dimension", Tag.INTEGER, 21_000), one("y-dimension", Tag.INTEGER, 29_700))  # hundredths of mm
    return Attribute("media-size", (Value(Tag.COLLECTION, axes),))


_300_DPI = Value(Tag.RESOLUTION, (300, 300, 3))
_RASTER = (
    Attribute("pwg-raster-document-resolution-supported", (_300_DPI,)),
    keywords("pwg-raster-document-type-supported", "black_1", "sgray_8"),
    keywords("pwg-raster-document-sheet-back", "normal"),
)
_DESCRIPTIONS = (
    one("charset-configured", Tag.CHARSET, "utf-8"),
    one("charset-supported", Tag.CHARSET, "utf-8"),
    one("natural-language-configured", Tag.LANGUAGE, "en"),
    one("generated-natural-language-supported", Tag.LANGUAGE, "en"),
    keywords("compression-supported", "none"),
    _flag("color-supported", is_on=False),
    keywords("ipp-versions-supported", "1.1", "2.0"),
    _flag("multiple-document-jobs-supported", is_on=False),
    one("multiple-operation-time-out", Tag.INTEGER, 60),
    _enums("operations-supported", *Operation),
    one("pages-per-minute", Tag.INTEGER, 30),
    keywords("pdl-override-supported", "attempted"),
    one("printer-info", Tag.TEXT, "emulated A4 printer"),
    one("printer-location", Tag.TEXT, "booth"),
    one("printer-make-and-model", Tag.TEXT, "Xiaowu emulated A4"),
    one("printer-name", Tag.NAME, "a4"),
    one("printer-uuid", Tag.URI, f"urn:uuid:{UUID}"),
    keywords("uri-authentication-supported", "none"),
    keywords("uri-security-supported", "none"),
)
_TEMPLATES = (
    one("copies-default", Tag.INTEGER, 1),
    _enums("finishings-default", 3),
    _enums("finishings-supported", 3),
    keywords("media-default", A4),
    keywords("media-ready", A4),
    keywords("media-supported", A4),
    Attribute("media-col-default", (Value(Tag.COLLECTION, (_size(),)),)),
    _enums("orientation-requested-default", 3),
    _enums("orientation-requested-supported", 3, 4),
    _enums("print-quality-default", 4),
    _enums("print-quality-supported", 4),
    Attribute("printer-resolution-default", (_300_DPI,)),
    Attribute("printer-resolution-supported", (_300_DPI,)),
    keywords("sides-default", "one-sided"),
    keywords("output-bin-default", "face-down"),
    keywords("output-bin-supported", "face-down"),
    keywords("print-color-mode-default", Colour.AUTO),
    keywords("print-color-mode-supported", *Colour),
)
