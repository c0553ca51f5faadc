"""Core: the four real-time status bytes of an ESC/POS printer (DLE EOT 1–4; bit meanings are Epson's)."""

from dataclasses import dataclass
from enum import IntEnum

from devices.errors import RemoteWireError
from devices.model import Finding, Severity

_FIXED_MASK, _FIXED_BITS = 0x93, 0x12  # bits 1 and 4 are always 1, bits 0 and 7 always 0
_ORDERED_ANSWERS = (
    0x00,
    0x03,
    0x0C,
    0x0F,
)  # to GS r 1: near end and end of paper, two bits each; never a real-time one


class Ask(IntEnum):
    PRINTER = 1
    OFFLINE_CAUSE = 2
    ERROR_CAUSE = 3
    PAPER = 4


def ask_status(which: Ask) -> bytes:
    """DLE EOT n: answered at once, even while the printer is offline."""
    return bytes((0x10, 0x04, which))


ASK_IN_ORDER = b"\x1dr\x01"  # GS r 1: answered only after everything before it has been printed

ASK_NO_NEWS = b"\x1da\x00"  # GS a 0: tell nothing unasked, else news may look like the answer to ASK_IN_ORDER

CLEAR_BUFFER = bytes.fromhex("10140801031401060208")  # DLE DC4 8: forget all that was received and not printed


@dataclass(frozen=True, slots=True)
class PrinterStatus:
    """What the printer says about itself."""

    is_offline: bool = False
    is_cover_open: bool = False
    is_paper_out: bool = False
    is_paper_near_end: bool = False
    has_cutter_error: bool = False
    has_fatal_error: bool = False
    has_passing_error: bool = False

    @property
    def stands_still(self) -> bool:
        """Whether it prints nothing until somebody or time has helped."""
        return any(finding.severity is not Severity.WARNING for finding in self.findings())

    def findings(self) -> tuple[Finding, ...]:
        """Worst first, as the health of the device."""
        table = (
            (self.has_fatal_error, Finding("printer_error", Severity.FAULT)),
            (self.has_cutter_error, Finding("cutter_jam", Severity.BLOCKING)),
            (self.is_cover_open, Finding("cover_open", Severity.BLOCKING)),
            (self.is_paper_out, Finding("paper_out", Severity.BLOCKING)),
            (self.has_passing_error, Finding("too_hot", Severity.BLOCKING)),
            (self.is_paper_near_end, Finding("paper_near_end", Severity.WARNING)),
        )
        found = tuple(finding for holds, finding in table if holds)
        if self.is_offline and not any(f.severity is not Severity.WARNING for f in found):
            return (Finding("printer_offline", Severity.BLOCKING), *found)
        return found


def parse_status(answers: bytes) -> PrinterStatus:
    """The bytes for Ask 1, 2, 3, 4 in this order. Raises RemoteWireError for anything else."""
    if len(answers) != len(Ask):
        raise RemoteWireError("status_length")
    if not all(map(is_realtime_answer, answers)):
        raise RemoteWireError("status_bits")
    printer, offline, error, paper = answers
    is_paper_out = bool(paper & 0x60) or bool(offline & 0x20)
    return PrinterStatus(
        is_offline=bool(printer & 0x08),
        is_cover_open=bool(offline & 0x04),
        is_paper_out=is_paper_out,
        is_paper_near_end=bool(paper & 0x0C) and not is_paper_out,
        has_cutter_error=bool(error & 0x08),
        has_fatal_error=bool(error & 0x20),
        has_passing_error=bool(error & 0x40),
    )


def encode_status(status: PrinterStatus, which: Ask) -> int:
    """The byte a printer answers, for the emulator."""
    bits = {
        Ask.PRINTER: 0x08 * status.is_offline,
        Ask.OFFLINE_CAUSE: 0x04 * status.is_cover_open | 0x20 * status.is_paper_out,
        Ask.ERROR_CAUSE: 0x08 * status.has_cutter_error
        | 0x20 * status.has_fatal_error
        | 0x40 * status.has_passing_error,
        Ask.PAPER: 0x0C * (status.is_paper_near_end or status.is_paper_out) | 0x60 * status.is_paper_out,
    }
    return _FIXED_BITS | bits[which]


def encode_news(status: PrinterStatus) -> bytes:
    """The four bytes that a printer sends unasked after GS a n (automatic status back)."""
    return bytes((
        0x10 | 0x08 * status.is_offline | 0x20 * status.is_cover_open,
        0x08 * status.has_cutter_error | 0x20 * status.has_fatal_error | 0x40 * status.has_passing_error,
        0x03 * (status.is_paper_near_end or status.is_paper_out) | 0x0C * status.is_paper_out,
        0x00,
    ))  # fmt: skip


def is_realtime_answer(byte: int) -> bool:
    """True for what can be an answer to DLE EOT."""
    return byte & _FIXED_MASK == _FIXED_BITS


def is_ordered_answer(byte: int) -> bool:
    """True for an answer to ASK_IN_ORDER, False for one to DLE EOT."""
    return byte in _ORDERED_ANSWERS
