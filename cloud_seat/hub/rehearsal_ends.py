"""Shell: booths of a rehearsal, here or at another hub, and the bots of the other hubs.

Each hub tells the others how many bots it has. A booth without one here is heard by a hub that has: what it says goes
there, what it is told comes back.
"""

from collections.abc import Callable
from dataclasses import dataclass

from cloud_seat.contract import signalling as sg
from cloud_seat.contract.codec import Unknown, decode, encode
from cloud_seat.contract.text import Text
from cloud_seat.hub import words
from cloud_seat.hub.links import Link
from cloud_seat.hub.matching.sockets import hub_of
from cloud_seat.hub.rooms import Rooms
from cloud_seat.hub.store.people import SeatProfile
from cloud_seat.hub.texts import text_of


@dataclass(frozen=True, slots=True, eq=False)
class Booth:
    """One end. `socket` names it among all hubs."""

    socket: str
    kiosk_id: str
    name: Text
    send: Callable[[sg.Message], None]


End = Booth | Link[SeatProfile]


class Exchange:
    """With the other hubs. `hear`, `leave`: what a booth does to a call of a bot that is here."""

    def __init__(self, rooms: Rooms, *, hear: Callable[[Booth, sg.Message], str], leave: Callable[[End], None]) -> None:
        self._rooms, self._peers, self._hear, self._leave = rooms, rooms.peers, hear, leave
        self._bots: dict[str, words.Bots] = {}
        self._told = words.Bots(self._peers.hub_id, 0, 0)
        self._sent: dict[str, tuple[str, Booth, str]] = {}
        """Booths that are here: (the hub that hears them, the booth, its call)."""
        self._heard: dict[str, Booth] = {}
        """Booths that are at other hubs, by their sockets."""

    # --- booths here ---
    def takes(self, booth: Booth, message: sg.Message, *, here: int, free: int) -> bool:
        """Whether another hub hears this booth. `here`, `free`: bots of this one."""
        if isinstance(message, sg.CallRequested):
            self._choose(booth, message.call_id, here=here, free=free)
        if booth.socket not in self._sent:
            return False
        self._say(booth, encode(message))
        return True

    def left(self, booth: Booth) -> bool:
        """Whether it was another hub's."""
        is_sent = booth.socket in self._sent
        if is_sent:
            self._say(booth, b"")
            del self._sent[booth.socket]
        return is_sent

    def _choose(self, booth: Booth, call_id: str, *, here: int, free: int) -> None:
        """A hub with a bot that is free, at best this one; one call is one hub's as long as that lives."""
        hub_id, _, asked = self._sent.get(booth.socket, ("", booth, ""))
        if asked == call_id and hub_id in self._bots:
            return
        self.left(booth)
        best = max(self._bots.values(), key=lambda bots: bots.free, default=None)
        if best is None or free or (here and not best.free):
            return
        self._sent[booth.socket] = (best.hub_id, booth, call_id)

    def _say(self, booth: Booth, body: bytes) -> None:
        hub_id = self._sent[booth.socket][0]
        self._peers.tell(words.RehearsalSaid(hub_id, booth.socket, booth.kiosk_id, body))

    # --- bots here ---
    def tell_bots(self, here: int, free: int) -> None:
        """To the others, when it is news."""
        told = words.Bots(self._peers.hub_id, here, free)
        if told != self._told:
            self._told = told
            self.tell_again()

    def tell_again(self) -> None:
        """To a hub that does not know yet."""
        self._peers.tell(self._told)

    # --- what other hubs tell ---
    async def hear(self, word: words.Bots | words.RehearsalSaid | words.RehearsalTold) -> None:
        """Their bots, their booths, or what their bots say to a booth here."""
        match word:
            case words.Bots():
                self._bots.pop(word.hub_id, None)
                if word.here:
                    self._bots[word.hub_id] = word
            case words.RehearsalSaid() if word.hub_id == self._peers.hub_id:
                await self._hear_said(word)
            case words.RehearsalTold() if word.socket in self._sent:
                message = decode(word.body)
                if not isinstance(message, Unknown):
                    self._sent[word.socket][1].send(message)
            case _:
                pass

    async def _hear_said(self, word: words.RehearsalSaid) -> None:
        await self._rooms.directory.learn("", word.kiosk_id)
        message, booth = decode(word.body) if word.body else None, self._booth_of(word)
        if message is None:
            del self._heard[word.socket]
            self._leave(booth)
        elif not isinstance(message, Unknown) and (code := self._hear(booth, message)):
            booth.send(sg.Refused(code=code, text=text_of(code), about=type(message).__name__))

    def _booth_of(self, word: words.RehearsalSaid) -> Booth:
        def send(message: sg.Message) -> None:
            self._peers.tell(words.RehearsalTold(word.socket, encode(message)))

        name = self._rooms.directory.kiosks.get(word.kiosk_id, Text(zh=word.kiosk_id))
        return self._heard.setdefault(word.socket, Booth(word.socket, word.kiosk_id, name, send))

    # --- hubs that die ---
    def hubs(self) -> set[str]:
        """That something here depends on."""
        return {*self._bots, *(hub_of(socket) for socket in self._heard)}

    def forget(self, hub_ids: tuple[str, ...]) -> None:
        """These are gone, and with them a booth's bot or a bot's booth."""
        for hub_id in hub_ids:
            self._bots.pop(hub_id, None)
        for _, booth, call_id in [one for one in self._sent.values() if one[0] in hub_ids]:
            del self._sent[booth.socket]
            booth.send(sg.CallEnded(call_id=call_id, reason="error"))
        for socket in [socket for socket in self._heard if hub_of(socket) in hub_ids]:
            self._leave(self._heard.pop(socket))
