"""Shell: the real hub and the real seat bot as programs of their own, and a kiosk's end of the call in this process."""

import asyncio
import json
import os
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from cloud_seat.call.engine import CallEngine
from cloud_seat.call.events import CallEvent
from cloud_seat.contract.signalling import Message
from cloud_seat.link.socket import Link, LinkDown, LinkEvent, LinkUp, MessageReceived
from tests.cloud_seat.call.people import Person, until

ROOT = Path(__file__).parents[3]
ENVIRONMENT = {**os.environ, "PYTHONPATH": str(ROOT), "XIAOWU_SEAT_PASSWORD": "a-long-test-word"}
SEAT_USER, PASSWORD, KIOSK = "9901", "a-long-test-word", "TEST-1"


class Hub:
    """A hub with one official and one booth, on a free port; can be killed and started again."""

    def __init__(self, folder: Path) -> None:
        self.data = folder / "hub"
        self._ready = folder / "hub.json"
        self._process: subprocess.Popen[bytes] | None = None
        secret = folder / "password"
        secret.write_text(PASSWORD)
        self._tool(
            "add-seat",
            "--name",
            "测试坐席",
            "--department",
            "测试",
            "--number",
            SEAT_USER,
            "--password-file",
            str(secret),
        )
        self.token = json.loads(self._tool("enrol-kiosk", "--kiosk-id", KIOSK, "--name", "测试晓屋"))["token"]
        self.url = ""

    def _tool(self, *arguments: str) -> bytes:
        line = [sys.executable, "-m", "cloud_seat.hub", "--data-dir", str(self.data), *arguments]
        return subprocess.run(line, env=ENVIRONMENT, cwd=ROOT, check=True, timeout=60, capture_output=True).stdout

    def start(self) -> None:
        """Returns when the port answers; the port stays the same after the first time."""
        self._ready.unlink(missing_ok=True)
        port = self.url.rpartition(":")[2] or "0"
        line = [sys.executable, "-m", "cloud_seat.hub", "--data-dir", str(self.data)]
        line += ["--port", port, "--ready-file", str(self._ready)]
        quiet = subprocess.DEVNULL
        self._process = subprocess.Popen(line, env=ENVIRONMENT, cwd=ROOT, stdout=quiet, stderr=quiet)
        deadline_s = time.monotonic() + 30
        while not self._ready.exists():
            assert self._process.poll() is None and time.monotonic() < deadline_s, "the hub did not start"
            time.sleep(0.05)
        self.url = json.loads(self._ready.read_text())["url"]

    def kill(self) -> None:
        """As a power cut would."""
        if self._process:
            self._process.kill()
            self._process.wait(10)
            self._process = None


class Bot:
    """`./xiaowu seat-bot`, and the lines that it printed."""

    def __init__(self, *arguments: str) -> None:
        line = [sys.executable, "-m", "cloud_seat.seat.bot", *arguments]
        self.process = subprocess.Popen(
            line, env=ENVIRONMENT, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        )
        self.lines: list[dict[str, Any]] = []

    def said(self, event: str) -> list[dict[str, Any]]:
        return [line for line in self.lines if line["event"] == event]

    async def wait_for(self, event: str, count: int = 1, timeout_s: float = 20) -> dict[str, Any]:
        """Read on until it has said this `count` times."""
        assert self.process.stdout
        async with asyncio.timeout(timeout_s):
            while len(found := self.said(event)) < count:
                line = await asyncio.to_thread(self.process.stdout.readline)
                assert line, (event, self.lines, self.process.stderr and self.process.stderr.read())
                self.lines.append(json.loads(line))
        return found[count - 1]

    def finish(self) -> int:
        """Ask it to stop; its exit code. Whatever it still said is read."""
        if self.process.poll() is None:
            self.process.terminate()
        rest, errors = self.process.communicate(timeout=15)
        self.lines += [json.loads(line) for line in rest.splitlines()]
        assert errors == "", errors
        return self.process.returncode


@contextmanager
def bot(url: str, *arguments: str) -> Iterator[Bot]:
    started = Bot("--url", url, "--user", SEAT_USER, "--for", "100", *arguments)
    try:
        yield started
    finally:
        if started.process.poll() is None:
            started.process.kill()
        started.process.communicate(timeout=15)


@dataclass
class Booth:
    """A kiosk's end: link and call engine, and everything that they published."""

    link: Link
    engine: CallEngine
    person: Person
    links: list[LinkEvent] = field(default_factory=list)
    calls: list[CallEvent] = field(default_factory=list)
    messages: list[Message] = field(default_factory=list)

    def count(self, kind: type[CallEvent]) -> int:
        return sum(isinstance(event, kind) for event in self.calls)

    async def happened(self, kind: type[CallEvent], count: int = 1, timeout_s: float = 25) -> None:
        await until(lambda: self.count(kind) >= count, timeout_s)

    async def heard(self, kind: type[Message]) -> Any:
        await until(lambda: any(isinstance(message, kind) for message in self.messages), 20)
        return next(message for message in self.messages if isinstance(message, kind))


@asynccontextmanager
async def booth(hub: Hub) -> AsyncIterator[Booth]:
    """A booth that is up."""
    person = Person(hue=0)
    links: list[LinkEvent] = []
    calls: list[CallEvent] = []
    messages: list[Message] = []

    def follow(event: LinkEvent) -> None:
        links.append(event)
        match event:
            case LinkUp():
                engine.on_link(True)
            case LinkDown():
                engine.on_link(False)
            case MessageReceived(message):
                messages.append(message)
                engine.hear(message)

    address = hub.url.replace("http", "ws") + "/ws/kiosk"
    link = Link(address, headers={"Authorization": f"Bearer {hub.token}"}, version="test", publish=follow)
    engine = CallEngine(
        link.send, calls.append, camera=person.camera, microphone=person.microphone, on_frame=person.see
    )
    task = asyncio.create_task(link.run())
    try:
        await until(lambda: link.up)
        yield Booth(link, engine, person, links, calls, messages)
    finally:
        await engine.close()
        await asyncio.sleep(0.1)
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
