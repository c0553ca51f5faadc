"""Shell: the rehearsal inside the running kiosk: begun by night while nobody is there, dropped at the first touch."""

import asyncio
import logging
from collections.abc import Callable, Mapping
from datetime import datetime

from cloud_seat.contract.rehearsal import RehearsalTold
from kiosk_app.hands.desk import Desk
from kiosk_app.own_key import HubWord
from kiosk_app.rehearsal.kept import Kept, line_of
from kiosk_app.rehearsal.matter import Road
from kiosk_app.rehearsal.night import night_of
from kiosk_app.rehearsal.whole import rehearse
from kiosk_app.session import commands as do
from kiosk_app.session import events
from kiosk_app.session.runner import Hand
from kiosk_app.session.state import Session

log = logging.getLogger(__name__)
LOOK_EVERY_S = 10.0


class RehearsalHand:
    """Rehearse, StopRehearsal. Lives on the engine lane."""

    def __init__(self, road: Road, word: HubWord, desk: Desk, kept: Kept) -> None:
        self._road, self.word, self._desk, self._kept = road, word, desk, kept
        self._night = night_of(road.settings.kiosk_id, road.settings.rehearse_at)
        self._tried: datetime | None = None
        self._task: asyncio.Task[None] | None = None
        self._telling = asyncio.Lock()
        self.on_end: Callable[[RehearsalTold | None], None] = lambda _: None

    def duties(self) -> Mapping[type[do.Command], Hand]:
        """Command → what carries it out."""
        return {do.Rehearse: self.begin, do.StopRehearsal: self.stop}

    async def keep_watch(self) -> None:
        """Says when it is time; the session decides whether nobody is there."""
        while self._night is not None:
            told = self._kept.newest()
            ended = datetime.fromisoformat(told.at).astimezone().replace(tzinfo=None) if told else None
            if self._night.is_due(datetime.now(), ended=ended, tried=self._tried):
                self._desk.post(events.RehearsalDue())
            await asyncio.sleep(LOOK_EVERY_S)

    async def begin(self, command: do.Rehearse, session: Session) -> None:
        """In the background. What an earlier one still puts away comes first."""
        await self.close()
        self._tried = datetime.now()
        self._task = asyncio.get_running_loop().create_task(self._run())

    def stop(self, command: do.StopRehearsal, session: Session) -> None:
        """Somebody is here: nothing waits for what is put away now."""
        if self._task is not None:
            log.info("the rehearsal gives way")
            self._task.cancel()

    async def send_kept(self) -> None:
        """Tells the hub what it has not heard; called whenever the link comes up."""
        async with self._telling:
            await self._kept.tell(self._road.door)

    async def close(self) -> None:
        """Ends with the program."""
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)

    async def _run(self) -> None:
        """The catch-all of this task: whatever broke, the glass says no longer that it is tried."""
        told: RehearsalTold | None = None
        try:
            told = await rehearse(self._road, self.word)
            await asyncio.to_thread(self._kept.keep, told)
            self._desk.show(rehearsal=line_of(told))
        except Exception:
            log.exception("the rehearsal broke")
        finally:
            self.on_end(told)
        self._desk.post(events.RehearsalEnded())
        await self.send_kept()
