"""Core: the call beside the matter: how it stands, what the official asks for, what was said in it. Frozen."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum

from cloud_seat.contract.companions import CONSULT, Companion
from cloud_seat.contract.signalling import Seat
from cloud_seat.contract.text import Text

NO_TEXT = Text(zh="")


class CallState(Enum):
    """The call as the resident sees it."""

    NONE = "none"
    CONFIRM = "confirm"
    WAITING = "waiting"
    CONNECTED = "connected"
    LOST = "lost"


USUAL_LINES = 480
"""Of the resident's picture as it is sent; with fewer the network is slow, and they are told so."""


class Hearing(Enum):
    """Whether the resident hears the official. TOLD and OFFERED last a minute; large words stay until the call ends."""

    WELL = "well"
    TOLD = "told"
    OFFERED = "offered"
    EASED = "eased"


@dataclass(frozen=True, slots=True)
class Ask:
    """What the official asks for. `kind` as on the wire; `name` of the paper or field; `note`: in the official's words.

    `value`: what the official proposes for the field `target`; `was`: what stood there when they wrote it.
    """

    ask_id: str
    kind: str
    target: str = ""
    name: Text = NO_TEXT
    note: str = field(default="", repr=False)
    value: object = field(default=None, repr=False)
    was: object = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class Said:
    """One thing of a call that may be read again after it. `kind`: mark, seen, caption, or what was asked for;
    `answer`: mended, declined, or what was answered; empty: still open."""

    kind: str
    key: str
    name: Text = NO_TEXT
    note: str = field(default="", repr=False)
    answer: str = ""


@dataclass(frozen=True, slots=True)
class Call:
    """The call beside the matter. `marks` are the fields that the official asks to look at again, with the note;
    `lines` what both ends wrote, as (seat, me or unsent, words).

    `next_seat`: the colleague who is asked to go on; `handed_over`: they do now. `people`: who else is here or may
    come; `helper_asked`: whom the resident is asked about, by `helper_by` or of their own wish; `helper_linked`: whose
    link waits; `helper_told`: the page and the number for one who is elsewhere.
    """

    state: CallState = CallState.NONE
    call_id: str = ""
    position: int = 0
    estimate_s: int | None = None
    reason: str = ""
    late: bool = False  # nobody came in the minute that was promised: a call-back is offered first
    seat: Seat | None = None
    attempt: int = 0
    caption: str = ""
    stalled: bool = False
    gap_s: int = 0  # nobody saw the resident for so long, and no official has looked again since
    picture_lines: int = USUAL_LINES
    muted: bool = False
    hearing: Hearing = Hearing.WELL
    camera_off: bool = False
    marks: Mapping[str, str] = field(default_factory=dict)
    asks: tuple[Ask, ...] = ()
    next_seat: Seat | None = None
    handed_over: bool = False
    doing: Ask | None = None  # agreed to, and waiting for the resident's hand
    held: bool = False  # the official stepped aside: neither end sends picture or voice
    chatting: bool = False  # what both ends write lies beside the picture
    lines: tuple[tuple[str, str], ...] = field(default=(), repr=False)
    people: tuple[Companion, ...] = field(default=(), repr=False)
    helper_asked: str = ""
    helper_by: Seat | None = None
    helper_linked: str = ""
    helper_told: tuple[str, ...] = field(default=(), repr=False)

    @property
    def consulted(self) -> Companion | None:
        """The colleague who is asked aside; they hear the official alone."""
        return next((one for one in self.people if one.role == CONSULT and one.state != "asked"), None)

    @property
    def is_quiet(self) -> bool:
        """Neither picture nor voice leaves the booth."""
        return self.held or self.consulted is not None


NO_CALL = Call()
