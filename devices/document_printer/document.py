"""Core: what a resident wants on A4 paper, what came out, and which of it a printer can do."""

from dataclasses import dataclass
from enum import StrEnum


class Sides(StrEnum):
    """RFC 8011 §5.2.8. LONG turns like a book, SHORT like a calendar."""

    ONE = "one-sided"
    LONG = "two-sided-long-edge"
    SHORT = "two-sided-short-edge"


class Colour(StrEnum):
    """PWG 5100.13 §5.2.3."""

    AUTO = "auto"
    MONO = "monochrome"


@dataclass(frozen=True, slots=True, repr=False)
class PrintDocument:
    """Print this document. Give the lease a `key` so that it is never printed twice. Every outcome that comes after
    the document was sent holds a `PagesPrinted`.

    UNSUPPORTED: the printer cannot do it (`no_pdf`, `document_format`, `no_a4`, `copies`, `colour`); nothing was sent.
    Two sides are not refused: where they are impossible one side is printed, and SUCCESS has the detail `one_sided`.
    MEDIA, NOT_READY, TIMEOUT and CANCELLED: nothing was sent, or the printer itself said that the job is cancelled.
    SUCCESS: the printer itself said that the job is completed.
    OUTCOME_UNKNOWN: the document was sent, and the printer did not say how it ended.
    """

    data: bytes
    media_type: str = "application/pdf"
    copies: int = 1
    sides: Sides = Sides.ONE
    colour: Colour = Colour.AUTO

    def __repr__(self) -> str:
        return f"PrintDocument({len(self.data)} bytes)"


@dataclass(frozen=True, slots=True)
class PagesPrinted:
    """Progress, and the value of an outcome: what is out so far. `waits_for`: what hinders the printer now.

    `pages`: printed sides. `sheets`: of paper. `sides`: what was ordered in the end. `job_id`: at the printer, or at
    the queue that took the document.
    """

    pages: int
    sheets: int = 0
    sides: Sides = Sides.ONE
    job_id: int | None = None
    waits_for: str = ""


def sheets_of(pages: int, pages_a_copy: int, sides: Sides) -> int:
    """Sheets that `pages` printed sides lie on: a new copy begins on a new sheet."""
    if sides is Sides.ONE:
        return pages
    copies, rest = divmod(pages, max(1, pages_a_copy))
    return copies * ((pages_a_copy + 1) // 2) + (rest + 1) // 2
