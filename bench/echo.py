"""Shell: the echo of an invented room, with the canceller and without: what is left, how soon, at what cost."""

import time

import numpy as np

from bench.room import ROOMS, Room, Wave, as_samples, echo_of, erle_db, noise, sdr_db, voice
from bench.table import Row, Table
from cloud_seat.call.echo import EchoCanceller
from cloud_seat.call.media import PIECE_SAMPLES, SAMPLE_RATE_HZ, Samples

LEARNT_S = 3.0


def measure(quick: bool) -> Table:
    """On one core; no sound device is opened."""
    seconds = 6.0 if quick else 20.0
    far, near = voice(seconds, seed=1, pitch_hz=120), voice(seconds, seed=2, pitch_hz=210)
    rows = tuple(_row(room, far, near) for room in (ROOMS[:1] if quick else ROOMS))
    columns = ("ERLE dB", "of the first 3 s", "both speak: SDR dB", "untouched", "core %", "off: ERLE dB", "core %  ")
    return Table("echo of a room taken out of the microphone", columns, rows, "the sound passed through; bar 25 dB")


def _row(room: Room, far: Wave, near: Wave) -> Row:
    far = far * 10 ** ((room.far_db + 23) / 20)
    echo, hiss = echo_of(room, far), noise(far.size / SAMPLE_RATE_HZ)
    left, cost = through(EchoCanceller(), echo + hiss, far)
    both, _ = through(EchoCanceller(), echo + near + hiss, far)
    passed, idle = through(None, echo + hiss, far)
    early, late = slice(0, round(LEARNT_S * SAMPLE_RATE_HZ)), slice(round(LEARNT_S * SAMPLE_RATE_HZ), left.size)
    numbers = (
        erle_db(echo[late], left[late]),
        erle_db(echo[early], left[early]),
        sdr_db(*_side_by_side(near[late], both[late])),
        sdr_db(near[late], (echo + near + hiss)[late]),
        100 * cost,
        erle_db(echo[late], passed[late]),
        100 * idle,
    )
    return room.name, numbers


def through(canceller: EchoCanceller | None, near: Wave, far: Wave) -> tuple[Wave, float]:
    """`near` as it is sent while `far` is played, and the seconds of a core that a second of it costs."""
    pieces, played = _pieces(near), _pieces(far)
    if canceller is not None:
        canceller.open("ear")
    begun_s = time.process_time()
    sent = [_send(canceller, piece, sound) for piece, sound in zip(pieces, played, strict=True)]
    cost_s = time.process_time() - begun_s
    if canceller is not None:
        canceller.close("ear")
    sound = np.concatenate(sent)
    return sound / 32767, cost_s * SAMPLE_RATE_HZ / sound.size


def _send(canceller: EchoCanceller | None, near: Samples, far: Samples) -> Samples:
    if canceller is None:
        return near
    canceller.played("loudspeaker", far)
    return canceller.without_echo(near)


def _pieces(wave: Wave) -> Samples:
    return as_samples(wave[: wave.size // PIECE_SAMPLES * PIECE_SAMPLES]).reshape(-1, PIECE_SAMPLES)


def _side_by_side(voice_alone: Wave, heard: Wave) -> tuple[Wave, Wave]:
    """The canceller's own delay, some 15 ms, is no distortion."""
    size = 1 << (2 * heard.size).bit_length()
    match = np.fft.irfft(np.fft.rfft(heard, size) * np.conj(np.fft.rfft(voice_alone, size)), size)
    late = int(np.argmax(match[: SAMPLE_RATE_HZ // 10]))
    return voice_alone[: voice_alone.size - late], heard[late:]
