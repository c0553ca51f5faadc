"""Shell: what the hub's operators ask of this booth: words on the glass and its masked log at once, a self-test or a
restart when nobody is there. The hub hears how each stands and what came of it."""

import asyncio
import logging
from collections.abc import Callable, Mapping

from cloud_seat.contract.board import LOGS, MESSAGE, RESTART, SELF_TEST, WORDS_LONGEST, ErrandAsked, ErrandTold
from cloud_seat.contract.rehearsal import RehearsalTold, in_words
from cloud_seat.contract.signalling import HealthReported, Message
from cloud_seat.contract.text import Text
from kiosk_app.session import commands as do
from kiosk_app.session import events
from kiosk_app.session.runner import Hand
from kiosk_app.session.state import Session

log = logging.getLogger(__name__)
LOOK_EVERY_S = 5.0
SAID_S = 0.5
"""Until the line has taken the last word of a program that restarts."""


class ErrandHand:
    """BeginErrand. Lives on the engine lane. `post`: events; `send`: to the hub; `restart`: ends the program; `health`:
    of the devices now; `lines`: the newest of the log, masked."""

    def __init__(
        self,
        post: Callable[[events.Event], None],
        send: Callable[[Message], bool],
        restart: Callable[[], None],
        *,
        health: Callable[[], HealthReported],
        lines: Callable[[], tuple[str, ...]],
    ) -> None:
        self._post, self._send, self._restart = post, send, restart
        self._health, self._lines = health, lines
        self._open = dict[str, str]()
        self._testing = ""

    def duties(self) -> Mapping[type[do.Command], Hand]:
        """Command → what carries it out."""
        return {do.BeginErrand: self.begin}

    def hear(self, message: Message) -> None:
        """What the hub asks for. Of each kind only the newest is open."""
        if not isinstance(message, ErrandAsked):
            return
        if message.what == MESSAGE:
            words = message.words
            self._post(events.WordsPut(Text(zh=words.zh[:WORDS_LONGEST], en=words.en[: 2 * WORDS_LONGEST])))
            self._tell(message.errand_id, "begun")
        elif message.what == LOGS:
            log.info("for the operators: %s", message.what)
            self._send(ErrandTold(errand_id=message.errand_id, state="done", lines=self._lines()))
        elif message.what in (SELF_TEST, RESTART):
            self._open[message.what] = message.errand_id
            self._tell(message.errand_id, "waits")
            self._post(events.ErrandDue(message.what))
        else:
            self._tell(message.errand_id, "unknown")

    async def keep_watch(self) -> None:
        """What waits is asked again; the session decides whether nobody is there."""
        while True:
            await asyncio.sleep(LOOK_EVERY_S)
            for what in tuple(self._open):
                self._post(events.ErrandDue(what))

    async def begin(self, command: do.BeginErrand, session: Session) -> None:
        """The session let it begin. What was asked for twice is done once."""
        errand_id = self._open.pop(command.what, "")
        if not errand_id:
            return
        log.info("for the operators: %s", command.what)
        self._tell(errand_id, "begun")
        self._testing = errand_id if command.what == SELF_TEST else self._testing
        if command.what == RESTART:
            await asyncio.sleep(SAID_S)
            self._restart()

    def tested(self, told: RehearsalTold | None) -> None:
        """A rehearsal ended, somebody's who asked for it or the night's; None: it gave way or broke."""
        errand_id, self._testing = self._testing, ""
        if errand_id and told is None:
            self._tell(errand_id, "stopped")
        elif errand_id and told is not None:
            now, text = self._health(), in_words(told)
            found = ErrandTold(errand_id=errand_id, state="done", devices=now.devices, reasons=now.reasons, text=text)
            self._send(found)

    def _tell(self, errand_id: str, state: str) -> None:
        self._send(ErrandTold(errand_id=errand_id, state=state))
