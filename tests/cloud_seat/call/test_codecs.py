"""Shell: the contract with aiortc's private side. When this fails, read `cloud_seat/call/codecs.py` beside aiortc."""

import asyncio
import inspect
from fractions import Fraction

import av
import numpy as np
import pytest
from aiortc import RTCConfiguration, RTCPeerConnection
from aiortc.codecs.vpx import MAX_BITRATE, Vp8Decoder, Vp8Encoder
from aiortc.jitterbuffer import JitterFrame

from cloud_seat.call.codecs import SETTINGS, LeanVp8Encoder, use_lean_encoder
from tests.cloud_seat.call.people import Person, run, until


def _frame(number: int, width: int = 640) -> av.VideoFrame:
    rgb = np.random.default_rng(number).integers(0, 255, (12, 16, 3), dtype=np.uint8).repeat(width // 16, 0)
    frame = av.VideoFrame.from_ndarray(rgb.repeat(width // 16, 1), format="rgb24").reformat(format="yuv420p")
    frame.pts, frame.time_base = number * 4500, Fraction(1, 90000)
    return frame


def test_the_context_is_ours_and_aiortc_keeps_it() -> None:
    encoder = LeanVp8Encoder()
    encoder.encode(_frame(0))
    context = encoder.context
    assert context is not None
    assert context.options == {}, "libvpx leaves the options that it does not know"
    for number in range(1, 5):
        encoder.encode(_frame(number))
    assert encoder.codec is encoder.context is context


@pytest.mark.parametrize("rate", [300_000, 540_000, 560_000, 1_400_000])
def test_a_change_of_rate_or_size_never_lets_aiortc_make_its_own(rate: int) -> None:
    encoder = LeanVp8Encoder()
    encoder.encode(_frame(0))
    encoder.target_bitrate = rate
    for number, width in enumerate((640, 320, 640), 1):
        encoder.encode(_frame(number, width))
        assert encoder.codec is encoder.context
        assert encoder.codec is not None
        assert abs((encoder.codec.bit_rate or 0) - rate) / rate < 0.1
    encoder.target_bitrate = MAX_BITRATE * 10
    encoder.encode(_frame(9))
    assert encoder.codec is encoder.context
    assert encoder.codec is not None
    assert MAX_BITRATE * 0.9 < (encoder.codec.bit_rate or 0) <= MAX_BITRATE


def test_what_it_makes_can_be_decoded_and_key_frames_come_when_asked() -> None:
    encoder, decoder = LeanVp8Encoder(), Vp8Decoder()
    for number in range(6):
        payloads, timestamp = encoder.encode(_frame(number), force_keyframe=number == 4)
        data = b"".join(payload[4:] for payload in payloads)  # RFC 7741 §4.2: descriptor with a 15-bit picture id
        (decoded,) = decoder.decode(JitterFrame(data=data, timestamp=timestamp))
        assert (decoded.width, decoded.height) == (640, 480)  # type: ignore[attr-defined]  # a video frame
        assert (data[0] & 1 == 0) is (number in (0, 4))  # RFC 6386 §9.1: bit 0 clear is a key frame


def test_the_stock_settings_are_the_ones_that_ours_were_measured_against() -> None:
    source = inspect.getsource(Vp8Encoder.encode)
    assert '"cpu-used": "-6"' in source
    assert '"noise-sensitivity": "4"' in source
    assert all(f'"{name}": "{SETTINGS[name]}"' in source for name in ("deadline", "overshoot-pct", "undershoot-pct"))
    assert "> 0.1" in source


def test_the_sender_has_the_place_that_we_fill() -> None:
    async def look() -> None:
        pc = RTCPeerConnection(RTCConfiguration(iceServers=[]))
        sender = pc.addTransceiver("video").sender
        assert vars(sender)["_RTCRtpSender__encoder"] is None
        encoder = use_lean_encoder(sender)
        assert vars(sender)["_RTCRtpSender__encoder"] is encoder
        await pc.close()

    asyncio.run(look())


def test_a_real_sender_uses_it() -> None:
    async def call() -> None:
        async with Person(hue=0).peer() as a, Person(hue=1).peer() as b:
            await a.accept_answer(await b.answer(await a.offer()))
            await until(lambda: b.stats().frames_decoded > 2)
            assert a.stats().frames_sent >= b.stats().frames_decoded

    run(call())
