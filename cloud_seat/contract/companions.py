"""Core: messages about companions: further people in a call, beside the resident and the official who has it.

A companion's voice and picture go between their page and the official's page alone; the booth keeps its one connection.
Roles: consult (a colleague, by voice, the resident on hold and unheard), joined (a colleague, all hear each other),
listening (a supervisor: receives only), family (a helper with a link). States: asked (whoever must agree has not yet),
open (the link waits for its person), showing (the booth is about to show them), here, away (their page is gone for the
moment).

Nobody is connected before the booth said that it shows them (`RosterShown`); all is decided by the hub.
"""

from typing import Any

import msgspec

from cloud_seat.contract.officials import Seat
from cloud_seat.contract.text import Text

CONSULT, JOINED, LISTENING, FAMILY = "consult", "joined", "listening", "family"
ROLES = (CONSULT, JOINED, LISTENING, FAMILY)
PRESENT = ("here", "away")
"""States of somebody who is in the call; the others may still come."""
NAME_LONGEST = 12
"""Letters of what a helper is called; they say it themselves."""
TOKEN_BYTES = 16
"""Of chance in a link: `/with#<token>`; what stands behind the # is in no address that a server or proxy sees."""


NUMBER_DIGITS = 8
"""Of the number that opens the same link when it is typed at `/with`: it can be told by telephone."""


class _Message(msgspec.Struct, frozen=True, kw_only=True, tag_field="type", tag=True):
    """As all messages of `signalling`."""


class Companion(msgspec.Struct, frozen=True, kw_only=True):
    """One further person. `seat`: who they are among officials; `name`: what a helper calls themselves, or "".

    `sees_form`: the resident lets the helper read the form. `since_utc`: in the call since then; empty: not yet.
    """

    companion_id: str
    role: str
    state: str = "asked"
    name: str = ""
    seat: Seat | None = None
    sees_form: bool = False
    since_utc: str = ""


class CompanionAsked(_Message, frozen=True, kw_only=True):
    """Either end → hub: this person should come in.

    The official in call: consult or joined (`seat_id`: the colleague), or family. The booth: family. A supervisor:
    listening (`seat_id`: the official whose call it is, `call_id` left out).
    """

    role: str
    call_id: str = ""
    seat_id: str = ""


class CompanionOffered(_Message, frozen=True, kw_only=True):
    """Hub → seat: a colleague, `seat`, asks for you by voice. Answer within `ring_s`."""

    companion_id: str
    call_id: str
    role: str
    seat: Seat | None = None
    item_name: Text | None = None
    kiosk_name: Text | None = None
    ring_s: int = 30


class CompanionAnswered(_Message, frozen=True, kw_only=True):
    """Seat → hub: whoever was asked comes (yes) or cannot (no)."""

    companion_id: str
    answer: str = "no"


class CompanionRoleSet(_Message, frozen=True, kw_only=True):
    """Seat → hub: the official in call lets a consulted colleague in (joined) or speaks with them alone (consult)."""

    companion_id: str
    role: str


class ConsentAsked(_Message, frozen=True, kw_only=True):
    """Hub → kiosk: does the resident agree that a helper comes in? `seat`: the official who asked; null: the resident.

    Again after a break, while it is unanswered."""

    call_id: str
    companion_id: str
    role: str = FAMILY
    seat: Seat | None = None


class ConsentAnswered(_Message, frozen=True, kw_only=True):
    """Kiosk → hub: the resident's tap, yes or no. `sees_form`: the helper may also read the form.

    Yes again with another `sees_form` changes that for a helper who is there."""

    call_id: str
    companion_id: str
    answer: str = "no"
    sees_form: bool = False


class CompanionLink(_Message, frozen=True, kw_only=True):
    """Hub → both ends: the helper's link is `/with#<token>` of this hub; it opens for one person within `lives_s`.

    `number`: what to type at `/with` instead, NUMBER_DIGITS digits; empty: an older hub."""

    call_id: str
    companion_id: str
    token: str
    number: str = ""
    lives_s: int = 0


class RosterChanged(_Message, frozen=True, kw_only=True):
    """Hub → everyone in the call: who is in it or may come, all of them; replaces what was said before.

    `number` grows with each change. Whoever is not in `people` is out: their connection is closed at once.
    """

    call_id: str
    number: int = 0
    people: tuple[Companion, ...] = ()
    official: Seat | None = None
    kiosk_name: Text | None = None


class RosterShown(_Message, frozen=True, kw_only=True):
    """Kiosk → hub: the resident has this roster before their eyes."""

    call_id: str
    number: int = 0


class CompanionConnected(_Message, frozen=True, kw_only=True):
    """Hub → official's page and companion: connect to each other now, anew if you were. `offers`: you make the offer.

    Said to both again whenever one of the two pages is back. `seat`: the official in call.
    """

    call_id: str
    companion_id: str
    role: str
    offers: bool = False
    ice_servers: tuple[dict[str, Any], ...] = ()
    seat: Seat | None = None
    kiosk_name: Text | None = None


class CompanionSignal(_Message, frozen=True, kw_only=True):
    """Official's page or companion → hub → the other: as `Signal`: offer (the official's page), answer, or renew.

    `peer` numbers the official's connections to this companion; the answer repeats it. Renew, from the companion:
    nothing arrives here.
    """

    companion_id: str
    kind: str
    sdp: str = ""
    peer: int = 0


class CompanionEnded(_Message, frozen=True, kw_only=True):
    """Any end → hub → the others: this person is out, or will not come.

    An end says only the id; the hub says why: official, resident, self, declined, refused (the resident's no to the
    question), timeout, gone, busy (took a call of their own), unshown, handover, restart, over (so is the call).
    """

    companion_id: str
    reason: str = ""


class FormSeen(_Message, frozen=True, kw_only=True):
    """Hub → helper: the form in words, if the resident agreed: label and answer, line by line; personal numbers,
    papers and signatures never. Empty: not, or not any more."""

    call_id: str
    title: Text | None = None
    lines: tuple[tuple[Text, Text], ...] = ()


class HelperCame(msgspec.Struct, frozen=True, kw_only=True):
    """Helper's page → hub, `POST /api/v1/with`: takes the link for this browser (a cookie), under this name."""

    name: str


class NumberTyped(msgspec.Struct, frozen=True, kw_only=True):
    """Helper's page → hub, `POST /api/v1/with/number`: the number of a link that nobody has taken yet → `{"token"}`."""

    number: str


class LinkShown(msgspec.Struct, frozen=True, kw_only=True):
    """Hub → helper's page, `GET /api/v1/with`: which booth and official wait, how long the link still opens."""

    kiosk: Text
    official: Seat | None = None
    item_name: Text | None = None
    lives_s: int = 0


COMPANION_MESSAGES = (
    CompanionAsked, CompanionOffered, CompanionAnswered, CompanionRoleSet, ConsentAsked, ConsentAnswered, CompanionLink,
    RosterChanged, RosterShown, CompanionConnected, CompanionSignal, CompanionEnded, FormSeen,
)  # fmt: skip

CompanionMessage = (
    CompanionAsked | CompanionOffered | CompanionAnswered | CompanionRoleSet | ConsentAsked | ConsentAnswered
    | CompanionLink | RosterChanged | RosterShown | CompanionConnected | CompanionSignal | CompanionEnded | FormSeen
)  # fmt: skip
