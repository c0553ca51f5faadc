"""Shell: drafts of forms, one a form, and the versions that a second person signed."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, RowMapping, delete, func, insert, select, update

from cloud_seat.hub.clock import now_utc
from cloud_seat.hub.store.form_tables import form_draft, signed_form
from cloud_seat.hub.store.tables import case as case_file

DRAFT, ASKED, RETURNED = "draft", "asked", "returned"


@dataclass(frozen=True, slots=True)
class Signed:
    """A published version. `written_by`: seat_ids."""

    seq: int
    form_id: str
    version: int
    body: bytes
    sha256: str
    written_by: tuple[str, ...]
    signed_by: str
    signed_at: str


@dataclass(frozen=True, slots=True)
class Draft:
    """The next version as it stands. `revision` 0: there is none yet."""

    form_id: str
    revision: int = 0
    body: bytes = b""
    sha256: str = ""
    written_by: tuple[str, ...] = ()
    state: str = DRAFT
    reason: str = ""
    saved_at: str = ""


def signed_since(db: Connection, seq: int) -> list[Signed]:
    """Later than number `seq`, in their order."""
    rows = db.execute(select(signed_form).where(signed_form.c.seq > seq).order_by(signed_form.c.seq)).mappings()
    return [Signed(**_values(row)) for row in rows]


def signed_of(db: Connection, form_id: str) -> dict[int, Signed]:
    """Version → of this form, those that were signed."""
    rows = db.execute(select(signed_form).where(signed_form.c.form_id == form_id)).mappings()
    return {row["version"]: Signed(**_values(row)) for row in rows}


def _values(row: RowMapping) -> dict[str, Any]:
    return {**row, "written_by": tuple(row["written_by"].split())}


def drafts(db: Connection) -> list[Draft]:
    """All of them, by form."""
    rows = db.execute(select(form_draft).order_by(form_draft.c.form_id)).mappings()
    return [Draft(**_values(row)) for row in rows]


def draft(db: Connection, form_id: str) -> Draft:
    """Of this form; `revision` 0 if nobody is at it."""
    row = db.execute(select(form_draft).where(form_draft.c.form_id == form_id)).mappings().first()
    return Draft(**_values(row)) if row else Draft(form_id)


def save(db: Connection, *, before: Draft, body: bytes, sha256: str, seat_id: str) -> None:
    """In place of `before`, which was read in this transaction: a draft again, whatever it was."""
    authors = dict.fromkeys([*before.written_by, seat_id])
    values = {"revision": before.revision + 1, "body": body, "sha256": sha256, "written_by": " ".join(authors)}
    values |= {"state": DRAFT, "reason": before.reason, "saved_at": now_utc()}
    db.execute(delete(form_draft).where(form_draft.c.form_id == before.form_id))
    db.execute(insert(form_draft).values(form_id=before.form_id, **values))


def move(db: Connection, form_id: str, state: str, reason: str = "") -> None:
    """Asked for sign-off, or sent back."""
    db.execute(update(form_draft).where(form_draft.c.form_id == form_id).values(state=state, reason=reason))


def drop(db: Connection, form_id: str) -> None:
    """Nobody wants it."""
    db.execute(delete(form_draft).where(form_draft.c.form_id == form_id))


def publish(db: Connection, asked: Draft, version: int, signed_by: str) -> None:
    """The draft is a version from now on."""
    seq = (db.execute(select(func.max(signed_form.c.seq))).scalar() or 0) + 1
    values = {"body": asked.body, "sha256": asked.sha256, "written_by": " ".join(asked.written_by)}
    values |= {"signed_by": signed_by, "signed_at": now_utc()}
    db.execute(insert(signed_form).values(seq=seq, form_id=asked.form_id, version=version, **values))
    drop(db, asked.form_id)


def cases_under(db: Connection, form_id: str) -> dict[int, int]:
    """How many cases that are not decided were begun with each version."""
    is_open = (case_file.c.form_id == form_id) & (case_file.c.state == "received")
    rows = db.execute(select(case_file.c.form_version, func.count()).where(is_open).group_by(case_file.c.form_version))
    return {row[0]: row[1] for row in rows}
