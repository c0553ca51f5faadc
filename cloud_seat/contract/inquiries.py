"""Core: what a resident may ask the hub for at a booth without a call: how a matter stands, and a booking."""

import msgspec

from cloud_seat.contract.results import ResultTold
from cloud_seat.contract.text import Text


class ProgressAsked(msgspec.Struct, frozen=True, kw_only=True):
    """`number`: digits of the number on the slip, the last six at least. `card`: the number on the ID card."""

    number: str
    card: str = ""


class Happened(msgspec.Struct, frozen=True, kw_only=True):
    """One thing that happened, with words for the resident. `what`: received, accepted, returned, fetch or
    enclosed (the result), delivered, taken, settled."""

    at: str
    what: str
    note: str = ""


class Progress(msgspec.Struct, frozen=True, kw_only=True):
    """How one matter stands, oldest first. `kind`: case, complaint or message; `due_on`: the last day of a letter.

    `rates`: the case's id while its resident, whose card this is, may still rate it; else empty.
    """

    number: str
    kind: str = "case"
    item: Text
    days: int = 0
    due_on: str = ""
    rates: str = ""
    result: ResultTold | None = None
    history: tuple[Happened, ...]


class NoticesTold(msgspec.Struct, frozen=True, kw_only=True):
    """What the notice of a decided matter is made of. `decision`: accepted or returned; `day`: of the decision, local.

    `delivered_at`: when its receipt was signed for first; empty when it never was.
    """

    case_id: str
    number: str
    item: Text
    department: Text
    decision: str
    note: str = ""
    day: str
    days: int = 0
    delivered_at: str = ""
    result: ResultTold | None = None


class NoticesDelivered(msgspec.Struct, frozen=True, kw_only=True):
    """The notice is in the resident's hand, and the 送达回执 signed: `document_sha256` is that of its PDF."""

    number: str
    card: str
    document_sha256: str


class CheckInAsked(msgspec.Struct, frozen=True, kw_only=True):
    """By the booking's code or by the card of whom it is for; one is enough."""

    code: str = ""
    card: str = ""


class Booking(msgspec.Struct, frozen=True, kw_only=True):
    """A booked time. `when`: now, early, late, or other_day; `day` and `time` are local: 2026-11-27, 09:30."""

    code: str
    item_id: str
    item: Text
    day: str
    time: str
    official: str = ""
    department: Text
    when: str = "now"
