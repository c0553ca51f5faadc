"""Shell: makes the booth's sounds: `python assets/sounds/make_sounds.py`. Sine tones of our own, nothing borrowed."""

import wave
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

HERE = Path(__file__).resolve().parent
RATE_HZ = 16000
"""Enough for tones up to 2 kHz; older ears hear little above 4 kHz."""
PEAK = 0.7

Tone = NDArray[np.float64]


def tone(pitch_hz: float, length_s: float, *, fade_s: float = 0.01, loudness: float = 1.0) -> Tone:
    """A sine with a soft start and a falling end; a fifth of its octave gives it body."""
    at_s = np.arange(int(length_s * RATE_HZ)) / RATE_HZ
    body = np.sin(2 * np.pi * pitch_hz * at_s) + 0.2 * np.sin(4 * np.pi * pitch_hz * at_s)
    rise = np.minimum(1, at_s / fade_s)
    return loudness * body / 1.2 * rise * np.exp(-3 * at_s / length_s)


def silence(length_s: float) -> Tone:
    """Nothing."""
    return np.zeros(int(length_s * RATE_HZ))


SOUNDS = {
    "press": [tone(660, 0.05, fade_s=0.004, loudness=0.35)],
    "success": [tone(523.25, 0.16), tone(659.25, 0.16), tone(783.99, 0.4)],
    "attention": [tone(659.25, 0.18), silence(0.04), tone(493.88, 0.4)],
    "call": [tone(587.33, 0.2), tone(880, 0.2), tone(587.33, 0.2), tone(880, 0.5)],
    "take-card": [tone(880, 0.25), silence(0.1), tone(880, 0.25), silence(0.1), tone(1174.66, 0.45), silence(0.85)],
}
"""`take-card` repeats: its silence belongs to it."""


def main() -> None:
    """Writes every sound beside this file."""
    for name, pieces in SOUNDS.items():
        samples = (np.concatenate(pieces) * PEAK * 32767).round().astype("<i2")
        with wave.open(str(HERE / f"{name}.wav"), "wb") as file:
            file.setnchannels(1)
            file.setsampwidth(2)
            file.setframerate(RATE_HZ)
            file.writeframes(samples.tobytes())


if __name__ == "__main__":
    main()
