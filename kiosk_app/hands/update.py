"""Shell: keeps the update process beside the kiosk, tells it how the booth is, ends the kiosk for a new version."""

import asyncio
import contextlib
import logging
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import Callable, Sequence

import msgspec

from kiosk_app.config import Settings
from kiosk_app.hands.keeper import RestartWantedError
from kiosk_app.session.state import CallState, Session, Stage
from kiosk_app.update.pipe import BoothNow, UpdateNow

log = logging.getLogger(__name__)
TELL_EVERY_S = 1.0
AGAIN_AFTER_S = 60.0
_COMMAND = (sys.executable, "-P", "-m", "kiosk_app.update", "--serve")


class UpdateHand:
    """`now`: the booth as it is; `heard`: how the update is. `command`: what runs beside
    us. Without `release_dir` in the settings it does nothing."""

    def __init__(
        self,
        settings: Settings,
        now: Callable[[], BoothNow],
        heard: Callable[[UpdateNow], None],
        *,
        command: Sequence[str] = _COMMAND,
    ) -> None:
        self._settings, self._now, self._heard, self._command = settings, now, heard, command

    async def run(self) -> None:
        """Ends by RestartWantedError when another version shall start."""
        while self._settings.release_dir:
            process = await asyncio.create_subprocess_exec(*self._command, stdin=PIPE, stdout=PIPE)
            try:
                await self._live(process)
            finally:
                with contextlib.suppress(ProcessLookupError):
                    process.kill()  # it may be cut anywhere
                await process.wait()
            log.warning("the update process ended with %s: started again later", process.returncode)
            await asyncio.sleep(AGAIN_AFTER_S)

    async def _live(self, process: Process) -> None:
        assert process.stdin and process.stdout
        process.stdin.write(msgspec.json.encode(self._settings) + b"\n")
        telling = asyncio.ensure_future(self._tell(process))
        try:
            while line := await process.stdout.readline():
                told = msgspec.json.decode(line, type=UpdateNow)
                self._heard(told)
                if told.is_switched:
                    log.info("version %s is ready: the program ends for it", told.version)
                    raise RestartWantedError
        finally:
            telling.cancel()

    async def _tell(self, process: Process) -> None:
        assert process.stdin
        told = None
        with contextlib.suppress(ConnectionError):
            while True:
                if told != (told := self._now()):
                    process.stdin.write(msgspec.json.encode(told) + b"\n")
                    await process.stdin.drain()
                await asyncio.sleep(TELL_EVERY_S)


def booth_now(session: Session) -> BoothNow:
    """As the update asks: nobody is interrupted, and nothing of a matter is open."""
    in_call = session.call.state is not CallState.NONE
    is_idle = session.stage is Stage.WELCOME and not session.overlay and not session.aside and not in_call
    is_free = is_idle and not session.ambient.rehearses
    return BoothNow(is_idle=is_free, is_settled=not session.case_id, in_call=in_call)
