"""Shell: the engine lane. Events in one at a time, the machine decides, commands go to the hands in order."""

import asyncio
import inspect
import logging
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from kiosk_app.session import events
from kiosk_app.session.commands import Command
from kiosk_app.session.machine import IllegalEventError, step
from kiosk_app.session.state import Knowledge, Session

log = logging.getLogger(__name__)

Hand = Callable[[Any, Session], Awaitable[None] | None]
"""Carries out one kind of command. May return an awaitable that must end before the next command starts."""

QUEUE_LIMIT = 2000
"""Commands waiting at most; a resident cannot make that many, only a fault can."""


class Runner:
    """Owns the session. Lives on one asyncio loop; only `post` may be called from another thread."""

    def __init__(self, knowledge: Callable[[], Knowledge], publish: Callable[[Session], None]) -> None:
        self._knowledge = knowledge
        self._publish = publish
        self._hands: Mapping[type[Command], Hand] = {}
        self._commands: asyncio.Queue[tuple[Command, Session]] = asyncio.Queue(QUEUE_LIMIT)
        self._loop = asyncio.get_running_loop()
        self.session = Session()

    def use(self, hands: Mapping[type[Command], Hand]) -> None:
        """Who carries out what."""
        self._hands = hands

    def post(self, event: events.Event) -> None:
        """Something happened. Any thread."""
        if not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self._take, event)

    async def run(self) -> None:
        """Carries out commands until cancelled."""
        self._publish(self.session)
        while True:
            command, session = await self._commands.get()
            await self._carry_out(command, session)

    def _take(self, event: events.Event) -> None:
        try:
            self.session, commands = step(self.session, event, self._knowledge())
        except IllegalEventError as error:
            log.info("ignored: %s", error)
            return
        except Exception:
            log.exception("session fault at %s", type(event).__name__)
            if not isinstance(event, events.Crashed):
                self.post(events.Crashed())
            return
        for command in commands:
            self._commands.put_nowait((command, self.session))
        self._publish(self.session)

    async def _carry_out(self, command: Command, session: Session) -> None:
        try:
            waiting = self._hands[type(command)](command, session)
            if inspect.isawaitable(waiting):
                await waiting
        except Exception:
            log.exception("hand fault at %s", type(command).__name__)
            self.post(events.Crashed())
