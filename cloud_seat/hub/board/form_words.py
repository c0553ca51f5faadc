"""Core: what the board's page is told of forms, their drafts and what is wrong with them."""

from typing import Any

import msgspec

from cloud_seat.contract.form_diff import FormChange
from cloud_seat.contract.form_words import Fault
from cloud_seat.contract.text import Text


class DraftLine(msgspec.Struct, frozen=True):
    """`state`: draft, asked (for sign-off), returned. `written_by`: names."""

    state: str
    saved_at: str
    written_by: tuple[str, ...]


class FormLine(msgspec.Struct, frozen=True):
    """One form. `version` 0: a new one, none is in force yet. `items`: that it is asked for."""

    form_id: str
    title: Text
    version: int
    items: tuple[Text, ...]
    draft: DraftLine | None


class VersionTold(msgspec.Struct, frozen=True):
    """`signed_by` empty: came with the program. `open_cases`: begun with this version and not decided yet."""

    version: int
    sha256: str
    open_cases: int
    written_by: tuple[str, ...] = ()
    signed_by: str = ""
    signed_at: str = ""


class DraftTold(msgspec.Struct, frozen=True):
    """`version`: that it will have. `is_own`: who asks had a hand in it, and so cannot sign it."""

    revision: int
    version: int
    sha256: str
    text: str
    state: str
    reason: str
    saved_at: str
    written_by: tuple[str, ...]
    is_own: bool


class Looked(msgspec.Struct, frozen=True):
    """What is wrong; what differs from the version in force; the form as data, where its shape is right. `hidden`,
    `errors`: as the booth judges the answers that came with it, by path; only of a form without faults."""

    faults: tuple[Fault, ...] = ()
    changes: tuple[FormChange, ...] = ()
    form: dict[str, Any] | None = None
    hidden: tuple[str, ...] = ()
    errors: dict[str, Text] = {}


class FormTold(msgspec.Struct, frozen=True):
    """One form whole. `text`: the file in force; `versions`: the newest first; `looked`: at the draft, or at that."""

    form_id: str
    version: int
    text: str
    versions: tuple[VersionTold, ...]
    draft: DraftTold | None
    looked: Looked


class FormText(msgspec.Struct, frozen=True):
    """`revision`: of the draft that it is to replace; 0: there was none."""

    text: str
    revision: int = 0


class FormTried(msgspec.Struct, frozen=True):
    """A text, and answers to try it with."""

    text: str
    values: dict[str, Any] = {}


class DraftNamed(msgspec.Struct, frozen=True):
    """The draft that was read: another text has another hash. `reason`: of sending it back."""

    sha256: str
    reason: str = ""
