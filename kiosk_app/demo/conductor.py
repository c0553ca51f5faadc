"""Shell: gives the resident a hand (card, paper, network), and collects what both sides report."""

import json
import subprocess
import threading
import time
from collections.abc import Callable, Mapping
from typing import Any

BOOTH_LIMIT_S = 480.0
POLL_S = 0.05


class Listener:
    """Reads a program's JSON lines in a thread; `on[event]` is called for each."""

    def __init__(
        self, process: "subprocess.Popen[bytes]", on: Mapping[str, Callable[[dict[str, Any]], object]]
    ) -> None:
        self.process = process
        self.heard: list[dict[str, Any]] = []
        self._on = on
        self._faults: list[str] = []
        self._thread = threading.Thread(target=self._read, daemon=True)
        self._thread.start()

    def last(self, word: str) -> dict[str, Any]:
        """The newest line with that word, or an empty one."""
        return next((line for line in reversed(self.heard) if line["event"] == word), {})

    def wait_for(self, word: str, timeout_s: float) -> bool:
        """Until it has said so; False when it ends without, or does not in time."""
        until_s = time.monotonic() + timeout_s
        while not self.last(word) and self.process.poll() is None and time.monotonic() < until_s:
            time.sleep(POLL_S)
        return bool(self.last(word))

    def wait(self, timeout_s: float) -> bool:
        """Until the program ends and all its words are read; False when it does not in time."""
        try:
            self.process.wait(timeout_s)
        except subprocess.TimeoutExpired:
            return False
        self._thread.join(5)
        return True

    @property
    def faults(self) -> list[str]:
        """What went wrong while answering cues."""
        return self._faults

    def _read(self) -> None:
        assert self.process.stdout is not None
        for raw in self.process.stdout:
            line = json.loads(raw)
            self.heard.append(line)
            try:
                answer = self._on.get(line["event"])
                if answer is not None:
                    answer(line)
            except Exception as error:  # noqa: BLE001 - the listener's catch-all: told in the report, ends the demo red
                self._faults.append(f"{line['word']}: {error}")
