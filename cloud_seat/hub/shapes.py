"""Core: the shapes of answers that no other program needs as a type; `@described` names them, openapi.py shows them."""

from typing import Any, NotRequired, TypedDict

from cloud_seat.contract.intake import Receipt
from cloud_seat.contract.text import Text


class Alive(TypedDict):
    ok: bool


class SignedIn(TypedDict):
    """Who is signed in. At a sign-in only: `recovery_codes`, this once, after a second factor was taken up; `changes`
    of the account since its owner signed in last."""

    seat_id: str
    name: str
    department: Text
    number: str
    roles: list[str]
    elsewhere: bool
    recovery_codes: NotRequired[list[str]]
    changes: NotRequired[list[str]]


class WaysIn(TypedDict):
    elsewhere: str


class PasskeyTold(TypedDict):
    """`rp_id`: the hub's name by which it is good."""

    passkey_id: str
    name: str
    added_at: str
    used_at: str
    rp_id: str


class CodesTold(TypedDict):
    recovery_codes: list[str]


class Enrolled(TypedDict):
    kiosk_id: str


class FormListed(TypedDict):
    id: str
    version: int
    sha256: str


class CatalogueTold(TypedDict):
    """`items`: as the district states them; `gone`: ids. `words`, `documents`: hashes of what else is published."""

    version: int
    chain: str
    forms: list[FormListed]
    words: str
    documents: dict[str, str]
    items: list[dict[str, Any]]
    gone: list[str]


class ChangesTold(TypedDict, total=False):
    """`whole`: the client has another history, and must take the whole catalogue."""

    whole: bool
    version: int
    chain: str
    forms: list[FormListed]
    words: str
    documents: dict[str, str]
    changes: list[dict[str, Any]]


class MissedWord(TypedDict):
    words: str
    times: int


class MissedWordsTold(TypedDict):
    words: list[MissedWord]


class TermTold(TypedDict):
    kind: str
    due_on: str
    left_workdays: int
    weekends_only: bool


class OwnCase(TypedDict):
    case_id: str
    acceptance_number: str
    item_name: Text
    kiosk_name: Text
    state: str
    received_on: str
    term: TermTold | None


class Entry(TypedDict):
    at: str
    actor: str
    what: str
    note: str
    who: NotRequired[str]


History = list[Entry]


class FormOfCase(TypedDict):
    id: str
    version: int


class PaperListed(TypedDict):
    name: str
    media_type: str


class CaseTold(TypedDict):
    case_id: str
    acceptance_number: str
    check_words: Any
    state: str
    item_id: str
    parts_of_item: Any
    form: FormOfCase
    submitted_at: str
    received_at: str
    checks: list[dict[str, Any]]
    parts: list[PaperListed]
    history: list[Entry]


class Handled(TypedDict):
    times: int
    last_at: str | None


class Colleague(TypedDict):
    seat_id: str
    name: str
    number: str
    department: Text | None
    state: str
    free: bool
    may: bool


class PlaceTold(TypedDict):
    code: str
    name: str


class LetterTold(TypedDict):
    """The last five only of one that was opened."""

    case_id: str
    acceptance_number: str
    kiosk_id: str
    item_id: str
    reason: str
    state: str
    owner: str
    opened_at: str
    due_on: str
    wants_call: bool
    called_at: str | None
    closed_at: str | None
    kind: str
    item_name: Text
    parts_of_item: Any
    kiosk_name: Text
    owner_name: str
    mine: bool
    note: NotRequired[str]
    form_id: NotRequired[str]
    form_version: NotRequired[int]
    answers: NotRequired[Any]
    steps: NotRequired[Any]


class TokenTold(TypedDict):
    token: str


class PublicKey(TypedDict):
    id: str
    suite: str
    public: str


class KeyList(TypedDict):
    keys: list[PublicKey]
    receipt_key: str
    receipt_key_sm2: str
    issued_at: str
    signature: str


class ReceiptTold(TypedDict):
    receipt: Receipt
    signature: str
    signature_sm2: str


class BlobHeld(TypedDict):
    size_bytes: int
    have: list[int]
    complete: bool
