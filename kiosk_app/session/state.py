"""Core: what is known about the resident who stands here now. Frozen; `Session()` is the empty welcome page.

Everything personal hangs on these values and in the runner's case folder: forgetting both is the wipe.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum, StrEnum

from cloud_seat.contract.board import BoothClosed
from cloud_seat.contract.identity import Identity
from cloud_seat.contract.inquiries import Booking, NoticesTold, Progress
from cloud_seat.contract.items import Item
from cloud_seat.contract.ratings import Wording
from cloud_seat.contract.regions import Regions
from cloud_seat.contract.rules import FormEngine
from cloud_seat.contract.text import Text
from cloud_seat.contract.workdays import WEEKENDS_ONLY, Workdays
from kiosk_app.session.call_state import NO_CALL
from kiosk_app.session.call_state import NO_TEXT as NO_TEXT
from kiosk_app.session.call_state import USUAL_LINES as USUAL_LINES
from kiosk_app.session.call_state import Ask as Ask
from kiosk_app.session.call_state import Call as Call
from kiosk_app.session.call_state import CallState as CallState
from kiosk_app.session.call_state import Hearing as Hearing
from kiosk_app.session.call_state import Said as Said

LANGUAGES = ("zh", "zh-Hant", "en")
"""Simplified Chinese is what everything is written in; traditional is made of it on the way to the glass."""

VOLUME_LEVELS = 7
"""Loudness 1 to 7, 4 dB apart. Section 508 402.3.2 wants 20 dB to choose from: here are 24."""


class Stage(Enum):
    """Where in the matter the resident is. The call is beside it, not in it."""

    WELCOME = "welcome"
    FIND = "find"
    GUIDE = "guide"
    IDENTIFY = "identify"
    FORM = "form"
    MATERIAL = "material"
    CHECK = "check"
    SIGN = "sign"
    REVIEW = "review"
    SUBMITTING = "submitting"
    DONE = "done"
    STORED = "stored"
    PROGRESS = "progress"
    CHECK_IN = "checkIn"
    KEEPER = "keeper"
    TAKE_CARD = "takeCard"
    APOLOGY = "apology"


class Print(Enum):
    """Where the slip is."""

    NONE = "none"
    PRINTING = "printing"
    PRINTED = "printed"
    TROUBLE = "trouble"


class Proof(StrEnum):
    """How a person is known. Only the chip of a card proves it (docs/adr/0013-what-proves-who.md)."""

    CARD = "card"
    SOCIAL_CARD = "social_card"
    CODE = "code"
    SAID = "said"


@dataclass(frozen=True, slots=True)
class Person:
    """What the card says, or the person. Dates are YYYY-MM-DD; `valid_until` may be 长期 or unknown; what nothing tells
    is empty. `seen_by`: the official who knew them by eye. Never printed: repr hides it."""

    name: str = field(repr=False)
    sex: str = field(repr=False)
    nation: str = field(repr=False)
    birth: str = field(repr=False)
    address: str = field(repr=False)
    number: str = field(repr=False)
    valid_until: str = field(default="", repr=False)
    proof: Proof = Proof.CARD
    seen_by: str = ""

    @property
    def is_proven(self) -> bool:
        """Whether a chip or an official vouches for it."""
        return self.proof in (Proof.CARD, Proof.SOCIAL_CARD) or bool(self.seen_by)

    def as_source(self) -> dict[str, str]:
        """The keys that a form's `source` may name after "card."."""
        return {
            "name": self.name,
            "sex": self.sex,
            "nation": self.nation,
            "birth": self.birth,
            "address": self.address,
            "number": self.number,
        }


@dataclass(frozen=True, slots=True)
class Errand:
    """Somebody acts for another person (代办): who stands here, and what they are to them."""

    actor: Person | None = None
    relation: str = ""


@dataclass(frozen=True, slots=True)
class Paper:
    """One material of the item: todo, busy (being captured), done or deferred. `pages`: their numbers, in order.

    `name`: as the item asks for it. `due`: the last day for a deferred one, YYYY-MM-DD; empty: an official will say.
    `accepted`: the pages that an official in a call has taken for good.
    """

    material_id: str
    state: str = "todo"
    pages: tuple[int, ...] = ()
    name: Text = NO_TEXT
    due: str = ""
    accepted: tuple[int, ...] = ()

    @property
    def is_accepted(self) -> bool:
        """An official has looked at these very pages and takes them."""
        return bool(self.pages) and set(self.pages) == set(self.accepted)


@dataclass(frozen=True, slots=True)
class Given:
    """A paper that was handed in earlier in this visit: its name as it was asked for, and its pages."""

    name: Text
    pages: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Found:
    """A draft that was open when the booth lost power, and that belongs to whoever stands here. `pages`: (material,
    number). `item_name` and `reached` are for the question; "" in `reached` means that only papers are left."""

    case_id: str
    item_id: str
    form_version: int
    values: Mapping[str, object] = field(repr=False)
    identity: Identity = field(repr=False)
    pages: tuple[tuple[str, int], ...] = ()
    item_name: Text = NO_TEXT
    reached: Text = NO_TEXT


@dataclass(frozen=True, slots=True)
class Letter:
    """办不成事 or 留言 as it is written: answers of its form, then its number once it is sealed (`number`) and once the
    hub has it (`acceptance`). `state`: writing, sending, sent."""

    state: str = "writing"
    values: Mapping[str, object] = field(default_factory=dict, repr=False)
    touched: frozenset[str] = frozenset()
    errors: Mapping[str, Text] = field(default_factory=dict, repr=False)
    wanted: str = ""
    case_id: str = ""
    number: str = ""
    acceptance: str = ""
    printing: Print = Print.NONE


@dataclass(frozen=True, slots=True)
class Voice:
    """How the booth is heard by this resident. `louder`: steps above its usual loudness. `dialect`: zh or yue.

    `reading`: silent, speaking or paused. `number`: which utterance. `verdict`: the camera's last spoken words.
    """

    open: bool = False
    louder: int = 0
    dialect: str = "zh"
    reading: str = "silent"
    number: int = 0
    verdict: str = ""


@dataclass(frozen=True, slots=True)
class Inquiry:
    """A question to the hub about a matter or a booking. `state`: asking, looking, told. The card is the person's.

    `taking` the notice of a decided matter: asking, signing, printing; empty before and after.
    """

    state: str = "asking"
    number: str = field(default="", repr=False)
    progress: Progress | None = field(default=None, repr=False)
    booking: Booking | None = field(default=None, repr=False)
    taking: str = ""
    notices: NoticesTold | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class Keeper:
    """The keeper's page. `is_open` once the PIN was right; `told`: (code, is fine, number) of what was tried last."""

    pin: str = field(default="", repr=False)
    is_open: bool = False
    busy: str = ""
    aims: bool = False
    told: tuple[tuple[str, bool, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Ambient:
    """What belongs to the booth and not to the resident; it outlives the wipe. `devices`: role → state name.

    `officials`: item → how many may do it, online and free, as far as the hub told.
    `opens`: item → where nobody is there, when somebody will be: local time YYYY-MM-DDTHH:MM.
    `absent_for`: item → why, where a supervisor closed their seats: of ClosedFor.
    `reasons`: role → why it is not well, codes of the device's room.
    `board`: what the board feels (presence, door, handset) → on; only what it can feel, empty without an answer.
    `voices`: what can be spoken here, of zh, yue, en. `private_ear`: the handset has a loudspeaker of its own.
    `echoes`: typed keys are told there. `usual_volume`: 1 to 7, what every resident begins with.
    """

    link_up: bool = False
    seats_online: int = 0
    seats_ready: int = 0
    officials: Mapping[str, tuple[int, int]] = field(default_factory=dict)
    opens: Mapping[str, str] = field(default_factory=dict)
    absent_for: Mapping[str, str] = field(default_factory=dict)
    devices: Mapping[str, str] = field(default_factory=dict)
    reasons: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    board: Mapping[str, bool] = field(default_factory=dict)
    card_present: bool = False
    wiped_once: bool = False
    wiped_at: str = ""
    rests: bool = False  # nobody is here: the welcome page gives way to the resting picture
    rehearses: bool = False  # and the booth tries itself behind it
    voices: frozenset[str] = frozenset()
    private_ear: bool = False
    echoes: bool = True
    usual_volume: int = 4
    words: Text = field(default_factory=lambda: Text(zh=""))  # of the operators, for everybody who comes here
    store_away: bool = False  # the hub is there without its database: `link_up` is false, as nothing can be done there
    closed: BoothClosed | None = None  # a supervisor closed the booth; also while the hub is away
    texts: bool = False  # the hub said that residents hear by text; still true while it is away


@dataclass(frozen=True, slots=True)
class Door:
    """A way into a part of the catalogue: a life event, a department, the packages. `sub`: a word of what is there."""

    id: str
    name: Text
    sub: Text


@dataclass(frozen=True, slots=True)
class Knowledge:
    """Public facts that the machine may ask: items, form engines, doors (id → item ids), today (YYYY-MM-DD).

    `shelves`: doors behind which further doors stand, such as "by department". `regions`: the places of an address.
    `rating`: the words of 好差评. `workdays`: the table of holidays.
    """

    items: Mapping[str, Item]
    engines: Mapping[str, FormEngine]
    doors: Mapping[str, tuple[str, ...]]
    today: str
    shelves: Mapping[str, tuple[Door, ...]] = field(default_factory=dict)
    regions: Regions = field(default_factory=Regions)
    rating: Wording = field(default_factory=Wording)
    workdays: Workdays = WEEKENDS_ONLY


@dataclass(frozen=True, slots=True)
class Session:
    """One resident from the first touch to the wipe."""

    ambient: Ambient = Ambient()
    stage: Stage = Stage.WELCOME
    number: int = 0
    language: str = "zh"
    mode: str = "standard"
    reach: bool = False  # all controls in the lower half of a tall glass
    zoom: bool = False  # big letters, or high contrast, under the magnifier
    overlay: str = ""
    idle_left_s: int = 0
    notice: str = ""
    query: str = field(default="", repr=False)
    results: tuple[tuple[str, tuple[tuple[int, int], ...]], ...] = ()
    matched_by: str = ""
    shelf: str = ""
    door: str = ""
    guide_print: Print = Print.NONE
    notices: Print = Print.NONE
    missed: str = field(default="", repr=False)  # words that found nothing; kept without what may be personal
    item_id: str = ""
    begun: str = ""  # the item of the form that is being filled in, also while another one is only looked for
    case_id: str = ""
    way: str = "card"  # how the resident shows who they are: card, social, code, typed
    reading: str = "waiting"
    claim: Mapping[str, str] = field(default_factory=dict, repr=False)  # name and number as typed
    claims: int = 0
    errand: Errand | None = None
    person: Person | None = None
    found: Found | None = None
    values: Mapping[str, object] = field(default_factory=dict, repr=False)
    touched: frozenset[str] = frozenset()
    page: int = 0
    errors: Mapping[str, Text] = field(default_factory=dict, repr=False)
    hidden: frozenset[str] = frozenset()
    inside: str = ""  # the row of a group whose page is open: "members.0"
    picking: str = ""  # the field whose list of answers is open
    browsed: str = ""  # the region whose places are listed there
    sought: str = field(default="", repr=False)  # and what was typed to find one
    dropping: str = ""  # the row that the question "take it away?" is about
    focus: str = ""  # where the resident writes; the official sees it
    wanted: str = ""  # the field that the page should bring to the finger: an error, a mark
    saved: bool = False
    papers: tuple[Paper, ...] = ()
    paper_at: int = 0
    page_shown: int = 0  # the page that is looked at; 0: the camera is
    retaking: int = 0  # the page that the next picture replaces; 0: it is one more
    given: Mapping[str, Given] = field(default_factory=dict)  # material → what this visit has of it
    verdict: str = ""
    side_taken: bool = False  # of the card in front: its other side is wanted
    slow: bool = False  # the picture does not take itself
    phone: str = ""  # the way from the resident's phone: opening, ready, seen
    ticked: frozenset[str] = frozenset()
    document: int = 0
    sheets: tuple[tuple[str, int], ...] = ()  # the papers to sign: name of the part, pages
    bare: bool = False  # private numbers stand open for a moment
    signed: tuple[object, ...] = field(default=(), repr=False)  # what the signature stands for; see session/signed.py
    provisional: str = ""
    sealed_as: str = ""  # SHA-256 of the case's manifest
    submitted_at: str = ""
    acceptance: str = ""
    decision: str = ""
    decision_note: str = field(default="", repr=False)
    result: str = ""  # what came of it: fetch, enclosed; the note says where
    printing: Print = Print.NONE
    rating: int = 0
    call: Call = NO_CALL
    soft_background: bool = False  # what is behind them is not seen in a call
    said: tuple[Said, ...] = ()  # what the official said and asked in the last call
    calls: int = 0  # rung in this visit; before the first, what it shows of the resident was told, and they said yes
    aside: str = ""  # "help" or a letter ("complaint", "message") lies over the page; the matter below stays as it is
    aside_below: str = ""  # the letter under its help
    letters: Mapping[str, Letter] = field(default_factory=dict)  # by the form of it
    inquiry: Inquiry = Inquiry()
    keeper: Keeper = Keeper()
    trail: tuple[str, ...] = ()  # the steps tried, as codes without anything personal; see session/trail.py
    voice: Voice = Voice()

    @property
    def letter(self) -> Letter:
        """The letter in front; an empty one when there is none."""
        return self.letters.get(self.aside, Letter())

    @property
    def complaint(self) -> Letter:
        """办不成事 as far as it is written."""
        return self.letters.get("complaint", Letter())

    @property
    def is_closed(self) -> bool:
        """The booth is closed, and whoever was in the middle of something has finished: nothing begins here."""
        is_free = self.stage is Stage.WELCOME and not self.overlay and not self.aside
        return self.ambient.closed is not None and is_free and self.call.state is CallState.NONE

    @property
    def speaks(self) -> str:
        """en, yue or zh, as the officials' languages: who reads traditional characters may speak either."""
        return self.language if self.language == "en" else self.voice.dialect
