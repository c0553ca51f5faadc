"""Shell: the programs of the demo: started with a log each, ended by their pid, none left behind."""

import contextlib
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

END_WAIT_S = 10.0
POLITE = ("nice", "-n", "10")
"""Hub, seat and devices are other machines in reality: here they must not take the booth's two cores away. But where
others want the cores, too, whoever is polite gets none."""


class ProgramError(Exception):
    """A program of the demo did not come up or ended early; the message names it and its log."""


class Programs:
    """A context: on leaving, whatever still runs is ended in reverse order. `booth_first`: the others are polite."""

    def __init__(self, logs: Path, *, booth_first: bool = True) -> None:
        self._logs, self._polite = logs, POLITE if booth_first else ()
        logs.mkdir(parents=True, exist_ok=True)
        self._running: list[tuple[str, subprocess.Popen[bytes]]] = []

    def __enter__(self) -> "Programs":
        return self

    def __exit__(self, *_: object) -> None:
        for name, _process in reversed(self._running[:]):
            self.end(name)

    def start(
        self,
        name: str,
        command: Sequence[str],
        *,
        env: Mapping[str, str] | None = None,
        talk: bool = False,
        inherit: tuple[int, ...] = (),
    ) -> "subprocess.Popen[bytes]":
        """Starts `command` in a process group of its own; its words go to a log, or to pipes when we `talk`. Not in a
        session of its own: Linux shares the processors among sessions first, and `POLITE` would mean nothing."""
        log = (self._logs / f"{name}.log").open("ab")
        process = subprocess.Popen(
            command,
            stdin=subprocess.PIPE if talk else subprocess.DEVNULL,
            stdout=subprocess.PIPE if talk else log,
            stderr=log,
            env={**os.environ, **(env or {})},
            process_group=0,
            pass_fds=inherit,
        )
        log.close()
        self._running.append((name, process))
        return process

    def module(
        self, name: str, module: str, *arguments: str, env: Mapping[str, str] | None = None, talk: bool = False
    ) -> "subprocess.Popen[bytes]":
        """One of our own programs."""
        return self.start(name, [sys.executable, "-m", module, *arguments], env=env, talk=talk)

    def elsewhere(
        self, name: str, module: str, *arguments: str, env: Mapping[str, str] | None = None, talk: bool = False
    ) -> "subprocess.Popen[bytes]":
        """The same of another machine, which here gives way to the booth."""
        return self.start(name, [*self._polite, sys.executable, "-m", module, *arguments], env=env, talk=talk)

    def giving_way(self, program: str, script: Path) -> str:
        """What starts `program` as politely, though its starter makes a session of its own for it: sessions have a
        politeness of their own (sched(7), autogroups)."""
        if not self._polite:
            return program
        way = f"{{ echo {self._polite[-1]} >/proc/self/autogroup; }} 2>/dev/null"
        script.write_text(f'#!/bin/sh\n{way}\nexec "{program}" "$@"\n')
        script.chmod(0o755)
        return str(script)

    def run(self, module: str, *arguments: str) -> dict[str, Any]:
        """A short program that answers one JSON object. Raises ProgramError."""
        done = subprocess.run(
            [sys.executable, "-m", module, *arguments], capture_output=True, text=True, timeout=60, check=False
        )
        if done.returncode:
            raise ProgramError(f"{module} {arguments[0]}: {done.stderr.strip()[-400:]}")
        answer: dict[str, Any] = json.loads(done.stdout.strip().splitlines()[-1])
        return answer

    def end(self, name: str, *, kill: bool = False) -> None:
        """Ends one program and everything that it started."""
        for entry in [entry for entry in self._running if entry[0] == name]:
            process = entry[1]
            self._signal(process, signal.SIGKILL if kill else signal.SIGTERM)
            try:
                process.wait(END_WAIT_S)
            except subprocess.TimeoutExpired:
                self._signal(process, signal.SIGKILL)
                process.wait(END_WAIT_S)
            self._signal(process, signal.SIGKILL)
            for pipe in (process.stdin, process.stdout):
                if pipe is not None:
                    with contextlib.suppress(OSError):
                        pipe.close()
            self._running.remove(entry)

    def log_of(self, name: str) -> str:
        """The last words of a program."""
        path = self._logs / f"{name}.log"
        return path.read_text(errors="replace")[-1500:] if path.exists() else ""

    def wait_for_file(self, name: str, path: Path, timeout_s: float) -> str:
        """What a program writes when it is ready. Raises ProgramError when it does not."""
        process = next(process for known, process in reversed(self._running) if known == name)
        until_s = time.monotonic() + timeout_s
        while time.monotonic() < until_s:
            if path.exists() and (text := path.read_text()):
                return text
            if process.poll() is not None:
                break
            time.sleep(0.05)
        raise ProgramError(f"{name} is not ready: {self.log_of(name)}")

    @staticmethod
    def _signal(process: "subprocess.Popen[bytes]", number: int) -> None:
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, number)
