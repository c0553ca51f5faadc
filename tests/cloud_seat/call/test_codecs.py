"""Shell: our VP8 encoder: its own settings, key frames when asked for, and what it makes can be decoded."""

import inspect

import av
import numpy as np
import pytest
from aiortc.codecs import vpx

from cloud_seat.call.codecs import RATE_LEAST_BPS, TIME_BASE, Vp8Encoder
from cloud_seat.call.vp8 import PACKET_MAX_BYTES, parse
from cloud_seat.call.vpx import OVERSHOOT_PERCENT, UNDERSHOOT_PERCENT, _library, _Settings


def _frame(number: int, width: int = 640) -> av.VideoFrame:
    rgb = np.random.default_rng(number).integers(0, 255, (12, 16, 3), dtype=np.uint8).repeat(width // 16, 0)
    frame = av.VideoFrame.from_ndarray(rgb.repeat(width // 16, 1), format="rgb24").reformat(format="yuv420p")
    frame.pts, frame.time_base = number * 4500, TIME_BASE
    return frame


def _is_key(payloads: list[bytes]) -> bool:
    return parse(payloads[0]).key


def test_libvpx_is_the_one_whose_settings_we_know() -> None:
    settings = _Settings()
    assert _library().vpx_codec_enc_config_default(_library().vpx_codec_vp8_cx(), settings, 0) == 0
    known = {"width": 320, "height": 240, "time_den": 30, "rate_kbps": 256, "quantizer_max": 63, "buffer_ms": 6000}
    known |= {"buffer_usual_ms": 5000, "section_max": 400, "key_kind": 1, "key_most": 128}
    assert {name: getattr(settings, name) for name in known} == known


@pytest.mark.parametrize("rate_bps", [60_000, 250_000, 900_000])
def test_a_new_rate_is_followed_without_a_key_frame_and_a_new_size_with_one(rate_bps: int) -> None:
    encoder = Vp8Encoder()
    assert _is_key(encoder.encode(_frame(0))[0])
    made = [encoder.encode(_frame(number))[0] for number in range(1, 12)]
    encoder.rate_bps = rate_bps
    made += [encoder.encode(_frame(number))[0] for number in range(12, 90)]
    assert not any(_is_key(payloads) for payloads in made if payloads)
    sizes = [sum(map(len, payloads)) for payloads in made[-45:]]
    assert sum(sizes) * 8 / (45 / 20) < 1.3 * rate_bps
    assert _is_key(encoder.encode(_frame(90, 320))[0])


def test_a_limit_is_heeded_at_once_but_not_below_what_the_picture_needs() -> None:
    encoder = Vp8Encoder()
    encoder.rate_bps, encoder.least_bps = 900_000, 280_000
    encoder.target_bitrate = 500_000
    assert encoder.aims_at_bps == 500_000
    encoder.target_bitrate = 100_000
    assert encoder.aims_at_bps == 280_000


def test_key_frames_that_are_asked_for_all_the_time_come_now_and_then() -> None:
    encoder = Vp8Encoder()
    made = [encoder.encode(_frame(number), force_keyframe=True)[0] for number in range(14)]
    keys = [number for number, payloads in enumerate(made) if payloads and _is_key(payloads)]
    assert keys == [0, 6, 12]  # 0.3 s at 20 pictures a second


def test_one_that_was_asked_for_too_early_is_not_forgotten() -> None:
    encoder = Vp8Encoder()
    made = [encoder.encode(_frame(number), force_keyframe=number == 2)[0] for number in range(8)]
    assert [number for number, payloads in enumerate(made) if payloads and _is_key(payloads)] == [0, 6]


def test_what_the_other_end_says_of_its_line_is_noted_for_the_ladder() -> None:
    encoder = Vp8Encoder()
    assert (encoder.limit_bps, encoder.target_bitrate) == (None, encoder.rate_bps)
    encoder.target_bitrate = 70_000
    assert (encoder.limit_bps, encoder.target_bitrate) == (70_000, 70_000)
    encoder.target_bitrate = 0
    assert encoder.limit_bps == RATE_LEAST_BPS


def test_what_it_makes_can_be_decoded_and_key_frames_come_when_asked() -> None:
    encoder, decoder = Vp8Encoder(), av.CodecContext.create("libvpx", "r")
    frames = [_frame(number) for number in range(8)]
    for number, frame in enumerate((*frames, frames[6]), 0):  # a repeated frame must not stay a key frame
        frame.pts, frame.time_base = number * 4500, TIME_BASE
        payloads, timestamp = encoder.encode(frame, force_keyframe=number == 6)
        assert timestamp == number * 4500
        assert all(len(payload) <= PACKET_MAX_BYTES for payload in payloads)
        read = [parse(payload) for payload in payloads]
        assert [part.begins for part in read] == [True] + [False] * (len(read) - 1)
        assert read[0].key is (number in (0, 6))
        (decoded,) = decoder.decode(av.Packet(b"".join(part.data for part in read)))
        assert (decoded.width, decoded.height) == (640, 480)


def test_the_stock_settings_are_the_ones_that_ours_were_measured_against() -> None:
    source = inspect.getsource(vpx.Vp8Encoder.encode)
    assert '"cpu-used": "-6"' in source
    assert '"noise-sensitivity": "4"' in source
    assert '"deadline": "realtime"' in source
    assert f'"overshoot-pct": "{OVERSHOOT_PERCENT}"' in source
    assert f'"undershoot-pct": "{UNDERSHOOT_PERCENT}"' in source
