"""Core: what the loudspeakers of a room play, kept until the microphone has come to the same time.

Theory. A loudspeaker's buffer is a queue that is filled in bursts and emptied at an even pace; when it is empty there
is silence. Here stands the same queue, emptied at the pace of the microphone: what is taken beside 10 ms of that was
in the air a moment before. It may be early (the canceller looks back a quarter of a second) but never late: so what
lies here without need, because two clocks differ, is left out.
"""

from collections import deque

import numpy as np

from cloud_seat.call.media import SAMPLE_RATE_HZ, Samples

FRAME_SAMPLES = SAMPLE_RATE_HZ // 100
"""10 ms: what WebRTC's audio processing takes at a time, and nothing else (its include/audio_processing.h)."""
LONGEST_FRAMES = 50
"""Half a second: a loudspeaker that is further ahead has stopped playing."""
WATCHED_FRAMES = 500
SPARE_FRAMES = 2
"""20 ms: one piece may come while another is taken. What never was less in the last five seconds was not needed."""


class FarEnd:
    """`put` what a loudspeaker plays, `take` what all of them play in the next 10 ms."""

    def __init__(self) -> None:
        self._queues: dict[object, _Queue] = {}

    def put(self, loudspeaker: object, samples: Samples) -> None:
        """Any number of samples, int16 [n], as loud as they are played."""
        self._queues.setdefault(loudspeaker, _Queue()).put(samples)

    def take(self) -> Samples:
        """int16 [480], all loudspeakers added up; what is beyond full scale is cut there."""
        mixed = np.zeros(FRAME_SAMPLES, np.int32)
        for queue in self._queues.values():
            frame = queue.take()
            if frame is not None:
                mixed += frame
        return np.clip(mixed, -32768, 32767).astype(np.int16)

    def forget(self) -> None:
        """Everything."""
        self._queues.clear()


class _Queue:
    def __init__(self) -> None:
        self._frames: deque[Samples] = deque(maxlen=LONGEST_FRAMES)
        self._rest = np.zeros(0, np.int16)
        self._taken, self._least = 0, LONGEST_FRAMES

    def put(self, samples: Samples) -> None:
        whole = np.concatenate([self._rest, samples])
        cut = whole.size // FRAME_SAMPLES * FRAME_SAMPLES
        self._frames.extend(whole[:cut].reshape(-1, FRAME_SAMPLES))
        self._rest = whole[cut:]

    def take(self) -> Samples | None:
        if not self._frames:
            self._taken, self._least = 0, LONGEST_FRAMES
            return None
        frame = self._frames.popleft()
        self._least = min(self._least, len(self._frames))
        self._taken += 1
        if self._taken == WATCHED_FRAMES:
            for _ in range(self._least if self._least > SPARE_FRAMES else 0):
                self._frames.popleft()
            self._taken, self._least = 0, LONGEST_FRAMES
        return frame
