"""Shell: the readers of cards and codes, one at a time, under a lease of the session."""

import asyncio
from collections.abc import Callable
from concurrent.futures import Future

from devices.errors import DeviceError
from devices.lease import Lease
from devices.model import Completion, DeviceState, Outcome
from devices.registry import Registry
from kiosk_app.hands.desk import Desk
from kiosk_app.hands.ways import WAYS, Way
from kiosk_app.session import commands as do
from kiosk_app.session import events
from kiosk_app.session.state import Person, Session

REMOVAL_WAIT_S = 3600.0
"""A card may lie there for a whole visit; the lease ends earlier when the session does."""
RETRY_S = 1.0
"""Pause after a reader fault, so that an unplugged reader is not asked in a loop."""

_BY_CARD = {"wrong_card": "wrong", "unknown_card": "wrong", "two_cards": "two", "card_unverified": "unverified"}
_BY_END = {Completion.TIMEOUT: "timeout", Completion.MEDIA: "unreadable", Completion.PROTOCOL: "unreadable"}
_OF_READER = ("reader", "broken")


class CardHand:
    """ReadCard, StopReading, KeepCard."""

    def __init__(self, registry: Registry, desk: Desk, *, wait_s: float) -> None:
        self._registry = registry
        self._post = desk.post
        self._wait_s = wait_s
        self._leases: dict[str, Lease] = {}  # by role
        self._retries: dict[str, asyncio.TimerHandle] = {}
        self._left: list[Way] = []  # where cards may still lie
        self._loop = asyncio.get_running_loop()

    def read(self, command: do.ReadCard, session: Session) -> None:
        """Waits for a card in the device's lane; `after_lift`: for the one after the card that lies there; `beside`:
        what the other readers wait for goes on."""
        way, number = WAYS[command.way], session.number
        if not command.beside:
            self._release_but(way.role)
        lease = self._claim(way, f"session-{number}")
        if lease is None:
            self._fail_later(number, way, "reader")
        elif command.after_lift:
            self._watch_removal(lease, way, then=lambda: self._read_next(lease, way, number))
        else:
            self._read_next(lease, way, number)

    def stop(self, command: do.StopReading, session: Session) -> None:
        """No card is wanted now."""
        self.release()

    def keep(self, command: do.KeepCard, session: Session) -> None:
        """After the wipe: wait until every forgotten card is lifted."""
        way = self._left[0] if self._left else WAYS["card"]
        self._release_but(way.role)
        lease = self._claim(way, "reminder")
        if lease is None:
            self._lifted(way, None)
            if self._left:
                self.keep(command, session)
            return
        self._watch_removal(lease, way, then=lambda: self.keep(command, session) if self._left else None)

    def release(self) -> None:
        """Gives the readers back; running I/O is cancelled."""
        self._release_but("")

    def _release_but(self, role: str) -> None:
        for other in (self._leases.keys() | self._retries.keys()) - {role}:
            self._let_go(other)

    def _let_go(self, role: str) -> None:
        if retry := self._retries.pop(role, None):
            retry.cancel()
        if lease := self._leases.pop(role, None):
            lease.release()

    def _claim(self, way: Way, owner: str) -> Lease | None:
        held = self._leases.get(way.role)
        if held is not None and held.owner == owner:
            return held
        self._let_go(way.role)
        try:
            lease = self._leases[way.role] = self._registry.claim(way.role, owner=owner)
        except DeviceError:
            return None
        return lease

    def _read_next(self, lease: Lease, way: Way, number: int) -> None:
        def seen(progress: object) -> None:
            self._post(events.CardSeen(number, str(progress), way.name))

        future = lease.run(way.read(), deadline_s=self._wait_s, progress=seen)
        future.add_done_callback(lambda done: self._was_read(done, lease, way, number))

    def _was_read(self, done: "Future[Outcome]", lease: Lease, way: Way, number: int) -> None:
        outcome = done.result()
        read = way.person(outcome.value) if outcome.ok else self._code_of(outcome, way)
        if isinstance(read, Person):
            self._loop.call_soon_threadsafe(self._was_person, lease, way, events.CardRead(number, read, way.name))
        elif outcome.completion is not Completion.CANCELLED:
            self._loop.call_soon_threadsafe(self._fail_later, number, way, read)

    def _code_of(self, outcome: Outcome, way: Way) -> str:
        """As in CardFailed. A reader that says itself that it is broken is not just out of reach."""
        if self._registry.health(way.role).state is DeviceState.ERROR:
            return "broken"
        return _BY_CARD.get(outcome.detail) or _BY_END.get(outcome.completion, "reader")

    def _fail_later(self, number: int, way: Way, code: str) -> None:
        wait_s = RETRY_S if code in _OF_READER else 0
        failed = events.CardFailed(number, code, way.name)
        self._retries[way.role] = self._loop.call_later(wait_s, self._post, failed)

    def _was_person(self, lease: Lease, way: Way, read: events.CardRead) -> None:
        """The card lies there from now on; watched before anybody can ask for the next one."""
        if way.lifted is not None and way not in self._left:
            self._left.append(way)
        if self._leases.get(way.role) is lease and way.lifted is not None:
            self._watch_removal(lease, way)
        self._post(read)

    def _watch_removal(self, lease: Lease, way: Way, then: Callable[[], None] | None = None) -> None:
        if way.lifted is None:
            self._lifted(way, then)
            return
        lease.cancel()  # an earlier watch
        future = lease.run(way.lifted(), deadline_s=REMOVAL_WAIT_S)

        def ended(done: "Future[Outcome]") -> None:
            if done.result().completion is not Completion.CANCELLED:
                self._loop.call_soon_threadsafe(self._was_lifted, lease, way, then)

        future.add_done_callback(ended)

    def _was_lifted(self, lease: Lease, way: Way, then: Callable[[], None] | None) -> None:
        if self._leases.get(way.role) is lease:
            self._lifted(way, then)

    def _lifted(self, way: Way, then: Callable[[], None] | None) -> None:
        if way in self._left:
            self._left.remove(way)
        if not self._left:
            self._post(events.CardRemoved())
        if then is not None:
            then()
