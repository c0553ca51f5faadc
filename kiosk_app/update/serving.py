"""Shell: the update as a process of its own beside the kiosk: the booth's moments come in, a line a change goes out.

Its own process, because hashing and unpacking would hold up the glass, and a fault of it must not end the kiosk.
"""

import os
import sys
import threading
import time
from typing import IO

import msgspec

from kiosk_app.update.machine import Moment, MomentCame
from kiosk_app.update.pace import Pace
from kiosk_app.update.pipe import BoothNow, UpdateNow
from kiosk_app.update.runner import Runner

LOOK_EVERY_S = 30.0
"""At the hour, when nothing else changes."""


class Desk:
    """The newest that the kiosk said. A kiosk that is gone ends this process: all of it may be cut anywhere."""

    def __init__(self, lines: IO[bytes], pace: Pace) -> None:
        self._lines, self._pace = lines, pace
        self._changed = threading.Condition()
        self._now = BoothNow()
        threading.Thread(target=self._listen, name="kiosk", daemon=True).start()

    def moment(self) -> Moment:
        """As of now."""
        with self._changed:
            return Moment(self._now.is_idle, self._now.is_settled, time.localtime().tm_hour)

    def wait_unless_other(self, seen: Moment, longest_s: float) -> None:
        """Until the kiosk says something that was not seen yet."""
        with self._changed:
            if (self._now.is_idle, self._now.is_settled) == (seen.is_idle, seen.is_settled):
                self._changed.wait(longest_s)

    def _listen(self) -> None:
        for line in self._lines:
            told = msgspec.json.decode(line, type=BoothNow)
            self._pace.hold(held=told.in_call)
            with self._changed:
                self._now = told
                self._changed.notify_all()
        os._exit(0)


def serve(runner: Runner, desk: Desk, every_s: float, out: IO[bytes]) -> None:
    """Until the switch."""
    while True:
        runner.look(desk.moment())
        until_s = time.monotonic() + every_s
        _say(runner, out)
        while not runner.is_switched and (left_s := until_s - time.monotonic()) > 0:
            moment = desk.moment()
            runner.follow(MomentCame(moment))
            if not runner.is_switched:
                desk.wait_unless_other(moment, min(left_s, LOOK_EVERY_S))
        if runner.is_switched:
            _say(runner, out)
            return


def _say(runner: Runner, out: IO[bytes]) -> None:
    now = UpdateNow(
        version=runner.update.version,
        phase=runner.update.phase.name,
        refused=runner.refused,
        is_switched=runner.is_switched,
    )
    out.write(msgspec.json.encode(now) + b"\n")
    out.flush()


def from_kiosk() -> tuple[IO[bytes], IO[bytes]]:
    """The two pipes."""
    return sys.stdin.buffer, sys.stdout.buffer
