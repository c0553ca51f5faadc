"""Core: what is known of a case in the clear: ids, form, sizes, times, state. Nothing personal."""

from dataclasses import dataclass
from datetime import datetime
from enum import IntEnum

from offline_cache.case_states import CaseState
from offline_cache.intake_papers import WrappedKeyWire


class Priority(IntEnum):
    """What goes to the hub first: lower."""

    CASE = 0
    LETTER = 1  # answered within days
    REHEARSAL = 2  # nobody's


@dataclass(frozen=True, slots=True)
class Part:
    """One sealed part. `sha256` and `size_bytes` are those of the sealed file; `document_sha256` that of a signed
    paper as it was shown, empty for anything else."""

    name: str
    media_type: str
    sha256: str
    size_bytes: int
    document_sha256: str = ""


@dataclass(frozen=True, slots=True)
class DraftCase:
    """A draft on this kiosk: still readable here, not yet submitted. `rehearsal`: it is nobody's."""

    case_id: str
    item_id: str
    form_id: str
    form_version: int
    started_at: datetime
    rehearsal: bool = False


@dataclass(frozen=True, slots=True)
class Provisional:
    """What the resident holds until the hub's number comes. `manifest_sha256`: of what was frozen, hex."""

    case_id: str
    number: str
    submitted_at: datetime
    sequence: int
    manifest_sha256: str


@dataclass(frozen=True, slots=True)
class PendingCase:
    """A submitted case that the hub has not yet acknowledged: what waits, since when, and why."""

    case_id: str
    number: str
    state: CaseState
    submitted_at: datetime
    sequence: int
    priority: int
    tries: int
    next_due: float
    last_error: str | None


@dataclass(frozen=True, slots=True)
class Submission:
    """What `submit` freezes into the manifest. `submitted_at` is aware: the statutory clock starts there."""

    kiosk_id: str
    wrapped_keys: tuple[WrappedKeyWire, ...]
    submitted_at: datetime
    clock_trusted: bool
    priority: int
