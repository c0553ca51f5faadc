"""Shell: an end of a call that sends back what it sees and hears, so that whoever calls measures there and back."""

from collections import deque
from typing import TYPE_CHECKING

import numpy as np

from cloud_seat.call.media import SILENCE, AudioSink, AudioSource, FrameSource, Samples, VideoFrame

if TYPE_CHECKING:  # FFmpeg loads with the call
    import av

PIECES_KEPT = 3
"""60 ms: what waits longer would be measured as delay of the line."""


class _Voice(AudioSource):
    """What was heard last."""

    def __init__(self) -> None:
        super().__init__("silence")
        self.heard: deque[Samples] = deque(maxlen=PIECES_KEPT)

    def pull(self) -> Samples:
        return self.heard.popleft() if self.heard else SILENCE


class _Ear(AudioSink):
    def __init__(self, voice: _Voice) -> None:
        super().__init__("null")
        self._voice = voice

    def push(self, frame: "av.AudioFrame") -> None:
        super().push(frame)
        self._voice.heard.append(frame.to_ndarray().reshape(-1).astype(np.int16, copy=False))


class Mirror:
    """Camera, microphone and loudspeaker of such an end; `see` is its `on_frame`."""

    def __init__(self) -> None:
        self.camera, voice = FrameSource(), _Voice()
        self.microphone: AudioSource = voice
        self.speaker: AudioSink = _Ear(voice)

    def see(self, frame: VideoFrame) -> None:
        """On a worker's thread: the picture goes back as it came."""
        rows = np.frombuffer(frame.bgra, np.uint8).reshape(frame.height, frame.stride // 4, 4)
        self.camera.push(np.ascontiguousarray(rows[:, : frame.width, 2::-1]))
