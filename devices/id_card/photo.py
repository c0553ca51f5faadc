"""Core: the seam for the card's photo. The 1024 bytes are WLT, which no open program can decode.

A kiosk with a vendor's library decodes in a child process (`photo_library.py`). Without one the card simply has no
photo. The emulator's cards carry a marked JPEG, so that the seam is exercised.
"""

import math
from io import BytesIO
from struct import unpack_from
from typing import Protocol

from PIL import Image

from devices.id_card.protocol import PHOTO_SIZE

MARKER = b"EMUW"
_HEAD_SIZE = len(MARKER) + 2
JPEG_LIMIT = PHOTO_SIZE - _HEAD_SIZE

WIDTH_PX, HEIGHT_PX = 102, 126
_BMP_HEAD_SIZE = 54
_BMP_STRIDE = 308  # rows of 306 bytes are filled to a multiple of four
BMP_SIZE = _BMP_HEAD_SIZE + _BMP_STRIDE * HEIGHT_PX
RAW_SIZE = WIDTH_PX * HEIGHT_PX * 3
_JPEG_QUALITY = 90


class PhotoDecoder(Protocol):
    def prepare(self) -> None:
        """A card is expected: what takes time to start may start now."""

    def decode(self, wlt: bytes, until_s: float = math.inf) -> bytes | None:
        """JPEG bytes for 1024 bytes off a card, or None when this decoder cannot, or not before the monotonic time
        `until_s`. Raises nothing for any bytes, but CommandCancelledError."""

    def forget(self) -> None:
        """Drop whatever may hold a resident's photo. Idempotent."""


class MarkedPhotoDecoder:
    """Knows only the emulator's marker: `EMUW`, length (2, big endian), JPEG."""

    def prepare(self) -> None:
        """Nothing takes time."""

    def decode(self, wlt: bytes, until_s: float = math.inf) -> bytes | None:
        if not wlt.startswith(MARKER) or len(wlt) < _HEAD_SIZE:
            return None
        size = int.from_bytes(wlt[len(MARKER) : _HEAD_SIZE], "big")
        jpeg = wlt[_HEAD_SIZE : _HEAD_SIZE + size]
        return jpeg if len(jpeg) == size and jpeg.startswith(b"\xff\xd8") else None

    def forget(self) -> None:
        """Nothing is kept."""


def mark_photo(jpeg: bytes) -> bytes:
    """The emulator's 1024 bytes around a small JPEG. ValueError when it is too large."""
    if len(jpeg) > JPEG_LIMIT:
        raise ValueError(f"the photo has {len(jpeg)} bytes, the card takes {JPEG_LIMIT}")
    return (MARKER + len(jpeg).to_bytes(2, "big") + jpeg).ljust(PHOTO_SIZE, b"\0")


def jpeg_of(decoded: bytes) -> bytes | None:
    """What a vendor's library has written, as JPEG: a BMP of 102×126 pixels, or the bare pixels. None for all else."""
    picture = _from_bmp(decoded) if decoded.startswith(b"BM") else _from_pixels(decoded)
    if picture is None:
        return None
    jpeg = BytesIO()
    picture.save(jpeg, "JPEG", quality=_JPEG_QUALITY)
    return jpeg.getvalue()


def _from_bmp(data: bytes) -> Image.Image | None:
    """Only the one shape that cards have: 24 bits, not packed; bottom row first unless the height is negative."""
    if len(data) < BMP_SIZE:
        return None
    width, height, _, bits, packing = unpack_from("<iiHHI", data, 18)
    if (width, abs(height), bits, packing) != (WIDTH_PX, HEIGHT_PX, 24, 0):
        return None
    pixels, order = data[_BMP_HEAD_SIZE:BMP_SIZE], -1 if height > 0 else 1
    return Image.frombytes("RGB", (WIDTH_PX, HEIGHT_PX), pixels, "raw", "BGR", _BMP_STRIDE, order)


def _from_pixels(data: bytes) -> Image.Image | None:
    """Without a head the last byte belongs to the first pixel: read backwards it is BGR, top row first, as two public
    programs that show such photos have it."""
    pixels = data[:RAW_SIZE]
    if len(pixels) < RAW_SIZE or not any(pixels) or any(data[RAW_SIZE:]):
        return None
    return Image.frombytes("RGB", (WIDTH_PX, HEIGHT_PX), pixels[::-1], "raw", "BGR")
