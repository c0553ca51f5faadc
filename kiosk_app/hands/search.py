"""Shell: asks the local replica for items; the newest question wins."""

import asyncio
import contextlib
from collections.abc import Callable, Sequence

from kiosk_app.hands.asked import AT_LEAST
from kiosk_app.hands.desk import Desk
from kiosk_app.session import commands as do
from kiosk_app.session import events
from kiosk_app.session.offers import suits
from kiosk_app.session.state import Session
from offline_cache import CacheClosedError, Catalogue, Hit

LIMIT = 30


class SearchHand:
    """Search. `often`: items begun at this booth at least so many times, the most frequent first."""

    def __init__(self, catalogue: Catalogue, desk: Desk, often: Callable[[int], Sequence[str]] = lambda _: ()) -> None:
        self._catalogue, self._desk, self._often = catalogue, desk, often
        self._asked = ""

    async def warm_up(self) -> None:
        """The first question loads the dictionary of sounds: not while a resident waits for it."""
        with contextlib.suppress(CacheClosedError):  # the booth closes already
            await asyncio.to_thread(self._catalogue.search, "政务", 1)

    def search(self, command: do.Search, session: Session) -> None:
        """Off the engine lane; an overtaken question stays unanswered."""
        self._asked = command.words
        asyncio.get_running_loop().create_task(self._answer(command.words, session))

    async def _answer(self, words: str, session: Session) -> None:
        hits = await asyncio.to_thread(self._look, words, session)
        if words != self._asked:
            return
        matched_by = hits[0].matched_by if hits else ""
        found = tuple((hit.item_id, self._spans(hit)) for hit in hits)
        self._desk.post(events.ResultsFound(session.number, words, found, matched_by))

    def _look(self, words: str, session: Session) -> list[Hit]:
        knowledge, often = self._desk.knowledge(), self._often(AT_LEAST)

        def suiting(item_id: str) -> float:
            item = knowledge.items.get(item_id)
            return suits(item, often, session.ambient, knowledge) if item is not None else 0.0

        return self._catalogue.search(words, LIMIT, suiting)

    def _spans(self, hit: Hit) -> tuple[tuple[int, int], ...]:
        """Marks of the Chinese name; those of another text are not shown."""
        item = self._desk.knowledge().items.get(hit.item_id)
        return tuple(hit.ranges) if item is not None and hit.name == item.name.zh else ()
