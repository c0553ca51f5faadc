"""Shell: ratings on their way to the hub. Kept on disk until the hub has them: a voice is not lost to a cut line."""

import asyncio
import logging

from kiosk_app.hands.desk import Desk
from kiosk_app.hands.hub import HubDoor
from kiosk_app.session import commands as do
from kiosk_app.session.state import Session
from offline_cache.ratings import Ratings

log = logging.getLogger(__name__)
_HUB_HAS_IT = (204, 409)


class RatingHand:
    """SendRating. `send_kept` is called whenever the link comes up."""

    def __init__(self, ratings: Ratings, door: HubDoor, desk: Desk) -> None:
        self._ratings, self._door, self._knowledge = ratings, door, desk.knowledge
        self._sending = asyncio.Lock()
        self._tasks: set[asyncio.Task[None]] = set()

    async def send(self, command: do.SendRating, session: Session) -> None:
        """Keeps it, then sends in the background."""
        words = self._knowledge().rating.version
        await asyncio.to_thread(self._ratings.put, command.case_id, command.level, words=words)
        task = asyncio.get_running_loop().create_task(self.send_kept())
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def send_kept(self) -> None:
        """Sends what waits; what fails stays for the next time. A refused one holds up no other."""
        async with self._sending:
            for case_id, level, words in await asyncio.to_thread(self._ratings.waiting):
                status = await self._door.rate(case_id, level, words=words)
                if status in _HUB_HAS_IT:
                    await asyncio.to_thread(self._ratings.drop, case_id)
                elif status == 0 or status >= 500:
                    return
                else:
                    log.warning("a rating is refused and stays here: %d", status)
