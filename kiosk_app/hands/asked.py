"""Shell: the booth's own memory of what is asked here: favourites for the glass, missed words for the hub."""

import asyncio
from collections.abc import Mapping, Sequence

from cloud_seat.contract.text import Text
from kiosk_app.hands.desk import Desk
from kiosk_app.hands.hub import HubDoor
from kiosk_app.session import commands as do
from kiosk_app.session.state import Session
from offline_cache.asked import Asked

AT_LEAST = 3  # times an item was begun here before the glass shows it: nobody can be told from it
SHOWN = 6


class AskedHand:
    """NoteAsked, NoteMissed. `fixed`: favourites that the booth was told, which then stay; `short`: their short names.

    `shipped` fills the places as long as little was asked here.
    """

    def __init__(
        self, asked: Asked, door: HubDoor, desk: Desk, *, fixed: Sequence[str], short: Mapping[str, Text]
    ) -> None:
        self._asked, self._door, self._desk = asked, door, desk
        self._fixed, self._short = fixed, short
        self._sending = asyncio.Lock()
        self._tasks: set[asyncio.Task[None]] = set()

    async def note(self, command: do.NoteAsked, session: Session) -> None:
        """Counts it, and shows the favourites as they are now."""
        await asyncio.to_thread(self._asked.note, command.item_id)
        await self.show()

    async def keep_missed(self, command: do.NoteMissed, session: Session) -> None:
        """Keeps the words, then sends in the background."""
        await asyncio.to_thread(self._asked.keep_missed, command.words)
        task = asyncio.get_running_loop().create_task(self.send_kept())
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def show(self) -> None:
        """Favourites: those told, else the most frequent here and the shipped ones. Beside them the rest of it."""
        often = await asyncio.to_thread(self._asked.often, AT_LEAST)
        favourites = (self._fixed or list(dict.fromkeys([*often, *self._short])))[:SHOWN]
        others = [item_id for item_id in often if item_id not in favourites][:SHOWN]
        self._desk.show(favourites=self._named(favourites), often=self._named(others))

    async def send_kept(self) -> None:
        """Brings missed words to the hub; what fails stays for the next time."""
        async with self._sending:
            kept = await asyncio.to_thread(self._asked.missed)
            if kept and await self._door.tell_missed(kept):
                await asyncio.to_thread(self._asked.drop_missed, list(kept))

    def _named(self, item_ids: Sequence[str]) -> tuple[tuple[str, Text], ...]:
        items = self._desk.knowledge().items
        return tuple(
            (item_id, self._short.get(item_id, items[item_id].name)) for item_id in item_ids if item_id in items
        )
