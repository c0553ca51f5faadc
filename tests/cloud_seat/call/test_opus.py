"""Shell: the contract with the libopus of the `av` wheel: it repairs, conceals, and takes any bytes."""

import contextlib

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cloud_seat.call.media import PIECE_SAMPLES, SAMPLE_RATE_HZ, Samples
from cloud_seat.call.opus import (
    LONGEST_PIECE_SAMPLES,
    RATE_BPS,
    OpusDecoder,
    OpusEncoder,
    RemoteSoundError,
)


def _voice(pieces: int) -> list[Samples]:
    """Something like a voice: a buzz whose pitch and loudness change."""
    at = np.arange(pieces * PIECE_SAMPLES) / SAMPLE_RATE_HZ
    phase = 2 * np.pi * np.cumsum(140 + 30 * np.sin(2 * np.pi * 2 * at)) / SAMPLE_RATE_HZ
    buzz = sum(np.sin(number * phase) / number for number in range(1, 12))
    loud = buzz * (0.6 + 0.4 * np.sin(2 * np.pi * 3 * at)) * 5000
    return list(loud.astype(np.int16).reshape(pieces, PIECE_SAMPLES))


def _likeness(heard: list[Samples], said: list[Samples], shifts: range = range(1)) -> float:
    """Correlation at the best shift."""
    a, b = np.concatenate(heard).astype(float), np.concatenate(said).astype(float)
    return max(float(np.corrcoef(a[shift:], b[: len(b) - shift])[0, 1]) for shift in shifts)


def test_a_voice_comes_through_at_its_rate() -> None:
    encoder, decoder, said = OpusEncoder(), OpusDecoder(), _voice(100)
    packets = [encoder.encode(piece) for piece in said]
    assert 8 * 50 * np.mean([len(packet) for packet in packets]) == pytest.approx(RATE_BPS, rel=0.3)
    heard = [decoder.decode(packet) for packet in packets]
    assert {len(piece) for piece in heard} == {PIECE_SAMPLES}
    assert _likeness(heard, said, range(0, 600, 4)) > 0.8  # Opus delays by some milliseconds


def test_a_lost_packet_is_in_the_next_one() -> None:
    encoder, said = OpusEncoder(), _voice(150)
    encoder.expect_loss(20)
    packets = [encoder.encode(piece) for piece in said]
    whole = OpusDecoder()
    true = [whole.decode(packet) for packet in packets][13::5]
    likeness = {}
    for how in ("repair", "conceal"):
        decoder, lost = OpusDecoder(), []
        for number, packet in enumerate(packets):
            if number % 5 == 3:
                lost.append(decoder.repair(packets[number + 1]) if how == "repair" else decoder.conceal())
            else:
                decoder.decode(packet)
        likeness[how] = _likeness(lost[2:], true)
    assert likeness["repair"] > 0.8
    assert likeness["repair"] > likeness["conceal"] + 0.1


def test_the_copy_costs_little_and_can_be_turned_up_during_a_call() -> None:
    encoder, said = OpusEncoder(), _voice(100)
    least = sum(len(encoder.encode(piece)) for piece in said)
    encoder.expect_loss(100)
    most = sum(len(encoder.encode(piece)) for piece in said)
    assert least * 0.7 < most < least * 1.5


def test_concealment_fades_into_silence() -> None:
    encoder, decoder = OpusEncoder(), OpusDecoder()
    for piece in _voice(20):
        decoder.decode(encoder.encode(piece))
    invented = [float(np.abs(decoder.conceal()).mean()) for _ in range(60)]
    assert invented[0] > 300
    assert invented[-1] < 30


@settings(max_examples=200)
@given(st.lists(st.tuples(st.booleans(), st.binary(max_size=60)), max_size=8))
def test_any_bytes_are_sound_or_refused(packets: list[tuple[bool, bytes]]) -> None:
    decoder = OpusDecoder()
    for is_repair, payload in packets:
        with contextlib.suppress(RemoteSoundError):
            samples = decoder.repair(payload) if is_repair else decoder.decode(payload)
            assert len(samples) <= LONGEST_PIECE_SAMPLES
        assert len(decoder.conceal()) <= LONGEST_PIECE_SAMPLES
