"""Shell: Opus through the libopus that lies in the `av` wheel, by ctypes.

FFmpeg's decoder, which PyAV offers, can neither read the copy of a lost packet in the next one nor go on by itself, and
its encoder cannot learn during a call how much is lost. `tests/cloud_seat/call/test_opus.py` fails when a new wheel has
another library.
"""

import ctypes
from functools import cache

import numpy as np

from cloud_seat.call import wheel
from cloud_seat.call.media import PIECE_SAMPLES, SAMPLE_RATE_HZ, Samples

RATE_BPS = 32_000
"""Mono speech in full band; above about 40 kbit/s libopus leaves the mode that has a copy of the packet before."""
COMPLEXITY = 5
LOSS_LEAST_PERCENT, LOSS_MOST_PERCENT = 5, 25
"""Without any expected loss libopus sends no copies, and the first loss would be heard."""
LONGEST_PIECE_SAMPLES = 5760
"""120 ms, the longest packet of Opus."""
LONGEST_PACKET_BYTES = 1500
VOIP = 2048
SET_BITRATE, SET_COMPLEXITY, SET_INBAND_FEC, SET_LOSS_PERCENT, SET_SIGNAL = 4002, 4010, 4012, 4014, 4024
SIGNAL_VOICE = 3001
_SAMPLES = ctypes.POINTER(ctypes.c_int16)


class RemoteSoundError(Exception):
    """The packet is no Opus. Conceal it."""


class LocalSoundError(Exception):
    """libopus refuses what we ask of it."""


class OpusDecoder:
    """One voice, mono."""

    def __init__(self) -> None:
        error = ctypes.c_int()
        self._state = _library().opus_decoder_create(SAMPLE_RATE_HZ, 1, ctypes.byref(error))
        _check(error.value)
        self._piece_samples = PIECE_SAMPLES
        self._out = np.zeros(LONGEST_PIECE_SAMPLES, dtype=np.int16)

    def __del__(self) -> None:
        if state := vars(self).pop("_state", None):
            _library().opus_decoder_destroy(state)

    def decode(self, payload: bytes) -> Samples:
        """The sound of a packet. Raises RemoteSoundError."""
        samples = self._decode(payload, LONGEST_PIECE_SAMPLES, repair=False)
        self._piece_samples = len(samples)
        return samples

    def repair(self, following: bytes) -> Samples:
        """The sound of the packet before this one, which was lost; rougher. Raises RemoteSoundError."""
        return self._decode(following, self._piece_samples, repair=True)

    def conceal(self) -> Samples:
        """Go on by oneself for as long as the last packet was; fades away."""
        return self._decode(None, self._piece_samples, repair=False)

    def _decode(self, payload: bytes | None, room: int, *, repair: bool) -> Samples:
        if payload == b"":
            raise RemoteSoundError("an empty packet")
        out = self._out.ctypes.data_as(_SAMPLES)
        count = _library().opus_decode(self._state, payload, len(payload or b""), out, room, int(repair))
        if count < 0:
            raise RemoteSoundError(f"libopus says {count}")
        return self._out[:count].copy()


class OpusEncoder:
    """One voice, mono, with a copy of each packet in the next; 20 ms a piece."""

    def __init__(self) -> None:
        error = ctypes.c_int()
        self._state = _library().opus_encoder_create(SAMPLE_RATE_HZ, 1, VOIP, ctypes.byref(error))
        _check(error.value)
        self._out = ctypes.create_string_buffer(LONGEST_PACKET_BYTES)
        self._set(SET_BITRATE, RATE_BPS)
        self._set(SET_COMPLEXITY, COMPLEXITY)
        self._set(SET_SIGNAL, SIGNAL_VOICE)
        self._set(SET_INBAND_FEC, 1)
        self.expect_loss(0)

    def __del__(self) -> None:
        if state := vars(self).pop("_state", None):
            _library().opus_encoder_destroy(state)

    def expect_loss(self, percent: float) -> None:
        """How much the other end says it loses; more loss, more of each packet is a copy of the last."""
        self._set(SET_LOSS_PERCENT, round(min(LOSS_MOST_PERCENT, max(LOSS_LEAST_PERCENT, percent))))

    def encode(self, samples: Samples) -> bytes:
        """samples: int16 [960]."""
        piece = np.ascontiguousarray(samples, dtype=np.int16)
        count = _library().opus_encode(
            self._state, piece.ctypes.data_as(_SAMPLES), len(piece), self._out, LONGEST_PACKET_BYTES
        )
        _check(min(count, 0))
        return self._out.raw[:count]

    def _set(self, what: int, value: int) -> None:
        _check(_library().opus_encoder_ctl(self._state, ctypes.c_int(what), ctypes.c_int(value)))


def _check(error: int) -> None:
    if error:
        raise LocalSoundError(f"libopus says {error}")


@cache
def _library() -> ctypes.CDLL:
    library = wheel.library("libopus")
    pointer, number = ctypes.c_void_p, ctypes.c_int
    library.opus_decoder_create.restype = library.opus_encoder_create.restype = pointer
    library.opus_decoder_create.argtypes = [ctypes.c_int32, number, ctypes.POINTER(number)]
    library.opus_encoder_create.argtypes = [ctypes.c_int32, number, number, ctypes.POINTER(number)]
    library.opus_decoder_destroy.argtypes = library.opus_encoder_destroy.argtypes = [pointer]
    library.opus_decode.argtypes = [pointer, ctypes.c_char_p, ctypes.c_int32, _SAMPLES, number, number]
    library.opus_encode.argtypes = [pointer, _SAMPLES, number, ctypes.c_char_p, ctypes.c_int32]
    library.opus_encoder_ctl.argtypes = [pointer, number]  # and one more, whose type is the request's
    return library
