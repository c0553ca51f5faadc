"""Shell: a booth and an official at the real hub; the seat bot as a program, the kiosk's end in this process."""

import asyncio
import hashlib
import json
import os
import subprocess
import sys
import uuid
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
from tests.cloud_seat.hub.running import PASSWORD, RunningHub

ROOT = Path(__file__).parents[3]
ENVIRONMENT = {**os.environ, "PYTHONPATH": str(ROOT), "XIAOWU_SEAT_PASSWORD": PASSWORD}


@dataclass(frozen=True)
class Scene:
    """A hub, one booth, and one official who may handle only this scene's item."""

    hub: RunningHub
    item_id: str
    kiosk_id: str
    token: str
    user: str
    call_id: str = field(default_factory=lambda: str(uuid.uuid4()))
    case_id: str = field(default_factory=lambda: str(uuid.uuid4()))

    def submit_case(self) -> None:
        """The case arrives at the hub; what is in it does not matter here."""
        data = b"sealed"
        sha256 = hashlib.sha256(data).hexdigest()
        part = {"name": "form.json", "media_type": "application/json", "sha256": sha256, "size_bytes": len(data)}
        manifest: dict[str, object] = {
            "case_id": self.case_id,
            "kiosk_id": self.kiosk_id,
            "item_id": self.item_id,
            "form_id": "none",
        }
        manifest |= {"form_version": 1, "submitted_at": "2026-01-01T00:00:00Z", "wrapped_keys": [], "parts": [part]}
        path = f"/api/v1/intake/blobs/{sha256}/0?size={len(data)}"
        hashed = {"X-Chunk-SHA256": sha256}
        put = self.hub.ask("PUT", path, token=self.token, body=data, headers=hashed)
        posted = self.hub.ask("POST", "/api/v1/intake/cases", token=self.token, json_body=manifest)
        assert (put.status, posted.status) == (204, 200), (put.body, posted.body)


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
def bot(scene: Scene, *arguments: str) -> Iterator[Bot]:
    """A bot that serves this scene."""
    started = Bot("--url", scene.hub.url, "--user", scene.user, "--for", "100", *arguments)
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

    async def heard(self, kind: type[Message], count: int = 1) -> Any:
        """The message of this kind that came as number `count`."""

        def found() -> list[Message]:
            return [message for message in self.messages if isinstance(message, kind)]

        await until(lambda: len(found()) >= count, 20)
        return found()[count - 1]


@asynccontextmanager
async def booth(scene: Scene) -> AsyncIterator[Booth]:
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

    address = scene.hub.url.replace("http", "ws") + "/ws/kiosk"
    link = Link(address, headers={"Authorization": f"Bearer {scene.token}"}, version="test", publish=follow)
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
