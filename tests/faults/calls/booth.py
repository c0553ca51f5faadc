"""Shell: a booth's end of a call as a program of its own, which may be cut off or killed: link, call engine, a form.

One JSON line for everything that happens, stamped with the machine's one monotonic clock; SIGTERM hangs up, SIGUSR1
sends a scanned page to the official.
"""

import asyncio
import contextlib
import json
import signal
import subprocess
import sys
import threading
import time
from dataclasses import dataclass
from typing import Any

import numpy as np

from cloud_seat.call import events
from cloud_seat.call.engine import CallEngine
from cloud_seat.call.media import AudioSource, FrameSource
from cloud_seat.contract.signalling import CallConnected, CallRequested, ViewBroken
from cloud_seat.link.socket import Link, LinkDown, LinkEvent, LinkUp, MessageReceived
from kiosk_app.hands.hub import HubDoor
from kiosk_app.hands.paced import Pages
from tests.cloud_seat.web.matter import Matter

VOICE_GAP_S = 0.5
LOOK_S = 0.02
END_S = 10.0
PAGE_BYTES = 3_000_000


# --- the program ---
def _say(event: str, **more: object) -> None:
    sys.stdout.write(json.dumps({"at_s": time.monotonic(), "event": event, **more}) + "\n")
    sys.stdout.flush()


async def live(url: str, token: str, matter: Matter) -> None:
    """One call, until it ends or we are told to hang up."""
    over = asyncio.Event()
    voice = Voice()

    def follow_link(event: LinkEvent) -> None:
        match event:
            case LinkUp():
                _say("link", up=True)
                engine.on_link(True)
            case LinkDown(reason=reason):
                _say("link", up=False, reason=reason)
                engine.on_link(False)
            case MessageReceived(message):
                engine.hear(message)
                if isinstance(message, ViewBroken):
                    _say("desk_did_not_see", gap_s=message.gap_s)
                if isinstance(message, CallConnected):
                    link.send(matter.form())

    def follow_call(event: events.CallEvent) -> None:
        link.hurry(engine.is_matched)
        match event:
            case events.Connected(seat=seat, attempt=attempt):
                _say("connected", seat=seat.seat_id if seat else "", attempt=attempt)
                voice.awaited = True
            case events.Ended(reason=reason):
                _say("ended", reason=reason)
                over.set()
            case _:
                _say(type(event).__name__)

    camera = FrameSource()
    link = Link(url, headers={"Authorization": f"Bearer {token}"}, version="test", publish=follow_link)
    engine = CallEngine(
        link.send, follow_call, camera=camera, microphone=AudioSource("lavfi:sine"), on_frame=lambda _: None
    )
    door = HubDoor(url.replace("ws", "http", 1).removesuffix("/ws/kiosk"), token, link.send)
    loop = asyncio.get_running_loop()
    sending, pages = set[asyncio.Task[None]](), Pages()
    loop.add_signal_handler(signal.SIGTERM, engine.hang_up)
    loop.add_signal_handler(signal.SIGUSR1, lambda: sending.add(loop.create_task(_send_page(door, engine, pages))))
    jobs = [asyncio.create_task(job) for job in (link.run(), _film(camera), _listen(engine, voice))]
    asked = CallRequested(call_id=matter.call_id, case_id=matter.case_id, item_id=matter.item_id, mode="elder")
    engine.request(asked)
    await over.wait()
    await asyncio.sleep(0.2)  # the farewell leaves
    await engine.close()
    for job in jobs:
        job.cancel()
    await asyncio.gather(*jobs, return_exceptions=True)


async def _send_page(door: HubDoor, engine: CallEngine, pages: Pages) -> None:
    began_s = time.monotonic()
    page = pages.paced(b"\xff\xd8\xff" + bytes(PAGE_BYTES), engine.stats)
    is_there = await door.put_scan(engine.call_id, "page", "image/jpeg", page)
    _say("page", is_there=is_there, took_s=time.monotonic() - began_s)


async def _film(camera: FrameSource) -> None:
    at = 0
    while True:
        picture = np.full((480, 640, 3), 90, dtype=np.uint8)
        picture[:, at : at + 60] = 220
        camera.push(picture)
        at = (at + 8) % 580
        await asyncio.sleep(0.05)


@dataclass(slots=True)
class Voice:
    """What was heard last. `awaited`: the next sound is news however short the gap was: another page sends it."""

    last_s: float = 0.0
    awaited: bool = False


async def _listen(engine: CallEngine, voice: Voice) -> None:
    """Says when voice begins, also after a gap, and how long that was."""
    while True:
        await asyncio.sleep(LOOK_S)
        now_s = engine.stats().last_audio_at_s or 0.0
        if now_s - voice.last_s > (0.0 if voice.awaited else VOICE_GAP_S):
            _say("voice", gap_s=round(now_s - voice.last_s, 2) if voice.last_s else 0.0)
            voice.awaited = False
        voice.last_s = max(now_s, voice.last_s)


# --- the handle on it ---
class BoothProgram:
    """The program, started inside a namespace, and what it said."""

    def __init__(self, inside: list[str], url: str, token: str, matter: Matter) -> None:
        self.said: list[dict[str, Any]] = []
        words = [url, token, matter.call_id, matter.case_id, matter.item_id]
        command = [*inside, sys.executable, "-m", "tests.faults.calls.booth", *words]
        self._process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
        self._reader = threading.Thread(target=self._read, name="booth-program", daemon=True)
        self._reader.start()

    def all(self, event: str, *, since_s: float = 0.0, **where: object) -> list[dict[str, Any]]:
        """What it said of that kind since then."""
        return [
            line
            for line in self.said[:]
            if line["event"] == event and line["at_s"] >= since_s and all(line[k] == v for k, v in where.items())
        ]

    def kill(self) -> None:
        """kill -9: the program dies, nobody says goodbye."""
        self._process.kill()
        self._process.wait(END_S)

    def send_page(self) -> None:
        """3 MB; then it says "page"."""
        self._process.send_signal(signal.SIGUSR1)

    def hang_up(self) -> None:
        """The resident ends the call; the program ends with it."""
        self._process.terminate()
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._process.wait(END_S)
        if self._process.poll() is None:
            self.kill()
        self._reader.join(END_S)

    def _read(self) -> None:
        assert self._process.stdout
        with self._process.stdout as said:
            for line in said:
                self.said.append(json.loads(line))


if __name__ == "__main__":
    _url, _token, *_ids = sys.argv[1:]
    asyncio.run(live(_url, _token, Matter(call_id=_ids[0], case_id=_ids[1], item_id=_ids[2])))
