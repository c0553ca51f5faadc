"""Core: what hubs on one database say to each other, beside the journal: words between ends that are at two of them.

A hub that hears one does what it can with the ends that are connected to it; what concerns none of them it lets pass.
"""

import msgspec

KIOSK, SEAT, HELPER = "kiosk", "seat", "helper"


class _Word(msgspec.Struct, frozen=True, tag=True, array_like=True):
    """Newest hubs may add fields at the end; all hubs of a district run one version but during an upgrade."""


class ToEnd(_Word, frozen=True):
    """A message for this booth, official or helper, wherever they are. `body`: as on the socket."""

    end: str
    name: str
    body: bytes


class FromSeat(_Word, frozen=True):
    """An official said this about a call whose booth is at `home`; empty: whoever knows the companion it is about."""

    home: str
    seat_id: str
    body: bytes


class Replaced(_Word, frozen=True):
    """This booth, official or helper came to `hub_id`: an older socket elsewhere is to be closed."""

    hub_id: str
    end: str
    name: str


class Wanted(_Word, frozen=True):
    """This end of a call is (again) at a hub that may not know what was shared in it: whoever does, tells."""

    end: str
    call_id: str


class CaseCame(_Word, frozen=True):
    """A case is whole and safe."""

    case_id: str
    kiosk_id: str
    number: str
    papers: tuple[str, ...]


class CaseJudged(_Word, frozen=True):
    """CaseDecided, for the booth whose latest call it was."""

    body: bytes


class CompanionPage(_Word, frozen=True):
    """The page of somebody who may be in another's call is (not) there."""

    seat_id: str
    is_there: bool


class HelperPage(_Word, frozen=True):
    """The page of a helper of a call whose booth is at `home` is at `hub_id`; empty: it is gone."""

    home: str
    companion_id: str
    name: str
    hub_id: str


class HelperSaid(_Word, frozen=True):
    """A helper said this in a call whose booth is at `home`."""

    home: str
    companion_id: str
    body: bytes


class Bots(_Word, frozen=True):
    """Seat bots for rehearsals at `hub_id`: how many, and how many of them have no call."""

    hub_id: str
    here: int
    free: int


class RehearsalSaid(_Word, frozen=True):
    """A booth that tries itself by night says this to a bot at `hub_id`. No body: it has gone."""

    hub_id: str
    socket: str
    kiosk_id: str
    body: bytes


class RehearsalTold(_Word, frozen=True):
    """For the booth at this socket of a rehearsal."""

    socket: str
    body: bytes


class HubCame(_Word, frozen=True):
    """This hub is new or has missed words: tell it what only words tell."""


class BoothHere(_Word, frozen=True):
    """A booth at `hub_id`, as the board shows it. `health`: HealthReported, as on the socket."""

    hub_id: str
    kiosk_id: str
    version: str
    health: bytes


class BoothGone(_Word, frozen=True):
    """It is not at `hub_id` any more."""

    hub_id: str
    kiosk_id: str


class ErrandMoved(_Word, frozen=True):
    """What an operator asked of a booth, and how it stands. `errand`: as the board's page gets it."""

    kiosk_id: str
    errand: bytes


class GlassChanged(_Word, frozen=True):
    """An operator's words on the glass of a booth; empty: none any more."""

    kiosk_id: str
    zh: str
    en: str


class BoothsClosed(_Word, frozen=True):
    """A booth was closed for the day, or opened again: read which are."""


class Published(_Word, frozen=True):
    """A form was signed: read what is published anew."""


Word = (
    ToEnd
    | FromSeat
    | Replaced
    | Wanted
    | CaseCame
    | CaseJudged
    | CompanionPage
    | HubCame
    | BoothHere
    | BoothGone
    | ErrandMoved
    | GlassChanged
    | HelperPage
    | HelperSaid
    | Bots
    | RehearsalSaid
    | RehearsalTold
    | Published
    | BoothsClosed
)
encode = msgspec.msgpack.Encoder().encode
decode = msgspec.msgpack.Decoder(Word).decode
