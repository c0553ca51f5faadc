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
from av.frame import Frame
from av.video.codeccontext import VideoCodecContext

from cloud_seat.call.ladder import START_BPS
from cloud_seat.call.pace import VIDEO_CLOCK_HZ
from cloud_seat.call.vp8 import PICTURE_IDS, packets

SETTINGS = {
    "cpu-used": "-12",
    "deadline": "realtime",
    "lag-in-frames": "0",
    "max-intra-rate": "900",
    "noise-sensitivity": "0",
    "overshoot-pct": "15",
    "static-thresh": "100",
    "undershoot-pct": "100",
}
"""max-intra-rate: a key frame takes at most 0.3 s of the line, as Chromium limits it at 30 frames/s."""
KEY_FRAME_DISTANCE = 3000
QUANTIZER_MIN, QUANTIZER_MAX = 2, 56
TIME_BASE = Fraction(1, VIDEO_CLOCK_HZ)
RATE_LEAST_BPS = 30_000
RATE_BELOW, RATE_ABOVE = 0.87, 1.25
"""A context is kept as long as its rate is about right: a new one begins with a key frame."""


class Vp8Encoder:
    """What aiortc's sender asks of an encoder. A new rate or size is a new context, which begins with a key frame."""

    def __init__(self) -> None:
        self.encoded = 0
        self.spent_s = 0.0
        self.rate_bps = START_BPS
        self.limit_bps: int | None = None
        self.context: VideoCodecContext | None = None
        self._picture_id = random.randrange(PICTURE_IDS)

    @property
    def target_bitrate(self) -> int:
        """What the receiver said it can take; aiortc's sender sets it from REMB."""
        return self.limit_bps or self.rate_bps

    @target_bitrate.setter
    def target_bitrate(self, limit_bps: int) -> None:
        self.limit_bps = max(RATE_LEAST_BPS, limit_bps)

    def encode(self, frame: Frame, force_keyframe: bool = False) -> tuple[list[bytes], int]:
        """Payloads and RTP timestamp of one frame, yuv420p. Runs in a worker thread."""
        picture, began_s = cast(av.VideoFrame, frame), time.perf_counter()
        if self.context is None or self._is_outdated(self.context, picture):
            self.context = _open_context(picture.width, picture.height, self.rate_bps)
        timestamp = picture.pts  # the encoder counts in its own units afterwards
        assert timestamp is not None
        assert picture.time_base == TIME_BASE
        kinds = av.video.frame.PictureType
        picture.pict_type = kinds.I if force_keyframe else kinds.NONE
        data = b"".join(bytes(packet) for packet in self.context.encode(picture))
        self.encoded += 1
        self.spent_s += time.perf_counter() - began_s
        self._picture_id = (self._picture_id + 1) % PICTURE_IDS
        return packets(data, self._picture_id), timestamp

    def _is_outdated(self, context: VideoCodecContext, frame: av.VideoFrame) -> bool:
        is_other_rate = not RATE_BELOW < self.rate_bps / (context.bit_rate or 1) < RATE_ABOVE
        return is_other_rate or (context.width, context.height) != (frame.width, frame.height)


def _open_context(width: int, height: int, rate_bps: int) -> VideoCodecContext:
    """A libvpx context: constant bit rate with a buffer of one second."""
    codec = av.CodecContext.create("libvpx", "w")
    codec.width, codec.height, codec.pix_fmt = width, height, "yuv420p"
    codec.bit_rate, codec.gop_size = rate_bps, KEY_FRAME_DISTANCE
    codec.qmin, codec.qmax = QUANTIZER_MIN, QUANTIZER_MAX
    codec.options = SETTINGS | {"bufsize": str(rate_bps), "minrate": str(rate_bps), "maxrate": str(rate_bps)}
    codec.thread_count = 1 if width * height <= 640 * 480 or (os.cpu_count() or 1) < 3 else 2
    return codec
