"""Shell: a supervisor closed this booth. Kept on its disk: it stays closed without the hub and over a restart, and
opens by itself at its hour."""

import asyncio
import logging
import os
import time
from collections.abc import Callable
from pathlib import Path

import msgspec

from cloud_seat.contract.board import BoothClosed
from cloud_seat.contract.signalling import Message
from kiosk_app.session import events

log = logging.getLogger(__name__)
LOOK_EVERY_S = 1.0
LONGEST_S = 24 * 3600.0
"""A closing is for the day: what seems longer is a clock that was set, and must not keep the booth shut."""


class _Kept(msgspec.Struct, frozen=True, kw_only=True):
    """`until_s`: by this booth's own clock."""

    until_s: float
    said: BoothClosed


class ClosingHand:
    """Lives on the engine lane. `post`: events; `path`: its file; `clock`: the booth's own, in seconds."""

    def __init__(
        self, post: Callable[[events.Event], None], path: Path, clock: Callable[[], float] = time.time
    ) -> None:
        self._post, self._path, self._clock = post, path, clock
        self._kept = _read(path)
        if self._kept and self.is_over():
            self._keep(None)
        elif self._kept:
            self._post(events.ClosingTold(self._kept.said))

    def hear(self, message: Message) -> None:
        """What the hub says now counts, whatever was said before."""
        if isinstance(message, BoothClosed):
            is_closed = 0 < message.left_s <= LONGEST_S
            self._keep(_Kept(until_s=self._clock() + message.left_s, said=message) if is_closed else None)
            self._post(events.ClosingTold(message if is_closed else None))

    def is_over(self) -> bool:
        """Nothing is closed, or its hour has come."""
        return self._kept is None or not 0 < self._kept.until_s - self._clock() <= LONGEST_S

    async def keep_watch(self) -> None:
        """Opens at the hour, also without the hub."""
        while True:
            await asyncio.sleep(LOOK_EVERY_S)
            self.look()

    def look(self) -> None:
        """Once."""
        if self._kept and self.is_over():
            log.info("open again by its hour")
            self._keep(None)
            self._post(events.ClosingTold(None))

    def _keep(self, kept: _Kept | None) -> None:
        self._kept = kept
        if kept is None:
            self._path.unlink(missing_ok=True)
        else:
            new = self._path.with_suffix(".new")
            with new.open("wb") as file:
                file.write(msgspec.json.encode(kept))
                file.flush()
                os.fsync(file.fileno())
            new.replace(self._path)


def _read(path: Path) -> _Kept | None:
    """What does not read is nothing: the hub says it again."""
    if not path.is_file():
        return None
    try:
        return msgspec.json.decode(path.read_bytes(), type=_Kept)
    except msgspec.MsgspecError:
        log.warning("what was kept of a closing does not read")
        return None
