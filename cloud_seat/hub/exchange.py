"""Shell: what this hub does about the words of the others: each for the ends that are connected here."""

import asyncio
import contextlib
import sys
from typing import Any, assert_never

from cloud_seat.contract.codec import Unknown, decode
from cloud_seat.contract.signalling import CaseDecided, HandoverAsked, Refused
from cloud_seat.hub import words
from cloud_seat.hub.companions import helper_pages
from cloud_seat.hub.form_shelf import FormShelf
from cloud_seat.hub.lanes import Lanes
from cloud_seat.hub.links import CLOSE_REPLACED
from cloud_seat.hub.rehearsal_ends import Exchange as Rehearsals
from cloud_seat.hub.seat_words import SeatWords, WriteDown
from cloud_seat.hub.store.away import RemoteStoreAwayError
from cloud_seat.hub.texts import text_of


class Exchange:
    """`hear` in the order in which it was said; what the journal told before is carried out before."""

    def __init__(self, lanes: Lanes, write_down: WriteDown, rehearsals: Rehearsals, shelf: FormShelf) -> None:
        self._lanes, self._rooms, self._write_down = lanes, lanes.rooms, write_down
        self._rehearsals, self._shelf = rehearsals, shelf
        self._reading: asyncio.Task[None] | None = None

    async def hear(self, word: words.Word | int) -> None:
        """One word, or up to where the journal has grown."""
        match word:
            case int():
                await self._lanes.dispatch.catch_up(word)
            case words.ToEnd():
                self._to_end(word)
            case words.FromSeat():
                await self._from_seat(word)
            case words.Replaced():
                self._replaced(word)
            case words.Wanted():
                self._wanted(word)
            case words.CaseCame():
                self._rooms.case_arrived(word)
            case words.CaseJudged(body=body):
                decided = decode(body)
                if isinstance(decided, CaseDecided):
                    self._rooms.case_decided(decided)
            case words.CompanionPage():
                company = self._lanes.companions.company
                await (company.page_back if word.is_there else company.page_gone)(word.seat_id)
            case words.HelperPage():
                await helper_pages.hear_page(self._rooms, self._lanes.companions, word)
            case words.HelperSaid():
                await helper_pages.hear_said(self._rooms, self._lanes.companions, word)
            case words.Bots() | words.RehearsalSaid() | words.RehearsalTold():
                await self._rehearsals.hear(word)
            case words.HubCame():
                self._rooms.booths.tell_all()
                self._rehearsals.tell_again()
            case words.BoothHere() | words.BoothGone():
                self._rooms.booths.hear(word)
            case words.ErrandMoved() | words.GlassChanged():
                self._lanes.errands.hear(word)
            case words.BoothsClosed():
                await self._read_closings()
            case words.Published():
                await self._read_published()
            case _:
                assert_never(word)

    def mend(self) -> None:
        """Words may have been lost, ours and theirs: what only words tell is told again."""
        self._rooms.share_again()
        self._rooms.booths.tell_all()
        self._rehearsals.tell_again()
        self._rooms.peers.tell(words.HubCame())
        self._reading = asyncio.create_task(self._read_glasses())

    async def _read_glasses(self) -> None:
        with contextlib.suppress(RemoteStoreAwayError):  # then words are lost again, and this is done again
            await self._lanes.errands.read_again()
            await self._lanes.closings.read_again()
            await self._shelf.refresh()

    async def _read_closings(self) -> None:
        with contextlib.suppress(RemoteStoreAwayError):  # it is read within half a minute
            await self._lanes.closings.read_again()

    async def _read_published(self) -> None:
        with contextlib.suppress(RemoteStoreAwayError):  # it is read with the next question for the catalogue
            await self._shelf.refresh()

    async def read_on(self) -> None:
        """What other hubs have written by now."""
        await self._lanes.dispatch.catch_up(sys.maxsize)

    def _to_end(self, word: words.ToEnd) -> None:
        message = decode(word.body)
        if isinstance(message, Unknown):  # of a newer hub
            return
        self._roll(word.end).send(word.name, message)

    async def _from_seat(self, word: words.FromSeat) -> None:
        message, seat_id = decode(word.body), word.seat_id
        company = self._lanes.companions.company
        is_ours = word.home == self._rooms.peers.hub_id
        if isinstance(message, Unknown) or not (is_ours or company.knows(getattr(message, "companion_id", ""))):
            return
        await self._rooms.directory.learn(seat_id, "")
        seat = self._rooms.directory.seats.get(seat_id)
        if seat is None:
            return
        said = SeatWords(seat, self._lanes, self._write_down)
        if isinstance(message, HandoverAsked):
            said.keep_note(message)
        elif code := await said.hear(message):
            refused = Refused(code=code, text=text_of(code), about=type(message).__name__)
            self._rooms.seats.reach(seat_id, refused)

    def _replaced(self, word: words.Replaced) -> None:
        link = self._roll(word.end).get(word.name)
        if link:
            link.drop(CLOSE_REPLACED)

    def _roll(self, end: str) -> Any:
        seats = self._rooms.seats
        return {words.KIOSK: self._rooms.kiosks, words.HELPER: self._lanes.companions.company.helpers}.get(end, seats)

    def _wanted(self, word: words.Wanted) -> None:
        call = self._rooms.state_now().calls.get(word.call_id)
        if word.end == words.HELPER:
            helper_pages.tell_pages(self._rooms, self._lanes.companions, word.call_id)
        elif call and word.end == words.SEAT:
            self._rooms.tell_seat_shared(call)
        elif call:
            self._rooms.tell_kiosk_missed(call)
