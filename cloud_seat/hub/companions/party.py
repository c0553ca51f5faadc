"""Core: who is in one call beside resident and official: who may come, who must agree, who is shown, who goes.

    asked ── yes ──> showing ── the booth shows them ──> here <──> away     a colleague; a supervisor begins at showing
    asked ── resident's yes ──> open ── the link is taken ──> showing       a helper

Every function gives the next party and what follows from it, in order. Deadlines are seconds of the caller's clock.
"""

from dataclasses import dataclass, field, replace

from cloud_seat.contract.companions import CONSULT, FAMILY, JOINED, LISTENING, PRESENT

ASKED, OPEN, SHOWING, HERE, AWAY = "asked", "open", "showing", "here", "away"
ASKS_PER_CALL = 20
_KINDS = {CONSULT: "colleague", JOINED: "colleague", LISTENING: "supervisor", FAMILY: "family"}


class RemoteRefusedError(Exception):
    """What was asked for is not allowed, or not any more. Answer with `code`; nothing has changed."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, slots=True)
class Waits:
    """How long each step may take, seconds."""

    ring_s: float
    consent_s: float
    link_s: float
    shown_s: float
    back_s: float


@dataclass(frozen=True, slots=True)
class Member:
    """One further person. `seat_id` of an official, else `name` of a helper. `asked_by`: a seat id; "" is the resident.

    `due_s`: the state ends by itself then; 0: never. `shown_at`: the roster that must be shown before they are let in.
    """

    companion_id: str
    role: str
    seat_id: str = ""
    asked_by: str = ""
    state: str = ASKED
    name: str = ""
    sees_form: bool = False
    since_utc: str = ""
    due_s: float = 0
    shown_at: int = 0

    @property
    def is_present(self) -> bool:
        """In the call, as far as anybody can tell."""
        return self.state in PRESENT


@dataclass(frozen=True, slots=True)
class Party:
    """One call. `number` of its newest roster; `refused`: roles that the resident sent out; `asks`: how many so far."""

    call_id: str
    number: int = 0
    members: tuple[Member, ...] = ()
    refused: frozenset[str] = field(default_factory=frozenset[str])
    asks: int = 0

    def get(self, companion_id: str) -> Member:
        """Raises RemoteRefusedError for somebody who is not (any more) of this party."""
        found = next((one for one in self.members if one.companion_id == companion_id), None)
        if found is None:
            raise RemoteRefusedError("companion_gone")
        return found

    def of_seat(self, seat_id: str) -> Member | None:
        """The part of this official, if they have one."""
        return next((one for one in self.members if one.seat_id == seat_id), None)


# --- what follows ---
@dataclass(frozen=True, slots=True)
class Ring:
    """Ask the colleague."""

    member: Member


@dataclass(frozen=True, slots=True)
class AskResident:
    """The question on the glass."""

    member: Member


@dataclass(frozen=True, slots=True)
class NoteConsent:
    """The resident's word about a helper, for the record."""

    member: Member
    agreed: bool


@dataclass(frozen=True, slots=True)
class OpenLink:
    """Make the helper's link and tell both ends."""

    member: Member


@dataclass(frozen=True, slots=True)
class NoteJoined:
    """For the record: they are in."""

    member: Member


@dataclass(frozen=True, slots=True)
class NoteRole:
    """For the record: the colleague is heard by the resident now, or not any more."""

    member: Member


@dataclass(frozen=True, slots=True)
class Connect:
    """Let the two pages connect."""

    member: Member


@dataclass(frozen=True, slots=True)
class Part:
    """They are out, or will not come: cut them off, tell them, forget the link; on record if they were in."""

    member: Member
    reason: str


@dataclass(frozen=True, slots=True)
class TellRoster:
    """Everybody hears who is there."""


Effect = Ring | AskResident | NoteConsent | OpenLink | NoteJoined | NoteRole | Connect | Part | TellRoster
Result = tuple[Party, tuple[Effect, ...]]


def invite(party: Party, member: Member, now_s: float, waits: Waits) -> Result:
    """Somebody should come in; one of each kind at a time."""
    if member.role in party.refused:
        raise RemoteRefusedError("resident_refused")
    if any(_KINDS[one.role] == _KINDS[member.role] or one.seat_id == member.seat_id != "" for one in party.members):
        raise RemoteRefusedError("companion_taken")
    if party.asks >= ASKS_PER_CALL:
        raise RemoteRefusedError("too_many")
    asked = replace(party, asks=party.asks + 1)
    if member.role == LISTENING:
        return _shown_next(asked, member, now_s, waits)
    wait_s = waits.consent_s if member.role == FAMILY else waits.ring_s
    waiting = replace(member, due_s=now_s + wait_s)
    after = _told(replace(asked, members=(*asked.members, waiting)))
    return after, (AskResident(waiting) if member.role == FAMILY else Ring(waiting), TellRoster())


def answer(party: Party, member: Member, now_s: float, waits: Waits, *, agreed: bool) -> Result:
    """The colleague comes, or cannot."""
    if member.state != ASKED or member.role == FAMILY:
        raise RemoteRefusedError("companion_gone")
    return _shown_next(party, member, now_s, waits) if agreed else part(party, member, "declined")


def consent(party: Party, member: Member, now_s: float, waits: Waits, **said: bool) -> Result:
    """The resident's word (`agreed`, `sees_form`) about a helper, also later: no is always no."""
    agreed, sees_form = said["agreed"], said["sees_form"]
    if member.role != FAMILY:
        raise RemoteRefusedError("companion_gone")
    if not agreed:
        after, effects = part(party, member, "refused" if member.state == ASKED else "resident")
        return after, (NoteConsent(member, False), *effects)
    known = replace(member, sees_form=sees_form)
    if member.state == ASKED:
        known = replace(known, state=OPEN, due_s=now_s + waits.link_s)
        return _told(_with(party, known)), (NoteConsent(known, True), OpenLink(known), TellRoster())
    if member.sees_form == sees_form:
        return party, ()
    return _told(_with(party, known)), (NoteConsent(known, True), TellRoster())


def come(party: Party, member: Member, name: str, now_s: float, waits: Waits) -> Result:
    """A helper took the link."""
    if member.state != OPEN:
        raise RemoteRefusedError("link_over")
    return _shown_next(party, replace(member, name=name), now_s, waits)


def shown(party: Party, number: int, at_utc: str) -> Result:
    """The resident sees this roster: who waited for that is in."""
    let_in = [one for one in party.members if one.state == SHOWING and one.shown_at <= number]
    effects: list[Effect] = []
    for one in let_in:
        here = replace(one, state=HERE, due_s=0, since_utc=at_utc)
        party = _with(party, here)
        effects += [NoteJoined(here), Connect(here)]
    return (_told(party), (*effects, TellRoster())) if let_in else (party, ())


def set_role(party: Party, member: Member, role: str) -> Result:
    """A colleague between being asked aside and being one of three."""
    if not member.is_present or member.role not in (CONSULT, JOINED) or role not in (CONSULT, JOINED):
        raise RemoteRefusedError("bad_request")
    if member.role == role:
        return party, ()
    moved = replace(member, role=role)
    return _told(_with(party, moved)), (NoteRole(moved), TellRoster())


def go_away(party: Party, member: Member, now_s: float, waits: Waits) -> Result:
    """Their page is gone; it has a while to come back. A helper who was not in yet may take the link again."""
    if member.state == SHOWING and member.role == FAMILY:
        waiting = replace(member, state=OPEN, due_s=now_s + waits.back_s)
        return _told(_with(party, waiting)), (TellRoster(),)
    if member.state != HERE:
        return (party, ()) if member.state in (OPEN, AWAY) else part(party, member, "gone")
    return _told(_with(party, replace(member, state=AWAY, due_s=now_s + waits.back_s))), (TellRoster(),)


def come_back(party: Party, member: Member) -> Result:
    """Their page is there again, or a new one."""
    if not member.is_present:
        return party, (TellRoster(),)
    here = replace(member, state=HERE, due_s=0)
    return _told(_with(party, here)), (Connect(here), TellRoster())


def part(party: Party, member: Member, reason: str) -> Result:
    """Out. A supervisor whom the resident sends out does not come back in this call."""
    sent = {member.role} if reason == "resident" and member.role == LISTENING else set[str]()
    members = tuple(one for one in party.members if one.companion_id != member.companion_id)
    after = _told(replace(party, members=members, refused=party.refused | sent))
    return after, (Part(member, reason), TellRoster())


def reseat(party: Party, seat_id: str) -> Result:
    """`seat_id` has this call now, anew or again. Who was only consulted by another, or has it now, is out."""
    effects: list[Effect] = []
    for one in party.members:
        is_anothers = _KINDS[one.role] == "colleague" and one.asked_by != seat_id
        if one.seat_id == seat_id or (is_anothers and (one.role == CONSULT or not one.is_present)):
            party, more = part(party, one, "handover")
            effects += more[:1]
        elif one.is_present:
            effects.append(Connect(one))
    return (_told(party) if effects else party), (*effects, TellRoster())


def expire(party: Party, now_s: float) -> Result:
    """What waited too long is over."""
    effects: tuple[Effect, ...] = ()
    for one in party.members:
        if one.due_s and one.due_s <= now_s:
            party, more = part(party, one, _OVERDUE.get(one.state, "timeout"))
            effects = (*effects, *more)
    return party, effects


_OVERDUE = {SHOWING: "unshown", AWAY: "gone"}


def next_due_s(parties: "list[Party]") -> float | None:
    """When `expire` next has something to do."""
    return min((one.due_s for party in parties for one in party.members if one.due_s), default=None)


def _shown_next(party: Party, member: Member, now_s: float, waits: Waits) -> Result:
    after = _told(party)
    waiting = replace(member, state=SHOWING, shown_at=after.number, due_s=now_s + waits.shown_s)
    return _with(after, waiting), (TellRoster(),)


def _with(party: Party, member: Member) -> Party:
    known = any(one.companion_id == member.companion_id for one in party.members)
    members = [member if one.companion_id == member.companion_id else one for one in party.members]
    return replace(party, members=tuple(members if known else [*members, member]))


def _told(party: Party) -> Party:
    return replace(party, number=party.number + 1)
