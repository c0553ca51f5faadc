"""Shell: carries out what `party` decides: rings, asks, lets in, cuts off; first written down, then told."""

import asyncio
import functools
import logging
import secrets
import string
import time
from collections.abc import Awaitable, Callable, Coroutine
from typing import TypeVar, assert_never

from cloud_seat.contract import companions as cp
from cloud_seat.contract.codec import encode
from cloud_seat.contract.signalling import FormShared, Message, Seat
from cloud_seat.hub import words
from cloud_seat.hub.catalogue import Catalogue
from cloud_seat.hub.companions import party as pt
from cloud_seat.hub.companions.form_lines import seen
from cloud_seat.hub.companions.passes import Pass
from cloud_seat.hub.companions.record import Record
from cloud_seat.hub.config import Limits
from cloud_seat.hub.links import Roll
from cloud_seat.hub.log import say
from cloud_seat.hub.matching.state import CallState, Phase
from cloud_seat.hub.rooms import Rooms
from cloud_seat.hub.store.away import RemoteStoreAwayError
from cloud_seat.hub.store.companies import Companies

Step = Callable[[pt.Party], pt.Result]
Move = Callable[[pt.Party, pt.Member], pt.Result]
Found = TypeVar("Found")


class Company:
    """The further people of every live call whose booth is here; `kept` is for the hub where it is next."""

    def __init__(self, rooms: Rooms, record: Record, catalogue: Catalogue, *, kept: Companies, limits: Limits) -> None:
        self._rooms, self._record, self._catalogue, self.kept = rooms, record, catalogue, kept
        self.waits = pt.Waits(
            limits.companion_ring_s,
            limits.companion_consent_s,
            limits.companion_link_s,
            limits.companion_shown_s,
            limits.companion_back_s,
        )
        self.helpers: Roll[Pass] = Roll()
        self.helpers.elsewhere = lambda name, said: rooms.peers.tell(words.ToEnd(words.HELPER, name, encode(said)))
        self._parties: dict[str, pt.Party] = {}
        self._pages: dict[str, str] = {}
        self._clock: asyncio.TimerHandle | None = None
        self._at_work = set[asyncio.Task[None]]()

    # --- who is where ---
    def find(self, companion_id: str) -> tuple[pt.Party, pt.Member]:
        """Raises RemoteRefusedError for nobody's id."""
        for party in self._parties.values():
            if any(one.companion_id == companion_id for one in party.members):
                return party, party.get(companion_id)
        raise pt.RemoteRefusedError("companion_gone")

    def knows(self, companion_id: str) -> bool:
        """Whether they are in a call whose booth is here."""
        return any(one.companion_id == companion_id for party in self._parties.values() for one in party.members)

    def party(self, call_id: str) -> pt.Party:
        """Of a live call; empty as long as nobody else was asked."""
        fresh = pt.Party(call_id, number=int(time.time() * 1000))  # grows on over a restart of the hub
        return self._parties.get(call_id, fresh)

    def call_of(self, call_id: str) -> CallState:
        """Raises RemoteRefusedError unless that call is running."""
        call = self._rooms.state_now().calls.get(call_id)
        if call is None or call.phase is not Phase.ACTIVE:
            raise pt.RemoteRefusedError("not_in_call")
        return call

    def parts_of(self, seat_id: str) -> list[tuple[pt.Party, pt.Member]]:
        """Where this official is a companion."""
        found = [(party, party.of_seat(seat_id)) for party in self._parties.values()]
        return [(party, member) for party, member in found if member is not None]

    # --- pages at other hubs ---
    def note_page(self, companion_id: str, hub_id: str) -> None:
        """At which other hub this helper's page is; empty: at none."""
        self._pages.pop(companion_id, None)
        if hub_id:
            self._pages[companion_id] = hub_id

    def hubs(self) -> set[str]:
        """Which other hubs have pages of helpers."""
        return set(self._pages.values())

    def forget(self, hub_ids: tuple[str, ...]) -> None:
        """These hubs are gone; pages that were there will come to others."""
        for companion_id in [name for name, hub_id in self._pages.items() if hub_id in hub_ids]:
            del self._pages[companion_id]
            self._later(self.helper_gone(companion_id))
        officials = {one.seat_id for party in self._parties.values() for one in party.members if one.seat_id}
        for seat_id in officials:
            if not self._rooms.is_there(seat_id):
                self._later(self.page_gone(seat_id))

    # --- one step ---
    async def do(self, call_id: str, step: Step) -> None:
        """Decides, keeps, writes down, tells. Raises RemoteRefusedError and changes nothing when it may not be."""
        call = self._rooms.state_now().calls.get(call_id)
        if call is None:
            raise pt.RemoteRefusedError("not_in_call")
        before = self.party(call_id)
        after, effects = step(before)
        await self._keep(before, after)
        for effect in effects:
            await self._carry_out(call, effect)

    async def _keep(self, before: pt.Party, after: pt.Party) -> None:
        if after is not before:
            self._parties[after.call_id] = after
            self._wind()
            await self._unless_away(self.kept.keep(after))

    async def _unless_away(self, work: Awaitable[Found]) -> Found | None:
        """People go on talking without the database; the next change is kept again."""
        try:
            return await work
        except RemoteStoreAwayError:
            say("hub.companions", "who is in a call could not be kept or read", level=logging.WARNING)
            return None

    async def _carry_out(self, call: CallState, effect: pt.Effect) -> None:
        match effect:
            case pt.Ring(member):
                self._ring(call, member)
            case pt.AskResident(member):
                self._ask_resident(call, member)
            case pt.NoteConsent(member, agreed):
                what = "helper_agreed" if agreed else "helper_refused"
                note = "form" if agreed and member.sees_form else ""
                await self._record.said(call, f"kiosk:{call.kiosk_id}", what, note)
                self.show_form(call.call_id, self._rooms.remember(call.call_id).form)
            case pt.OpenLink(member):
                await self._open_link(call, member)
            case pt.NoteJoined(member):
                await self._record.joined(call, member, self._who(member))
                say("hub.companions", "a companion joined", call_id=call.call_id, status=member.role)
            case pt.NoteRole(member):
                await self._record.said(call, f"seat:{member.seat_id}", "companion_role", member.role)
            case pt.Connect(member):
                self._connect(call, member)
            case pt.Part(member, reason):
                await self._let_go(call, member, reason)
            case pt.TellRoster():
                self._tell_roster(call)
            case _:
                assert_never(effect)

    def _ring(self, call: CallState, member: pt.Member) -> None:
        names = self._rooms.directory
        self._rooms.seats.reach(
            member.seat_id,
            cp.CompanionOffered(
                companion_id=member.companion_id,
                call_id=call.call_id,
                role=member.role,
                seat=names.seats.get(member.asked_by),
                item_name=names.item_name(call.item_id),
                kiosk_name=names.kiosks.get(call.kiosk_id),
                ring_s=round(self.waits.ring_s),
            ),
        )

    def _ask_resident(self, call: CallState, member: pt.Member) -> None:
        asker = self._rooms.directory.seats.get(member.asked_by)
        asked = cp.ConsentAsked(call_id=call.call_id, companion_id=member.companion_id, role=member.role, seat=asker)
        self._rooms.kiosks.reach(call.kiosk_id, asked)

    async def _open_link(self, call: CallState, member: pt.Member) -> None:
        token = secrets.token_urlsafe(cp.TOKEN_BYTES)
        ends_at_s, number = time.time() + self.waits.link_s, await self._fresh_number()
        await self.kept.open(Pass(member.companion_id, call.call_id, token, number, ends_at_s))
        await self._tell_link(call, member)

    async def _fresh_number(self) -> str:
        while True:
            number = "".join(secrets.choice(string.digits) for _ in range(cp.NUMBER_DIGITS))
            if await self.kept.find(number=number) is None:
                return number

    async def _tell_link(self, call: CallState, member: pt.Member) -> None:
        if member.state == pt.OPEN and (link := await self.kept.find(companion_id=member.companion_id)):
            lives_s = max(0, int(link.ends_at_s - time.time()))
            told = cp.CompanionLink(
                call_id=call.call_id,
                companion_id=member.companion_id,
                token=link.token,
                number=link.number,
                lives_s=lives_s,
            )
            self._rooms.kiosks.reach(call.kiosk_id, told)
            self._rooms.seats.reach(call.seat_id, told)

    def _connect(self, call: CallState, member: pt.Member) -> None:
        """The official's page offers. Not while there is none, nor for somebody who has gone meanwhile."""
        now = self._rooms.state_now().calls.get(call.call_id)
        known = any(one.companion_id == member.companion_id for one in self.party(call.call_id).members)
        if now is None or now.phase is not Phase.ACTIVE or not known:
            return
        self.send_to(member, self._connected(now, member, offers=False))
        self._rooms.seats.reach(now.seat_id, self._connected(now, member, offers=True))
        self.show_form(call.call_id, self._rooms.remember(call.call_id).form)

    def _connected(self, call: CallState, member: pt.Member, *, offers: bool) -> cp.CompanionConnected:
        names = self._rooms.directory
        return cp.CompanionConnected(
            call_id=call.call_id,
            companion_id=member.companion_id,
            role=member.role,
            offers=offers,
            ice_servers=self._rooms.relays(),
            seat=names.seats.get(call.seat_id),
            kiosk_name=names.kiosks.get(call.kiosk_id),
        )

    async def _let_go(self, call: CallState, member: pt.Member, reason: str) -> None:
        ended = cp.CompanionEnded(companion_id=member.companion_id, reason=reason)
        self.note_page(member.companion_id, "")
        await self._unless_away(self.kept.forget(member.companion_id))
        await self._record.left(call, member, self._who(member), reason)
        self.send_to(member, ended)
        for roll, name in ((self._rooms.seats, call.seat_id), (self._rooms.kiosks, call.kiosk_id)):
            roll.reach(name, ended)
        say("hub.companions", "a companion is out", call_id=call.call_id, status=member.role, reason=reason)

    def _tell_roster(self, call: CallState) -> None:
        told = self.roster(call)
        self._rooms.kiosks.reach(call.kiosk_id, told)
        self._rooms.seats.reach(call.seat_id, told)
        for member in self.party(call.call_id).members:
            if member.is_present or member.state == pt.SHOWING:
                self.send_to(member, told)

    def roster(self, call: CallState) -> cp.RosterChanged:
        """As of now."""
        party, names = self.party(call.call_id), self._rooms.directory
        return cp.RosterChanged(
            call_id=call.call_id,
            number=party.number,
            people=tuple(_public(member, names.seats.get(member.seat_id)) for member in party.members),
            official=names.seats.get(call.seat_id),
            kiosk_name=names.kiosks.get(call.kiosk_id),
        )

    def send_to(self, member: pt.Member, message: Message) -> None:
        """To their page, if it is there."""
        if member.seat_id:
            self._rooms.seats.reach(member.seat_id, message)
        else:
            self.helpers.reach(member.companion_id, message)

    def _who(self, member: pt.Member) -> str:
        known = self._rooms.directory.seats.get(member.seat_id)
        return f"{known.name} {known.number}".strip() if known else member.name

    # --- what happens to the call ---
    async def connected(self, call: CallState) -> None:
        """Matched, or one end is back, here or at another hub. Whoever takes a call of their own is nobody's companion
        any more."""
        elsewhere = [at for at in self.parts_of(call.seat_id) if at[0].call_id != call.call_id]
        await self._each(elsewhere, lambda party, member: pt.part(party, member, "busy"))
        if not self._rooms.is_home(call):
            gone = self._parties.pop(call.call_id, None)  # the booth is at another hub now, and with it the matter
            for member in gone.members if gone else ():
                self.note_page(member.companion_id, "")
            return
        await self._take_up(call.call_id)
        await self._try(call.call_id, lambda p: pt.reseat(p, call.seat_id))
        for member in self.party(call.call_id).members:
            if member.state == pt.ASKED and member.role == cp.FAMILY:
                self._ask_resident(call, member)
            await self._tell_link(call, member)

    async def _take_up(self, call_id: str) -> None:
        """Of a booth that was at another hub."""
        if call_id not in self._parties and (party := await self._unless_away(self.kept.party(call_id))):
            self._parties[call_id] = party
            self._wind()
            self._rooms.peers.tell(words.Wanted(words.HELPER, call_id))

    def renew_words(self, call: CallState) -> None:
        """For whoever is in it beside resident and official."""
        for member in self.party(call.call_id).members:
            if member.is_present:
                self.send_to(member, self._rooms.renewed(call))

    def over(self, call: CallState) -> None:
        """The call is over, and with it everybody's part."""
        party = self._parties.pop(call.call_id, None)
        for member in party.members if party else ():
            self._later(self._let_go(call, member, "over"))
        if party:
            self._later(self._forget(call.call_id))
        for companion_id, link in self.helpers if not party else ():
            if link.profile.call_id == call.call_id:
                link.send(cp.CompanionEnded(companion_id=companion_id, reason="over"))

    async def _forget(self, call_id: str) -> None:
        await self._unless_away(self.kept.keep(None, over=call_id))

    def show_form(self, call_id: str, form: FormShared | None) -> None:
        """To a helper who may read it, without personal numbers; to one who may not any more, that there is none."""
        for member in self.party(call_id).members:
            if member.role == cp.FAMILY and member.is_present:
                engine = self._catalogue.engine(form.form_id, form.form_version) if form else None
                may = member.sees_form and form is not None and engine is not None
                self.send_to(member, seen(engine, form) if may and engine and form else cp.FormSeen(call_id=call_id))

    async def page_gone(self, seat_id: str) -> None:
        """An official's page is gone."""
        await self._each(self.parts_of(seat_id), self._go_away)

    async def page_back(self, seat_id: str) -> None:
        """An official's page is there, or a new one in place of it."""
        await self._each(self.parts_of(seat_id), pt.come_back)

    async def helper_gone(self, companion_id: str) -> None:
        """A helper's page is gone, perhaps because they are out."""
        parties = self._parties.values()
        found = [(party, one) for party in parties for one in party.members if one.companion_id == companion_id]
        await self._each(found, self._go_away)

    def _go_away(self, party: pt.Party, member: pt.Member) -> pt.Result:
        return pt.go_away(party, member, time.time(), self.waits)

    async def _each(self, found: list[tuple[pt.Party, pt.Member]], move: Move) -> None:
        for party, member in found:
            await self._try(party.call_id, functools.partial(_moved, companion_id=member.companion_id, move=move))

    # --- time ---
    def _wind(self) -> None:
        if self._clock is not None:
            self._clock.cancel()
            self._clock = None
        due_s = pt.next_due_s(list(self._parties.values()))
        if due_s is not None:
            wait_s = max(0.01, due_s - time.time())
            self._clock = asyncio.get_running_loop().call_later(wait_s, lambda: self._later(self._expire()))

    async def _expire(self) -> None:
        for call_id in list(self._parties):
            await self._try(call_id, lambda party: pt.expire(party, time.time()))
        self._wind()

    async def _try(self, call_id: str, step: Step) -> None:
        """What the hub does of its own accord may find everybody gone."""
        try:
            await self.do(call_id, step)
        except pt.RemoteRefusedError as error:
            say("hub.companions", "nothing to do any more", call_id=call_id, code=error.code)

    def _later(self, work: Coroutine[None, None, None]) -> None:
        task = asyncio.get_running_loop().create_task(work)
        self._at_work.add(task)
        task.add_done_callback(self._at_work.discard)


def _moved(party: pt.Party, *, companion_id: str, move: Move) -> pt.Result:
    """Of the member as they are by now."""
    return move(party, party.get(companion_id))


def _public(member: pt.Member, seat: Seat | None) -> cp.Companion:
    return cp.Companion(
        companion_id=member.companion_id,
        role=member.role,
        state=member.state,
        name=member.name,
        seat=seat,
        sees_form=member.sees_form,
        since_utc=member.since_utc,
    )
