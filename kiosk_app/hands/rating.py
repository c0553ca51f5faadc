"""Shell: ratings on their way to the hub. Kept on disk until the hub has them: a voice is not lost to a cut line."""

import asyncio

from kiosk_app.hands.desk import Desk
from kiosk_app.hands.hub import HubDoor
from kiosk_app.hands.in_turn import tell_in_turn
from kiosk_app.session import commands as do
from kiosk_app.session.state import Session
from offline_cache.ratings import Ratings

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
        """Sends what waits; what fails stays for the next time."""
        async with self._sending:
            waiting = await asyncio.to_thread(self._ratings.waiting)
            await tell_in_turn(waiting, self._tell, self._drop, known=_HUB_HAS_IT)

    async def _tell(self, rating: tuple[str, int, int]) -> int:
        case_id, level, words = rating
        return await self._door.rate(case_id, level, words=words)

    async def _drop(self, rating: tuple[str, int, int]) -> None:
        await asyncio.to_thread(self._ratings.drop, rating[0])
