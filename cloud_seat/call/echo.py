"""Shell: a microphone without the echo of what its room's loudspeakers play: WebRTC's AEC3, by livekit's wheel.

The only importer of livekit. Of it only the audio processing is used: no room, no server; its own threads sleep.
Everything here works on one thread at a time; what the canceller cannot do costs echo, never the voice.
"""

import logging
from threading import Lock
from typing import Any, Protocol

import numpy as np

from cloud_seat.call.far_end import FRAME_SAMPLES, FarEnd
from cloud_seat.call.media import SAMPLE_RATE_HZ, Samples

log = logging.getLogger(__name__)

DELAY_MS = 40
"""From handing 20 ms to the loudspeaker until they come back from the microphone: two buffers of 20 ms. A first guess:
AEC3 finds the true delay by itself (modules/audio_processing/aec3/render_delay_buffer.cc)."""


class Processing(Protocol):
    """What takes the echo out, 10 ms after 10 ms, in place."""

    def hear(self, far: Samples, near: Samples) -> Samples:
        """Both int16 [480]; the near one without the far one's echo."""


class EchoCanceller:
    """One room. Loudspeakers tell what they play (`played`), the microphone asks (`without_echo`); any thread may."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._far = FarEnd()
        self._processing: Processing | None = None
        self._is_broken = False
        self._listener: object = None

    def open(self, listener: object) -> None:
        """The microphone opens. Loads and starts the canceller: a third of a second the first time."""
        with self._lock:
            self._listener = listener
            self._far.forget()
            self._start()

    def close(self, listener: object) -> None:
        """The microphone is closed: nothing of the room is kept, unless another one listens there by now."""
        with self._lock:
            if listener is self._listener:
                self._far.forget()
                self._listener = self._processing = None

    def played(self, loudspeaker: object, samples: Samples) -> None:
        """What goes to the loudspeaker now, int16 [n], as loud as it is played."""
        with self._lock:
            if self._processing is not None:
                self._far.put(loudspeaker, samples)

    def without_echo(self, near: Samples) -> Samples:
        """A piece of the microphone, int16 [n] of whole 10 ms; the piece itself when it cannot be done."""
        with self._lock:
            if self._processing is None or near.size % FRAME_SAMPLES:
                return near
            try:
                frames = near.reshape(-1, FRAME_SAMPLES)
                return np.concatenate([self._processing.hear(self._far.take(), frame) for frame in frames])
            except RuntimeError as error:
                self._give_up(error)
                return near

    def _start(self) -> None:
        try:
            self._processing = None if self._is_broken else open_processing()
        except (ImportError, OSError, RuntimeError) as error:
            self._give_up(error)

    def _give_up(self, error: Exception) -> None:
        """Once is enough: a voice with an echo is better than a log full of sentences."""
        self._processing, self._is_broken = None, True
        log.warning("the echo is not cancelled, voices go on as they are: %s", type(error).__name__)


def open_processing() -> Processing:
    """AEC3, noise suppression, high-pass filter; no gain control: how loud a resident is sent is not guessed at."""
    logging.getLogger("livekit").setLevel(logging.ERROR)
    from livekit.rtc import AudioFrame, AudioProcessingModule

    module = AudioProcessingModule(echo_cancellation=True, noise_suppression=True, high_pass_filter=True)
    return _Aec3(module, AudioFrame)


class _Aec3:
    """Pieces of another length than 10 ms end the program (libwebrtc asserts it): FRAME_SAMPLES is no choice."""

    def __init__(self, module: Any, frame_type: Any) -> None:
        self._module, self._frame = module, frame_type

    def hear(self, far: Samples, near: Samples) -> Samples:
        sound = self._sound(near)
        self._module.process_reverse_stream(self._sound(far))
        self._module.set_stream_delay_ms(DELAY_MS)
        self._module.process_stream(sound)
        return np.frombuffer(sound.data, np.int16)

    def _sound(self, samples: Samples) -> Any:
        return self._frame(bytearray(samples.tobytes()), SAMPLE_RATE_HZ, 1, FRAME_SAMPLES)
