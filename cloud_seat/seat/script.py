"""Core: what the official without a person does, as data: the files in `scripts/`, or the options of the program."""

from dataclasses import dataclass

import msgspec

TONE = "lavfi:sine=frequency=330"


class LocalScriptError(Exception):
    """A script's file is no script. `why` names the line or the field."""


@dataclass(frozen=True, slots=True)
class Wish:
    """Something that the resident is asked for, once a call: `kind`, `target`, `value` as in `Asked`; `at_stage`: where
    the resident must be, any page when empty."""

    kind: str
    target: str = ""
    value: str = ""
    note: str = ""
    at_stage: str = ""


@dataclass(frozen=True, slots=True)
class Script:
    """What the attendant does. `mark`: a field and a note; `end_after_s`: None leaves the end to the resident;
    `confirm`: whoever came without a card is taken for who they say; `decision`, `decision_note`: about a case that
    arrives, empty leaves it; `decline`: a reason, with which every ring is passed on."""

    answer_after_s: float = 1.0
    caption: str = ""
    mark: tuple[str, str] | None = None
    end_after_s: float | None = None
    confirm: bool = False
    tone: str = TONE
    asks: tuple[Wish, ...] = ()
    decision: str = "accepted"
    decision_note: str = ""
    decline: str = ""


def read_script(data: bytes) -> Script:
    """A file of `scripts/`. Raises LocalScriptError."""
    try:
        return msgspec.json.decode(data, type=Script)
    except msgspec.MsgspecError as error:
        raise LocalScriptError(str(error)) from error
