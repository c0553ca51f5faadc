"""Shell: one call between two engines of this process, really encoded and sent: the booth's own end and a test card."""

import asyncio
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from cloud_seat.call.engine import CallEngine
from cloud_seat.call.media import SILENCE, AudioSink, AudioSource, Canceller, FrameSource, Samples, VideoFrame
from cloud_seat.contract import signalling as wire
from cloud_seat.contract.officials import Seat
from cloud_seat.contract.rehearsal import BROKEN, SKIPPED, StepTold
from cloud_seat.contract.text import Text
from kiosk_app.config import Settings
from kiosk_app.rehearsal import beat
from kiosk_app.rehearsal.plan import found, measured

if TYPE_CHECKING:  # FFmpeg loads with the call
    import av

FIRST_S = 15.0
BEATS_S = 3.5
PICTURE_S = 0.04
_NO_PICTURE = Text(zh="等了 15 秒没有画面", en="no picture within 15 s")
_NO_ROOM = Text(zh="没有配置喇叭和话筒，回声没有测", en="no loudspeaker and microphone are configured: not measured")
_SEAT = Seat(seat_id="rehearsal", name="自检", department=Text(zh="自检", en="rehearsal"))


class _BeatVoice(AudioSource):
    """The tone, made when it is asked for: nothing waits in a queue before it is sent."""

    def __init__(self, start_s: float) -> None:
        super().__init__("silence")
        self._start_s = start_s

    def pull(self) -> Samples:
        return beat.TONE if beat.is_lit(time.monotonic(), self._start_s) else SILENCE


class _Ear(AudioSink):
    """A loudspeaker beside which somebody listens."""

    def __init__(self, address: str, onsets: beat.Onsets, *, echo: Canceller | None = None) -> None:
        super().__init__(address, echo=echo)
        self._onsets = onsets

    def push(self, frame: "av.AudioFrame") -> None:
        self._onsets.see(beat.loudness(frame.to_ndarray().reshape(-1).astype(np.int16, copy=False)), time.monotonic())
        super().push(frame)


@dataclass
class _Line:
    """Joins both ends as the hub would."""

    settings: Settings
    echo: Canceller | None
    start_s: float = field(default_factory=time.monotonic)
    seen: beat.Onsets = field(default_factory=lambda: beat.Onsets(beat.BRIGHT))
    heard: beat.Onsets = field(default_factory=lambda: beat.Onsets(beat.LOUD))
    came_back: beat.Onsets = field(default_factory=lambda: beat.Onsets(beat.LOUD))
    first_at_s: float | None = None

    def __post_init__(self) -> None:
        microphone = AudioSource(self.settings.microphone, echo=self.echo)
        self.cameras = (FrameSource(), FrameSource())
        self.booth = self._engine(lambda: self.seat, self.cameras[0], microphone, self._see)
        self.seat = self._engine(lambda: self.booth, self.cameras[1], _BeatVoice(self.start_s), lambda _: None)
        self.booth.speaker = _Ear(self.settings.speaker, self.heard, echo=self.echo)
        self.seat.speaker = _Ear("null", self.came_back)

    def _engine(
        self,
        other: Callable[[], CallEngine],
        camera: FrameSource,
        microphone: AudioSource,
        on_frame: Callable[[VideoFrame], None],
    ) -> CallEngine:
        loop = asyncio.get_running_loop()

        def carry(message: wire.Message) -> bool:
            if isinstance(message, wire.Signal | wire.CallEnded):
                loop.call_soon(lambda: other().hear(message))
            return True

        engine = CallEngine(carry, lambda _: None, camera=camera, microphone=microphone, on_frame=on_frame)
        engine.on_link(True)
        return engine

    def _see(self, frame: VideoFrame) -> None:
        """On a worker's thread. Every eighth row and column is enough to tell light from dark."""
        now_s = time.monotonic()
        self.first_at_s = self.first_at_s or now_s
        rows = np.frombuffer(frame.bgra, np.uint8).reshape(frame.height, frame.stride // 4, 4)
        self.seen.see(float(rows[::8, : frame.width : 8, 1].mean()), now_s)

    async def show(self) -> None:
        """Both cameras film the test card until cancelled."""
        dark, bright = beat.test_card()
        at = 0
        while True:
            at += 1
            pictures = bright if beat.is_lit(time.monotonic(), self.start_s) else dark
            for camera in self.cameras:
                camera.push(pictures[at % len(pictures)])
            await asyncio.sleep(PICTURE_S)

    async def close(self) -> None:
        for engine in (self.booth, self.seat):
            await engine.close()


async def rehearse_call(settings: Settings, echo: Canceller | None) -> list[StepTold]:
    """Calls, looks and listens for some seconds, hangs up."""
    line = _Line(settings, echo)
    showing = asyncio.get_running_loop().create_task(line.show())
    try:
        asked_at_s = time.monotonic()
        await _connect(line)
        if line.first_at_s is None:
            return [found("first_picture", BROKEN, _NO_PICTURE)]
        first_ms = 1000 * (line.first_at_s - asked_at_s)
        await asyncio.sleep(BEATS_S)
        return [measured("first_picture", first_ms), *_judge(line)]
    finally:
        showing.cancel()
        await line.close()


async def _connect(line: _Line) -> None:
    line.booth.request(wire.CallRequested(call_id="rehearsal", case_id="rehearsal"))
    line.seat.accept(call_id="rehearsal", attempt=1)
    for engine in (line.seat, line.booth):
        engine.hear(wire.CallConnected(call_id="rehearsal", attempt=1, seat=_SEAT))
    until_s = time.monotonic() + FIRST_S
    while line.first_at_s is None and time.monotonic() < until_s:  # noqa: ASYNC110  the first frame sets no event
        await asyncio.sleep(0.02)


def _judge(line: _Line) -> list[StepTold]:
    sent, shown = line.seat.stats().frames_sent, line.booth.stats().frames_decoded
    picture, voice = beat.delay_ms(line.seen, line.start_s), beat.delay_ms(line.heard, line.start_s)
    told = [measured("frames", min(100.0, 100 * shown / max(1, sent)))]
    for step, delay in (("picture_delay", picture), ("voice_delay", voice)):
        told.append(found(step, BROKEN) if delay is None else measured(step, delay))
    if picture is None or voice is None:
        told.append(found("lip_sync", BROKEN))
    else:
        told.append(measured("lip_sync", abs(picture - voice)))
    if line.echo is None:
        return [*told, found("echo", SKIPPED, _NO_ROOM)]
    return [*told, measured("echo", beat.echo_loss_db(beat.loudness(beat.TONE), line.came_back.levels))]
