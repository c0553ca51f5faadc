"""Shell: the VP8 encoder with settings for a small computer.

Measured at 640x480, 490 kbit/s, a moving face and a panning pattern: 1.3-1.4 ms of CPU a frame instead of 2.2-2.4 ms
with the settings of aiortc 1.16.0, and 0.4-4.5 dB better. A negative `cpu-used` is a fixed speed; a positive one lets
libvpx spend spare time (12 costs 2.5-3.1 ms), which a kiosk has other uses for.
"""

import os
import random
import time
from fractions import Fraction
from typing import cast

import av
import numpy as np
from av.frame import Frame
from numpy.typing import NDArray

from cloud_seat.call.ladder import START_BPS
from cloud_seat.call.pace import VIDEO_CLOCK_HZ
from cloud_seat.call.vp8 import PICTURE_IDS, is_key, packets
from cloud_seat.call.vpx import Vp8

TIME_BASE = Fraction(1, VIDEO_CLOCK_HZ)
RATE_LEAST_BPS = 30_000
KEY_FRAME_EVERY_S = 0.3
"""Whoever asks more often gets one then: each is as much as nine other pictures."""


class Vp8Encoder:
    """What aiortc's sender asks of an encoder. A new size begins with a key frame, a new rate does not."""

    def __init__(self) -> None:
        self.encoded = 0
        self.spent_s = 0.0
        self.rate_bps = START_BPS
        self.least_bps = 0
        """Less than this makes no sense of the present picture: whoever owns us takes a smaller one then."""
        self.limit_bps: int | None = None
        self._vp8: Vp8 | None = None
        self._picture_id = random.randrange(PICTURE_IDS)
        self._wants_key = False
        self._key_at: int | None = None

    @property
    def target_bitrate(self) -> int:
        """What the line is said to carry; aiortc's sender sets it from REMB, `inside.py` from what it measures."""
        return self.limit_bps or self.rate_bps

    @target_bitrate.setter
    def target_bitrate(self, limit_bps: int) -> None:
        self.limit_bps = max(RATE_LEAST_BPS, limit_bps)

    @property
    def aims_at_bps(self) -> int:
        """A limit is heeded with the next picture, long before `rate_bps` is changed for it."""
        return min(self.rate_bps, max(self.target_bitrate, self.least_bps))

    def encode(self, frame: Frame, force_keyframe: bool = False) -> tuple[list[bytes], int]:
        """Payloads and RTP timestamp of one frame, yuv420p. Runs in a worker thread."""
        picture, began_s = cast(av.VideoFrame, frame), time.perf_counter()
        timestamp = picture.pts
        assert timestamp is not None
        assert picture.time_base == TIME_BASE
        is_key_due = self._gives_key(timestamp, force_keyframe)
        i420 = cast(NDArray[np.uint8], picture.to_ndarray())
        data = self._fitting(picture).encode(i420, timestamp, key=is_key_due)
        self.spent_s += time.perf_counter() - began_s
        if not data:
            return [], timestamp
        if is_key(data):
            self._key_at, self._wants_key = timestamp, False
        self.encoded += 1
        self._picture_id = (self._picture_id + 1) % PICTURE_IDS
        return packets(data, self._picture_id), timestamp

    def _fitting(self, picture: av.VideoFrame) -> Vp8:
        size = picture.width, picture.height
        if self._vp8 is None or self._vp8.size != size:
            threads = 1 if size[0] * size[1] <= 640 * 480 or (os.cpu_count() or 1) < 3 else 2
            self._vp8 = Vp8(size, rate_bps=self.aims_at_bps, threads=threads)
        self._vp8.follow(self.aims_at_bps)
        return self._vp8

    def _gives_key(self, timestamp: int, asked: bool) -> bool:
        self._wants_key |= asked
        since = KEY_FRAME_EVERY_S * VIDEO_CLOCK_HZ if self._key_at is None else timestamp - self._key_at
        return self._wants_key and since >= KEY_FRAME_EVERY_S * VIDEO_CLOCK_HZ
