"""Shell: asks the hub how many officials there are for the items on the glass."""

from cloud_seat.contract.signalling import ItemsWatched
from kiosk_app.hands.hub import HubDoor
from kiosk_app.session import commands as do
from kiosk_app.session.state import Session


class WatchHand:
    """WatchItems. The hub knows of no earlier wish after a new connection: `repeat` when the link comes up."""

    def __init__(self, door: HubDoor) -> None:
        self._door = door
        self._item_ids: tuple[str, ...] = ()

    def watch(self, command: do.WatchItems, session: Session) -> None:
        """Takes the place of the items before."""
        self._item_ids = command.item_ids
        self._door.send(ItemsWatched(item_ids=self._item_ids))

    def repeat(self) -> None:
        """The link is up again."""
        if self._item_ids:
            self._door.send(ItemsWatched(item_ids=self._item_ids))
