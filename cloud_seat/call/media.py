"""Shell: where the call's picture and sound come from and go to. No WebRTC here; samples and pixels only.

Sound inside is int16 mono at 48 kHz in pieces of 20 ms; pictures are uint8 [height, width, 3] RGB.
"""

import logging
import queue
import threading
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:  # FFmpeg loads with the first microphone, loudspeaker or call: 16 MB that a booth at rest can spare
    import av
    from av.container import OutputContainer

log = logging.getLogger(__name__)

SAMPLE_RATE_HZ = 48000
PIECE_SAMPLES = 960
BACKLOG_PIECES = 10
"""200 ms: more would be heard as delay."""
STOP_TIMEOUT_S = 2.0
WIDTH_PX, HEIGHT_PX = 640, 480
LEVEL_FLOOR_DB = -60.0
_SOURCES = ("silence", "lavfi", "alsa", "file")

Rgb = NDArray[np.uint8]
Samples = NDArray[np.int16]
SILENCE: Samples = np.zeros(PIECE_SAMPLES, dtype=np.int16)


class MediaAddressError(Exception):
    """An address names no kind of source or sink that we know. Mend the settings."""


@dataclass(frozen=True, slots=True)
class VideoFrame:
    """A received picture, ready to be drawn. bgra: `stride` bytes a row, 4 bytes a pixel: blue, green, red, 255."""

    bgra: bytes
    width: int
    height: int
    stride: int
    number: int
    at_s: float


class FrameSource:
    """The newest picture of a camera. `push` from the camera's thread, `latest` from anywhere; nothing is queued."""

    def __init__(self) -> None:
        self.enabled = True
        self._newest: tuple[int, Rgb | None] = (0, None)
        self._blank = blank_picture()

    def push(self, rgb: Rgb) -> None:
        """Replace the newest picture. `rgb` must not be written to afterwards."""
        self._newest = (self._newest[0] + 1, rgb)

    def clear(self) -> None:
        """Forget the last picture: the camera is off, and a face must not stay in memory."""
        self._newest = (self._newest[0] + 1, None)

    def latest(self) -> tuple[int, Rgb]:
        """The newest picture and its number; number 0 is the blank picture: no camera yet, or switched off."""
        number, rgb = self._newest
        return (number, rgb) if self.enabled and rgb is not None else (0, self._blank)


class Canceller(Protocol):
    """Takes out of a room's microphone what its loudspeakers play; see call/echo.py."""

    def open(self, listener: object) -> None:
        """The microphone opens. The newest listener has the room."""

    def close(self, listener: object) -> None:
        """And is closed: whoever was stuck and has been replaced meanwhile closes nothing."""

    def played(self, loudspeaker: object, samples: Samples) -> None:
        """What goes to a loudspeaker now, as loud as it is played."""

    def without_echo(self, near: Samples) -> Samples:
        """A piece of the microphone."""


class AudioSource:
    """A microphone by address: "silence", "lavfi:sine=frequency=440", "alsa:default", "file:/path/voice.wav".

    `echo`: of the room that it listens to; a handset has none.
    """

    def __init__(self, address: str = "silence", *, echo: Canceller | None = None) -> None:
        self.address = address
        self.echo = echo
        self.muted = False
        self.level = 0.0
        self._format, self._spec = _split(address, _SOURCES)
        self._pieces: queue.Queue[Samples] = queue.Queue(BACKLOG_PIECES)
        self._is_open = False
        self._thread: threading.Thread | None = None
        self._stopping = threading.Event()
        """Of this thread and no other: a sound card that hangs may keep one beyond `stop`."""

    def use(self, address: str, *, echo: Canceller | None = None) -> None:
        """Another microphone from now on, open if this one was. Raises MediaAddressError."""
        kind, spec = _split(address, _SOURCES)
        was_open = self._is_open
        self.stop()
        self.address, self._format, self._spec, self.echo = address, kind, spec, echo
        if was_open:
            self.start()

    def start(self) -> None:
        """Open the microphone, if it is not open yet."""
        self._is_open = True
        if self._thread is None and self._format != "silence":
            self._stopping = threading.Event()
            opened = (self._stopping, self._format, self._spec, self.echo)
            self._thread = threading.Thread(target=self._read, args=opened, name="call-microphone", daemon=True)
            self._thread.start()

    def stop(self) -> None:
        """Close the microphone. One that hangs is left to itself: nothing of it is heard any more."""
        self._is_open = False
        thread, self._thread = self._thread, None
        if thread is not None:
            self._stopping.set()
            thread.join(STOP_TIMEOUT_S)
            if thread.is_alive():
                log.warning("microphone %s hangs: it is left behind", self._format)
            self._empty()
        self.level = 0.0

    def pull(self) -> Samples:
        """The next 20 ms; silence while muted or when there is nothing."""
        try:
            piece = self._pieces.get_nowait()
        except queue.Empty:
            piece = SILENCE
        self.level = 0.0 if self.muted else level_of(piece)
        return SILENCE if self.muted else piece

    def _read(self, stopping: threading.Event, kind: str, spec: str, echo: Canceller | None) -> None:
        import av

        if echo is not None:
            echo.open(stopping)
        try:
            with av.open(spec, format=None if kind == "file" else kind) as container:
                resampler = av.AudioResampler("s16", "mono", SAMPLE_RATE_HZ, PIECE_SAMPLES)
                for frame in container.decode(audio=0):
                    if stopping.is_set():
                        return
                    for piece in resampler.resample(frame):
                        heard = piece.to_ndarray()[0].astype(np.int16, copy=False)
                        self._put(heard if echo is None else echo.without_echo(heard), stopping)
        except (av.FFmpegError, OSError, IndexError) as error:
            log.warning("microphone %s gives no sound: %s", kind, type(error).__name__)
        finally:
            if echo is not None:
                echo.close(stopping)

    def _put(self, piece: Samples, stopping: threading.Event) -> None:
        """A real microphone sets its own pace, so late pieces are dropped; a file or tone waits for the call."""
        while not stopping.is_set():
            try:
                self._pieces.put(piece, timeout=0.001 if self._format == "alsa" else 0.05)
                return
            except queue.Full:
                if self._format == "alsa":
                    self._drop_oldest()

    def _drop_oldest(self) -> None:
        try:
            self._pieces.get_nowait()
        except queue.Empty:
            return

    def _empty(self) -> None:
        while not self._pieces.empty():
            self._drop_oldest()


class AudioSink:
    """A loudspeaker by address: "null" (measured and counted only) or "alsa:default". `echo`: of its room."""

    def __init__(self, address: str = "null", *, echo: Canceller | None = None) -> None:
        self.address = address
        self.echo = echo
        self.level = 0.0
        self.frames = 0
        self.gain = 1.0
        self._format, self._spec = _split(address, ("null", "alsa"))
        self._frames: queue.Queue[av.AudioFrame] = queue.Queue(BACKLOG_PIECES)
        self._stopping = threading.Event()
        self._thread: threading.Thread | None = None

    def push_samples(self, samples: Samples) -> None:
        """Play 20 ms of our own."""
        if self._format == "null":
            self.frames += 1
            self.level = level_of(samples)
            return
        import av

        frame = av.AudioFrame.from_ndarray(samples.reshape(1, -1), format="s16", layout="mono")
        frame.sample_rate = SAMPLE_RATE_HZ
        self.push(frame)

    def push(self, frame: "av.AudioFrame") -> None:
        """Play 20 ms of the other end. Never blocks: what does not fit is dropped."""
        self.frames += 1
        frame = louder(frame, self.gain)
        self.level = level_of(frame.to_ndarray().reshape(-1).astype(np.int16, copy=False))
        if self._format == "null":
            return
        if self._thread is None:
            self._stopping = threading.Event()
            self._thread = threading.Thread(
                target=self._play, args=(self._stopping,), name="call-loudspeaker", daemon=True
            )
            self._thread.start()
        if not self._frames.full():
            self._frames.put_nowait(frame)

    def stop(self) -> None:
        """Close the loudspeaker."""
        thread, self._thread = self._thread, None
        if thread is not None:
            self._stopping.set()
            thread.join(STOP_TIMEOUT_S)
        self.level = 0.0

    def _play(self, stopping: threading.Event) -> None:
        import av

        try:
            with av.open(self._spec, "w", format=self._format) as container:
                stream: Any = container.add_stream("pcm_s16le", rate=SAMPLE_RATE_HZ, layout="stereo")
                while not stopping.is_set():
                    self._play_next(container, stream)
        except (av.FFmpegError, OSError) as error:
            log.warning("loudspeaker %s takes no sound: %s", self._format, type(error).__name__)

    def _play_next(self, container: "OutputContainer", stream: Any) -> None:
        try:
            frame = self._frames.get(timeout=0.1)
        except queue.Empty:
            return
        if self.echo is not None:
            self.echo.played(self, frame.to_ndarray().reshape(-1).astype(np.int16, copy=False))
        frame.pts = None
        container.mux(stream.encode(frame))


def louder(frame: "av.AudioFrame", gain: float) -> "av.AudioFrame":
    """The same 20 ms, louder or quieter; what would be beyond full scale is cut there."""
    import av

    if gain == 1.0:
        return frame
    samples = np.clip(frame.to_ndarray().astype(np.float32) * gain, -32768, 32767).astype(np.int16)
    changed = av.AudioFrame.from_ndarray(samples, format=frame.format.name, layout=frame.layout.name)
    changed.sample_rate = frame.sample_rate
    return changed


def level_of(samples: Samples) -> float:
    """Loudness from 0 (below -60 dB of full scale, or nothing) to 1 (full scale)."""
    if not samples.size:
        return 0.0
    power = float(np.mean(np.square(samples.astype(np.float32) / 32768.0)))
    decibel = 10 * np.log10(power) if power > 0 else LEVEL_FLOOR_DB
    return float(min(1.0, max(0.0, 1 - decibel / LEVEL_FLOOR_DB)))


def fit(width: int, height: int, box: tuple[int, int] = (WIDTH_PX, HEIGHT_PX)) -> tuple[int, int]:
    """The largest even size of the same shape that fits into `box`, never larger than the picture itself."""
    scale = min(1.0, box[0] / width, box[1] / height)
    return max(2, round(width * scale / 2) * 2), max(2, round(height * scale / 2) * 2)


def blank_picture() -> Rgb:
    """What is sent without a camera: black with one grey bar, so that nobody takes it for a broken line."""
    rgb = np.zeros((HEIGHT_PX, WIDTH_PX, 3), dtype=np.uint8)
    rgb[HEIGHT_PX // 2 - 8 : HEIGHT_PX // 2 + 8, WIDTH_PX // 4 : -WIDTH_PX // 4] = 96
    return rgb


def _split(address: str, known: tuple[str, ...]) -> tuple[str, str]:
    kind, _, spec = address.partition(":")
    if kind not in known or bool(spec) != (kind not in ("silence", "null")):
        raise MediaAddressError(f"not one of {', '.join(known)}: {kind}")
    return kind, spec
