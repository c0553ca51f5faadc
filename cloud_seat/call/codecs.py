"""Shell: the VP8 encoder with settings for a small computer. The one file that touches aiortc's private side.

Measured with aiortc 1.16.0 at 640x480, 490 kbit/s, a moving face and a panning pattern: 1.3-1.4 ms of CPU a frame
instead of 2.2-2.4 ms, and 0.4-4.5 dB better. A negative `cpu-used` is a fixed speed; a positive one lets libvpx spend
spare time (12 costs 2.5-3.1 ms), which a kiosk has other uses for. aiortc offers no option, so the encoder is put in
place before the sender makes its own.
`tests/cloud_seat/call/test_codecs.py` fails when a new aiortc no longer takes it.
"""

import os
from typing import cast

import av
from aiortc import RTCRtpSender
from aiortc.codecs.vpx import Vp8Encoder
from av.frame import Frame
from av.video.codeccontext import VideoCodecContext

SETTINGS = {
    "cpu-used": "-12",
    "deadline": "realtime",
    "lag-in-frames": "0",
    "noise-sensitivity": "0",
    "overshoot-pct": "15",
    "static-thresh": "100",
    "undershoot-pct": "100",
}
KEY_FRAME_DISTANCE = 3000
QUANTIZER_MIN, QUANTIZER_MAX = 2, 56
RATE_TOLERANCE = 0.1
"""aiortc replaces its context beyond 10 %, so ours must be replaced at the same moment or it would make its own."""


class LeanVp8Encoder(Vp8Encoder):
    """aiortc's encoder around a context of ours; packets, timestamps and bit rate stay aiortc's."""

    def __init__(self) -> None:
        super().__init__()
        self.encoded = 0
        self.context: VideoCodecContext | None = None

    def encode(self, frame: Frame, force_keyframe: bool = False) -> tuple[list[bytes], int]:
        """Payloads and RTP timestamp of one frame. Runs in aiortc's worker thread."""
        picture = cast(av.VideoFrame, frame)
        if self._outdated(picture):
            self.codec = self.context = _open_context(picture.width, picture.height, self.target_bitrate)
        self.encoded += 1
        return super().encode(picture, force_keyframe)

    def _outdated(self, frame: av.VideoFrame) -> bool:
        codec = self.codec
        if codec is None or (codec.width, codec.height) != (frame.width, frame.height):
            return True
        rate = codec.bit_rate or 1
        return abs(self.target_bitrate - rate) / rate > RATE_TOLERANCE


def use_lean_encoder(sender: RTCRtpSender) -> LeanVp8Encoder:
    """Give `sender` our encoder. Only for senders that can negotiate nothing but VP8."""
    encoder = LeanVp8Encoder()
    vars(sender)["_RTCRtpSender__encoder"] = encoder
    return encoder


def _open_context(width: int, height: int, rate: int) -> VideoCodecContext:
    """A libvpx context: constant bit rate with a buffer of one second."""
    codec = av.CodecContext.create("libvpx", "w")
    codec.width, codec.height, codec.pix_fmt = width, height, "yuv420p"
    codec.bit_rate, codec.gop_size = rate, KEY_FRAME_DISTANCE
    codec.qmin, codec.qmax = QUANTIZER_MIN, QUANTIZER_MAX
    codec.options = SETTINGS | {"bufsize": str(rate), "minrate": str(rate), "maxrate": str(rate)}
    codec.thread_count = 1 if width * height <= 640 * 480 or (os.cpu_count() or 1) < 3 else 2
    return codec
