"""Core: who changed which answer of a form, and when. Sealed into the case as `changes.json`."""

from typing import Any

import msgspec

CHANGES_PART = "changes.json"


class Change(msgspec.Struct, frozen=True, kw_only=True):
    """One change of the answer at `field`. The resident wrote it, or agreed to what `proposed_by` proposed.

    `before` and `after` are kept of a proposal only: what residents cross out themselves is nobody's business.
    """

    field: str
    at_utc: str
    proposed_by: str = ""
    before: Any = None
    after: Any = None


def noted(changes: tuple[Change, ...], change: Change) -> tuple[Change, ...]:
    """With one more. While the resident goes on writing in the same field, that is one change, at its last moment."""
    last = changes[-1] if changes else None
    goes_on = last and last.field == change.field and not last.proposed_by and not change.proposed_by
    return (*changes[:-1], change) if goes_on else (*changes, change)


def newest(changes: tuple[Change, ...]) -> dict[str, Change]:
    """Field → who changed it last. Rows move when one is taken away, so a change of a group speaks for all its rows."""
    last: dict[str, Change] = {}
    for change in changes:
        last = {field: one for field, one in last.items() if not field.startswith(f"{change.field}.")}
        last[change.field] = change
    return last
