"""Shell: every booth that is connected, here or at another hub, with its version and the state of its devices.

Each hub tells the others of the booths that it has, at every change and when one of them comes or has missed words.
"""

from collections.abc import Iterator

from cloud_seat.contract.codec import decode, encode
from cloud_seat.contract.signalling import HealthReported
from cloud_seat.hub import words
from cloud_seat.hub.links import Roll
from cloud_seat.hub.peers import Alone
from cloud_seat.hub.store.people import KioskProfile


class BoothRoll:
    """`here`: those at this hub."""

    def __init__(self, peers: Alone, here: Roll[KioskProfile]) -> None:
        self._peers, self._here = peers, here
        self._health: dict[str, HealthReported] = {}
        self._elsewhere: dict[str, words.BoothHere] = {}

    def __contains__(self, kiosk_id: str) -> bool:
        return self._here.get(kiosk_id) is not None or kiosk_id in self._elsewhere

    def __iter__(self) -> Iterator[tuple[str, str, HealthReported]]:
        """Booth, version, devices."""
        versions = {kiosk_id: there.version for kiosk_id, there in self._elsewhere.items()}
        versions |= {kiosk_id: link.version for kiosk_id, link in self._here}
        return ((kiosk_id, version, self.health_of(kiosk_id)) for kiosk_id, version in versions.items())

    def health_of(self, kiosk_id: str) -> HealthReported:
        """As the booth told it last; nothing: it has not told yet."""
        return self._health.get(kiosk_id, HealthReported())

    def report(self, kiosk_id: str, health: HealthReported) -> None:
        """The newest state of the devices of a booth here."""
        self._health[kiosk_id] = health
        self.tell(kiosk_id)

    def tell(self, kiosk_id: str) -> None:
        """To the other hubs: how this booth is, or that it is not here any more."""
        link, hub_id = self._here.get(kiosk_id), self._peers.hub_id
        if link is None:
            self._peers.tell(words.BoothGone(hub_id, kiosk_id))
        else:
            health = encode(self.health_of(kiosk_id))
            self._peers.tell(words.BoothHere(hub_id, kiosk_id, link.version, health))

    def tell_all(self) -> None:
        """To a hub that does not know yet."""
        for kiosk_id, _ in self._here:
            self.tell(kiosk_id)

    # --- what other hubs tell ---
    def hear(self, word: words.BoothHere | words.BoothGone) -> None:
        """A booth came to another hub, changed there, or left it."""
        if isinstance(word, words.BoothHere):
            self._elsewhere[word.kiosk_id] = word
            if isinstance(health := decode(word.health), HealthReported):
                self._health[word.kiosk_id] = health
        elif (there := self._elsewhere.get(word.kiosk_id)) and there.hub_id == word.hub_id:
            del self._elsewhere[word.kiosk_id]

    def hubs(self) -> set[str]:
        """Which other hubs have booths."""
        return {there.hub_id for there in self._elsewhere.values()}

    def forget(self, hub_ids: tuple[str, ...]) -> None:
        """These hubs are gone; their booths will come to others."""
        self._elsewhere = {name: there for name, there in self._elsewhere.items() if there.hub_id not in hub_ids}
