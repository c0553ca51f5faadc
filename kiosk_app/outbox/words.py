"""Core: what waits in a booth's outbox and why, in words for staff."""

from datetime import datetime

from cloud_seat.contract import waiting
from cloud_seat.contract.check_words import check_words
from cloud_seat.contract.text import Text
from offline_cache.case_states import CaseState
from offline_cache.queue import Queued


def why(queued: Queued) -> Text:
    """What keeps it here, and what to do."""
    return waiting.why(queued.case.last_error or "", is_dead=queued.case.state is CaseState.DEAD)


def age_h(queued: Queued, now: datetime) -> float:
    """Hours since the resident submitted it; a clock that was set back makes it 0."""
    return max(0.0, (now - queued.case.submitted_at).total_seconds() / 3600)


def needs_person(queued: Queued, now: datetime) -> bool:
    """It will not go by itself, or should have long ago."""
    return queued.case.state is CaseState.DEAD or age_h(queued, now) * 3600 > waiting.LATE_S


def line(queued: Queued, now: datetime) -> str:
    """One case on one line."""
    mark = "✗" if needs_person(queued, now) else "…"
    text, hours = why(queued), round(age_h(queued, now))
    return f"{mark} {queued.case.number} {hours} h {text.zh} / {text.en}"


def told(queued: Queued, now: datetime) -> dict[str, object]:
    """The same and all else that is known, for programs."""
    case, manifest = queued.case, queued.manifest
    return {
        "number": case.number,
        "case_id": case.case_id,
        "check_words": check_words(queued.manifest_sha256),
        "sequence": case.sequence,
        "epoch": manifest.epoch,
        "state": str(case.state),
        "submitted_at": case.submitted_at.isoformat(),
        "age_h": round(age_h(queued, now), 1),
        "item_id": manifest.item_id,
        "form": f"{manifest.form_id} v{manifest.form_version}",
        "parts": len(manifest.parts),
        "size_bytes": queued.size_bytes,
        "priority": case.priority,
        "tries": case.tries,
        "code": case.last_error or "",
        "why": {"zh": why(queued).zh, "en": why(queued).en},
        "needs_person": needs_person(queued, now),
    }
