"""Shell: our end of a measured call, a process of its own, steered through a pipe."""

import asyncio
import math
import multiprocessing
import time
from dataclasses import dataclass, field
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bench.calls import codes
from cloud_seat.call.media import AudioSource, FrameSource, VideoFrame
from cloud_seat.call.peer import Peer
from devices.portrait import draw_portrait

FPS = 30
LOOP_FRAMES = 20
LONGEST_S = 60.0
FREEZE_S = 0.15
"""Beyond the usual gap: as `freezeCount` of webrtc-stats."""


class Booth:
    """The near end of the pipe. Each method waits for its answer."""

    name = "booth"

    def __init__(self, voice: Path) -> None:
        context = multiprocessing.get_context("spawn")
        self._pipe, far = context.Pipe()
        self._process = context.Process(target=_live, args=(far, f"file:{voice}"), daemon=True)
        self._process.start()

    async def offer(self, size: tuple[int, int], *, is_coded: bool) -> str:
        """A fresh call; its pictures always tell the time."""
        return str(await self._ask("offer", size))

    async def accept(self, sdp: str) -> None:
        """The other end's answer."""
        await self._ask("accept", sdp)

    async def recode(self, size: tuple[int, int]) -> None:
        """They do already."""

    async def first_at_s(self) -> float:
        """When the first picture was there; 0 before."""
        return float(await self._ask("first_at_s"))

    async def begin(self, *, reads: bool) -> None:
        """Count from here."""
        await self._ask("begin")

    async def numbers(self) -> dict[str, Any]:
        """What came since `begin`."""
        return dict(await self._ask("numbers"))

    async def shut(self) -> None:
        """Over."""
        await self._ask("shut")

    def close(self) -> None:
        """At once."""
        self._process.kill()
        self._process.join()

    async def _ask(self, what: str, *words: object) -> Any:
        self._pipe.send((what, *words))
        return await asyncio.to_thread(self._hear)

    def _hear(self) -> Any:
        if not self._pipe.poll(LONGEST_S):
            raise TimeoutError("the booth's end of the call says nothing")
        return self._pipe.recv()


def film(size: tuple[int, int]) -> list[NDArray[np.uint8]]:
    """A moving face with a sensor's noise, to be repeated."""
    noise, turn, pictures = np.random.default_rng(1), 2 * math.pi / LOOP_FRAMES, []
    for number in range(LOOP_FRAMES):
        face = np.asarray(draw_portrait(*size, sway=number * turn, wall=(198, 206, 212)), dtype=np.int16)
        pictures.append(np.clip(face + noise.integers(-3, 4, face.shape), 0, 255).astype(np.uint8))
    return pictures


@dataclass
class _Watched:
    """What came since `begin`."""

    ages_ms: list[int] = field(default_factory=list)
    shown_at_s: list[float] = field(default_factory=list)
    first_at_s: float = 0.0
    lines: int = 0

    def see(self, frame: VideoFrame) -> None:
        self.first_at_s = self.first_at_s or time.time()
        self.shown_at_s.append(time.monotonic())
        picture = np.frombuffer(frame.bgra, dtype=np.uint8).reshape(frame.height, frame.stride // 4, 4)
        self.ages_ms.append(codes.age_ms(codes.read(picture[:, : frame.width]), int(time.time() * 1000)))
        self.lines = frame.height

    def freezes_s(self) -> list[float]:
        gaps = np.diff(self.shown_at_s) if len(self.shown_at_s) > 1 else np.zeros(0)
        return [float(gap) for gap in gaps if gap > max(3 / FPS, 1 / FPS + FREEZE_S)]


def _live(pipe: Connection, voice: str) -> None:
    asyncio.run(_serve(pipe, _End(voice)))


async def _serve(pipe: Connection, end: "_End") -> None:
    filming = asyncio.create_task(end.film())
    while True:
        what, *words = await asyncio.to_thread(pipe.recv)
        pipe.send(await getattr(end, what)(*words))
        if filming.done():
            filming.result()


class _End:
    def __init__(self, voice: str) -> None:
        self._camera, self._pictures = FrameSource(), film((640, 480))
        self._size = (640, 480)
        self._microphone = AudioSource(voice)
        self._watched = _Watched()
        self._peer: Peer | None = None
        self._since: tuple[float, float, int, int, int] = (0.0, 0.0, 0, 0, 0)

    async def film(self) -> None:
        number = 0
        due_s = time.monotonic()
        while True:
            picture = self._pictures[number % LOOP_FRAMES].copy()
            codes.write(picture, int(time.time() * 1000))
            self._camera.push(picture)
            number += 1
            due_s = max(due_s + 1 / FPS, time.monotonic() - 0.1)
            await asyncio.sleep(due_s - time.monotonic())

    async def offer(self, size: tuple[int, int]) -> str:
        if size != self._size:
            self._size, self._pictures = size, film(size)
        self._watched = _Watched()
        self._peer = Peer(
            camera=self._camera,
            microphone=self._microphone,
            on_frame=lambda frame: self._watched.see(frame),
            on_audio=lambda sound: None,
        )
        return await self._peer.offer()

    async def accept(self, sdp: str) -> None:
        assert self._peer is not None
        await self._peer.accept_answer(sdp)

    async def first_at_s(self) -> float:
        return self._watched.first_at_s

    async def begin(self) -> None:
        self._watched = _Watched(first_at_s=self._watched.first_at_s)
        self._since = self._counts()

    async def numbers(self) -> dict[str, Any]:
        now = self._counts()
        seconds, cpu_s, frames, sounds, concealed = (b - a for a, b in zip(self._since, now, strict=True))
        freezes_s = self._watched.freezes_s()
        return {
            "seconds": seconds,
            "cpu": cpu_s / seconds,
            "frames": frames,
            "freezes": len(freezes_s),
            "frozen_s": sum(freezes_s),
            "lines": self._watched.lines,
            "concealed": concealed / max(1, sounds + concealed),
            "ages_ms": self._watched.ages_ms,
            "first_at_s": self._watched.first_at_s,
        }

    async def shut(self) -> None:
        assert self._peer is not None
        await self._peer.close()
        self._microphone.stop()

    def _counts(self) -> tuple[float, float, int, int, int]:
        assert self._peer is not None
        stats = self._peer.stats()
        return time.monotonic(), time.process_time(), stats.frames_decoded, stats.audio_frames, stats.audio_lost
