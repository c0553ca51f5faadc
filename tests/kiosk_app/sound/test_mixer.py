"""Core: what is heard where: at the glass, in the handset, and what neither may hear."""

import struct

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cloud_seat.call.media import PIECE_SAMPLES, SAMPLE_RATE_HZ, Samples
from kiosk_app.sound.mixer import Mixer, Track, gain_at
from kiosk_app.sound.wave import WaveError, samples_of

LOUD, SOFT = 20000, 3000


def _tone(height: int, pieces: int = 2) -> Samples:
    return np.full(PIECE_SAMPLES * pieces, height, np.int16)


def _height(piece: Samples | None) -> int:
    return 0 if piece is None else int(np.max(np.abs(piece)))


def _mixer(usual: int = 7) -> Mixer:
    return Mixer(usual, has_handset=True)


def test_a_sound_and_a_voice_are_heard_together() -> None:
    mixer = _mixer()
    mixer.play(Track("press", _tone(SOFT)))
    mixer.speak(Track("say", _tone(LOUD)))
    assert _height(mixer.next().glass) == SOFT + LOUD
    assert mixer.next().ended == "say"
    assert mixer.is_silent


def test_too_loud_together_is_cut_at_full_scale() -> None:
    mixer = _mixer()
    mixer.play(Track("press", _tone(LOUD)))
    mixer.speak(Track("say", _tone(LOUD)))
    assert _height(mixer.next().glass) == 32767


def test_the_guard_repeats_until_the_card_is_taken() -> None:
    mixer = _mixer()
    mixer.guard(Track("take-card", _tone(LOUD, 3)))
    assert [_height(mixer.next().glass) for _ in range(100)] == [LOUD] * 100
    mixer.guard(None)
    assert mixer.is_silent


def test_the_guard_stays_at_the_glass_and_is_never_turned_below_the_usual() -> None:
    mixer = _mixer(usual=4)
    mixer.lift(lifted=True)
    mixer.turn(-3)
    mixer.guard(Track("take-card", _tone(LOUD)))
    mixer.speak(Track("say", _tone(LOUD)))
    heard = mixer.next()
    assert _height(heard.glass) == pytest.approx(LOUD * gain_at(4), abs=1)
    assert _height(heard.handset) == pytest.approx(LOUD * gain_at(1), abs=1)


def test_what_is_private_is_heard_in_the_handset_or_nowhere() -> None:
    mixer = _mixer()
    mixer.speak(Track("own", _tone(LOUD), private=True))
    assert mixer.is_silent, "the handset rests"
    mixer.lift(lifted=True)
    mixer.speak(Track("own", _tone(LOUD, 9), private=True))
    assert (_height(mixer.next().glass), _height(mixer.next().handset)) == (0, LOUD)
    mixer.lift(lifted=False)
    assert mixer.is_silent, "hung up in the middle"


def test_a_booth_whose_handset_has_no_loudspeaker_keeps_what_is_private() -> None:
    mixer = Mixer(7, has_handset=False)
    mixer.lift(lifted=True)
    mixer.speak(Track("own", _tone(LOUD), private=True))
    assert mixer.is_silent


def test_a_voice_rests_and_goes_on_where_it_was() -> None:
    mixer = _mixer()
    mixer.speak(Track("say", np.concatenate([_tone(SOFT, 1), _tone(LOUD, 1)])))
    assert _height(mixer.next().glass) == SOFT
    mixer.rest(on=True)
    assert mixer.is_silent
    mixer.rest(on=False)
    assert _height(mixer.next().glass) == LOUD


@given(st.integers(1, 7), st.integers(-6, 6))
def test_the_loudness_has_seven_steps_of_4_db(usual: int, louder: int) -> None:
    assert 20 * np.log10(gain_at(7) / gain_at(1)) == pytest.approx(24)
    assert gain_at(1) <= gain_at(usual + louder) <= gain_at(7) == 1


def _wave(rate_hz: int, samples: Samples, *, length: int | None = None) -> bytes:
    data = samples.astype("<i2").tobytes()
    head = struct.pack("<HHIIHH", 1, 1, rate_hz, rate_hz * 2, 2, 16)
    told = len(data) if length is None else length
    return b"RIFF\xff\xff\xff\x7fWAVEfmt " + struct.pack("<I", 16) + head + b"data" + struct.pack("<I", told) + data


@pytest.mark.parametrize("rate_hz", [16000, 22050, 48000])
def test_any_rate_becomes_ours(rate_hz: int) -> None:
    samples = samples_of(_wave(rate_hz, np.full(rate_hz // 2, LOUD, np.int16), length=0x7FFFF000))
    assert samples.size == pytest.approx(SAMPLE_RATE_HZ / 2, abs=2)
    assert set(samples.tolist()) == {LOUD}


@given(st.binary(max_size=200))
def test_a_broken_recording_raises_only_its_own_error(data: bytes) -> None:
    for hostile in (data, b"RIFF\0\0\0\0WAVEfmt " + data):
        try:
            samples_of(hostile)
        except WaveError:
            continue
