"""Shell: packets of a voice become an even stream of sound, whatever is in them."""

import asyncio
import time

import av
import numpy as np

from cloud_seat.call.hearing import Hearing, fold
from cloud_seat.call.media import PIECE_SAMPLES
from cloud_seat.call.opus import OpusEncoder
from cloud_seat.call.packets import Packet
from tests.cloud_seat.call.people import run, until


def test_folding_begins_with_the_first_and_ends_with_the_second() -> None:
    first, second = np.full(PIECE_SAMPLES, 1000, dtype=np.int16), np.full(PIECE_SAMPLES, -1000, dtype=np.int16)
    folded = fold(first, second)
    assert (folded[0], folded[-1], len(folded)) == (1000, -1000, PIECE_SAMPLES)
    assert len(fold(first[:480], second)) == 480


def test_packets_of_rubbish_and_holes_are_an_even_stream() -> None:
    heard: list[av.AudioFrame] = []

    async def listen() -> None:
        hearing, encoder = Hearing(heard.append), OpusEncoder()
        voice = encoder.encode(np.full(PIECE_SAMPLES, 3000, dtype=np.int16))
        now_s = time.monotonic()
        for number, payload in enumerate((voice, voice, b"\xff\xff\xff", None, b"", voice, voice)):
            if payload is not None:
                hearing.take(Packet(number, number * PIECE_SAMPLES, payload), now_s + number * 0.02)
        await until(lambda: len(heard) >= 7, 3)
        assert hearing.wanted(0.0) == ((), False)
        await hearing.close()
        count = len(heard)
        await asyncio.sleep(0.05)
        assert len(heard) == count

    run(listen())
    assert {(frame.samples, frame.sample_rate, frame.layout.name) for frame in heard} == {(960, 48000, "mono")}


def test_a_voice_that_was_never_heard_is_closed() -> None:
    async def listen() -> None:
        await Hearing(lambda frame: None).close()

    run(listen())
