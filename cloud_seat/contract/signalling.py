"""Core: every message that kiosk, hub and seat send each other over their one socket. JSON, tagged by `type`.

Ids: `call_id`, `case_id` are UUID strings chosen by the kiosk. Every command about a call names (call_id, attempt):
`attempt` counts how often this call was offered to a seat, so a late answer to an earlier offer cannot end the next.
Times are UTC ISO 8601 strings; durations are seconds.
"""

from typing import Any

import msgspec

from cloud_seat.contract.board import BOARD_MESSAGES, BoardMessage
from cloud_seat.contract.board import ErrandAsked as ErrandAsked
from cloud_seat.contract.board import ErrandTold as ErrandTold
from cloud_seat.contract.board import WallMoved as WallMoved
from cloud_seat.contract.board import WallTold as WallTold
from cloud_seat.contract.changes import Change
from cloud_seat.contract.companions import COMPANION_MESSAGES, CompanionMessage
from cloud_seat.contract.identity import Identity
from cloud_seat.contract.officials import AfterCallExtended as AfterCallExtended
from cloud_seat.contract.officials import Consulted as Consulted
from cloud_seat.contract.officials import HandoverAsked as HandoverAsked
from cloud_seat.contract.officials import HandoverChanged as HandoverChanged
from cloud_seat.contract.officials import HandoverDropped as HandoverDropped
from cloud_seat.contract.officials import PageChanged as PageChanged
from cloud_seat.contract.officials import PresenceChanged as PresenceChanged
from cloud_seat.contract.officials import PresenceSet as PresenceSet
from cloud_seat.contract.officials import Seat as Seat
from cloud_seat.contract.officials import WordsShared as WordsShared
from cloud_seat.contract.papers import PaperState
from cloud_seat.contract.remarks import AskAnswered as AskAnswered
from cloud_seat.contract.remarks import Asked as Asked
from cloud_seat.contract.remarks import AskWithdrawn as AskWithdrawn
from cloud_seat.contract.remarks import Captioned as Captioned
from cloud_seat.contract.remarks import FieldMarked as FieldMarked
from cloud_seat.contract.remarks import HearingTold as HearingTold
from cloud_seat.contract.remarks import Held as Held
from cloud_seat.contract.remarks import MarkAnswered as MarkAnswered
from cloud_seat.contract.remarks import PaperAccepted as PaperAccepted
from cloud_seat.contract.remarks import Wrote as Wrote
from cloud_seat.contract.text import Text


class _Message(msgspec.Struct, frozen=True, kw_only=True, tag_field="type", tag=True):
    """Root of the tagged union; the tag is the class name."""


# --- every socket ---
class Hello(_Message, frozen=True, kw_only=True):
    """First message of a client. `resume` is the session word of an earlier Welcome."""

    protocol: int = 1
    version: str = ""
    resume: str = ""


class Welcome(_Message, frozen=True, kw_only=True):
    """The hub's answer. A client that hears none within its time-out counts the link as down.

    `supervisor`: this official may listen to calls of others. `texts`: residents hear by text, so a booth may say so.
    """

    protocol: int = 1
    version: str = ""
    resume: str = ""
    at_utc: str = ""
    seats_online: int = 0
    seats_ready: int = 0
    seat: "Seat | None" = None
    supervisor: bool = False
    texts: bool = False


class Heartbeat(_Message, frozen=True, kw_only=True):
    """Sent by both ends each few seconds; echoed once with `echo` true."""

    nonce: int = 0
    echo: bool = False


class StoreChanged(_Message, frozen=True, kw_only=True):
    """Hub → kiosk, seat: its database does not answer, or answers again. Calls go on; nothing is written down, nobody
    matched, no case taken meanwhile: an end does as without a network, and says so in its own words."""

    is_away: bool


class Refused(_Message, frozen=True, kw_only=True):
    """The hub did not do what was asked. `code` is stable; `text` is for people."""

    code: str
    text: Text
    about: str = ""


# --- presence: the rest is in `officials` ---
class ItemsWatched(_Message, frozen=True, kw_only=True):
    """Kiosk → hub: these items are on the glass: tell how many officials there are for each. Replaces earlier ones."""

    item_ids: tuple[str, ...] = ()


class OfficialsChanged(_Message, frozen=True, kw_only=True):
    """Hub → kiosk: watched item → officials who may do it, [online, ready]; again whenever that changes. If nobody is:
    `opens`: when somebody will be by their hours, if that is known, local time YYYY-MM-DDTHH:MM; `closed`: because a
    supervisor closed their seats, why: of ClosedFor."""

    officials: dict[str, tuple[int, int]] = {}
    opens: dict[str, str] = {}
    closed: dict[str, str] = {}


class HealthReported(_Message, frozen=True, kw_only=True):
    """Kiosk → hub → seat in call: state of each device role ("ready", "blocked", …) with its reason codes.

    `in_use`: somebody stands at the glass; nothing of what they do there.
    """

    devices: dict[str, str] = {}
    reasons: dict[str, tuple[str, ...]] = {}
    in_use: bool = False


# --- one call ---
class CallRequested(_Message, frozen=True, kw_only=True):
    """Kiosk → hub: find the official. Repeating it with the same call_id changes nothing.

    `language`: spoken (zh, yue, en). `resident`: the name with all but its first letter covered, when it is known;
    `acting`: for another person.
    """

    call_id: str
    case_id: str
    item_id: str = ""
    mode: str = "standard"
    language: str = "zh"
    resident: str = ""
    acting: bool = False


class CallResumed(_Message, frozen=True, kw_only=True):
    """Either end → hub after a reconnect: this call still lives here."""

    call_id: str
    attempt: int


class QueueChanged(_Message, frozen=True, kw_only=True):
    """Hub → kiosk: place in the queue (1 = next) and an estimate from how long the newest calls took; none: unknown.

    `late`: nobody could be found within the minute that residents are promised: offer a call-back.
    """

    call_id: str
    position: int
    estimate_s: int | None = None
    seats_ready: int = 0
    reason: str = ""
    late: bool = False


class Offered(_Message, frozen=True, kw_only=True):
    """Hub → seat: a resident asks. Answer within `ring_s` or it goes on to the next.

    `parts`: the items of a package; `cuts`: how often this case was cut off; `from_seat`, `note`: the official in call
    who hands the resident over, and why.
    """

    call_id: str
    attempt: int
    case_id: str
    item_id: str
    item_name: Text
    kiosk_id: str
    kiosk_name: Text
    waiting_s: int = 0
    mode: str = "standard"
    language: str = "zh"
    ring_s: int = 15
    parts: tuple[Text, ...] = ()
    resident: str = ""
    acting: bool = False
    cuts: int = 0
    from_seat: Seat | None = None
    note: str = ""


class OfferWithdrawn(_Message, frozen=True, kw_only=True):
    """Hub → seat: no longer yours to answer (taken, cancelled or timed out)."""

    call_id: str
    attempt: int
    reason: str = ""


class OfferAccepted(_Message, frozen=True, kw_only=True):
    """Seat → hub."""

    call_id: str
    attempt: int


class OfferDeclined(_Message, frozen=True, kw_only=True):
    """Seat → hub: offer it to another, `to_seat_id` first. `reason`: busy, not_mine, language, other. `note`: more;
    both are written into the case's history."""

    call_id: str
    attempt: int
    reason: str = ""
    note: str = ""
    to_seat_id: str = ""


class CallConnected(_Message, frozen=True, kw_only=True):
    """Hub → both ends: you are matched. The kiosk makes the WebRTC offer, the seat answers. `resumed`: as before."""

    call_id: str
    attempt: int
    case_id: str = ""
    item_id: str = ""
    seat: Seat | None = None
    kiosk_id: str = ""
    kiosk_name: Text | None = None
    ice_servers: tuple[dict[str, Any], ...] = ()
    resumed: bool = False


class RelaysRenewed(_Message, frozen=True, kw_only=True):
    """Hub → both ends of a call, and its companions: fresh words for the relays, for every connection made from now
    on."""

    call_id: str
    attempt: int
    ice_servers: tuple[dict[str, Any], ...] = ()


class Signal(_Message, frozen=True, kw_only=True):
    """Relayed between both ends: kind is offer or answer (RFC 8829); candidates are inside the sdp (no trickle).

    `peer`: which of the booth's connections an offer is for; the answer repeats it, so that a late one is known. Kind
    renew, seat → kiosk, without sdp: nothing arrives here by that one (0: I know of none), please make a fresh offer.
    """

    call_id: str
    attempt: int
    kind: str
    sdp: str = ""
    peer: int = 0


class SeatLost(_Message, frozen=True, kw_only=True):
    """Hub → kiosk: the seat's page is gone; the case keeps its place and is offered again, same seat first."""

    call_id: str
    attempt: int


class CallEnded(_Message, frozen=True, kw_only=True):
    """Either end → hub → the other: over. reason: resident, seat, no_seat, timeout, closed, error, transferred, or cut:
    the line did not come back; whoever asks again for this case has the old place and the same official first."""

    call_id: str
    attempt: int = 0
    reason: str = ""


# --- the shared form, papers, decisions ---
class FormShared(_Message, frozen=True, kw_only=True):
    """Kiosk → hub → seat: the form as it stands now. `hidden` are fields whose condition is false.

    `changed`: who changed which answer last, and when. `papers`: how each paper stands, by its material.
    """

    call_id: str
    case_id: str
    item_id: str
    form_id: str
    form_version: int
    values: dict[str, Any] = {}
    hidden: tuple[str, ...] = ()
    errors: dict[str, Text] = {}
    marks: tuple[str, ...] = ()
    focus: str = ""
    stage: str = "form"
    identity: Identity | None = None
    changed: dict[str, Change] = {}
    papers: dict[str, PaperState] = {}


class ScanShared(_Message, frozen=True, kw_only=True):
    """Kiosk → hub → seat: a paper can be fetched at `/api/v1/calls/{call_id}/scans/{scan_id}` while the call lives.

    `page`: its number in `FormShared.papers`. A `material_id` "face" is the photo that the official asked for.
    """

    call_id: str
    scan_id: str
    material_id: str
    name: Text
    media_type: str = "image/jpeg"
    size_bytes: int = 0
    page: int = 0


class FieldRevealed(_Message, frozen=True, kw_only=True):
    """Seat → hub: the official uncovered a personal number of the live form. Written to the audit, told to nobody."""

    call_id: str
    attempt: int
    field: str


class IdentityConfirmed(_Message, frozen=True, kw_only=True):
    """Seat → hub → kiosk: by eye, the person in the booth is who they say. `claim`: the one that the official saw.

    Written into the case's history before it is passed on.
    """

    call_id: str
    attempt: int
    claim: int = 0


class ViewBroken(_Message, frozen=True, kw_only=True):
    """Either end → hub → kiosk: for `gap_s` seconds nobody saw the resident. Stands in the case's history.

    `where` it was measured: line or camera at the booth, picture at the desk. Before a signature the official confirms
    the person again.
    """

    call_id: str
    attempt: int = 0
    gap_s: int = 0
    where: str = "line"


class CallReported(_Message, frozen=True, kw_only=True):
    """Either end → hub when its call is over: how it was, in numbers. Kept with the case and for operators.

    `seconds` from the first to the last media received; `breaks` of more than 2 s, `frozen_s` in all; `lost_permille`
    of what was sent here; round trips in ms, null where none was measured; `frames` decoded.
    """

    call_id: str
    seconds: int = 0
    breaks: int = 0
    frozen_s: int = 0
    lost_permille: int = 0
    rtt_p50_ms: int | None = None
    rtt_p95_ms: int | None = None
    frames: int = 0


class CaseSubmitted(_Message, frozen=True, kw_only=True):
    """Hub → seat: the case of this call arrived whole and has its number. `papers`: its PDFs, by their parts' names."""

    call_id: str
    case_id: str
    acceptance_number: str
    papers: tuple[str, ...] = ()


class CaseDecided(_Message, frozen=True, kw_only=True):
    """Seat → hub → kiosk: accepted, or returned with a note on what is missing: a line a thing, said once, in writing.

    `result` of what is accepted: fetch, once it may be fetched (`note`: where and when), or enclosed with the notice.
    Said once, with the decision or after it.
    """

    case_id: str
    call_id: str = ""
    decision: str
    note: str = ""
    result: str = ""


MESSAGES: tuple[type[msgspec.Struct], ...] = (
    Hello, Welcome, Heartbeat, StoreChanged, Refused, PresenceSet, PresenceChanged, PageChanged, AfterCallExtended,
    ItemsWatched, OfficialsChanged, HealthReported,
    CallRequested, CallResumed, QueueChanged, Offered, OfferWithdrawn, OfferAccepted, OfferDeclined,
    HandoverAsked, HandoverDropped, HandoverChanged, Consulted, WordsShared,
    CallConnected, RelaysRenewed, Signal, SeatLost, CallEnded,
    FormShared, ScanShared, PaperAccepted, FieldMarked, MarkAnswered, HearingTold, Asked, AskWithdrawn, AskAnswered,
    Captioned,
    Wrote, Held,
    FieldRevealed, IdentityConfirmed, ViewBroken, CallReported, CaseSubmitted, CaseDecided,
    *COMPANION_MESSAGES, *BOARD_MESSAGES,
)  # fmt: skip

Message = (
    Hello | Welcome | Heartbeat | StoreChanged | Refused
    | PresenceSet | PresenceChanged | PageChanged | AfterCallExtended | ItemsWatched | OfficialsChanged | HealthReported
    | CallRequested | CallResumed | QueueChanged | Offered | OfferWithdrawn | OfferAccepted | OfferDeclined
    | HandoverAsked | HandoverDropped | HandoverChanged | Consulted | WordsShared
    | CallConnected | RelaysRenewed | Signal | SeatLost | CallEnded
    | FormShared | ScanShared | PaperAccepted | FieldMarked | MarkAnswered | HearingTold | Asked
    | AskWithdrawn | AskAnswered
    | Captioned | Wrote | Held | FieldRevealed | IdentityConfirmed | ViewBroken | CallReported | CaseSubmitted
    | CaseDecided | CompanionMessage | BoardMessage
)  # fmt: skip
