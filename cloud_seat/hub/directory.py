"""Core: names of everybody and everything that a message may mention."""

from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass, field

from cloud_seat.contract.items import Item
from cloud_seat.contract.signalling import Seat
from cloud_seat.contract.text import Text


@dataclass(slots=True)
class Directory:
    """Names of everybody and everything that a message may mention."""

    seats: dict[str, Seat] = field(default_factory=dict[str, Seat])
    kiosks: dict[str, Text] = field(default_factory=dict[str, Text])
    items: dict[str, Item] = field(default_factory=dict[str, Item])
    read: Callable[[], Awaitable[tuple[dict[str, Seat], dict[str, Text]]]] | None = None

    async def learn(self, seat_id: str, kiosk_id: str) -> None:
        """Who came to another hub and is not known by name here."""
        if (seat_id and seat_id not in self.seats) or (kiosk_id and kiosk_id not in self.kiosks):
            await self.renew()

    async def renew(self) -> None:
        """Everybody, as now written down."""
        if self.read:
            seats, kiosks = await self.read()
            self.seats.update(seats)
            self.kiosks.update(kiosks)

    def packages(self) -> list[Item]:
        """The items that are made of others: a few of thousands."""
        return [item for item in self.items.values() if item.parts]

    def parts_of(self, item_id: str) -> list[dict[str, object]]:
        """The items of a package by id and name; nothing for a plain item."""
        item = self.items.get(item_id)
        return [{"id": part, "name": self.item_name(part)} for part in item.parts] if item else []

    def item_name(self, item_id: str) -> Text:
        """The item by name; a call without one is a question."""
        item = self.items.get(item_id)
        return item.name if item else Text(zh="咨询", en="Question")


def with_packages(rights: Iterable[str], packages: list[Item]) -> tuple[str, ...]:
    """Who may handle one part of a package is asked about the package, too."""
    held = tuple(rights)
    return (*held, *(item.id for item in packages if not set(item.parts).isdisjoint(held)))
