"""Shell: a booth for the page's tests: the real call engine on a real socket, in a thread of its own."""

import asyncio
import contextlib
import hashlib
import queue
import threading
import time
from collections.abc import Callable
from typing import Any, TypeVar

import numpy as np
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed

from cloud_seat.call.engine import CallEngine
from cloud_seat.call.media import AudioSource, FrameSource
from cloud_seat.contract.codec import decode, encode
from cloud_seat.contract.companions import RosterChanged, RosterShown
from cloud_seat.contract.signalling import CallConnected, CallRequested, Heartbeat, Hello, Message, Welcome
from tests.cloud_seat.hub.running import RunningHub
from tests.cloud_seat.hub.sealed_cases import SealedCase, seal
from tests.cloud_seat.web.matter import Matter, paper
from tests.cloud_seat.web.tones import Ear

Kind = TypeVar("Kind")
WAIT_S = 40.0
KIOSK = "PY-0417"
SIGNED = ("application.pdf", "commitment.pdf", "deferral.pdf")
PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"


class Booth:
    """Speaks for one kiosk. `say` from the test; `hear(Kind)` waits for the next message of that kind."""

    def __init__(self, hub: RunningHub, *, media: bool = True, pictures_s: float = 0.04) -> None:
        self.hub, self._media, self._pictures_s = hub, media, pictures_s
        self.token = hub.enrol(KIOSK)["token"]
        self._heard: queue.Queue[Any] = queue.Queue(1000)
        self._socket: ClientConnection | None = None
        self._engine: CallEngine | None = None
        self._loop = asyncio.new_event_loop()
        self._stop = asyncio.Event()
        self.frames = 0
        self.ear = Ear()
        self.attempt = 0
        self._thread = threading.Thread(target=self._loop.run_until_complete, args=(self._live(),), name="booth")
        self._thread.start()
        self.hear(Welcome)

    def say(self, message: Message) -> None:
        """Send one message to the hub."""
        asyncio.run_coroutine_threadsafe(self._send(message), self._loop).result(WAIT_S)

    def call(self, *, call_id: str, case_id: str, item_id: str, mode: str = "elder", **who: Any) -> None:
        """Ask for an official, as the kiosk does. `who`: resident, acting."""
        engine = self._engine
        assert engine
        asked = CallRequested(call_id=call_id, case_id=case_id, item_id=item_id, mode=mode, **who)
        self._do(lambda: engine.request(asked))

    def hang_up(self) -> None:
        """The resident ends the call."""
        engine = self._engine
        assert engine
        self._do(engine.hang_up)

    def hear(self, kind: type[Kind], where: Callable[[Kind], bool] = lambda _: True) -> Kind:
        """The next message of this kind; others before it are passed over."""
        deadline_s = time.monotonic() + WAIT_S
        while True:
            message = self._heard.get(timeout=max(0.01, deadline_s - time.monotonic()))
            if isinstance(message, kind) and where(message):
                return message

    def show_papers(self, matter: Matter) -> None:
        """Two papers are uploaded and announced."""
        for scan_id, material, size in (("s1", "social-card", (1100, 700)), ("s2", "authorisation", (800, 1130))):
            path = f"/api/v1/calls/{matter.call_id}/scans/{scan_id}"
            assert self.hub.ask("PUT", path, token=self.token, body=paper(*size)).status == 204
            self.say(matter.scan(scan_id, material))

    def submit(self, matter: Matter) -> None:
        """The sealed case arrives at the hub, with the papers as they were signed."""
        case = SealedCase(self.hub, KIOSK, self.token, case_id=matter.case_id)
        for name in SIGNED:
            sealed = seal(name, PDF, b"7 bytes")
            case.files[name] = ("application/pdf", sealed)
            case.blobs[hashlib.sha256(sealed).hexdigest()] = sealed
        assert case.deliver().status == 200

    def close(self) -> None:
        """Leave; nothing stays behind."""
        self._loop.call_soon_threadsafe(self._stop.set)
        self._thread.join(WAIT_S)
        self._loop.close()

    def _do(self, act: Callable[[], None]) -> None:
        async def acting() -> None:
            act()

        asyncio.run_coroutine_threadsafe(acting(), self._loop).result(WAIT_S)

    async def _send(self, message: Message) -> None:
        assert self._socket
        await self._socket.send(encode(message).decode())

    async def _send_or_lose(self, message: Message) -> None:
        """As the booth's link does: what the engine says while the hub is away is lost."""
        with contextlib.suppress(ConnectionClosed):
            await self._send(message)

    async def _live(self) -> None:
        camera, microphone = FrameSource(), AudioSource("lavfi:sine=frequency=440") if self._media else None
        headers = {"Authorization": f"Bearer {self.token}"}
        async with connect(f"ws://127.0.0.1:{self.hub.port}/ws/kiosk", additional_headers=headers) as self._socket:
            sending: set[asyncio.Task[None]] = set()

            def send(message: Message) -> bool:
                task = asyncio.create_task(self._send_or_lose(message))
                sending.add(task)
                task.add_done_callback(sending.discard)
                return True

            self._engine = CallEngine(
                send, lambda _event: None, camera=camera, microphone=microphone, on_frame=lambda _: self._saw()
            )
            self._engine.speaker = self.ear
            await self._send(Hello(version="test booth"))
            painting = asyncio.create_task(_paint(camera, self._pictures_s))
            listening = asyncio.create_task(self._listen(self._engine))
            await self._stop.wait()
            await self._engine.close()
            for task in (painting, listening):
                task.cancel()
            await asyncio.gather(painting, listening, *sending, return_exceptions=True)

    async def _listen(self, engine: CallEngine) -> None:
        assert self._socket
        async for data in self._socket:
            message = decode(data)
            if isinstance(message, Heartbeat):
                continue
            if isinstance(message, Welcome):
                engine.on_link(True)
            if isinstance(message, CallConnected):
                self.attempt = message.attempt
            if isinstance(message, RosterChanged):  # on the glass at once
                await self._send(RosterShown(call_id=message.call_id, number=message.number))
            if self._media or isinstance(message, Welcome):
                await engine.on_message(message)  # type: ignore[arg-type]  # unknown messages are ignored there
            self._heard.put(message)

    def _saw(self) -> None:
        self.frames += 1


async def _paint(camera: FrameSource, every_s: float) -> None:
    """A picture that changes: a bright bar wanders over a warm ground."""
    at = 0
    while True:
        picture = np.full((480, 640, 3), (214, 190, 160), dtype=np.uint8)
        picture[:, at : at + 60] = (184, 106, 18)
        camera.push(picture)
        at = (at + 8) % 580
        await asyncio.sleep(every_s)
