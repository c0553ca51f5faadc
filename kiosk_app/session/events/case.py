"""Core: events of the matter: what was found, kept, photographed, drawn, submitted, decided, printed."""

from dataclasses import dataclass, field

from kiosk_app.session.events.event import Event, Late
from kiosk_app.session.state import Found


@dataclass(frozen=True, slots=True)
class ResultsFound(Late):
    """Hits as (item id, highlighted spans of the name)."""

    words: str = field(repr=False)
    hits: tuple[tuple[str, tuple[tuple[int, int], ...]], ...]
    matched_by: str


@dataclass(frozen=True, slots=True)
class DraftOpened(Late):
    case_id: str


@dataclass(frozen=True, slots=True)
class DraftFound(Late):
    """Whoever was just identified has a draft here that a power cut left open."""

    found: Found


@dataclass(frozen=True, slots=True)
class FormSaved(Late):
    """The newest values are on disk."""


@dataclass(frozen=True, slots=True)
class StoreFailed(Late):
    """The disk refused; `code`: scans (only those), full, broken, unavailable."""

    code: str


@dataclass(frozen=True, slots=True)
class DocumentRendered(Late):
    """The papers to sign are drawn anew; `signed` when the signature is on them. `sheets`: paper and its pages."""

    signed: bool
    sheets: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True, slots=True)
class NumbersCovered(Late):
    """The moment for reading private numbers is over."""


@dataclass(frozen=True, slots=True)
class SignatureRefused(Late):
    """Too short or empty."""


@dataclass(frozen=True, slots=True)
class CaseStored(Late):
    """On disk and sealed: whatever happens now, it is not lost. `sha256`: of its manifest, for its words."""

    number: str
    submitted_at: str
    sha256: str = ""


@dataclass(frozen=True, slots=True)
class CaseCommitted(Event):
    """The hub has it: signed receipt checked, the copy here destroyed."""

    case_id: str
    acceptance: str


@dataclass(frozen=True, slots=True)
class CaseDecided(Event):
    case_id: str
    decision: str
    note: str = field(repr=False, default="")
    result: str = ""


@dataclass(frozen=True, slots=True)
class SlipPrinted(Late):
    """`code` empty when the paper came out."""

    code: str = ""


@dataclass(frozen=True, slots=True)
class GuidePrinted(Late):
    """`code` empty when the guide came out; `a4`: on the large paper, else as a slip."""

    code: str = ""
    a4: bool = False


@dataclass(frozen=True, slots=True)
class NoticesPrinted(Late):
    """`code` empty when the paper came out; `a4`: on A4."""

    code: str = ""
    a4: bool = False
