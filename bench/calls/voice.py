"""Shell: something like a voice, invented: a buzz that rises and falls, with syllables and pauses."""

import wave
from pathlib import Path

import numpy as np

RATE_HZ = 16000
SECONDS = 240
HARMONICS = 12


def write_voice(path: Path) -> None:
    """A WAV file, longer than any call of a bench."""
    at = np.arange(SECONDS * RATE_HZ) / RATE_HZ
    phase = 2 * np.pi * np.cumsum(130 + 25 * np.sin(2 * np.pi * 0.9 * at) + 10 * np.sin(2 * np.pi * 2.3 * at)) / RATE_HZ
    buzz = np.sum([np.sin(number * phase) / number for number in range(1, HARMONICS)], axis=0)
    syllables = np.clip(np.sin(2 * np.pi * 3.1 * at) + 0.4, 0, 1)
    pauses = np.sin(2 * np.pi * 0.21 * at) > -0.7
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(RATE_HZ)
        file.writeframes((buzz * syllables * pauses * 6000).astype("<i2").tobytes())
