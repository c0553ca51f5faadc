"""Shell: one life of the booth's program, from its start to its end, watched in the words of sd_notify(3)."""

import logging
import os
import select
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum, auto
from pathlib import Path

from installer.supervisor import trial as trials
from installer.supervisor.trial import Limits, Report, Trial
from installer.supervisor.upstream import Upstream

log = logging.getLogger(__name__)
AGAIN = 75
"""Exit code of a program that wants to be started again (EX_TEMPFAIL): another version waits. No failure."""
KILL_AFTER_S = 0.5
STOP_LIMIT_S = 30.0
POLL_S = 0.1


class Kind(Enum):
    DONE = auto()
    AGAIN = auto()
    FAILED = auto()
    STOPPED = auto()


@dataclass(frozen=True, slots=True)
class Ending:
    """How a life ended. `report`: the last thing that the program said of itself."""

    kind: Kind
    reason: str = ""
    ran_s: float = 0.0
    report: Report | None = None


@dataclass(frozen=True, slots=True)
class Patience:
    """How long the program may need to be ready, and be silent then."""

    start_s: float = 30.0
    silence_s: float = 10.0


@dataclass(frozen=True, slots=True)
class Launch:
    """What to start. `trial`: it has to prove itself; `version`: empty without versions."""

    command: Sequence[str]
    env: Mapping[str, str]
    version: str = ""
    trial: Trial | None = None


class Watch:
    """`is_stopping` is asked all the time."""

    def __init__(self, *, is_stopping: Callable[[], bool], upstream: Upstream) -> None:
        self._is_stopping, self._upstream = is_stopping, upstream

    def live(self, launch: Launch, patience: Patience, judge: "Judge") -> Ending:
        """Until its end."""
        with tempfile.TemporaryDirectory(prefix="xiaowu-") as folder:
            path = Path(folder) / "notify"
            with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM | socket.SOCK_CLOEXEC) as ear:
                ear.bind(str(path))
                usec = str(int(patience.silence_s * 1_000_000))
                env = {**launch.env, "NOTIFY_SOCKET": str(path), "WATCHDOG_USEC": usec}
                env.pop("WATCHDOG_PID", None)
                with subprocess.Popen(launch.command, env=env) as program:
                    log.info("kiosk started, process %d", program.pid)
                    return _Life(program, ear, patience, judge).run(self._is_stopping, self._upstream)


class Judge:
    """The trial of one life: what is heard of it goes in, a verdict comes out. `confirm` hears once that the version
    stays; `hub_answers` is asked when the hub alone is missing."""

    def __init__(
        self, trial: Trial | None, limits: Limits, *, confirm: Callable[[], None], hub_answers: Callable[[], bool]
    ) -> None:
        self._trial, self._limits = trial, limits
        self._confirm, self._hub_answers = confirm, hub_answers

    def ready(self) -> None:
        """It says that it is."""
        if self._trial:
            self._trial = trials.became_ready(self._trial, time.monotonic())

    def heard(self, report: Report) -> None:
        """It says how it is."""
        if self._trial:
            self._trial = trials.reported(self._trial, report, time.monotonic())

    def beat(self) -> None:
        """It lives. A silent one does not stay, however long it has been well."""
        if self._trial and trials.stays(self._trial, time.monotonic(), self._limits):
            self._trial = None
            self._confirm()

    def ill(self) -> str:
        """Why it must not go on; empty when it may."""
        now_s = time.monotonic()
        if self._trial and trials.is_late(self._trial, now_s, self._limits):
            self._trial, reason = trials.judged_late(self._trial, now_s, hub_answers=self._hub_answers())
            return reason
        return ""


class _Life:
    def __init__(
        self, program: "subprocess.Popen[bytes]", ear: socket.socket, patience: Patience, judge: Judge
    ) -> None:
        self._program, self._ear, self._patience, self._judge = program, ear, patience, judge
        self._began_s = time.monotonic()
        self._until_s = self._began_s + patience.start_s
        self._report: Report | None = None
        self._is_ready = False

    def run(self, is_stopping: Callable[[], bool], upstream: Upstream) -> Ending:
        while self._program.poll() is None:
            upstream.beat()
            if is_stopping():
                _end(self._program, signal.SIGTERM, STOP_LIMIT_S)
                return self._ending(Kind.STOPPED)
            if select.select([self._ear], [], [], POLL_S)[0]:
                self._hear(self._ear.recv(65536))
            if reason := self._judge.ill() or self._late():
                log.error("the kiosk %s: it is ended and started again", reason)
                _end(self._program, signal.SIGABRT, KILL_AFTER_S)
                return self._ending(Kind.FAILED, reason)
        return self._after(self._program.returncode)

    def _after(self, code: int) -> Ending:
        if code in (0, AGAIN):
            return self._ending(Kind.DONE if code == 0 else Kind.AGAIN)
        log.error("the kiosk ended with %d: it is started again", code)
        return self._ending(Kind.FAILED, f"ended with {code}")

    def _late(self) -> str:
        if time.monotonic() <= self._until_s:
            return ""
        return "is silent" if self._is_ready else "is silent: never ready"

    def _hear(self, message: bytes) -> None:
        words = message.split(b"\n")
        if b"READY=1" in words:
            log.info("kiosk ready")
            self._is_ready = True
            self._judge.ready()
        if b"WATCHDOG=1" in words:
            self._until_s = time.monotonic() + self._patience.silence_s
            self._judge.beat()
        if report := trials.read(message):
            self._report = report
            self._judge.heard(report)

    def _ending(self, kind: Kind, reason: str = "") -> Ending:
        return Ending(kind, reason, time.monotonic() - self._began_s, self._report)


def _end(program: "subprocess.Popen[bytes]", number: signal.Signals, limit_s: float) -> None:
    program.send_signal(number)
    try:
        program.wait(limit_s)
    except subprocess.TimeoutExpired:
        program.kill()
        program.wait()


def environment(**more: str) -> dict[str, str]:
    """Ours, without what is between systemd and us."""
    return {name: value for name, value in os.environ.items() if name != "NOTIFY_SOCKET"} | more
