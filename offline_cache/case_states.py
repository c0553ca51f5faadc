"""Core: the life of one case in the outbox, as a table.

    draft ──submitted──▶ ready ◀──postponed── uploading ──receipt verified──▶ committed ──keys destroyed──▶ wiped
      │                    └────upload started────▶ │
      └──discarded──▶ expired                       └──refused──▶ dead

A draft can be read by this kiosk; from `ready` on only the hub can. `committed` means: the hub's signed receipt is on
our disk, our copy is not yet destroyed. A dead case waits for a clerk and is never deleted by itself. An upload cut by
a crash stays `uploading` and starts again, so `upload started` is legal there too.
"""

from enum import StrEnum

from offline_cache.errors import LocalUseError


class CaseState(StrEnum):
    """Where a case stands; the stored word."""

    DRAFT = "draft"
    READY = "ready"
    UPLOADING = "uploading"
    COMMITTED = "committed"
    WIPED = "wiped"
    DEAD = "dead"
    EXPIRED = "expired"


class CaseEvent(StrEnum):
    """What happened to a case."""

    SUBMITTED = "submitted"
    UPLOAD_STARTED = "upload started"
    POSTPONED = "postponed"
    RECEIPT_VERIFIED = "receipt verified"
    KEYS_DESTROYED = "keys destroyed"
    REFUSED = "refused"
    DISCARDED = "discarded"


TRANSITIONS: dict[tuple[CaseState, CaseEvent], CaseState] = {
    (CaseState.DRAFT, CaseEvent.SUBMITTED): CaseState.READY,
    (CaseState.DRAFT, CaseEvent.DISCARDED): CaseState.EXPIRED,
    (CaseState.READY, CaseEvent.UPLOAD_STARTED): CaseState.UPLOADING,
    (CaseState.UPLOADING, CaseEvent.UPLOAD_STARTED): CaseState.UPLOADING,
    (CaseState.UPLOADING, CaseEvent.POSTPONED): CaseState.READY,
    (CaseState.UPLOADING, CaseEvent.RECEIPT_VERIFIED): CaseState.COMMITTED,
    (CaseState.UPLOADING, CaseEvent.REFUSED): CaseState.DEAD,
    (CaseState.COMMITTED, CaseEvent.KEYS_DESTROYED): CaseState.WIPED,
}

WAITING = (CaseState.READY, CaseState.UPLOADING)
"""States of a case that still has to reach the hub by itself."""


def step(state: CaseState, event: CaseEvent) -> CaseState:
    """The next state. An illegal pair raises LocalUseError and changes nothing."""
    try:
        return TRANSITIONS[state, event]
    except KeyError:
        raise LocalUseError(f"illegal-step:{state}:{event}") from None
