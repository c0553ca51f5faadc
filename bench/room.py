"""Core: an invented room with a loudspeaker and a microphone: two voices, and what of one comes back with the other.

Everything is drawn from fixed seeds: the same room gives the same echo on every machine.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from cloud_seat.call.media import SAMPLE_RATE_HZ, Samples

Wave = NDArray[np.float64]
"""Samples at 48 kHz, 1.0 is full scale."""

FORMANTS_HZ = ((700, 1200, 2600), (300, 2200, 3000), (500, 900, 2400), (350, 700, 2500), (600, 1800, 2600))
"""Of a, i, o, u, e, roughly (Peterson & Barney 1952)."""
SYLLABLE_S = 0.19
FADE_OUT_S = 0.12
"""A furnished booth: its echo has fallen by 60 dB after about this long."""


@dataclass(frozen=True, slots=True)
class Room:
    """`echo_db`: how much quieter the echo is than what is played. `drift_ppm`: the microphone's clock runs fast."""

    name: str
    delay_ms: float = 60.0
    echo_db: float = -12.0
    is_overdriven: bool = False
    drift_ppm: float = 0.0
    far_db: float = -23.0


ROOMS = (
    Room("48 kHz, 60 ms"),
    Room("200 ms", delay_ms=200),
    Room("non-linear", is_overdriven=True),
    Room("50 ppm drift", drift_ppm=50),
    Room("loud", echo_db=-2, far_db=-17),
)
NOISE_DB = -70.0


def echo_of(room: Room, played: Wave) -> Wave:
    """What the microphone hears of it, without its own noise."""
    driven = np.tanh(2.5 * played) / 2.5 if room.is_overdriven else played
    heard = _convolved(driven, _response(room))[: played.size]
    if room.drift_ppm:
        at = np.arange(played.size) * (1 - room.drift_ppm * 1e-6)
        heard = np.interp(at, np.arange(played.size), heard)
    return heard


def noise(seconds: float) -> Wave:
    """Of a microphone, 70 dB below full scale."""
    return np.random.default_rng(7).standard_normal(round(seconds * SAMPLE_RATE_HZ)) * 10 ** (NOISE_DB / 20)


def voice(seconds: float, *, seed: int, pitch_hz: float, level_db: float = -23.0) -> Wave:
    """Somebody who speaks: syllables of gliding pitch through three formants, hisses, short and long rests."""
    random, parts, length = np.random.default_rng(seed), [], 0
    while length < seconds * SAMPLE_RATE_HZ:
        rest_s = 0.5 if random.random() < 0.12 else 0.03
        part = np.concatenate([_syllable(random, pitch_hz), np.zeros(round(rest_s * SAMPLE_RATE_HZ))])
        parts.append(part)
        length += part.size
    sound = np.concatenate(parts)[: round(seconds * SAMPLE_RATE_HZ)]
    loud = sound[np.abs(sound) > 0]
    spoken: Wave = sound * (10 ** (level_db / 20) / np.sqrt(np.mean(loud**2)))
    return spoken


def as_samples(wave: Wave) -> Samples:
    """int16, cut at full scale."""
    return np.clip(np.round(wave * 32767), -32768, 32767).astype(np.int16)


def erle_db(echo: Wave, left: Wave) -> float:
    """Echo return loss enhancement: how much quieter the echo has become."""
    return float(10 * np.log10(np.mean(echo**2) / (np.mean(left**2) + 1e-12)))


def sdr_db(voice_alone: Wave, heard: Wave) -> float:
    """Signal to distortion of a voice that was heard, at the best common loudness."""
    gain = np.dot(heard, voice_alone) / np.dot(voice_alone, voice_alone)
    return float(10 * np.log10(np.mean((gain * voice_alone) ** 2) / np.mean((heard - gain * voice_alone) ** 2)))


def _syllable(random: np.random.Generator, pitch_hz: float) -> Wave:
    size = round(SYLLABLE_S * random.uniform(0.7, 1.4) * SAMPLE_RATE_HZ)
    swell = np.sin(np.linspace(0, np.pi, size)) ** 0.6 * random.uniform(0.5, 1.0)
    if random.random() < 0.2:
        hiss = np.diff(random.standard_normal(size + 1))
        return 0.3 * swell * hiss / np.std(hiss)
    glide = pitch_hz * random.uniform(0.85, 1.2) * np.linspace(1, random.uniform(0.85, 1.15), size)
    source = np.cumsum(glide) / SAMPLE_RATE_HZ % 1.0 - 0.5 + 0.05 * random.standard_normal(size)
    frequencies = np.fft.rfftfreq(size, 1 / SAMPLE_RATE_HZ)
    formants = FORMANTS_HZ[random.integers(len(FORMANTS_HZ))]
    throat = sum(1 / (1 + ((frequencies - at) / (60 + 0.06 * at)) ** 2) for at in formants)
    spoken = np.fft.irfft(np.fft.rfft(source) * throat, size)
    return swell * spoken / np.std(spoken)


def _response(room: Room) -> Wave:
    """The straight way, then a tail of reflections."""
    random, start = np.random.default_rng(3), round(room.delay_ms / 1000 * SAMPLE_RATE_HZ)
    tail = round(FADE_OUT_S * SAMPLE_RATE_HZ)
    fading = 10 ** (-3 * np.arange(tail) / tail)
    response = np.zeros(start + tail)
    response[start:] = 0.35 * random.standard_normal(tail) * fading * (random.random(tail) < 0.02)
    response[start] = 1.0
    scaled: Wave = response * (10 ** (room.echo_db / 20) / np.sqrt(np.sum(response**2)))
    return scaled


def _convolved(signal: Wave, response: Wave) -> Wave:
    size = 1 << (signal.size + response.size - 1).bit_length()
    return np.fft.irfft(np.fft.rfft(signal, size) * np.fft.rfft(response, size), size)
