"""Shell: the official as a program: the seat bot, and the lines that it says."""

import json
import os
import subprocess
import sys
import threading
from typing import Any

from tests.cloud_seat.hub.running import PASSWORD, ROOT

END_S = 15.0
LONGEST_S = "600"


class Official:
    """`cloud_seat.seat.bot`. It knocks until the hub lets it in, then answers calls."""

    def __init__(self, url: str, user: str, *arguments: str) -> None:
        self.user = user
        self.lines: list[dict[str, Any]] = []
        command = [sys.executable, "-m", "cloud_seat.seat.bot", "--url", url, "--user", user, "--for", LONGEST_S]
        environment = {**os.environ, "PYTHONPATH": str(ROOT), "XIAOWU_SEAT_PASSWORD": PASSWORD}
        self._process = subprocess.Popen(
            [*command, "--after", "0.3", *arguments], env=environment, cwd=ROOT, stdout=subprocess.PIPE, text=True
        )
        self._reader = threading.Thread(target=self._read, name="official", daemon=True)
        self._reader.start()

    def said(self, event: str) -> list[dict[str, Any]]:
        """Every line of that event so far."""
        return [line for line in self.lines[:] if line["event"] == event]

    def vanish(self) -> None:
        """kill -9: the browser is closed, nobody says goodbye."""
        self._process.kill()
        self._process.wait(END_S)

    def end(self) -> None:
        """Asked to stop; all that it said is read."""
        if self._process.poll() is None:
            self._process.terminate()
        self._process.wait(END_S)
        self._reader.join(END_S)

    def _read(self) -> None:
        assert self._process.stdout
        with self._process.stdout as said:
            for line in said:
                self.lines.append(json.loads(line))
