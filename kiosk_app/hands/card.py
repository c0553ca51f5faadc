"""Shell: the ID card reader under a lease of the session."""

import asyncio
from concurrent.futures import Future

from devices.errors import DeviceError
from devices.id_card.driver import AwaitRemoval, ReadCard
from devices.id_card.layouts import IdCard
from devices.lease import Lease
from devices.model import Completion, DeviceState, Outcome
from devices.registry import Registry
from kiosk_app.hands.desk import Desk
from kiosk_app.session import commands as do
from kiosk_app.session import events
from kiosk_app.session.state import Person, Session

ROLE = "id_card"
REMOVAL_WAIT_S = 3600.0
"""A card may lie there for a whole visit; the lease ends earlier when the session does."""
RETRY_S = 1.0
"""Pause after a reader fault, so that an unplugged reader is not asked in a loop."""

_BY_CARD = {"wrong_card": "wrong", "two_cards": "two", "card_unverified": "unverified"}
_BY_END = {Completion.TIMEOUT: "timeout", Completion.MEDIA: "unreadable", Completion.PROTOCOL: "unreadable"}
_OF_READER = ("reader", "broken")


class CardHand:
    """ReadCard, StopReading, KeepCard."""

    def __init__(self, registry: Registry, desk: Desk, *, wait_s: float) -> None:
        self._registry = registry
        self._post = desk.post
        self._wait_s = wait_s
        self._lease: Lease | None = None
        self._loop = asyncio.get_running_loop()

    def read(self, command: do.ReadCard, session: Session) -> None:
        """Waits for a card in the device's lane."""
        lease = self._claim(f"session-{session.number}")
        if lease is None:
            self._fail_later(session.number, "reader")
            return
        number = session.number

        def seen(progress: object) -> None:
            self._post(events.CardSeen(number, str(progress)))

        wanted = ReadCard(photo=False, later_address=True)  # nobody in the booth looks at the photo
        future = lease.run(wanted, deadline_s=self._wait_s, progress=seen)
        future.add_done_callback(lambda done: self._was_read(done, lease, number))

    def stop(self, command: do.StopReading, session: Session) -> None:
        """No card is wanted now."""
        self.release()

    def keep(self, command: do.KeepCard, session: Session) -> None:
        """After the wipe: wait until the forgotten card is lifted."""
        lease = self._claim("reminder")
        if lease is None:
            self._post(events.CardRemoved())
            return
        self._watch_removal(lease)

    def release(self) -> None:
        """Gives the reader back; running I/O is cancelled."""
        if self._lease is not None:
            self._lease.release()
            self._lease = None

    def _claim(self, owner: str) -> Lease | None:
        if self._lease is not None and self._lease.owner == owner:
            return self._lease
        self.release()
        try:
            self._lease = self._registry.claim(ROLE, owner=owner)
        except DeviceError:
            return None
        return self._lease

    def _was_read(self, done: "Future[Outcome]", lease: Lease, number: int) -> None:
        outcome = done.result()
        if outcome.ok and isinstance(outcome.value, IdCard):
            self._post(events.CardRead(number, _person(outcome.value)))
            self._watch_removal(lease)
        elif outcome.completion is not Completion.CANCELLED:
            self._loop.call_soon_threadsafe(self._fail_later, number, self._code_of(outcome))

    def _code_of(self, outcome: Outcome) -> str:
        """As in CardFailed. A reader that says itself that it is broken is not just out of reach."""
        if self._registry.health(ROLE).state is DeviceState.ERROR:
            return "broken"
        return _BY_CARD.get(outcome.detail) or _BY_END.get(outcome.completion, "reader")

    def _fail_later(self, number: int, code: str) -> None:
        self._loop.call_later(RETRY_S if code in _OF_READER else 0, self._post, events.CardFailed(number, code))

    def _watch_removal(self, lease: Lease) -> None:
        future = lease.run(AwaitRemoval(), deadline_s=REMOVAL_WAIT_S)
        future.add_done_callback(self._was_removed)

    def _was_removed(self, done: "Future[Outcome]") -> None:
        if done.result().completion is not Completion.CANCELLED:
            self._post(events.CardRemoved())


def _person(card: IdCard) -> Person:
    return Person(card.name, card.sex, card.nation, card.birth, card.address, card.number, card.valid_until)
