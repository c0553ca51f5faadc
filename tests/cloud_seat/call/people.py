"""Shell: people with a picture and a voice for calls in tests, and two ways to run and wait."""

import asyncio
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

import av
import numpy as np

from cloud_seat.call.media import AudioSink, AudioSource, FrameSource, VideoFrame
from cloud_seat.call.peer import Peer


def run(job: Coroutine[None, None, None]) -> None:
    """asyncio.run, then: no task was left behind for the runner to cancel."""

    async def checked() -> None:
        await job
        await asyncio.sleep(0.05)
        left = asyncio.all_tasks() - {asyncio.current_task()}
        assert not left, left

    asyncio.run(checked())


async def until(true: Callable[[], bool], timeout_s: float = 15) -> None:
    """Wait for a condition of the outside world, at most `timeout_s`."""
    async with asyncio.timeout(timeout_s):
        while not true():  # noqa: ASYNC110  the outside world sets no event
            await asyncio.sleep(0.02)


@dataclass
class Person:
    """One end with a picture, a voice, and eyes and ears that count."""

    hue: int
    camera: FrameSource = field(default_factory=FrameSource)
    microphone: AudioSource = field(default_factory=lambda: AudioSource("lavfi:sine=frequency=440"))
    ear: AudioSink = field(default_factory=AudioSink)
    seen: list[VideoFrame] = field(default_factory=list)
    """The first, and the last few."""

    def __post_init__(self) -> None:
        rgb = np.zeros((480, 640, 3), dtype=np.uint8)
        rgb[:, :, self.hue] = 200
        self.camera.push(rgb)

    def see(self, frame: VideoFrame) -> None:
        self.seen = [*self.seen[:1], *self.seen[1:][-4:], frame]

    def hear(self, frame: av.AudioFrame) -> None:
        self.ear.push(frame)

    @asynccontextmanager
    async def peer(self) -> AsyncIterator[Peer]:
        peer = Peer(camera=self.camera, microphone=self.microphone, on_frame=self.see, on_audio=self.hear)
        try:
            yield peer
        finally:
            await peer.close()
            self.microphone.stop()
