"""Shell: one WebRTC peer connection. The only importer of aiortc; what comes out are pixels, sound and numbers.

Encoding and decoding run in worker threads, and so does the change of colours: `on_frame` is called on a worker
thread with a picture that only needs to be drawn, always the newest; older ones are dropped, never queued.
aiortc's own state is not asked: it says "connected" for half a minute after the other end has gone.
"""

import asyncio
import logging
import time
from collections.abc import Callable, Coroutine, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any

import av
from aiortc import (
    MediaStreamTrack,
    RTCConfiguration,
    RTCIceServer,
    RTCPeerConnection,
    RTCRtpSender,
    RTCSessionDescription,
)
from aiortc.exceptions import InternalError, InvalidAccessError, InvalidStateError, OperationError
from aiortc.mediastreams import MediaStreamError
from aiortc.stats import RTCRemoteInboundRtpStreamStats, RTCStatsReport

from cloud_seat.call.codecs import TIME_BASE, Vp8Encoder
from cloud_seat.call.hearing import Hearing
from cloud_seat.call.inside import Reception, announce, forget_sent, hold_connecting, put_encoder, steer
from cloud_seat.call.ladder import BEST, LADDER, USUAL, Ladder, Line, climb
from cloud_seat.call.losses import Losses
from cloud_seat.call.media import PIECE_SAMPLES, SAMPLE_RATE_HZ, AudioSource, FrameSource, Samples, VideoFrame, fit
from cloud_seat.call.opus import OpusEncoder
from cloud_seat.call.pace import VIDEO_CLOCK_HZ
from cloud_seat.call.report import CallStats, RemoteMediaError
from cloud_seat.call.sending import Sending
from cloud_seat.call.watching import Watching

log = logging.getLogger(__name__)

REPEAT_S, LOOK_S = 0.1, 0.004
"""A camera that has nothing new is looked at again soon; a picture that stands still is sent ten times a second."""
LATE_AUDIO_S = 0.2
"""Sound that fell behind by less than this is caught up, so that none of it is lost; of pictures one at most."""
MEASURE_S = 1.0
FRESH_S = 3.0
CLOSE_TIMEOUT_S = 5.0

IceServers = Sequence[dict[str, Any]]


class Peer:
    """One RTCPeerConnection on the running asyncio loop. Use `offer` + `accept_answer`, or `answer`; then `close`."""

    def __init__(
        self,
        *,
        camera: FrameSource | None,
        microphone: AudioSource | None,
        on_frame: Callable[[VideoFrame], None],
        on_audio: Callable[[av.AudioFrame], None],
        ice_servers: IceServers = (),
    ) -> None:
        _quiet()
        announce()
        self._pc = RTCPeerConnection(RTCConfiguration(iceServers=[_ice_server(server) for server in ice_servers]))
        self._picture = _Picture(on_frame)
        self._rtt_s: float | None = None
        self._ladder = Ladder()
        self._camera = _CameraTrack(camera) if camera else None
        self._tasks: list[asyncio.Task[None]] = []
        start = partial(_start, self._tasks)
        hold_connecting(self._pc, start)
        audio = self._pc.addTransceiver(_MicrophoneTrack(microphone) if microphone else "audio", _direction(microphone))
        audio.setCodecPreferences(_only("audio", "audio/opus"))
        self._voice, self._hearing = _VoiceEncoder(), Hearing(on_audio)
        put_encoder(audio.sender, self._voice)
        Reception(audio, self._hearing)
        video = self._pc.addTransceiver(self._camera or "video", _direction(camera))
        video.setCodecPreferences(_only("video", "video/VP8", "video/rtx"))
        self._encoder = Vp8Encoder()
        put_encoder(video.sender, self._encoder)
        self._sending = Sending(self._encoder)
        steer(video.sender, self._sending)
        self._watching = Watching(self._picture.take)
        Reception(video, self._watching)
        start(self._picture.show())
        start(self._measure())

    async def offer(self) -> str:
        """Our description with every candidate in it."""
        await self._pc.setLocalDescription(await self._pc.createOffer())
        return str(self._pc.localDescription.sdp)

    async def accept_answer(self, sdp: str) -> None:
        """Take the answer to our offer. Raises RemoteMediaError."""
        with _their_fault():
            await self._pc.setRemoteDescription(RTCSessionDescription(sdp=sdp, type="answer"))

    async def answer(self, offer_sdp: str) -> str:
        """Take an offer; our description with every candidate in it. Raises RemoteMediaError."""
        with _their_fault():
            await self._pc.setRemoteDescription(RTCSessionDescription(sdp=offer_sdp, type="offer"))
            await self._pc.setLocalDescription(await self._pc.createAnswer())
        return str(self._pc.localDescription.sdp)

    def stats(self) -> CallStats:
        """What happened so far."""
        return CallStats(
            frames_sent=self._encoder.encoded,
            frames_decoded=self._watching.decoded,
            frames_shown=self._picture.shown,
            audio_frames=self._hearing.buffer.played + self._hearing.buffer.repaired,
            audio_lost=self._hearing.buffer.concealed,
            last_frame_at_s=self._picture.last_at_s,
            last_audio_at_s=self._hearing.last_packet_at_s,
            rtt_s=self._rtt_s,
            standing_s=self._sending.bandwidth.standing_s if self._sending.bandwidth else None,
            lines_sent=self._ladder.rung.box_px[1],
        )

    async def close(self) -> None:
        """Let everything go. Nothing is called back afterwards."""
        while self._tasks:  # a description that is being taken starts another
            await self._stop()
        try:
            async with asyncio.timeout(CLOSE_TIMEOUT_S):
                await self._pc.close()
        finally:
            await self._sending.close()
            await self._picture.forget()
            for sender in self._pc.getSenders():  # aiortc's objects hold each other, until the next collection
                forget_sent(sender)

    async def _stop(self) -> None:
        """Keeps none: a cancelled task holds its frame and so us: megabytes that would wait for the collector."""
        tasks = tuple(self._tasks)
        self._tasks.clear()
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    async def _measure(self) -> None:
        losses = {"audio": Losses(), "video": Losses()}
        while True:
            spent_s = self._encoder.spent_s
            await asyncio.sleep(MEASURE_S)
            said = _fresh(await self._pc.getStats())
            self._rtt_s = min((one.roundTripTime for one in said if one.roundTripTime), default=None)
            self._watching.rtt_s = self._rtt_s or self._watching.rtt_s
            lost = {one.kind: losses[one.kind].share(one.packetsLost, _sent(one)) for one in said}
            if (lost_sound := lost.get("audio")) is not None:
                self._voice.expect_loss(100 * lost_sound)
            loss = lost.get("video" if self._ladder.at else "audio")  # a picture that is not sent loses nothing
            busy = (self._encoder.spent_s - spent_s) / MEASURE_S
            known = self._sending.bandwidth
            if self._encoder.encoded:
                self._adapt(Line(loss, self._rtt_s, self._encoder.limit_bps, busy, known.queue_s if known else None))

    def _adapt(self, line: Line) -> None:
        """What the line carries decides what the camera sends."""
        if self._camera is None:
            return
        self._ladder = climb(replace(self._ladder, top=self._camera.top), line, MEASURE_S)
        self._camera.rung, self._encoder.rate_bps = self._ladder.rung, self._ladder.rate_bps
        self._encoder.least_bps = self._ladder.rung.least_bps
        if self._ladder.at == 0:
            self._encoder.limit_bps = None  # said of a picture that is not sent any more


class _Picture:
    """The received picture: newest decoded frame in, pixels for the screen out, one at a time."""

    def __init__(self, on_frame: Callable[[VideoFrame], None]) -> None:
        self.due = self.shown = 0
        self.last_at_s: float | None = None
        self._on_frame = on_frame
        self._newest: av.VideoFrame | None = None
        self._handing_over: asyncio.Future[None] | None = None
        self._fresh = asyncio.Event()

    async def forget(self) -> None:
        """Let the newest picture go; wait for one that is being handed over."""
        if self._handing_over:
            await asyncio.wait((self._handing_over,), timeout=CLOSE_TIMEOUT_S)
        self._newest = self._handing_over = None

    def take(self, frame: av.VideoFrame) -> None:
        """A picture that is due."""
        self.due += 1
        self.last_at_s = time.monotonic()
        self._newest = frame
        self._fresh.set()

    async def show(self) -> None:
        """Hand over the newest frame as soon as the last one has been taken."""
        loop = asyncio.get_running_loop()
        while True:
            await self._fresh.wait()
            self._fresh.clear()
            if self._newest is not None:
                self._handing_over = loop.run_in_executor(None, self._convert, self._newest, self.due)
                await asyncio.shield(self._handing_over)
                self.shown += 1

    def _convert(self, frame: av.VideoFrame, number: int) -> None:
        plane = frame.reformat(format="bgra").planes[0]
        self._on_frame(
            VideoFrame(bytes(plane), frame.width, frame.height, plane.line_size, number, self.last_at_s or 0.0)
        )


class _CameraTrack(MediaStreamTrack):
    """Sends the newest picture as soon as there is one, at most as often as its rung allows; or nothing."""

    kind = "video"

    def __init__(self, source: FrameSource) -> None:
        super().__init__()
        self.rung, self.top = LADDER[USUAL], USUAL
        self._source = source
        self._start_s = self._due_s = self._sent_at_s = time.monotonic()
        self._number = -1
        self._frame: av.VideoFrame | None = None

    async def recv(self) -> av.VideoFrame:
        """The next frame to encode, yuv420p."""
        while not (rung := self.rung).fps:
            self._due_s = await _pace(self, self._due_s, REPEAT_S, late_s=0.0)
        self._due_s = await _pace(self, self._due_s, 1 / rung.fps, late_s=1 / rung.fps)
        frame = await self._newest(rung.box_px)
        self._sent_at_s = time.monotonic()
        frame.pts, frame.time_base = round((self._sent_at_s - self._start_s) * VIDEO_CLOCK_HZ), TIME_BASE
        return frame

    async def _newest(self, box_px: tuple[int, int]) -> av.VideoFrame:
        """Of this size; the one before again when the camera has no newer one for a while."""
        number, rgb = self._source.latest()
        while number == self._number and time.monotonic() - self._sent_at_s < REPEAT_S:
            await asyncio.sleep(LOOK_S)
            number, rgb = self._source.latest()
        self.top = BEST if rgb.shape[0] >= LADDER[BEST].box_px[1] else USUAL
        size = fit(rgb.shape[1], rgb.shape[0], box_px)
        if self._frame is None or number != self._number or size != (self._frame.width, self._frame.height):
            self._frame = await asyncio.get_running_loop().run_in_executor(None, _yuv, rgb, size)
            self._number = number
        return self._frame


@dataclass(frozen=True, slots=True)
class _Sound:
    """20 ms to encode, and their time in samples. No frame of PyAV: aiortc would measure its loudness in Python."""

    samples: Samples
    at: int


class _VoiceEncoder(OpusEncoder):
    """What aiortc's sender asks of an encoder."""

    def pack(self, sound: _Sound) -> tuple[list[bytes], int]:
        """Payload and RTP timestamp. A fifth of a millisecond: not worth a worker thread."""
        return [self.encode(sound.samples)], sound.at


class _MicrophoneTrack(MediaStreamTrack):
    """Sends 20 ms of sound each 20 ms; silence when there is nothing."""

    kind = "audio"

    def __init__(self, source: AudioSource) -> None:
        super().__init__()
        source.start()
        self._source = source
        self._due_s = time.monotonic()
        self._samples = 0

    async def recv(self) -> _Sound:  # type: ignore[override]  # aiortc hands it to our encoder unread
        """The next piece to encode."""
        self._due_s = await _pace(self, self._due_s, PIECE_SAMPLES / SAMPLE_RATE_HZ, late_s=LATE_AUDIO_S)
        self._samples += PIECE_SAMPLES
        return _Sound(self._source.pull(), self._samples)


async def _pace(track: MediaStreamTrack, due_s: float, every_s: float, *, late_s: float) -> float:
    """Wait until `due_s`; returns when the next is due. Whoever fell behind more than `late_s` goes on from now."""
    if track.readyState != "live":
        raise MediaStreamError
    now_s = time.monotonic()
    await asyncio.sleep(max(0.0, due_s - now_s))
    return max(due_s, now_s - late_s) + every_s


@contextmanager
def _their_fault() -> Iterator[None]:
    """aiortc's parser trusts its input: a description that lies shows itself as almost any error."""
    try:
        yield
    except (InternalError, InvalidAccessError, InvalidStateError, OperationError) as error:
        raise RemoteMediaError(type(error).__name__) from error
    except (ValueError, LookupError, AttributeError, AssertionError, TypeError) as error:
        raise RemoteMediaError("malformed") from error


def _yuv(rgb: Any, size: tuple[int, int]) -> av.VideoFrame:
    frame = av.VideoFrame.from_ndarray(rgb, format="rgb24")
    return frame.reformat(width=size[0], height=size[1], format="yuv420p")


def _fresh(report: RTCStatsReport) -> list[RTCRemoteInboundRtpStreamStats]:
    """What the other end said of what we send, lately."""
    since = datetime.now(UTC) - timedelta(seconds=FRESH_S)
    return [one for one in report.values() if isinstance(one, RTCRemoteInboundRtpStreamStats) and one.timestamp > since]


def _sent(said: RTCRemoteInboundRtpStreamStats) -> int:
    """Packets until it was said."""
    return said.packetsReceived + said.packetsLost


def _start(tasks: list[asyncio.Task[None]], job: Coroutine[Any, Any, None]) -> asyncio.Task[None]:
    """One of `tasks`."""
    task = asyncio.get_running_loop().create_task(job)
    task.add_done_callback(_report)
    tasks.append(task)
    return task


def _report(task: asyncio.Task[None]) -> None:
    """A part that ends by itself has a fault, most likely in `on_frame` or `on_audio`: it must not be silent."""
    if not task.cancelled() and (error := task.exception()):
        log.error("a part of the peer connection broke: %s", type(error).__name__, exc_info=error)


def _only(kind: str, *names: str) -> list[Any]:
    """Every browser has VP8 (RFC 7742 §5) and Opus (RFC 7874 §3), and our encoders make nothing else."""
    return [codec for codec in RTCRtpSender.getCapabilities(kind).codecs if codec.mimeType in names]


def _direction(source: object | None) -> str:
    return "sendrecv" if source else "recvonly"


def _ice_server(server: dict[str, Any]) -> RTCIceServer:
    return RTCIceServer(urls=server["urls"], username=server.get("username"), credential=server.get("credential"))


def _quiet() -> None:
    """Lost packets and late key frames are everyday life in a call, not warnings."""
    for name in ("aiortc", "aioice"):
        logging.getLogger(name).setLevel(logging.ERROR)
