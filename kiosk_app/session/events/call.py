"""Core: events of the call beside the matter."""

from dataclasses import dataclass, field

from cloud_seat.contract.signalling import Seat
from kiosk_app.session.events.event import Event, Late


@dataclass(frozen=True, slots=True)
class CallAsked(Event):
    """The orange button: asks first, never rings by surprise."""


@dataclass(frozen=True, slots=True)
class CallRung(Late):
    """The `number`th call of this visit goes by this id: a late word about an earlier one is not about this one."""

    number: int
    call_id: str


@dataclass(frozen=True, slots=True)
class CallQueued(Event):
    """Waiting, with place and estimate. `late`: longer than was promised."""

    call_id: str
    position: int
    estimate_s: int | None
    reason: str = ""
    late: bool = False


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
class ViewBroken(Event):
    """Nobody saw the resident for so long, and somebody does again. `where`: line, camera, or picture at the desk."""

    call_id: str
    gap_s: int
    where: str


@dataclass(frozen=True, slots=True)
class PictureScaled(Event):
    """The line carries more or less than before; `lines` of the resident's own picture, 0: voice only."""

    call_id: str
    lines: int


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
class NotHeard(Event):
    """The button 听不清."""


@dataclass(frozen=True, slots=True)
class HearingEased(Event):
    """Nothing more was said about it for a minute."""

    call_id: str


@dataclass(frozen=True, slots=True)
class CameraSwitched(Event):
    off: bool


@dataclass(frozen=True, slots=True)
class BackgroundSoftened(Event):
    on: bool


@dataclass(frozen=True, slots=True)
class Captioned(Event):
    call_id: str
    text: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class LineUnsent(Event):
    """What the resident wrote last did not go to the official: no link, or the hub would not take it."""

    call_id: str


@dataclass(frozen=True, slots=True)
class HandoverTold(Event):
    """The official asks this colleague to go on; none: they go on themselves."""

    call_id: str
    seat: Seat | None


@dataclass(frozen=True, slots=True)
class PersonConfirmed(Event):
    """The official knows by eye that the person here is who they said; `claim`: the one that was seen."""

    call_id: str
    claim: int


@dataclass(frozen=True, slots=True)
class AskedFor(Event):
    """The official asks for something. `value` and `was`: of a proposal for the field `target`."""

    call_id: str
    ask_id: str
    kind: str
    target: str = ""
    note: str = field(default="", repr=False)
    value: object = field(default=None, repr=False)
    was: object = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class AskTakenBack(Event):
    """The official does not want it any more."""

    call_id: str
    ask_id: str


@dataclass(frozen=True, slots=True)
class AskDone(Late):
    """What was agreed to has ended at a device; `code` empty when it went well."""

    ask_id: str
    code: str = ""


@dataclass(frozen=True, slots=True)
class PaperAccepted(Event):
    """The official has looked at these pages of a paper and takes them."""

    call_id: str
    material_id: str
    pages: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Held(Event):
    """The official steps aside, or is back."""

    call_id: str
    on: bool


@dataclass(frozen=True, slots=True)
class ChatOpened(Event):
    """The resident wants to write, or is done with it."""

    on: bool


@dataclass(frozen=True, slots=True)
class LineWritten(Event):
    """The resident's own words to the official."""

    text: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class MarkChosen(Event):
    """The resident on the marked line in front: look at it, or it is right as it stands."""

    agreed: bool


@dataclass(frozen=True, slots=True)
class FieldMarked(Event):
    """The official asks to look at a field again."""

    call_id: str
    name: str
    note: str = field(repr=False)
