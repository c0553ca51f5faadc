"""Core: what can happen to a session. Past tense. Whatever comes late from a lane names its session number."""

from dataclasses import dataclass, field

from cloud_seat.contract.signalling import Seat
from kiosk_app.session.state import Person


@dataclass(frozen=True, slots=True)
class Event:
    """Anything that happened."""


@dataclass(frozen=True, slots=True)
class Late(Event):
    """An answer of another lane: it counts only for the session that asked."""

    session: int


# --- the resident's fingers ---
@dataclass(frozen=True, slots=True)
class SearchOpened(Event):
    """The search field or a door was touched; `words` is what the door stands for."""

    words: str = ""


@dataclass(frozen=True, slots=True)
class WordsTyped(Event):
    words: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class DoorOpened(Event):
    door_id: str


@dataclass(frozen=True, slots=True)
class ItemChosen(Event):
    item_id: str


@dataclass(frozen=True, slots=True)
class WentOn(Event):
    """The primary button of the page."""


@dataclass(frozen=True, slots=True)
class WentBack(Event):
    """The back button of the page."""


@dataclass(frozen=True, slots=True)
class FieldEdited(Event):
    """A field holds something else now; `value` as the widget gave it."""

    name: str
    value: object = field(repr=False)


@dataclass(frozen=True, slots=True)
class FieldFocused(Event):
    """The finger is in this field; the official sees where."""

    name: str


@dataclass(frozen=True, slots=True)
class SecondPressed(Event):
    """The second button of the page: later (papers), sign again (review), print (stored)."""


@dataclass(frozen=True, slots=True)
class PageEdited(Event):
    """From the check page back to one page of the form."""

    page: int


@dataclass(frozen=True, slots=True)
class MaterialChosen(Event):
    material_id: str


@dataclass(frozen=True, slots=True)
class PageWanted(Event):
    """The resident presses "take the picture"."""


@dataclass(frozen=True, slots=True)
class PageRejected(Event):
    """The resident wants to take the picture again."""


@dataclass(frozen=True, slots=True)
class MaterialDeferred(Event):
    """This paper follows later (容缺)."""


@dataclass(frozen=True, slots=True)
class PromiseTicked(Event):
    promise_id: str
    on: bool


@dataclass(frozen=True, slots=True)
class Signed(Event):
    """Strokes as drawn: JSON [[{"x","y","t","p"}…]…], 0..1 of the pad."""

    strokes: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class SlipWanted(Event):
    """Print the slip (again)."""


@dataclass(frozen=True, slots=True)
class Rated(Event):
    """Level 5 (best) to 1; 0 takes the choice back."""

    level: int


@dataclass(frozen=True, slots=True)
class Finished(Event):
    """Done here: with the chosen rating, or without one."""


@dataclass(frozen=True, slots=True)
class LeaveAsked(Event):
    """The leave-and-clear button."""


@dataclass(frozen=True, slots=True)
class OverlayAgreed(Event):
    """The main button of the question in front."""


@dataclass(frozen=True, slots=True)
class OverlayDeclined(Event):
    """The other button of the question in front."""


@dataclass(frozen=True, slots=True)
class NoticeDismissed(Event):
    """The message was read."""


@dataclass(frozen=True, slots=True)
class LanguageChosen(Event):
    language: str


@dataclass(frozen=True, slots=True)
class ModeChosen(Event):
    mode: str


# --- the clock ---
@dataclass(frozen=True, slots=True)
class IdleWarned(Event):
    """Nobody touched the glass for long; `left_s` seconds until everything is cleared."""

    left_s: int


@dataclass(frozen=True, slots=True)
class IdleEnded(Event):
    """Somebody is there after all."""


@dataclass(frozen=True, slots=True)
class IdleExpired(Event):
    """Nobody came back."""


@dataclass(frozen=True, slots=True)
class ReceiptOverdue(Late):
    """The hub has not acknowledged in time: the case is safe here and goes later."""


# --- the booth ---
@dataclass(frozen=True, slots=True)
class LinkChanged(Event):
    """The hub is in reach or not, and how many officials are there."""

    up: bool
    seats_online: int = 0
    seats_ready: int = 0


@dataclass(frozen=True, slots=True)
class DeviceChanged(Event):
    """A device role has another state."""

    role: str
    state: str


@dataclass(frozen=True, slots=True)
class CardSeen(Late):
    """What the reader sees. `progress`: waiting, reading, moved (put it back), lift_again (it was read before)."""

    progress: str


@dataclass(frozen=True, slots=True)
class CardRead(Late):
    person: Person


@dataclass(frozen=True, slots=True)
class CardFailed(Late):
    """`code`: timeout, removed, expired, unreadable, reader."""

    code: str


@dataclass(frozen=True, slots=True)
class CardRemoved(Event):
    """No card lies on the reader any more."""


@dataclass(frozen=True, slots=True)
class ResultsFound(Late):
    """Hits as (item id, highlighted spans of the name)."""

    words: str = field(repr=False)
    hits: tuple[tuple[str, tuple[tuple[int, int], ...]], ...]
    matched_by: str


@dataclass(frozen=True, slots=True)
class DraftOpened(Late):
    case_id: str


@dataclass(frozen=True, slots=True)
class FormSaved(Late):
    """The newest values are on disk."""


@dataclass(frozen=True, slots=True)
class StoreFailed(Late):
    """The disk refused; `code`: full, broken, key_lost."""

    code: str


@dataclass(frozen=True, slots=True)
class PageJudged(Late):
    """What the camera sees now: no_page, cut_corner, blurred, glare, moving, good, no_camera."""

    verdict: str


@dataclass(frozen=True, slots=True)
class PageTaken(Late):
    material_id: str


@dataclass(frozen=True, slots=True)
class PageFailed(Late):
    """No picture; `code` is a verdict."""

    code: str


@dataclass(frozen=True, slots=True)
class DocumentRendered(Late):
    """The application is drawn anew; `signed` when the signature is on it."""

    signed: bool


@dataclass(frozen=True, slots=True)
class SignatureRefused(Late):
    """Too short or empty."""


@dataclass(frozen=True, slots=True)
class CaseStored(Late):
    """On disk and sealed: whatever happens now, it is not lost."""

    number: str
    submitted_at: str


@dataclass(frozen=True, slots=True)
class CaseCommitted(Event):
    """The hub has it: signed receipt checked, the copy here destroyed."""

    case_id: str
    acceptance: str


@dataclass(frozen=True, slots=True)
class SlipPrinted(Late):
    """`code` empty when the paper came out."""

    code: str = ""


@dataclass(frozen=True, slots=True)
class Wiped(Event):
    """Nothing of session `wiped` is left."""

    wiped: int


@dataclass(frozen=True, slots=True)
class Crashed(Event):
    """The catch-all of a lane fired. Apologise, keep the case, wipe the screen."""


# --- the call ---
@dataclass(frozen=True, slots=True)
class CallAsked(Event):
    """The orange button: asks first, never rings by surprise."""


@dataclass(frozen=True, slots=True)
class CallQueued(Event):
    """Waiting, with place and estimate."""

    call_id: str
    position: int
    estimate_s: int | None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class CallAnswered(Event):
    call_id: str
    attempt: int
    seat: Seat


@dataclass(frozen=True, slots=True)
class CallStalled(Event):
    """Nothing arrives from the other end, or again something."""

    call_id: str
    stalled: bool


@dataclass(frozen=True, slots=True)
class CallLost(Event):
    """The official's side is gone; the case keeps its place."""

    call_id: str


@dataclass(frozen=True, slots=True)
class CallOver(Event):
    """The call ended; `reason` as on the wire."""

    call_id: str
    reason: str


@dataclass(frozen=True, slots=True)
class HungUp(Event):
    """The hang-up button."""


@dataclass(frozen=True, slots=True)
class Muted(Event):
    on: bool


@dataclass(frozen=True, slots=True)
class CameraSwitched(Event):
    off: bool


@dataclass(frozen=True, slots=True)
class Captioned(Event):
    call_id: str
    text: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class FieldMarked(Event):
    """The official asks to look at a field again."""

    call_id: str
    name: str
    note: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class CaseDecided(Event):
    case_id: str
    decision: str
    note: str = field(repr=False, default="")
