"""Shell: a helper's page and the hub where the call's booth is, which may be two hubs."""

from cloud_seat.contract import companions as cp
from cloud_seat.contract.codec import Unknown, decode, encode
from cloud_seat.contract.signalling import Message, Refused, Welcome
from cloud_seat.hub import words
from cloud_seat.hub.clock import now_utc
from cloud_seat.hub.companions import party as pt
from cloud_seat.hub.companions.passes import Pass
from cloud_seat.hub.companions.talk import CompanionTalk
from cloud_seat.hub.links import Link
from cloud_seat.hub.matching.sockets import home_of
from cloud_seat.hub.rooms import Rooms
from cloud_seat.hub.texts import text_of


class HelperTalk:
    """What a helper's page says and what it does."""

    def __init__(self, rooms: Rooms, talk: CompanionTalk, link: Link[Pass]) -> None:
        self._rooms, self._talk, self._link = rooms, talk, link
        self._id, self._name = link.profile.companion_id, link.profile.name

    async def arrive(self) -> None:
        """An older page of the same browser is replaced."""
        peers = self._rooms.peers
        self._link.send(Welcome(at_utc=now_utc()))
        self._talk.company.helpers.enter(self._id, self._link)
        peers.tell(words.Replaced(peers.hub_id, words.HELPER, self._id))
        if home := self._elsewhere():
            peers.tell(words.HelperPage(home, self._id, self._name, peers.hub_id))
        else:
            self._talk.company.note_page(self._id, "")
            await helper_here(self._talk, self._id, self._name)

    async def hear(self, message: Message) -> str:
        """Act on one message."""
        if home := self._elsewhere():
            self._rooms.peers.tell(words.HelperSaid(home, self._id, encode(message)))
            return ""
        return await self._talk.from_helper(self._id, message)

    async def leave(self) -> None:
        """Unless a newer page has taken over."""
        if not self._talk.company.helpers.leave(self._id, self._link):
            return
        if home := self._elsewhere():
            self._rooms.peers.tell(words.HelperPage(home, self._id, self._name, ""))
        else:
            await self._talk.company.helper_gone(self._id)

    def _elsewhere(self) -> str:
        return home_elsewhere(self._rooms, self._talk, self._link.profile)


def home_elsewhere(rooms: Rooms, talk: CompanionTalk, one: Pass) -> str:
    """The other hub where the booth of this helper's call is; empty: it is here, or there is no call any more."""
    call = rooms.state_now().calls.get(one.call_id)
    is_here = call is None or talk.company.knows(one.companion_id) or rooms.is_home(call)
    return "" if call is None or is_here else home_of(call)


async def helper_here(talk: CompanionTalk, companion_id: str, name: str) -> None:
    """At the hub where the booth is."""
    try:
        await talk.helper_here(companion_id, name)
    except pt.RemoteRefusedError:
        talk.company.helpers.reach(companion_id, cp.CompanionEnded(companion_id=companion_id, reason="over"))


async def hear_page(rooms: Rooms, talk: CompanionTalk, word: words.HelperPage) -> None:
    """A helper's page came to another hub or left it."""
    if word.home == rooms.peers.hub_id:
        talk.company.note_page(word.companion_id, word.hub_id)
        if word.hub_id:
            await helper_here(talk, word.companion_id, word.name)
        else:
            await talk.company.helper_gone(word.companion_id)


async def hear_said(rooms: Rooms, talk: CompanionTalk, word: words.HelperSaid) -> None:
    """A helper at another hub said this."""
    message = decode(word.body)
    if word.home != rooms.peers.hub_id or isinstance(message, Unknown):
        return
    if code := await talk.from_helper(word.companion_id, message):
        refused = Refused(code=code, text=text_of(code), about=type(message).__name__)
        talk.company.helpers.reach(word.companion_id, refused)


def tell_pages(rooms: Rooms, talk: CompanionTalk, call_id: str) -> None:
    """To the hub where the booth has come: which helpers of this call are here."""
    for companion_id, link in talk.company.helpers:
        one = link.profile
        if one.call_id == call_id and (home := home_elsewhere(rooms, talk, one)):
            rooms.peers.tell(words.HelperPage(home, companion_id, one.name, rooms.peers.hub_id))
