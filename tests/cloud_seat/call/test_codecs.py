"""Shell: our VP8 encoder: its own settings, key frames when asked for, and what it makes can be decoded."""

import inspect

import av
import numpy as np
import pytest
from aiortc.codecs import vpx

from cloud_seat.call.codecs import RATE_ABOVE, RATE_BELOW, RATE_LEAST_BPS, SETTINGS, TIME_BASE, Vp8Encoder
from cloud_seat.call.vp8 import PACKET_MAX_BYTES, parse


def _frame(number: int, width: int = 640) -> av.VideoFrame:
    rgb = np.random.default_rng(number).integers(0, 255, (12, 16, 3), dtype=np.uint8).repeat(width // 16, 0)
    frame = av.VideoFrame.from_ndarray(rgb.repeat(width // 16, 1), format="rgb24").reformat(format="yuv420p")
    frame.pts, frame.time_base = number * 4500, TIME_BASE
    return frame


def test_the_context_is_kept_and_knows_all_options() -> None:
    encoder = Vp8Encoder()
    encoder.encode(_frame(0))
    context = encoder.context
    assert context is not None
    assert context.options == {}, "libvpx leaves the options that it does not know"
    for number in range(1, 5):
        encoder.encode(_frame(number))
    assert encoder.context is context


@pytest.mark.parametrize("rate_bps", [60_000, 250_000, 280_000, 370_000, 380_000, 1_400_000])
def test_a_change_of_rate_or_size_is_followed(rate_bps: int) -> None:
    encoder = Vp8Encoder()
    encoder.encode(_frame(0))
    encoder.rate_bps = rate_bps
    for number, width in enumerate((640, 320, 640), 1):
        encoder.encode(_frame(number, width))
        assert encoder.context is not None
        assert encoder.context.width == width
        assert RATE_BELOW < rate_bps / (encoder.context.bit_rate or 1) < RATE_ABOVE


def test_what_the_other_end_says_of_its_line_is_noted_for_the_ladder() -> None:
    encoder = Vp8Encoder()
    assert (encoder.limit_bps, encoder.target_bitrate) == (None, encoder.rate_bps)
    encoder.target_bitrate = 70_000
    assert (encoder.limit_bps, encoder.target_bitrate) == (70_000, 70_000)
    encoder.target_bitrate = 0
    assert encoder.limit_bps == RATE_LEAST_BPS


def test_what_it_makes_can_be_decoded_and_key_frames_come_when_asked() -> None:
    encoder, decoder = Vp8Encoder(), av.CodecContext.create("libvpx", "r")
    frames = [_frame(number) for number in range(6)]
    for number, frame in enumerate((*frames, frames[4]), 0):  # a repeated frame must not stay a key frame
        frame.pts, frame.time_base = number * 4500, TIME_BASE
        payloads, timestamp = encoder.encode(frame, force_keyframe=number == 4)
        assert timestamp == number * 4500
        assert all(len(payload) <= PACKET_MAX_BYTES for payload in payloads)
        read = [parse(payload) for payload in payloads]
        assert [part.begins for part in read] == [True] + [False] * (len(read) - 1)
        assert read[0].key is (number in (0, 4))
        (decoded,) = decoder.decode(av.Packet(b"".join(part.data for part in read)))
        assert (decoded.width, decoded.height) == (640, 480)


def test_the_stock_settings_are_the_ones_that_ours_were_measured_against() -> None:
    source = inspect.getsource(vpx.Vp8Encoder.encode)
    assert '"cpu-used": "-6"' in source
    assert '"noise-sensitivity": "4"' in source
    assert all(f'"{name}": "{SETTINGS[name]}"' in source for name in ("deadline", "overshoot-pct", "undershoot-pct"))
