"""Shell: a VP8 encoder through the libvpx that lies in the `av` wheel, by ctypes.

FFmpeg's wrapper, which PyAV offers, cannot change the rate of an open encoder: each change is a new one, which begins
with a key frame, on a line that is full already. `tests/cloud_seat/call/test_codecs.py` fails when a new wheel has
another library.
"""

import ctypes
from functools import cache

import numpy as np
from numpy.typing import NDArray

from cloud_seat.call import wheel
from cloud_seat.call.pace import VIDEO_CLOCK_HZ

CONTROLS = {13: -12, 15: 0, 17: 100, 18: 0, 26: 900}
"""Of vp8cx.h: speed, noise sensitivity, static threshold, partitions; a key frame takes at most 0.3 s of the line, as
Chromium limits it at 30 frames/s."""
USUAL_TICKS, LONGEST_TICKS = 3000, 6000
"""Of 90 kHz: a thirtieth of a second, a fifteenth. After a longer pause libvpx would make one huge picture of all the
bits that were not used: whoever is too busy to film sends less."""
KEY_FRAME_DISTANCE = 3000
QUANTIZER_MIN, QUANTIZER_MAX = 2, 56
UNDERSHOOT_PERCENT, OVERSHOOT_PERCENT = 100, 15
BUFFER_MS, BUFFER_FIRST_MS, BUFFER_USUAL_MS = 1000, 500, 600
DROP_BELOW_PERCENT = 30
"""Of the buffer: a picture is left out before the line is asked for more than it carries, as Chromium does."""
CONSTANT_RATE, REALTIME, FORCE_KEY = 1, 1, 1
ENCODER_ABI = 39
"""Of libvpx 1.16; it refuses any other."""
I420 = 0x102
_CONTEXT_BYTES, _IMAGE_BYTES, _REST_BYTES = 256, 512, 4096
"""Larger than the structures of any libvpx so far: they are its own, we only lend the room."""


class LocalPictureError(Exception):
    """libvpx refuses what we ask of it."""


class _Buffer(ctypes.Structure):
    _fields_ = (("data", ctypes.c_void_p), ("size", ctypes.c_size_t))


class _Settings(ctypes.Structure):
    """vpx_codec_enc_cfg_t, as far as we set it (vpx_encoder.h)."""

    _fields_ = (
        *((name, ctypes.c_uint) for name in ("usage", "threads", "profile", "width", "height", "depth", "input_depth")),
        *((name, ctypes.c_int) for name in ("time_num", "time_den")),
        *((name, ctypes.c_uint) for name in ("resilient", "passes", "lag", "drop_below", "resizes")),
        *((name, ctypes.c_uint) for name in ("scaled_width", "scaled_height", "resize_up", "resize_down", "rate_kind")),
        *((name, _Buffer) for name in ("statistics", "macroblocks")),
        *((name, ctypes.c_uint) for name in ("rate_kbps", "quantizer_min", "quantizer_max", "undershoot", "overshoot")),
        *((name, ctypes.c_uint) for name in ("buffer_ms", "buffer_first_ms", "buffer_usual_ms")),
        *((name, ctypes.c_uint) for name in ("bias", "section_min", "section_max", "corpus")),
        *((name, ctypes.c_uint) for name in ("key_kind", "key_least", "key_most")),
        ("rest", ctypes.c_char * _REST_BYTES),
    )


class _Packet(ctypes.Structure):
    """vpx_codec_cx_pkt_t with a picture in it; kind 0."""

    _fields_ = (("kind", ctypes.c_int), ("data", ctypes.c_void_p), ("size", ctypes.c_size_t))


class Vp8:
    """Pictures of one size at a constant rate, which may change between any two of them."""

    def __init__(self, size: tuple[int, int], *, rate_bps: int, threads: int) -> None:
        self.size = self.width, self.height = size
        self._settings = _Settings()
        library = _library()
        _check(library.vpx_codec_enc_config_default(library.vpx_codec_vp8_cx(), self._settings, 0))
        self._set_up(rate_bps // 1000, threads)
        self._context, self._image = (ctypes.create_string_buffer(room) for room in (_CONTEXT_BYTES, _IMAGE_BYTES))
        _check(
            library.vpx_codec_enc_init_ver(self._context, library.vpx_codec_vp8_cx(), self._settings, 0, ENCODER_ABI)
        )
        self._is_open = True
        self._at, self._last = 0, 0
        for what, value in CONTROLS.items():
            _check(library.vpx_codec_control_(self._context, what, ctypes.c_int(value)))

    def __del__(self) -> None:
        if vars(self).pop("_is_open", False):
            _library().vpx_codec_destroy(self._context)

    @property
    def rate_kbps(self) -> int:
        """What it aims at."""
        return int(self._settings.rate_kbps)

    def follow(self, rate_bps: int) -> None:
        """From the next picture on."""
        if rate_bps // 1000 != self.rate_kbps:
            self._settings.rate_kbps = rate_bps // 1000
            _check(_library().vpx_codec_enc_config_set(self._context, self._settings))

    def encode(self, i420: NDArray[np.uint8], timestamp: int, *, key: bool) -> bytes:
        """i420: [height * 3/2, width], contiguous; timestamps of 90 kHz ascend. Empty when the rate leaves it out."""
        library = _library()
        self._at, self._last = self._at + min(timestamp - self._last, LONGEST_TICKS), timestamp
        library.vpx_img_wrap(self._image, I420, self.width, self.height, 1, i420.ctypes.data)
        _check(
            library.vpx_codec_encode(
                self._context, self._image, self._at, USUAL_TICKS, FORCE_KEY if key else 0, REALTIME
            )
        )
        at, made = ctypes.c_void_p(), b""
        while packet := library.vpx_codec_get_cx_data(self._context, ctypes.byref(at)):
            if packet.contents.kind == 0:
                made += ctypes.string_at(packet.contents.data, packet.contents.size)
        return made

    def _set_up(self, rate_kbps: int, threads: int) -> None:
        values = {
            "width": self.width,
            "height": self.height,
            "threads": threads,
            "time_num": 1,
            "time_den": VIDEO_CLOCK_HZ,
            "drop_below": DROP_BELOW_PERCENT,
            "rate_kind": CONSTANT_RATE,
            "rate_kbps": rate_kbps,
            "quantizer_min": QUANTIZER_MIN,
            "quantizer_max": QUANTIZER_MAX,
            "undershoot": UNDERSHOOT_PERCENT,
            "overshoot": OVERSHOOT_PERCENT,
            "buffer_ms": BUFFER_MS,
            "buffer_first_ms": BUFFER_FIRST_MS,
            "buffer_usual_ms": BUFFER_USUAL_MS,
            "key_most": KEY_FRAME_DISTANCE,
        }
        for name, value in values.items():
            setattr(self._settings, name, value)


def _check(error: int) -> None:
    if error:
        raise LocalPictureError(f"libvpx says {error}")


@cache
def _library() -> ctypes.CDLL:
    library = wheel.library("libvpx")
    pointer, number, settings = ctypes.c_void_p, ctypes.c_int, ctypes.POINTER(_Settings)
    library.vpx_codec_vp8_cx.restype = library.vpx_img_wrap.restype = pointer
    library.vpx_codec_enc_config_default.argtypes = [pointer, settings, ctypes.c_uint]
    library.vpx_codec_enc_init_ver.argtypes = [pointer, pointer, settings, ctypes.c_long, number]
    library.vpx_codec_enc_config_set.argtypes = [pointer, settings]
    library.vpx_codec_control_.argtypes = [pointer, number]  # and one more, whose type is the request's
    library.vpx_img_wrap.argtypes = [pointer, number, ctypes.c_uint, ctypes.c_uint, ctypes.c_uint, pointer]
    library.vpx_codec_encode.argtypes = [pointer, pointer, ctypes.c_int64, *[ctypes.c_ulong] * 3]
    library.vpx_codec_get_cx_data.argtypes = [pointer, ctypes.POINTER(pointer)]
    library.vpx_codec_get_cx_data.restype = ctypes.POINTER(_Packet)
    library.vpx_codec_destroy.argtypes = [pointer]
    return library
