"""Shell: the booth's end of a loop-back call: sends a test card and a tone, and measures what comes back of them."""

import asyncio
import math
import time
import uuid
from collections.abc import Callable
from typing import TYPE_CHECKING

import numpy as np

from cloud_seat.call import events
from cloud_seat.call.engine import CallEngine
from cloud_seat.call.media import SILENCE, AudioSink, AudioSource, Canceller, FrameSource, Samples, VideoFrame
from cloud_seat.call.report import CallStats
from cloud_seat.contract.rehearsal import BROKEN, SKIPPED, StepTold
from cloud_seat.contract.signalling import CallRequested, Message
from cloud_seat.contract.text import Text
from kiosk_app.config import Settings
from kiosk_app.rehearsal import beat
from kiosk_app.rehearsal.plan import found, measured

if TYPE_CHECKING:  # FFmpeg loads with the call
    import av

ANSWER_S, FIRST_S = 45.0, 15.0
"""`ANSWER_S`: other booths rehearse too, and a bot takes one call after the other."""
SETTLE_S, BEATS_S = 1.0, 5.0
PICTURE_S, LOOK_S = 0.04, 0.02
_NO_PICTURE = Text(zh="等了 15 秒没有画面", en="no picture within 15 s")
_NO_ROOM = Text(zh="没有配置喇叭和话筒，回声没有测", en="no loudspeaker and microphone are configured: not measured")


class _BeatVoice(AudioSource):
    """The tone, made when it is asked for: nothing waits in a queue before it is sent. The room's own microphone is
    listened to meanwhile, and goes no further."""

    def __init__(self, address: str, start_s: float, room: beat.Onsets, *, echo: Canceller | None) -> None:
        super().__init__(address, echo=echo)
        self._start_s, self._room = start_s, room

    def pull(self) -> Samples:
        now_s = time.monotonic()
        self._room.see(beat.loudness(super().pull()), now_s)
        return beat.TONE if beat.is_lit(now_s, self._start_s) else SILENCE


class _Ear(AudioSink):
    """A loudspeaker beside which somebody listens."""

    def __init__(self, address: str, onsets: beat.Onsets, *, echo: Canceller | None) -> None:
        super().__init__(address, echo=echo)
        self._onsets = onsets

    def push(self, frame: "av.AudioFrame") -> None:
        self._onsets.see(beat.loudness(frame.to_ndarray().reshape(-1).astype(np.int16, copy=False)), time.monotonic())
        super().push(frame)


class MeasuringEnd:
    """One call. `ended`: why, when it is over; `is_matched`: somebody took it."""

    def __init__(self, settings: Settings, echo: Canceller | None, send: Callable[[Message], bool]) -> None:
        self._echo, self._start_s = echo, time.monotonic()
        self._seen, self._heard, self._room = (beat.Onsets(level) for level in (beat.BRIGHT, beat.LOUD, beat.LOUD))
        self._camera = FrameSource()
        microphone = _BeatVoice(settings.microphone, self._start_s, self._room, echo=echo)
        self.engine = CallEngine(send, self._follow, camera=self._camera, microphone=microphone, on_frame=self._see)
        self.engine.speaker = _Ear(settings.speaker, self._heard, echo=echo)
        self.ended, self.is_matched = "", False
        self._since_s, self._first_at_s = 0.0, 0.0

    async def measure(self) -> list[StepTold]:
        """Calls, looks and listens for some seconds, hangs up. Nothing when nobody took the call."""
        showing = asyncio.get_running_loop().create_task(self._show())
        try:
            self._since_s = time.monotonic()
            self.engine.request(CallRequested(call_id=uuid.uuid4().hex, case_id="rehearsal"))
            await _until(lambda: self.is_matched or self.ended, ANSWER_S)
            if not self.is_matched:
                return []
            if not await _until(lambda: self._first_at_s, FIRST_S):
                return [found("first_picture", BROKEN, _NO_PICTURE)]
            await asyncio.sleep(SETTLE_S)
            before = self.engine.stats()
            await asyncio.sleep(BEATS_S)
            first_ms = 1000 * (self._first_at_s - self._since_s)
            return [measured("first_picture", first_ms), *self._judge(before, self.engine.stats())]
        finally:
            showing.cancel()
            await self.engine.close()

    def _judge(self, before: CallStats, now: CallStats) -> list[StepTold]:
        """The way there is taken to be as good as the way back: half of the delay, the root of the share."""
        sent, back = now.frames_sent - before.frames_sent, now.frames_decoded - before.frames_decoded
        picture, voice = (beat.delay_ms(onsets, self._start_s) for onsets in (self._seen, self._heard))
        told = [measured("frames", 100 * math.sqrt(min(1.0, back / max(1, sent))))]
        for step, both_ways in (("picture_delay", picture), ("voice_delay", voice)):
            told.append(found(step, BROKEN) if both_ways is None else measured(step, both_ways / 2))
        if picture is None or voice is None:
            told.append(found("lip_sync", BROKEN))
        else:
            told.append(measured("lip_sync", abs(picture - voice) / 2))
        if self._echo is None:
            return [*told, found("echo", SKIPPED, _NO_ROOM)]
        return [*told, measured("echo", beat.echo_loss_db(beat.loudness(beat.TONE), self._room.levels))]

    def _follow(self, event: events.CallEvent) -> None:
        match event:
            case events.Queued():
                self._since_s = 0.0
            case events.Connected():
                self.is_matched, self._since_s = True, self._since_s or time.monotonic()
            case events.Ended(reason):
                self.ended = reason
            case _:
                return

    def _see(self, frame: VideoFrame) -> None:
        """On a worker's thread. Every eighth row and column is enough to tell light from dark."""
        now_s = time.monotonic()
        self._first_at_s = self._first_at_s or now_s
        rows = np.frombuffer(frame.bgra, np.uint8).reshape(frame.height, frame.stride // 4, 4)
        self._seen.see(float(rows[::8, : frame.width : 8, 1].mean()), now_s)

    async def _show(self) -> None:
        """The camera films the test card until cancelled."""
        dark, bright = beat.test_card()
        at = 0
        while True:
            at += 1
            pictures = bright if beat.is_lit(time.monotonic(), self._start_s) else dark
            self._camera.push(pictures[at % len(pictures)])
            await asyncio.sleep(PICTURE_S)


async def _until(is_so: Callable[[], object], limit_s: float) -> bool:
    until_s = time.monotonic() + limit_s
    while not is_so() and time.monotonic() < until_s:  # noqa: ASYNC110  the first frame sets no event
        await asyncio.sleep(LOOK_S)
    return bool(is_so())
