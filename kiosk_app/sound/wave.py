"""Core: the bytes of a WAV file → samples as the loudspeaker wants them: int16 [n], mono, 48 kHz."""

import struct
from collections.abc import Iterator

import numpy as np

from cloud_seat.call.media import SAMPLE_RATE_HZ, Samples

_PCM, _MONO, _BITS = 1, 1, 16


class WaveError(Exception):
    """Not a WAV file of 16-bit mono PCM: a broken recording or a speech program that failed. Leave it out."""


def samples_of(data: bytes) -> Samples:
    """A file that was written to a pipe does not know its own length: what is there counts. Raises WaveError."""
    chunks = dict(_chunks(data))
    if not data.startswith(b"RIFF") or len(chunks.get(b"fmt ", b"")) < 16 or b"data" not in chunks:
        raise WaveError("no WAV file")
    kind, channels, rate_hz, _, _, bits = struct.unpack_from("<HHIIHH", chunks[b"fmt "])
    if (kind, channels, bits) != (_PCM, _MONO, _BITS) or not 4000 <= rate_hz <= 192_000:
        raise WaveError("not 16-bit mono PCM")
    sound = chunks[b"data"]
    return at_our_rate(np.frombuffer(sound[: len(sound) // 2 * 2], "<i2"), rate_hz)


def at_our_rate(samples: Samples, rate_hz: int) -> Samples:
    """Straight lines between the samples: good enough for voices and tones."""
    if rate_hz == SAMPLE_RATE_HZ or not samples.size:
        return samples.astype(np.int16)
    count = samples.size * SAMPLE_RATE_HZ // rate_hz
    at = np.arange(count) * (rate_hz / SAMPLE_RATE_HZ)
    drawn: Samples = np.interp(at, np.arange(samples.size), samples).astype(np.int16)
    return drawn


def _chunks(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    at = 12
    while at + 8 <= len(data):
        name, size = struct.unpack_from("<4sI", data, at)
        yield name, data[at + 8 : at + 8 + size]
        at += 8 + size + size % 2
