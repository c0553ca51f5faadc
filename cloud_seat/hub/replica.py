"""Shell: one hub's copy of matching, kept equal to the journal. Decides, appends, and only then says what to do.

When another hub wrote first, the decision is thrown away, the tail is read, and the same events are decided again.
"""

import secrets
from collections.abc import Callable
from typing import TypeVar

import msgspec

from cloud_seat.hub.matching import holding, snapshot
from cloud_seat.hub.matching.events import Event
from cloud_seat.hub.matching.machine import step
from cloud_seat.hub.matching.state import Command, Policy, State
from cloud_seat.hub.store.away import RemoteStoreAwayError
from cloud_seat.hub.store.journal import Entry, Journal

_batch = msgspec.json.Decoder(list[Event])
_encoder = msgspec.json.Encoder()
_TRIES = 100
Done = TypeVar("Done")
NONCE_BYTES = 12
SNAPSHOT_EVERY = 10_000
"""Entries: some seconds of reading at a start."""


class LocalContentionError(Exception):
    """The journal was never free in 100 tries: something writes without end. The events were not worked in."""


class Replica:
    """State as of journal entry `seq`. Not thread-safe: one lane uses it."""

    def __init__(self, journal: Journal, policy: Policy, *, snapshot_every: int = SNAPSHOT_EVERY) -> None:
        self._journal = journal
        self._policy = policy
        self._snapshot_every = snapshot_every
        self.waits: Callable[[], bool] = lambda: False
        """Asked, in the thread that works, when the journal does not answer: sleeps; whether to try again."""
        seq, body = journal.kept() or (0, b"")
        state = snapshot.read(body, policy) if body else None
        self.seq, self.state = (seq, state) if state else (0, State())
        self._kept_seq = self.seq
        for _ in journal.read(0) if state else ():  # the chain is checked whole: quick beside working it in
            pass
        self.catch_up()
        self._keep()

    def catch_up(self) -> list[Command]:
        """Work in what others wrote. The commands are for whoever is connected here."""
        told = list[Command]()
        self._read_on(told)
        return told

    def decide(self, events: list[Event]) -> list[Command]:
        """Work `events` in, durably, in this order, behind what others wrote. The commands, theirs too, are to be
        carried out now, once."""
        nonce, told = secrets.token_bytes(NONCE_BYTES), list[Command]()
        for _ in range(_TRIES):
            state, facts, commands = self._try(events)
            known = self.seq
            if facts and self._append(Entry(_encoder.encode(facts), nonce, *holding.moves(self.state, state))):
                self.seq, self.state = known + 1, state
                self._keep()
                return [*told, *commands]
            self._patiently(lambda: self._read_on(told))
            if not facts and self.seq == known:  # what means nothing to us may mean much to who read on
                return [*told, *commands]
        raise LocalContentionError

    def _read_on(self, told: list[Command]) -> None:
        for seq, body in self._journal.read(self.seq):
            for event in _batch.decode(body):
                self.state, commands = step(self.state, event, self._policy)
                told += commands
            self.seq = seq

    def _append(self, entry: Entry) -> bool:
        """False: another was first. Who heard no answer looks whether the entry stands before writing it again: it can
        stand under this number only, as numbers are given once."""
        tried = False

        def once() -> bool:
            nonlocal tried
            looks, tried = tried, True
            mine = looks and self._journal.wrote(self.seq + 1, entry.nonce)
            return (
                mine
                or self._journal.append(self.seq, entry)
                or (looks and self._journal.wrote(self.seq + 1, entry.nonce))
            )

        return self._patiently(once)

    def _patiently(self, work: Callable[[], Done]) -> Done:
        """Again and again, as long as whoever owns this replica is willing to wait for the journal."""
        while True:
            try:
                return work()
            except RemoteStoreAwayError:
                if not self.waits():
                    raise

    def close(self) -> None:
        """After the last decision."""
        self._journal.close()

    def _keep(self) -> None:
        """Now and then, so that the next start is short."""
        if self.seq - self._kept_seq >= self._snapshot_every:
            self._journal.keep(self.seq, snapshot.write(self.state))
            self._kept_seq = self.seq

    def _try(self, events: list[Event]) -> tuple[State, list[Event], list[Command]]:
        state, facts, commands = self.state, list[Event](), list[Command]()
        for event in events:
            after, more = step(state, event, self._policy)
            commands += more
            # What changes nothing leaves no trace, not even in our clock: else two hubs would count time differently.
            if after.known() != state.known():
                facts.append(event)
                state = after
        return state, facts, commands
